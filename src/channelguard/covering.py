"""Cover recovery phrases and private keys in whatever is checked, before anything reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from channelguard.model import Mail, Message, Secret, Subject
from channelguard.parse import MAX_CHARS

_SHORTEST_SECRET, _SHORTEST_PLAIN = 11, 33
"""Least length of a recovery phrase in Chinese, and in plain letters without spaces."""


def covered(text: str) -> tuple[str, bool]:
    """Cover recovery phrases and private keys before anything else reads the text."""
    short = (
        not isinstance(text, str)
        or len(text) < _SHORTEST_SECRET
        or (len(text) < _SHORTEST_PLAIN and text.isascii())
        or len(text) > MAX_CHARS
    )
    if short:
        return text, False
    from channelguard.masking import masked  # noqa: PLC0415 - 2,048 words that most inputs never need

    return masked(text)


_Letter = TypeVar("_Letter", Message, Mail)


def covered_parts(letter: _Letter) -> tuple[_Letter, bool]:
    """Cover secrets in every part of a message or mail."""
    found = False
    parts: dict[str, str] = {}
    for part in ("text", "quoted", "reply_to", "subject", "sender"):
        value = getattr(letter, part, None)
        if isinstance(value, str) and value:
            parts[part], secret = covered(value)
            found = found or (secret and part in {"text", "subject"})
    letter = replace(letter, **parts)  # type: ignore[arg-type] # parts that are text only
    links = tuple(
        covered(one)[0] if isinstance(one, str) else (covered(one[0])[0], covered(one[1])[0])
        for one in letter.links
    )
    letter = replace(letter, links=links)
    if isinstance(letter, Message) and letter.sender is not None:
        sender = letter.sender
        name, handle = covered(sender.name)[0], covered(sender.handle)[0]
        letter = replace(letter, sender=replace(sender, name=name, handle=handle))
    return letter, found


_BLOCK = "\u2588"
"""What stands for each character of a secret."""


def marked(subject: Subject) -> Subject:
    """Add that a secret was covered, and where."""
    first, last = subject.raw.find(_BLOCK), subject.raw.rfind(_BLOCK)
    return replace(subject, atoms=(*subject.atoms, Secret((max(0, first), last + 1))))
