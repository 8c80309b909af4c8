"""A string that may be an e-mail address -> `Mailbox`.

The display part is kept beside the address: it is what a mail client shows, and free text.
"""

from __future__ import annotations

import re

from channelguard.model import Mailbox, Unreadable
from channelguard.parse.link import link

_ANGLE = re.compile(r"(?s)(?P<display>[^<]*)<\s*(?:mailto:)?(?P<address>[^<>]*)>\s*")
_ADDRESS = re.compile(r"(?P<local>\"(?:[^\"\\]|\\.)*\"|[^\s@\"<>(),;]+)@(?P<host>[^\s@<>(),;]+)")
_ENCODED = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
MAX_MAILBOX = 2_048
"""Longest mail address with its display part, in code points: two header lines of RFC 5322."""
MAX_LOCAL = 64
"""Longest local part, in characters (RFC 5321, section 4.5.3.1.1)."""


def looks_like_mailbox(text: str) -> bool:
    """Tell whether the text is one address, with or without a display part."""
    if "@" not in text or len(text) > MAX_MAILBOX:
        return False
    angle = _ANGLE.fullmatch(text)
    return bool(_ADDRESS.fullmatch(angle["address"].strip() if angle else text.strip()))


def mailbox(text: str, start: int) -> Mailbox | Unreadable:
    """Read one address; `Unreadable` where it has no host that a mail server could look up."""
    angle = _ANGLE.fullmatch(text)
    display, address, at = "", text, start
    if angle:
        display, address = angle["display"], angle["address"]
        at = start + angle.start("address")
    at += len(address) - len(address.lstrip())
    address = address.strip().removeprefix("mailto:")
    found = _ADDRESS.fullmatch(address)
    host = link(found["host"], at + found.start("host")) if found else None
    if (
        found is None
        or host is None
        or isinstance(host, Unreadable)
        or len(found["local"]) > MAX_LOCAL
    ):
        return Unreadable(text, "host", (start, start + len(text)))
    shown = (0, 0)
    if angle and display.strip():
        begin = start + len(display) - len(display.lstrip())
        shown = (begin, begin + len(display.strip()))
    local = found["local"].strip('"')
    return Mailbox(_readable(display), local, host.host, (at, at + len(address)), shown)


def _readable(display: str) -> str:
    """Undo RFC 2047 and take off quotes; undecodable words stay as they are."""
    display = display.strip().strip("\"'").strip()
    if not _ENCODED.search(display):
        return display
    from email.errors import HeaderParseError  # noqa: PLC0415 - seldom needed
    from email.header import decode_header, make_header  # noqa: PLC0415

    try:
        return str(make_header(decode_header(display))) or display
    except (HeaderParseError, LookupError, ValueError):
        return display
