"""Any string -> what kind it is, and the atoms it is made of."""

from __future__ import annotations

import re
from html import unescape

from channelguard import suffix
from channelguard.model import (
    MAX_HEARD,
    Action,
    App,
    Atom,
    Contact,
    Handle,
    Link,
    Mailbox,
    Name,
    Subject,
    Text,
    Unreadable,
)
from channelguard.parse import handle as accounts
from channelguard.parse import inner, message
from channelguard.parse.defang import refang
from channelguard.parse.link import MAX_URL, link, scheme_of
from channelguard.parse.mailbox import MAX_MAILBOX, looks_like_mailbox, mailbox
from channelguard.parse.message import Named
from channelguard.platforms import Platforms

MAX_NAME = 64
"""Longest text without a line break that is taken for a display name when no kind is given, in
code points (Telegram allows 64 for each of two parts; longer texts read as messages)."""

MAX_ACCOUNT = 512
"""Most of a handle or display name that is read, in code points; four times the longest allowed."""

MAX_DEPTH = 3
"""How deep addresses within addresses are followed."""

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "`": "`"}
_PAIRS |= {
    "\u201c": "\u201d",
    "\u2018": "\u2019",
    "\u300c": "\u300d",
    "\u300a": "\u300b",
    "\uff08": "\uff09",
}
_DOTTED = re.compile(r"[^\s]+[.\u3002\uff0e\uff61][^\s]+")
_SENTENCE = re.compile(
    r"[\n\u3002\uff0c\uff01\uff1f\uff1b,!?;]|[.:]\s|[\u3001\uff1a](?=.{7})"
    r"|^(?:\S+ ){3,}\S*[a-z]{4}\.$"
)
"""What a name does not hold; a name may hold a Chinese colon before a word or two."""
_IDEOGRAPHIC_DOT = re.compile(r"(?<=[^\W_])\u3002(?=[a-z])", re.IGNORECASE)
_CODE = ("javascript", "vbscript", "data", "blob", "view-source")
"""Schemes of which the rest may hold spaces."""
_BEGINNING = re.compile(r"^[a-z][a-z0-9+.-]*:/{1,3}", re.IGNORECASE)
_QUAD = 3
"""Dots of an address of four numbers."""
_HAN = "\u3400-\u9fff"
_LDH = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}"
_AMONG_HAN = re.compile(
    rf"[{_HAN}][\uff1a:]?(?:https?://)?(?P<host>{_LDH})"
    rf"|(?<![a-z0-9.-])(?:https?://)?(?P<tail>{_LDH})(?:/[!-~]{{0,512}})?[{_HAN}\uff0c\u3002]",
    re.IGNORECASE,
)
_WEB = ("", "http", "https", "ws", "wss", "ftp")


def read(
    raw: str, platforms: Platforms, kind: str | None, platform: str, account_id: str
) -> Subject:
    """Read one input that is no plain bare host; arguments as in `parse.parse`, already checked."""
    text, start = _bared(raw) if kind in {None, "url", "email", "app"} else (raw, 0)
    if not text:
        return Subject(raw, kind or "message", platform, (), ("empty",))
    chosen = kind or _guess(text, platform, platforms)
    reader = _Reader(platforms, platform)
    reader.read(chosen, text, start)
    atoms = reader.atoms
    if account_id and len(atoms) == 1 and isinstance(atoms[0], Handle):
        atoms = [atoms[0]._replace(id=account_id)]
    return Subject(raw, chosen, platform, tuple(atoms), tuple(dict.fromkeys(reader.incomplete)))


def _bared(raw: str) -> tuple[str, int]:
    """Take off white space and one pair of brackets or quotes; return the rest and its place."""
    text = raw.strip()
    start = len(raw) - len(raw.lstrip())
    inside = text[1:-1]
    lead = len(inside) - len(inside.lstrip())
    paired = len(text) > 2 and _PAIRS.get(text[0]) == text[-1]  # noqa: PLR2004 - something inside
    if paired and text[0] not in inside and text[-1] not in inside and "@" not in inside:
        return inside.strip(), start + 1 + lead
    return text, start


