"""A mail file -> what the guard is asked: the words, the addresses of the header, their proof.

Anybody can write any ``From``. Only ``Authentication-Results`` of a server that the caller names is
believed, because a sender can write that header, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message as Parsed
from html import unescape
from pathlib import Path

from channelguard.errors import InputError
from channelguard.model import Mail
from channelguard.parse import MAX_CHARS
from channelguard.parse.html import anchors, words

MAX_BYTES = 1_048_576
"""Most of a mail file that is read, in bytes; the words of longer ones stand before the files that
are attached."""
MAX_PARTS = 64
"""How many parts of a mail are looked at."""
MAX_HEADER = 2_048
"""Most of a header line that is read, in characters."""
_ROOM = 8_192
"""Characters kept free for the header beside the text."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
"""Character sets that mail programs name when they write the wider one (WHATWG Encoding, 4.2)."""

_COMMENT = re.compile(r"\([^()]{0,512}\)")
_RESULT = re.compile(r"\b(dmarc|dkim)\s{0,4}=\s{0,4}([a-z]{1,16})", re.IGNORECASE)
_DOMAIN = re.compile(r"\bheader\.(?:from|d|i)\s{0,4}=\s{0,4}@?([a-z0-9.-]{1,253})", re.IGNORECASE)
_SENDER_HOST = re.compile(r"@([^\s<>@\"]{1,253})>?\s{0,8}$")


def read_mail(path: Path, trusted: Iterable[str] = ()) -> Mail:
    """Read a mail file as saved by a mail program (RFC 5322).

    Args:
        path: The file; at most `MAX_BYTES` of it are read.
        trusted: Names of the servers whose ``Authentication-Results`` are believed, as they write
            them: usually the own provider's, such as ``mx.google.com``.

    Raises:
        InputError: The file cannot be read, or is no mail.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "the name is none"
        msg = f"the mail file cannot be read: {reason}"
        raise InputError(msg) from None
    return from_bytes(data, trusted)


def from_bytes(data: bytes, trusted: Iterable[str] = ()) -> Mail:
    """Read a mail from its bytes; arguments and errors as in `read_mail`."""
    try:
        parsed = message_from_bytes(data)
        parts = list(_shown(parsed, iter(range(MAX_PARTS))))
    except (MessageError, RecursionError, ValueError, LookupError, IndexError, TypeError):
        msg = "the file is no mail that can be read"
        raise InputError(msg) from None
    if not any(parsed[name] for name in ("From", "To", "Subject", "Received", "Date")):
        msg = "the file is no mail: it has no header"
        raise InputError(msg)
    html = [text[: 2 * MAX_CHARS] for kind, text in parts if kind == "text/html"]
    text = "\n".join(words(text) if kind == "text/html" else text for kind, text in parts)
    room = MAX_CHARS - _ROOM
    links = ((one.label, unescape(one.target)) for text in html for one in anchors(text))
    sender = _header(parsed, "From")
    return Mail(
        text=text[:room],
        sender=sender,
        subject=_header(parsed, "Subject")[:512],
        reply_to=_header(parsed, "Reply-To"),
        return_path=_header(parsed, "Return-Path"),
        proof=_proof(parsed, sender, {name.lower() for name in trusted}),
        links=tuple(links),
        cut=len(data) >= MAX_BYTES or len(text) > room,
    )


def _shown(part: Parsed, left: Iterator[int]) -> list[tuple[str, str]]:
    """Return kind and text of the parts that a mail program shows; of alternatives, the best."""
    if next(left, None) is None or part.get_content_disposition() == "attachment":
        return []
    kind = part.get_content_type()
    if part.is_multipart():
        inside = [_shown(one, left) for one in part.get_payload() if isinstance(one, Parsed)]
        if kind == "multipart/alternative":
            rich = [one for one in inside if any(kind == "text/html" for kind, _ in one)]
            return next((one for one in reversed(rich or inside) if one), [])
        return [one for several in inside for one in several]
    data = part.get_payload(decode=True) if kind in {"text/plain", "text/html"} else None
    if not isinstance(data, bytes):
        return []
    return [(kind, _decoded(data[: 4 * MAX_CHARS], part.get_content_charset("utf-8")))]


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(_WIDER.get(charset.lower(), charset), "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _header(parsed: Parsed, name: str) -> str:
    """Return a header line, decoded and in one line; the first, as mail programs show it."""
    lines = (str(line) for key, line in parsed.raw_items() if key.lower() == name.lower())
    raw = next(lines, "")[:MAX_HEADER]
    if not raw.isascii():
        # Bytes as they came, which the parser keeps as surrogates: UTF-8 (RFC 6532) or Chinese.
        data = raw.encode("utf-8", "surrogateescape")
        try:
            raw = data.decode("utf-8")
        except UnicodeDecodeError:
            raw = data.decode("gb18030", "replace")
    try:
        parts = [
            part if isinstance(part, str) else _decoded(part, charset or "raw-unicode-escape")
            for part, charset in decode_header(raw)
        ]
    except (HeaderParseError, ValueError):
        parts = [raw]
    return " ".join("".join(parts).split())


def _proof(parsed: Parsed, sender: str, trusted: set[str]) -> str:
    """Return what trusted servers found out about the sender's domain: pass, fail, or nothing."""
    host = _SENDER_HOST.search(sender)
    if host is None or len(parsed.get_all("From", [])) != 1:
        return ""
    domain = host[1].lower().rstrip(".")
    for value in parsed.get_all("Authentication-Results", []):
        line = _COMMENT.sub(" ", " ".join(str(value)[: 4 * MAX_HEADER].split()))
        server, *results = line.split(";")
        if server.split(" ", maxsplit=1)[0].strip().lower() in trusted:
            return _said(results, domain)
    return ""


def _said(results: list[str], domain: str) -> str:
    """Return the verdict of one server: DMARC decides, else a DKIM signature of the very domain."""
    signed = ""
    for result in results:
        found = _RESULT.search(result)
        if found is None:
            continue
        method, word = found[1].lower(), found[2].lower()
        about = {one.lower().rstrip(".") for one in _DOMAIN.findall(result)}
        if method == "dmarc" and (not about or domain in about):
            return {"pass": "pass", "fail": "fail"}.get(word, signed)
        if method == "dkim" and word == "pass" and domain in about:
            signed = "pass"
    return signed
