"""A message or mail with what is known about its sender -> `Subject`.

The raw input is the text itself; sender and header follow on lines of their own, so that every
place in the text keeps its number. What the author quotes is left out: it is judged by itself.
"""

from __future__ import annotations

import re

from channelguard.errors import InputError
from channelguard.model import (
    Atom,
    Envelope,
    Handle,
    Link,
    Mail,
    Mailbox,
    Message,
    Name,
    Sender,
    Subject,
)
from channelguard.parse import MAX_CHARS, parse
from channelguard.parse.mailbox import MAX_MAILBOX, mailbox
from channelguard.parse.reader import placed
from channelguard.platforms import Platforms

MAX_SENDER = 512
"""Most of a name or handle that is read, in code points; as in the reader."""
MAX_LINKS = 64
"""How many links kept apart from the text are read."""

_QUOTED = re.compile(r"(?m)^[ \t]{0,3}(?:>|\uff1e|&gt;).*$")


def quotes(text: str) -> tuple[str, str]:
    r"""Split off the lines that are quoted; white space stands in their place.

    Nothing is a quotation where the author adds no word: that would be a way to hide.

    >>> quotes("> send it\nfake!")
    ('         \nfake!', '> send it')
    """
    parts = [found[0] for found in _QUOTED.finditer(text)]
    if not parts:
        return text, ""
    own = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    return (own, "\n".join(parts)) if any(map(str.isalnum, own)) else (text, "")


def unquoted(text: str) -> str:
    """Take the marks of quotation off the lines of a text."""
    lines = (line.lstrip(" \t>\uff1e") for line in text.split("\n"))
    return "\n".join(lines)[:MAX_CHARS]


def read_message(message: Message, platforms: Platforms, *, own_group: bool) -> Subject:
    """Read what somebody wrote and who that is.

    Raises:
        InputError: A part is no string, or they are too long together.
    """
    sender = message.sender or Sender()
    named = sender.platform.lower()
    place = platforms.alias.get(named, named)
    own, _ = quotes(message.text)
    subject = parse(own, platforms, kind="message", platform=place or None)
    linked, gaps = _links(message.links, own, platforms)
    atoms = [*subject.atoms, *linked]
    tail = ""
    incomplete = (*subject.incomplete, *gaps)
    if not sender.is_staff:
        tail, atoms_of = _author(sender, place, len(message.text), own_group=own_group)
        atoms += atoms_of
    return _joined(message.text + tail, place, atoms, incomplete)


def read_mail(mail: Mail, platforms: Platforms) -> Subject:
    """Read a mail and the addresses of its header.

    Raises:
        InputError: A part is no string, or they are too long together.
    """
    text = f"{mail.subject}\n{mail.text}" if mail.subject else mail.text
    subject = parse(text, platforms, kind="message")
    linked, gaps = _links(mail.links, text, platforms)
    atoms = [*subject.atoms, *linked]
    found: dict[str, Atom] = {}
    for field in ("sender", "reply_to", "return_path"):
        value = getattr(mail, field)[:MAX_MAILBOX]
        if value.strip("<> "):
            text += f"\n{value}"
            found[field] = mailbox(value, len(text) - len(value))
    sender, answer, path = (found.get(field) for field in ("sender", "reply_to", "return_path"))
    kept = [sender]
    if _address(answer) != _address(sender):
        kept.append(answer)
    if _address(path) not in {_address(sender), _address(answer)}:
        kept.append(path)
    atoms += [one for one in kept if one is not None]
    if isinstance(sender, Mailbox):
        other = answer if isinstance(answer, Mailbox) and answer in kept else None
        atoms.append(Envelope(sender, other, mail.proof, sender.span))
    gaps += ["cut"] if mail.cut else []
    return _joined(text, "email", atoms, (*subject.incomplete, *gaps))


def _joined(raw: str, platform: str, atoms: list[Atom], incomplete: tuple[str, ...]) -> Subject:
    if len(raw) > MAX_CHARS:
        msg = f"the message has {len(raw)} characters with its sender, the limit is {MAX_CHARS}"
        raise InputError(msg)
    return Subject(raw, "message", platform, tuple(atoms), tuple(dict.fromkeys(incomplete)))


def _author(
    sender: Sender, platform: str, start: int, *, own_group: bool
) -> tuple[str, list[Atom]]:
    """Return the lines that name the author, and the author's atoms in them."""
    author = "own-group" if own_group else "sender"
    tail, atoms = "", list[Atom]()
    name = sender.name.strip()[:MAX_SENDER]
    if name:
        tail += f"\n{name}"
        at = start + len(tail) - len(name)
        atoms.append(Name(name, platform, (at, at + len(name)), author))
    handle = sender.handle.strip().removeprefix("@")[:MAX_SENDER]
    if handle:
        tail += f"\n@{handle}"
        at = start + len(tail) - len(handle)
        span = (at, at + len(handle))
        atoms.append(
            mailbox(handle, at) if platform == "email"
            else Handle(handle, platform, span, sender.id, author=author)
        )  # fmt: skip
    return tail, atoms


def _links(
    links: tuple[str | tuple[str, str], ...], text: str, platforms: Platforms
) -> tuple[list[Atom], list[str]]:
    """Read the links that stand apart from the text; their place is that of what is shown.

    Returns:
        What they are, and what could not be read of them.
    """
    different = list(dict.fromkeys(links))
    atoms: list[Atom] = []
    incomplete = ["inner"] if len(different) > MAX_LINKS else []
    after = 0
    for one in different[:MAX_LINKS]:
        shown, target = ("", one) if isinstance(one, str) else one
        if not target or (not shown and target in text):
            continue
        at = text.find(shown, after) if shown else -1
        at = text.find(shown) if at < 0 and shown else at
        span = (at, at + len(shown)) if at >= 0 else (0, len(text))
        after = max(after, at)
        subject = parse(target[:MAX_CHARS], platforms, kind="url")
        incomplete += subject.incomplete
        for atom in subject.atoms:
            inside = placed(atom, span[0], span[1] - span[0])
            if isinstance(inside, Link):
                inside = inside._replace(label=shown, via="text")
            atoms.append(inside)
    return atoms, incomplete


def _address(atom: Atom | None) -> str:
    if not isinstance(atom, Mailbox):
        return ""
    return f"{atom.local}@{atom.host.resolved}".lower()
