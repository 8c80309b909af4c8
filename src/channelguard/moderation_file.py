"""What does a policy file say?

Reads TOML strictly: a key that is not known, a value of the wrong type or an action that does not
exist is refused with file and key. A policy that means something else than its author thought is
worse than none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from channelguard.detectors import RULES as TABLE
from channelguard.errors import ChannelguardError
from channelguard.harmless import harmless
from channelguard.model import Level
from channelguard.moderation import SIGNALS, Action, Actions, Bot, Policy
from channelguard.moderation_reply import URGENT
from channelguard.render import languages

_SWITCHES = ("dry_run", "own_group", "edits", "renames")
_COUNTS = {"signals": SIGNALS, "cooldown": 0, "mute_seconds": 60}
"""Numbers with their least value; Telegram takes less than 30 seconds of muting for ever."""
_KEYS = (*_SWITCHES, *_COUNTS, "lang", "staff", "levels", "rules")
"""What may stand at the top and in the table of a chat."""
_LEVELS = {level.name.lower(): level for level in Level}


class PolicyError(ChannelguardError):
    """A policy file cannot be used.

    Attributes:
        path: The file.
        key: The key at fault, such as ``chats.-100.levels.dangerous``; empty if the whole file.
    """

    def __init__(self, path: object, key: str, problem: str) -> None:
        """Keep file and key apart, so that callers can point at the line."""
        self.path, self.key = str(path), harmless(key)
        super().__init__(f"{path}: {self.key + ': ' if key else ''}{problem}")


def read_policy(path: Path | str, rules: Iterable[str] = ()) -> Policy:
    """Return the policy in a TOML file; ``examples/policy.toml`` shows every key.

    Args:
        path: The file.
        rules: Ids of rules beyond the built-in table that the file may name.

    Raises:
        PolicyError: The file is missing, no TOML, or says something that is not understood.
    """
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise PolicyError(path, "", f"cannot be read: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError(path, "", f"not TOML: {harmless(str(fault))}") from fault
    known = {*rules, URGENT, *(rule.id for rule in TABLE)}
    return _Reader(path, known).policy(data)


class _Reader:
    """One reading of one file."""

    def __init__(self, path: object, rules: set[str]) -> None:
        """Remember the file, to name it, and the rules that exist."""
        self.path, self.rules = path, rules

    def policy(self, data: dict[str, Any]) -> Policy:
        """Read the whole file."""
        self._known("", data, (*_KEYS, "chats", "bot"))
        base = self._settings("", data, Policy())
        bot = self._table("", data, "bot")
        self._known("bot", bot, [field.name for field in fields(Bot)])
        chats = self._table("", data, "chats")
        return replace(
            base,
            bot=Bot(**{key: self._text("bot", bot, key) for key in bot}),
            chats={chat: self._chat(chat, chats, base) for chat in chats},
        )

    def _chat(self, chat: str, chats: dict[str, Any], base: Policy) -> Policy:
        """Read the table of one chat, which changes what it names and keeps the rest."""
        table = self._table("chats", chats, chat)
        self._known(f"chats.{chat}", table, _KEYS)
        return self._settings(f"chats.{chat}", table, base)

    def _settings(self, at: str, data: dict[str, Any], base: Policy) -> Policy:
        """Return ``base`` with everything that a table sets."""
        found: dict[str, Any] = {
            key: self._switch(at, data, key) for key in _SWITCHES if key in data
        }
        found |= {key: self._count(at, data, key) for key in _COUNTS if key in data}
        if "lang" in data:
            found["lang"] = self._lang(at, data)
        if "staff" in data:
            found["staff"] = base.staff | frozenset(self._texts(at, data, "staff"))
        levels = self._table(at, data, "levels")
        self._known(_join(at, "levels"), levels, _LEVELS)
        named = self._table(at, data, "rules")
        self._known(_join(at, "rules"), named, self.rules)
        found["levels"] = {**base.levels} | {
            _LEVELS[key]: self._actions(_join(at, "levels"), levels, key) for key in levels
        }
        found["rules"] = {**base.rules} | {
            key: self._actions(_join(at, "rules"), named, key) for key in named
        }
        return replace(base, **found)

    def _known(self, at: str, data: dict[str, Any], keys: Iterable[str]) -> None:
        """Refuse the first key that is not one of ``keys``."""
        allowed = set(keys)
        for key in data:
            if key not in allowed:
                hint = "" if at.endswith("rules") else f"; there are: {', '.join(sorted(allowed))}"
                raise PolicyError(self.path, _join(at, key), f"unknown key{hint}")

    def _table(self, at: str, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise PolicyError(self.path, _join(at, key), "must be a table")
        return value

    def _switch(self, at: str, data: dict[str, Any], key: str) -> bool:
        value = data[key]
        if not isinstance(value, bool):
            raise PolicyError(self.path, _join(at, key), "must be true or false")
        return value

    def _count(self, at: str, data: dict[str, Any], key: str) -> int:
        value = data[key]
        if not isinstance(value, int) or isinstance(value, bool) or value < _COUNTS[key]:
            least = _COUNTS[key]
            raise PolicyError(
                self.path, _join(at, key), f"must be a whole number, at least {least}"
            )
        return value

    def _text(self, at: str, data: dict[str, Any], key: str) -> str:
        value = data[key]
        if not isinstance(value, str):
            raise PolicyError(self.path, _join(at, key), "must be a text, in quotes")
        return value

    def _texts(self, at: str, data: dict[str, Any], key: str) -> list[str]:
        value = data[key]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise PolicyError(self.path, _join(at, key), "must be a list of texts, in quotes")
        return value

    def _lang(self, at: str, data: dict[str, Any]) -> str:
        value, there = self._text(at, data, "lang"), ("auto", *languages())
        if value not in there:
            raise PolicyError(self.path, _join(at, "lang"), f"must be one of: {', '.join(there)}")
        return value

    def _actions(self, at: str, data: dict[str, Any], key: str) -> Actions:
        names = self._texts(at, data, key)
        unknown = [name for name in names if name not in set(Action)]
        if unknown or (Action.NOTHING in names and len(names) > 1):
            problem = f"must be some of: {', '.join(Action)}; 'nothing' stands alone"
            raise PolicyError(self.path, _join(at, key), problem)
        return tuple(action for action in Action if action in names and action != Action.NOTHING)


def _join(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