def _guess(text: str, platform: str, platforms: Platforms) -> str:  # noqa: PLR0911 - one line a kind
    """Return the kind of a text that came without one."""
    if inner.is_payload(text):
        return "url"
    if message.has_anchor(text):
        return "message"
    words = text.split(" ")
    scheme = scheme_of(text)
    if accounts.prefixed(text, platforms):
        return "handle"
    if scheme:
        return "message" if len(words) > 1 and scheme not in _CODE else "url"
    if looks_like_mailbox(text) or looks_like_mailbox(refang(text)):
        return "email"
    if len(words) == 1:
        return _guess_word(text, platform)
    if _is_address(refang(text)):
        return "url"
    if len(text) <= MAX_NAME and not _SENTENCE.search(text) and not message.names_address(text):
        return "name"
    return "message"


def _guess_word(text: str, platform: str) -> str:  # noqa: PLR0911 - one line a kind
    """Return the kind of a text without spaces and scheme."""
    if text[0] == "@" or (platform and accounts.looks_like_handle(text)):
        return "handle"
    if accounts.bare_app(text, (0, 0)):
        return "app"
    if _in_han(text):
        return "message"
    if text[:2].replace("\\", "/") == "//" or "://" in text[:40]:
        return "url"
    if _is_address(text) or _is_address(refang(text)):
        if _is_package(text):
            return "app"
        return "url"
    if accounts.looks_like_handle(text):
        return "handle"
    return "name" if len(text) <= MAX_NAME and not _SENTENCE.search(text) else "message"


def _is_package(text: str) -> bool:
    """Tell whether a dotted name is an Android package: a domain backwards, and no domain."""
    first = text.partition(".")[0]
    backwards = first.islower() and first.isascii() and suffix.is_public_suffix(first)
    return backwards and bool(accounts.package(text, (0, 0))) and not suffix.split(text.lower())[2]


def _is_address(text: str) -> bool:
    """Tell whether a text without spaces has a dot between two other characters."""
    head = re.split(r"[/?#]", _BEGINNING.sub("", text), maxsplit=1)[0]
    if head.replace(".", "").isdigit() and head.count(".") != _QUAD:
        return False  # 3.14 is a number, though a browser would go to 3.0.0.14
    return bool(_DOTTED.fullmatch(head)) and not _SENTENCE.search(_IDEOGRAPHIC_DOT.sub(".", head))


def _in_han(text: str) -> bool:
    """Tell whether an address in plain letters stands in Chinese text, which has no spaces."""
    found = _AMONG_HAN.search(text)
    if not found:
        return False
    return "://" in found[0] or bool(suffix.split((found["host"] or found["tail"]).lower())[2])


