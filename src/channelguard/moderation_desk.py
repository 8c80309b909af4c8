"""What does a running bot remember, ask and write down?

Everything between "here is a message" and "do this" that is the same on every platform: asks the
guard, lets `decide` decide, remembers in memory when a chat was last answered, how often an account
was caught and under which name it was last seen, and writes an audit log if the policy names a
file: who, where, why and what was done, never a text or a name. Leaves carrying out to the bot.
Whoever wants to remember longer fills in `Context` from a store of their own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, time
from typing import TypeVar

from channelguard.guard import Guard
from channelguard.model import Level, Message, Sender, Verdict
from channelguard.moderation import Action, Context, Decision, Event, Policy, decide
from channelguard.moderation_reply import Reply, language, official, say
from channelguard.wording import words

BUTTONS = ("delete", "mute", "ban", "fine")
"""What a moderator can do about a case; ``fine`` takes a false alarm back."""

MOST = 20_000
"""Most chats and accounts remembered at a time, a few MB; the oldest are forgotten first."""

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Case:
    """One message or name, and what is to be done about it."""

    context: Context
    verdict: Verdict
    decision: Decision
    lang: str = "auto"
    """Language of what is said about it, as the chat's policy has it."""

    def answer(self, locale: str | None = "") -> Reply:
        """Return what somebody who asked is told; ``locale`` as in `language`."""
        return say(self.verdict, self._language(locale))

    def report(self) -> Reply:
        """Return what moderators are told."""
        return say(self.verdict, self._language(), heading=[self.summary()])

    def summary(self) -> str:
        """Return what happened and what follows, in one line."""
        words_, seen, decision = words(self._language()), self.context, self.decision
        comma = words_["line.comma"]
        line = words_["case.summary"].format(
            event=words_[f"case.{seen.event}"],
            chat=seen.chat,
            sender=seen.sender,
            what=comma.join(words_[f"action.{one}"] for one in decision.proposed or ("nothing",)),
        )
        notes = comma.join(words_[f"note.{one}"] for one in decision.notes)
        return words_["case.notes"].format(summary=line, notes=notes) if notes else line

    def buttons(self) -> list[tuple[str, str]]:
        """Return what a moderator can do about it, with the label; a name cannot be deleted."""
        words_, named = words(self._language()), self.context.event is Event.RENAME
        return [(key, words_[f"button.{key}"]) for key in BUTTONS[named:]]

    def _language(self, locale: str | None = "") -> str:
        return language(self.verdict.subject.raw, locale) if self.lang == "auto" else self.lang


class Desk:
    """Where the messages of all chats of one bot are looked at.

    >>> from channelguard.registry import Registry
    >>> desk = Desk(Guard(Registry.load()), Policy(dry_run=False))
    >>> case = desk.look(Message("see https://tp-waIlet.io/claim"), "-100", now=0.0)
    >>> case.decision.removes, desk.close(case, case.decision.actions)["score"] > 0
    (True, True)
    """

    def __init__(self, guard: Guard, policy: Policy, most: int = MOST) -> None:
        """Remember nothing yet, and never more than ``most`` of each kind."""
        self.guard, self.policy, self.most = guard, policy, most
        self._replied: dict[str, float] = {}
        self._earlier: dict[tuple[str, str], int] = {}
        self._names: dict[tuple[str, str], tuple[str, str]] = {}

    def look(
        self,
        message: Message,
        chat: str,
        event: Event = Event.MESSAGE,
        now: float | None = None,
    ) -> Case:
        """Check a message, or a name (a message without text), and decide.

        Args:
            message: With its sender, whose ``is_staff`` says what the bot knows by rights.
            chat: The platform's id of the chat.
            event: What happened.
            now: Seconds on any clock that never goes back; this computer's own if None.

        Raises:
            InputError: The text is too long.
        """
        policy, who = self.policy.of(chat), message.sender or Sender()
        if who.id in self.policy.staff | policy.staff:
            who = who._replace(is_staff=True)
            message = message._replace(sender=who)
        context = Context(
            chat,
            who.id,
            event,
            who.is_staff,
            monotonic() if now is None else now,
            self._replied.get(chat),
            self._earlier.get((chat, who.id), 0),
        )
        verdict = self.guard.check_message(message, own_group=policy.own_group)
        return Case(context, verdict, decide(verdict, context, self.policy), policy.lang)

    def official(self, chat: str, wanted: str = "", locale: str | None = "") -> Reply:
        """List the official channels in the language of a chat; see `moderation_reply.official`."""
        lang = self.policy.of(chat).lang
        lang = language(wanted, locale) if lang == "auto" else lang
        return official(self.guard.registry, lang, wanted)

    def renamed(self, chat: str, who: Sender) -> bool:
        """Tell whether an account has another name than last time, and remember the new one.

        >>> desk = Desk(Guard.__new__(Guard), Policy())
        >>> [desk.renamed("1", Sender(name, id="2")) for name in ("Ann", "Ann", "Support")]
        [False, False, True]
        """
        key, name = (chat, who.id), (who.name, who.handle)
        before = self._names.get(key, name)
        self._put(self._names, key, name)
        return before != name

    def close(self, case: Case, done: Sequence[str], message: object = "") -> dict[str, object]:
        """Remember what was done, and log it if anything was to be done.

        Args:
            case: What was decided.
            done: What came of it, such as ``delete`` or ``mute: Forbidden``.
            message: The platform's id of the message.

        Returns:
            The row of the audit log; no text and no name is in it.
        """
        seen, verdict, decision = case.context, case.verdict, case.decision
        if Action.REPLY in decision.actions:
            self._put(self._replied, seen.chat, seen.now)
        if decision.level is Level.DANGEROUS and decision.proposed:
            self._put(self._earlier, (seen.chat, seen.sender), seen.earlier + 1)
        row: dict[str, object] = {
            "chat": seen.chat,
            "sender": seen.sender,
            "message": str(message),
            "event": str(seen.event),
            "level": verdict.level.name.lower(),
            "score": verdict.score,
            "rules": list(decision.rules),
            "proposed": [str(action) for action in decision.proposed],
            "notes": list(decision.notes),
            "done": [str(one) for one in done],
            "registry": verdict.registry[0],
        }
        if decision.proposed:
            self.log(row)
        return row

    def pressed(self, chat: str, message: str, sender: str, by: str, done: str) -> None:
        """Log what a moderator decided by a button."""
        who = {"chat": chat, "sender": sender, "message": message, "by": by}
        self.log({**who, "event": "button", "done": [done]})

    def log(self, row: dict[str, object]) -> None:
        """Append a row to the audit log, if the policy names one."""
        if self.policy.bot.audit:
            with Path(self.policy.bot.audit).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"time": int(time())} | row) + "\n")

    def _put(self, table: dict[Key, Value], key: Key, value: Value) -> None:
        """Write one row as the newest, and forget the oldest where there are too many."""
        table.pop(key, None)
        table[key] = value
        if len(table) > self.most:
            del table[next(iter(table))]
