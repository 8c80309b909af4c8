"""Cover recovery phrases and private keys in whatever is checked, before anything reads it."""

from __future__ import annotations

from typing import TypeVar

from channelguard.masking import masked
from channelguard.model import Mail, Message, Secret, Span, Subject
from channelguard.parse import MAX_CHARS

Spans = tuple[Span, ...]


def covered(text: str) -> tuple[str, Spans]:
    """Cover secrets before anything else reads the text; return where they stood, too.

    What is no string or too long is left alone: it will be refused.
    """
    if not isinstance(text, str) or len(text) > MAX_CHARS:
        return text, ()
    return masked(text)


_Letter = TypeVar("_Letter", Message, Mail)


def covered_parts(letter: _Letter) -> tuple[_Letter, Spans]:
    """Cover secrets in every part of a message or mail.

    Returns:
        The letter, and where secrets stood in its subject and text, as places in `Subject.raw`.
    """
    spans: Spans = ()
    parts: dict[str, str] = {}
    subject = getattr(letter, "subject", "")
    starts = {"subject": 0, "text": len(subject) + 1 if subject else 0}
    for part in ("subject", "text", "quoted", "reply_to", "return_path", "sender"):
        value = getattr(letter, part, None)
        if isinstance(value, str) and value:
            parts[part], found = covered(value)
            at = starts.get(part)
            if at is not None:
                spans += tuple((start + at, end + at) for start, end in found)
    letter = letter._replace(**parts)  # type: ignore[arg-type] # parts that are text only
    links = tuple(
        covered(one)[0] if isinstance(one, str) else (covered(one[0])[0], covered(one[1])[0])
        for one in letter.links
    )
    letter = letter._replace(links=links)
    if isinstance(letter, Message) and letter.sender is not None:
        sender = letter.sender
        name, handle = covered(sender.name)[0], covered(sender.handle)[0]
        letter = letter._replace(sender=sender._replace(name=name, handle=handle))
    return letter, spans


def marked(subject: Subject, spans: Spans) -> Subject:
    """Add that secrets were covered, and where: from the first to the last of the ``spans``."""
    if not spans:
        return subject
    place = (spans[0][0], max(end for _, end in spans))
    return subject._replace(atoms=(*subject.atoms, Secret(place)))