class _Reader:
    """Collects the atoms of one input; what it could not read, too."""

    def __init__(self, platforms: Platforms, platform: str, root: _Reader | None = None) -> None:
        self.root = root or self
        self.inner_read = 0
        self.platforms = platforms
        self.platform = platform
        self.atoms: list[Atom] = []
        self.incomplete: list[str] = []

    def read(self, kind: str, text: str, start: int) -> None:
        match kind:
            case "url":
                self.url(text, start)
            case "handle":
                self.handle(text, start)
            case "email":
                self.email(text, start)
            case "name":
                text = self.cut(text)
                self.atoms.append(Name(text, self.platform, (start, start + len(text))))
            case "app":
                self.app(text, start)
            case _:
                self.message(text, start)

    def email(self, text: str, start: int) -> None:
        """Read one mail address; a defanged one is read as what it stands for."""
        text = self.cut(text, MAX_MAILBOX)
        plain = refang(text)
        if looks_like_mailbox(text) or not looks_like_mailbox(plain):
            self.atoms.append(mailbox(text, start))
        else:
            self.atoms.append(placed(mailbox(plain, start), start, len(text)))

    def cut(self, text: str, limit: int = MAX_ACCOUNT) -> str:
        """Return what is read of a text that is longer than any honest one."""
        if len(text) > limit:
            self.incomplete.append("cut")
        return text[:limit]

    def message(self, text: str, start: int) -> None:
        """Read the words and everything that they name."""
        if len(text) > MAX_HEARD:
            self.incomplete.append("cut")
        self.atoms.append(Text(text, (start, start + len(text))))
        for count, one in enumerate(message.named(text)):
            if count == message.MAX_NAMED:
                self.incomplete.append("inner")
                return
            self.thing(one, start + one.at)

    def thing(self, one: Named, at: int) -> None:
        """Read one thing that a message names."""
        match one.kind:
            case "url" if one.label and (plain := unescape(one.text)) != one.text:
                self.inside(plain, (at, at + len(one.text)), "text", 0, one.label)
            case "url":
                self.url(one.text, at, via="text", label=one.label)
            case "handle":
                text = one.text.removeprefix("\uff20")
                at += len(one.text) - len(text)
                self.atoms.append(accounts.handle(text, at, one.platform or self.platform))
            case "email" | "app":
                self.read(one.kind, one.text, at)
            case _:
                span = (at, at + len(one.text))
                self.atoms.append(Contact(one.kind, one.value, span, one.asked))

    def app(self, text: str, start: int) -> None:
        span = (start, start + len(text))
        if "/" in text:
            self.url(text, start)
        else:
            text = self.cut(text)
            found = accounts.bare_app(text, span) or accounts.package(text, span)
            self.atoms.append(found or App("", text, span))

    def handle(self, text: str, start: int) -> None:
        """Read an account name, with a prefix or as an address if it is one."""
        if "://" in text or re.match(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/", text, re.IGNORECASE):
            self.url(text.strip(), start + len(text) - len(text.lstrip()))
            return
        text = self.cut(text)
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
            for address in inner.addresses(text):
                self.inside(address, (start, start + len(text)), "qr", depth)
            if self.atoms:
                return
        scheme = scheme_of(text)
        if scheme not in _WEB and scheme_of(refang(text)) not in _WEB[1:]:
            self.action(text, scheme, start, depth)
            return
        self.web(text, start, via, label, depth)

    def web(self, text: str, start: int, via: str, label: str, depth: int) -> None:
        """Read one web address; a defanged one is read as what it stands for."""
        if not scheme_of(text) and "://" in text[:40] and not scheme_of(refang(text)):
            self.atoms.append(Unreadable(text, "scheme", (start, start + len(text))))
            return
        found = link(text, start, via=via, label=label)
        defanged = isinstance(found, Unreadable) or _strange(found) or scheme_of(text) not in _WEB
        if defanged and refang(text) != text:
            again = link(refang(text), -1, via=via, label=label)
            if isinstance(again, Link):
                found = _placed_link(again, start, len(text))
                self.incomplete.append("defanged")
        if isinstance(found, Unreadable):
            self.atoms.append(found)
            return
        known = found.scheme in {"", "http", "https"} and self.platforms.knows(found.host)
        if known:
            account = accounts.carried(found, self.platforms)
            if account is not None:
                self.atoms += [found._replace(carries=True), account]
                return
        at = len(self.atoms)
        if found.query or found.fragment or found.path or known:
            for address, via_inner in inner.inner(found, self.platforms):
                self.inside(address, found.span, via_inner, depth)
            hosts = tuple(atom.host for atom in self.atoms[at:] if isinstance(atom, Link | Mailbox))
            found = found._replace(targets=hosts) if hosts else found
        self.atoms.insert(at, found)

    def inside(
        self, address: str, span: tuple[int, int], via: str, depth: int, label: str = ""
    ) -> None:
        """Read an address found inside another; its spans are those of the outer one."""
        if depth >= MAX_DEPTH or self.root.inner_read >= inner.MAX_INNER:
            self.incomplete.append("inner")
            return
        self.root.inner_read += 1
        child = _Reader(self.platforms, self.platform, self.root)
        child.url(address, -1, via=via, label=label, depth=depth + 1)
        self.atoms += [placed(atom, span[0], span[1] - span[0]) for atom in child.atoms]
        self.incomplete += child.incomplete

    def action(self, text: str, scheme: str, start: int, depth: int) -> None:
        """Read an address that is not for the web: account and mail links, deep links, scripts."""
        span = (start, start + len(text))
        rest = text.partition(":")[2]
        if scheme == "mailto":
            self.atoms.append(
                mailbox(inner.decoded(rest.partition("?")[0]), start + len("mailto:"))
            )
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
        for address in inner.carried(rest, self.platforms.deep_schemes.get(scheme, ())):
            self.inside(address, span, "deep-link", depth)


def _strange(found: Link) -> bool:
    """Tell whether a host that parsed still holds the marks of defanging."""
    return any(mark in found.host.seen for mark in "[](){}<>\\,*\u70b9 ")


def placed(atom: Atom, start: int, length: int) -> Atom:
    """Return the atom with every span set to the place of what it was found in."""
    span = (start, start + length)
    if isinstance(atom, Link):
        return _placed_link(atom, start, length)
    if isinstance(atom, Mailbox):
        return atom._replace(span=span, host=atom.host._replace(span=span), display_span=(0, 0))
    return atom._replace(span=span)


def _placed_link(found: Link, start: int, length: int) -> Link:
    span = (start, start + length)
    return found._replace(span=span, host=found.host._replace(span=span))
