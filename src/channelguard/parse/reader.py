"""Any string -> what kind it is, and the atoms it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from channelguard import suffix
from channelguard.model import Action, App, Atom, Contact, Handle, Link, Mailbox, Name, Subject, Text, Unreadable
from channelguard.parse import handle as accounts
from channelguard.parse import inner, message
from channelguard.parse.defang import refang
from channelguard.parse.link import MAX_URL, link, scheme_of
from channelguard.parse.mailbox import looks_like_mailbox, mailbox
from channelguard.platforms import Platforms

MAX_NAME = 64
"""Longest text without a line break that is taken for a display name when no kind is given, in
code points (Telegram allows 64 for each of two parts; longer texts read as messages)."""

MAX_DEPTH = 3
"""How deep addresses within addresses are followed."""

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "`": "`"}
_PAIRS |= {"\u201c": "\u201d", "\u2018": "\u2019", "\u300c": "\u300d", "\u300a": "\u300b", "\uff08": "\uff09"}
_DOTTED = re.compile(r"[^\s]+[.\u3002\uff0e\uff61][^\s]+")
_SENTENCE = re.compile(r"[\n\u3002\uff0c\uff01\uff1f\uff1b,!?;]|[.:]\s")
_IDEOGRAPHIC_DOT = re.compile(r"(?<=[^\W_])\u3002(?=[a-z])", re.IGNORECASE)
_WEB = ("", "http", "https", "ws", "wss", "ftp")


def read(raw: str, platforms: Platforms, kind: str | None, platform: str) -> Subject:
    """Read one input that is no plain bare host; arguments as in `parse.parse`, already checked."""
    text, start = _bared(raw) if kind in {None, "url", "email", "app"} else (raw, 0)
    if not text:
        return Subject(raw, kind or "message", platform, (), ("empty",))
    chosen = kind or _guess(text, platform, platforms)
    reader = _Reader(platforms, platform)
    reader.read(chosen, text, start)
    return Subject(raw, chosen, platform, tuple(reader.atoms), tuple(dict.fromkeys(reader.incomplete)))


def _bared(raw: str) -> tuple[str, int]:
    """Take off white space and one pair of brackets or quotes; return the rest and its place."""
    text = raw.strip()
    start = len(raw) - len(raw.lstrip())
    if len(text) > 2 and _PAIRS.get(text[0]) == text[-1] and "@" not in text:  # noqa: PLR2004
        return text[1:-1].strip(), start + 1
    return text, start


def _guess(text: str, platform: str, platforms: Platforms) -> str:
    """Return the kind of a text that came without one."""
    if inner.is_payload(text):
        return "url"
    if message.has_anchor(text):
        return "message"
    words = text.split(" ")
    scheme = scheme_of(text)
    if scheme:
        if accounts.prefixed(text, platforms) and scheme != "tg":
            return "handle"
        return "message" if len(words) > 1 and scheme in _WEB else "url"
    if looks_like_mailbox(text):
        return "email"
    if len(words) == 1:
        return _guess_word(text, platform)
    if _is_address(refang(text)):
        return "url"
    if len(text) <= MAX_NAME and not _SENTENCE.search(text) and not next(message.named(text), None):
        return "name"
    return "message"


def _guess_word(text: str, platform: str) -> str:
    """Return the kind of a text without spaces and scheme."""
    if text[0] == "@" or (platform and accounts.looks_like_handle(text)):
        return "handle"
    if accounts.bare_app(text, (0, 0)):
        return "app"
    if text[:2].replace("\\", "/") == "//" or "://" in text[:40]:
        return "url"
    if _is_address(text) or _is_address(refang(text)):
        first, _, rest = text.partition(".")
        reversed_domain = first.isascii() and first.lower() == first and suffix.is_public_suffix(first)
        if reversed_domain and accounts.package(text, (0, 0)) and not suffix.split(text.lower())[2]:
            return "app"
        return "url"
    if accounts.looks_like_handle(text):
        return "handle"
    return "name" if len(text) <= MAX_NAME and not _SENTENCE.search(text) else "message"


def _is_address(text: str) -> bool:
    """Tell whether a text without spaces has a dot between two other characters."""
    return bool(_DOTTED.fullmatch(text)) and not _SENTENCE.search(_IDEOGRAPHIC_DOT.sub(".", text))


class _Reader:
    """Collects the atoms of one input; what it could not read, too."""

    def __init__(self, platforms: Platforms, platform: str) -> None:
        self.platforms = platforms
        self.platform = platform
        self.atoms: list[Atom] = []
        self.incomplete: list[str] = []

    def read(self, kind: str, text: str, start: int) -> None:
        span = (start, start + len(text))
        match kind:
            case "url":
                self.url(text, start)
            case "handle":
                self.handle(text, start)
            case "email":
                self.atoms.append(mailbox(text, start))
            case "name":
                self.atoms.append(Name(text, self.platform, span))
            case "app":
                self.app(text, start)
            case _:
                self.message(text, start)

    def message(self, text: str, start: int) -> None:
        self.atoms.append(Text(text, (start, start + len(text))))
        for count, (kind, token, at, label) in enumerate(message.named(text)):
            if count == message.MAX_NAMED:
                self.incomplete.append("inner")
                return
            if kind == "url":
                self.url(token, start + at, via="text", label=label)
            else:
                self.read(kind, token, start + at)

    def app(self, text: str, start: int) -> None:
        span = (start, start + len(text))
        if "/" in text:
            self.url(text, start)
        else:
            found = accounts.bare_app(text, span) or accounts.package(text, span)
            self.atoms.append(found or App("", text, span))

    def handle(self, text: str, start: int) -> None:
        if "://" in text or re.match(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/", text, re.IGNORECASE):
            self.url(text.strip(), start + len(text) - len(text.lstrip()))
            return
        found = accounts.prefixed(text, self.platforms)
        if found:
            platform, length = found
            self.atoms.append(accounts.handle(text[length:].strip(), start + length, platform))
        else:
            lead = len(text) - len(text.lstrip())
            self.atoms.append(accounts.handle(text.strip(), start + lead, self.platform))

    def url(self, text: str, start: int, *, via: str = "", label: str = "", depth: int = 0) -> None:
        """Read one address, and the addresses inside it."""
        if len(text) > MAX_URL:
            self.incomplete.append("cut")
            text = text[:MAX_URL]
        if inner.is_payload(text) and scheme_of(text) not in _WEB[1:]:
            self.inside(inner.addresses(text), (start, start + len(text)), "qr", depth)
            if self.atoms:
                return
        scheme = scheme_of(text)
        if scheme not in _WEB:
            self.action(text, scheme, start, depth)
            return
        self.web(text, start, via, label, depth)

    def web(self, text: str, start: int, via: str, label: str, depth: int) -> None:
        if not scheme_of(text) and "://" in text[:40]:
            clean = refang(text)
            if not scheme_of(clean):
                self.atoms.append(Unreadable(text, "scheme", (start, start + len(text))))
                return
        default = ""
        found = link(text, start, via=via, label=label, default=default)
        if isinstance(found, Unreadable) or _strange(found):
            again = link(refang(text), -1, via=via, label=label)
            if refang(text) != text and isinstance(again, Link):
                found = _placed(again, start, len(text))
        if isinstance(found, Unreadable):
            self.atoms.append(found)
            return
        if found.scheme in {"", "http", "https"} and self.platforms.knows(found.host):
            account = accounts.carried(found, self.platforms)
            if account is not None:
                self.atoms += [replace(found, carries=True), account]
                return
        at = len(self.atoms)
        if found.query or found.fragment or found.path:
            self.followed(found, depth)
            hosts = tuple(atom.host for atom in self.atoms[at:] if isinstance(atom, Link))
            found = replace(found, targets=hosts) if hosts else found
        self.atoms.insert(at, found)

    def followed(self, found: Link, depth: int) -> None:
        pairs = list(inner.inner(found, self.platforms))
        for address, via in pairs[: inner.MAX_INNER]:
            self.inside([address], found.span, via, depth)
        if len(pairs) > inner.MAX_INNER:
            self.incomplete.append("inner")

    def inside(self, addresses: Iterable[str], span: tuple[int, int], via: str, depth: int) -> None:
        """Read addresses found inside another; their spans are those of the outer one."""
        if depth >= MAX_DEPTH:
            self.incomplete.append("inner")
            return
        for address in addresses:
            inside = _Reader(self.platforms, self.platform)
            inside.url(address, -1, via=via, depth=depth + 1)
            self.atoms += [_placed(atom, span[0], span[1] - span[0]) for atom in inside.atoms]
            self.incomplete += inside.incomplete

    def action(self, text: str, scheme: str, start: int, depth: int) -> None:
        """Read an address that is not for the web: account and mail links, deep links, scripts."""
        span = (start, start + len(text))
        rest = text.partition(":")[2]
        if scheme == "mailto":
            self.atoms.append(mailbox(inner.decoded(rest.partition("?")[0]), start + len("mailto:")))
            return
        if scheme in {"tel", "sms", "smsto"}:
            self.atoms.append(Contact("phone" if scheme == "tel" else "sms", rest, span))
            return
        host, _, query = rest.lstrip("/").partition("?")
        reading = self.platforms.read_scheme(scheme, host.rstrip("/").lower(), query)
        if reading:
            self.atoms.append(Handle(reading.value, reading.platform, span, invite=reading.invite))
            return
        self.atoms.append(Action(scheme, rest, span))
        self.inside(list(inner.addresses(inner.decoded(rest)))[: inner.MAX_INNER], span, "deep-link", depth)


def _strange(found: Link) -> bool:
    """Tell whether a host that parsed still holds the marks of defanging."""
    return any(mark in found.host.seen for mark in "[](){}<>\\,\u70b9 ")


def _placed(atom: Atom, start: int, length: int) -> Atom:
    """Return the atom with every span set to the place of what it was found in."""
    span = (start, start + length)
    if isinstance(atom, Link):
        return replace(atom, span=span, host=replace(atom.host, span=span))
    if isinstance(atom, Mailbox):
        return replace(atom, span=span, host=replace(atom.host, span=span), display_span=(0, 0))
    return replace(atom, span=span)
