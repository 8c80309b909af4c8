"""A mail file -> what the guard is asked: the words, the addresses of the header, their proof.

Anybody can write any ``From``. Only ``Authentication-Results`` of a server that the caller names is
believed, because a sender can write that header, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message as Parsed
from html import unescape
from pathlib import Path

from channelguard.errors import InputError
from channelguard.model import Mail
from channelguard.parse import MAX_CHARS

MAX_BYTES = 1_048_576
"""Most of a mail file that is read, in bytes; the words of longer ones stand before the files that
are attached."""
MAX_PARTS = 64
"""How many parts of a mail are looked at."""
MAX_HEADER = 2_048
"""Most of a header line that is read, in characters."""
_ROOM = 8_192
"""Characters kept free for the header beside the text."""

_HIDDEN = re.compile(r"<(script|style|head|title)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6])\b[^<>]{0,512}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4096}>")
_LINK = re.compile(
    r"<a\s[^<>]{0,1024}?href\s{0,4}=\s{0,4}[\"']?(?P<target>[^\s\"'<>]{1,2048})[\"']?"
    r"[^<>]{0,1024}>(?P<shown>[^<]{0,512}(?:<(?!/?a\b)[^<]{0,256}){0,8})</a",
    re.IGNORECASE,
)
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
        parts = list(_parts(parsed))
    except (MessageError, RecursionError, ValueError, LookupError, IndexError, TypeError):
        msg = "the file is no mail that can be read"
        raise InputError(msg) from None
    if not any(parsed[name] for name in ("From", "To", "Subject", "Received", "Date")):
        msg = "the file is no mail: it has no header"
        raise InputError(msg)
    html = next((text for kind, text in parts if kind == "text/html"), "")
    plain = next((text for kind, text in parts if kind == "text/plain"), "")
    sender = _header(parsed, "From")
    return Mail(
        text=(_words(html) if html else plain)[: MAX_CHARS - _ROOM],
        sender=sender,
        subject=_header(parsed, "Subject")[:512],
        reply_to=_header(parsed, "Reply-To"),
        return_path=_header(parsed, "Return-Path"),
        proof=_proof(parsed, sender, {name.lower() for name in trusted}),
        links=tuple(_links(html)),
    )


def _parts(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Yield the kind and the words of each part that a mail program shows."""
    for count, part in enumerate(parsed.walk()):
        if count == MAX_PARTS:
            return
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment"
        if kind not in {"text/plain", "text/html"} or attached:
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield kind, _decoded(data[: 4 * MAX_CHARS], part.get_content_charset("utf-8"))


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _header(parsed: Parsed, name: str) -> str:
    """Return a header line, decoded and in one line; the first, as mail programs show it."""
    raw = str(parsed.get(name, ""))[:MAX_HEADER]
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        text = raw
    return " ".join(text.split())


def _words(html: str) -> str:
    """Return the words of an HTML part, without what is not shown."""
    html = html[: 2 * MAX_CHARS]
    low, kept, at = html.lower(), list[str](), 0
    while hidden := _HIDDEN.search(html, at):
        kept.append(html[at : hidden.start()])
        end = low.find(f"</{hidden[1].lower()}", hidden.end())
        at = len(html) if end < 0 else end
    kept.append(html[at:])
    text = _TAG.sub("", _BREAK.sub("\n", "".join(kept)))
    lines = (" ".join(line.split()) for line in unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def _links(html: str) -> Iterator[tuple[str, str]]:
    """Yield shown text and target of the links of an HTML part."""
    for found in _LINK.finditer(html[: 2 * MAX_CHARS]):
        shown = " ".join(unescape(_TAG.sub("", found["shown"])).split())
        target = unescape(found["target"])
        if not target.startswith("#"):
            yield shown, target


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
