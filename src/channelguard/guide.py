"""Where is the real support, and what to do when it does not answer?

The support guide of a registry in one language: topics, each with what is so, what to do, what to
have ready and where to go; and the topic that a question, or a verdict, is about. What is told is
in ``registry/help``; nothing here knows a brand.
Leaves alone how it is shown; that is `guide_text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from time import strftime
from typing import TYPE_CHECKING, Any

from channelguard import fold
from channelguard.errors import InputError

if TYPE_CHECKING:
    from channelguard.guard import Guard
    from channelguard.model import Verdict
    from channelguard.registry import Channel, Registry

EMERGENCY = "emergency"
"""The kind of the topic for whoever has given something away."""
WARNING = "warning"
"""The kind of topics about a fraud."""
_URGENT = (EMERGENCY, WARNING)

_HAN = re.compile(r"[\u3400-\u9fff]")
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_APOSTROPHE = re.compile(r"['\u2019\u02bc`]")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the guide."""

    id: str
    kind: str
    """``emergency``, ``problem``, ``cause``, ``question`` or ``warning``."""
    title: str
    says: tuple[str, ...]
    """What is so."""
    steps: tuple[str, ...]
    """What to do, in order."""
    prepare: tuple[str, ...]
    """What support will need."""
    go: tuple[Channel, ...]
    """Current channels, the best first; empty only where all are past their date."""
    more: tuple[str, ...]
    """Ids of topics to read on."""
    source: str
    date: str
    """ISO date on which the source was looked at."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the guide says to a question."""

    topic: Topic | None
    """What it is about; None if no topic fits."""
    emergency: Topic | None
    """What to do first, if the question tells of a fraud; else None."""
    verdict: Verdict
    """About the words of the question; secrets in it are masked."""


class Guide:
    """The support guide of a registry. Immutable by convention."""

    def __init__(self, registry: Registry, lang: str = "en") -> None:
        """Read the guide of ``registry`` in ``lang``.

        Raises:
            InputError: The registry has a guide, and not in that language.
        """
        languages = registry.help
        if languages and lang not in languages:
            raise InputError(f"no guide in that language; there are: {', '.join(languages)}")
        data: dict[str, Any] = languages.get(lang) or {"topics": [], "never": [], "unpublished": []}
        self.lang = lang
        self.registry = registry
        self.brand: str = data.get("brand", "")
        self.never: tuple[str, ...] = tuple(data["never"])
        """What never to do, whatever the topic."""
        self.unpublished: tuple[str, ...] = tuple(data["unpublished"])
        """What nobody has published, so that nobody can be told."""
        self.topics: tuple[Topic, ...] = tuple(self._topic(row) for row in data["topics"])
        self._by_id = {topic.id: topic for topic in self.topics}

    def topic(self, topic_id: str) -> Topic:
        """Return a topic by its id.

        Raises:
            InputError: There is none; the message lists those there are.
        """
        found = self._by_id.get(topic_id)
        if found is None:
            raise InputError(f"no such topic; there are: {', '.join(self._by_id) or 'none'}")
        return found

    def find(self, question: str) -> Topic | None:
        """Return the topic that a question is about, in any language of the guide; None if none.

        Every pattern of a topic that fits counts, a longer one for more than its parts. Of equals
        a fraud comes first, then what comes first in the file.
        """
        text = f" {_words(question)} "
        points = dict.fromkeys(self._by_id, 0)
        for topic_id, parts in self._patterns:
            points[topic_id] += _worth(text, parts)
        best = max(
            points,
            key=lambda topic_id: (points[topic_id], self._by_id[topic_id].kind in _URGENT),
            default="",
        )
        return self._by_id[best] if best and points[best] else None

    def advise(self, question: str, guard: Guard) -> Advice:
        """Return what to say to a question; a fraud in it comes first.

        Raises:
            InputError: The question is longer than an input may be.
        """
        verdict = guard.check(question, kind="message")
        topic = self.find(verdict.subject.raw)
        told = self.for_verdict(verdict)
        alarm = told is not None or (topic is not None and topic.kind in _URGENT)
        return Advice(topic or told, self.emergency if alarm else None, verdict)

    def for_verdict(self, verdict: Verdict) -> Topic | None:
        """Return what to do about a verdict; None if there is nothing to do."""
        return self._by_id.get(verdict.topic)

    @cached_property
    def emergency(self) -> Topic | None:
        """What to do after giving something away; None if the guide has no such topic."""
        return next((topic for topic in self.topics if topic.kind == EMERGENCY), None)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
        """Topics with what people ask, in all languages."""
        rows = [row for data in self.registry.help.values() for row in data["topics"]]
        return tuple(
            (row["id"], tuple(_pattern(part) for part in ask.split(" + ")))
            for row in rows
            for ask in row["asks"]
        )

    def _topic(self, row: dict[str, Any]) -> Topic:
        today = strftime("%Y-%m-%d")
        channels = (self.registry.by_value[value] for value in row["go"])
        return Topic(
            row["id"],
            row["kind"],
            row["title"],
            tuple(row["says"]),
            tuple(row["try"]),
            tuple(row["prepare"]),
            tuple(one for one in channels if one.valid_until >= today),
            tuple(row["more"]),
            row["source"],
            row["date"],
        )


def directory(
    registry: Registry, *, kind: str = "", language: str = "", role: str = "", retired: bool = False
) -> tuple[Channel, ...]:
    """Return the official channels: current ones first, then legacy ones.

    Args:
        registry: Whose.
        kind: ``site``, ``account``, ``mailbox``, ``app`` or ``scheme``, or a platform such as
            ``telegram``; empty for all.
        language: Of those that serve one language only this one; empty for all.
        role: Such as ``support``; empty for all.
        retired: Add what is official no more, last.
    """
    order = ("current", "legacy") + (("retired", "disputed") if retired else ())
    chosen = [
        one
        for one in registry.channels
        if one.status in order
        and (retired or registry.alive(one))
        and (not kind or kind in {one.kind, one.platform})
        and (not language or one.language in {"", language})
        and (not role or role == one.role)
    ]
    return tuple(sorted(chosen, key=lambda one: order.index(one.status)))


def address(channel: Channel, registry: Registry) -> str:
    """Return what leads to a channel: an address to open or to write to, else its plain value."""
    if channel.kind == "site":
        return f"https://{channel.value}"
    if channel.kind in {"account", "app"}:
        return registry.platforms.address(channel.platform, channel.value) or channel.value
    return channel.value


def _words(text: str) -> str:
    """Return the words of a text, folded, one space between; apostrophes are left out.

    >>> _words("I can't log-in!")
    'i cant log in'
    """
    plain = _MARKS.sub(" ", _APOSTROPHE.sub("", fold.plain(text))).strip()
    return _BESIDE_HAN.sub("", plain)


def _pattern(part: str) -> re.Pattern[str]:
    """Return what finds one of the words of a part: Latin ones whole, Chinese ones anywhere."""
    found = []
    for word in part.split("|"):
        plain = re.escape(_words(word)).replace("\\ ", " ")
        if _HAN.search(word):
            found.append(plain)
        else:
            rest = "[a-z0-9]*" if word.endswith("*") else ""
            found.append(f"(?<![a-z0-9]){plain}{rest}(?![a-z0-9])")
    return re.compile("|".join(found))


def _worth(text: str, parts: tuple[re.Pattern[str], ...]) -> int:
    """Return what a pattern counts: the square of its words, two Chinese characters being one."""
    size = 0
    for part in parts:
        found = part.search(text)
        if found is None:
            return 0
        size += max(len(found[0]) // 2, 1) if _HAN.search(found[0]) else len(found[0].split())
    return size**2
