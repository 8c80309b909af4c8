"""Which addresses stand inside another one?

Wrappers (search engines, mail protection), redirect parameters, wallet deep links and QR payloads
carry a second address, often encoded several times. Found addresses are judged as atoms of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from channelguard.model import Link
from channelguard.platforms import Platforms

MAX_DECODE = 3
"""How often percent encoding is undone (acceptance A6: the same encoded three times)."""

MAX_INNER = 8
"""How many inner addresses are read from one input, at all depths; more are said to be there."""

_URL = re.compile(r"(?i)(?:https?|ftp):(?:/|\\|%2f|%5c){1,3}[^\s\"'<>{}|^`]+")
_HOSTLIKE = re.compile(
    r"(?i)(?:(?:https?:)?[/\\]{2})?[^\s/\\?#&=@:]+\.[^\s/\\?#&=@:.]{2,63}(?:[:/\\?#].*)?"
)
_ELSEWHERE = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}."
    r"|(?:javascript|vbscript|data|blob|view-source|mailto|tel|sms|intent|file):."
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![^:/\\?#])"
)
"""What leads away besides a bare host: ``//`` and anything, a scheme, four numbers."""
_SPACES = re.compile(r"[\t\n\r]")
"""What browsers drop from an address wherever it stands (WHATWG URL, basic parser)."""
_QR = re.compile(
    r"(?i)(?:MEBKM|MECARD|MATMSG|WIFI|BIZCARD|URLTO|URL|BEGIN|VCARD|SMSTO|MAILTO|GEO|TEL):"
)


def is_payload(text: str) -> bool:
    """Tell whether the text is one of the QR code formats that carry fields.

    Formats: ZXing's "Barcode Contents" list (MEBKM, MECARD, MATMSG, WIFI, vCard, URLTO).
    """
    return bool(_QR.match(text))


def addresses(text: str) -> Iterator[str]:
    r"""Yield every http(s) address written in a text of fields, escapes undone (``https\://``)."""
    for found in _URL.finditer(text.replace("\\:", ":").replace("\\;", ";")):
        yield found[0].rstrip(";,.)]}'\"")


def carried(rest: str, parameters: Iterable[str]) -> Iterator[str]:
    """Yield the http(s) addresses in a deep link, else the bare hosts in ``parameters``."""
    plain = decoded(rest)
    found = list(addresses(plain))
    if not found:
        pairs = (pair.partition("=") for pair in plain.partition("?")[2].split("&"))
        found = [
            value
            for key, _, value in pairs
            if key in set(parameters) and _HOSTLIKE.fullmatch(value)
        ]
    yield from found


def decoded(value: str) -> str:
    """Undo percent encoding until nothing changes, at most `MAX_DECODE` times."""
    for _ in range(MAX_DECODE):
        plain = unquote(value)
        if plain == value:
            break
        value = plain
    return value


def inner(link: Link, platforms: Platforms) -> Iterator[tuple[str, str]]:
    """Yield pairs of an inner address and how it was carried (``wrapper`` or ``query``)."""
    rows = platforms.wrapper_rows(link.host.resolved)
    for row in rows:
        if link.path.startswith((row.get("path") or "").split("*")[0].split("{")[0]):
            found = list(_wrapped(link, row))
            if found:
                yield from ((one, "wrapper") for one in found)
                return
    for part in (link.query, link.fragment):
        yield from ((one, "query") for one in _parameters(part, platforms.redirect_parameters))
    whole = decoded(link.path)
    for url in _URL.finditer(whole):
        yield url[0], "query"


def _wrapped(link: Link, row: dict[str, Any]) -> Iterator[str]:
    """Yield the targets that a wrapper row says stand in the address."""
    names = row.get("parameters") or ()
    if row.get("host") == "*.translate.goog":
        label = link.host.resolved.split(".", 1)[0]
        yield label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    before, slot, _ = (row.get("path") or "").partition("{url}")
    if slot:
        yield from _behind(decoded(link.path), before)
    if "?" in names:
        yield from addresses(decoded(link.query))
    for pair in link.query.split("&"):
        key, _, value = pair.partition("=")
        if key in names and value:
            plain = _unwrapped(decoded(value))
            if _HOSTLIKE.fullmatch(plain):
                yield plain
    fragment = decoded(link.fragment)
    yield from addresses(fragment)


def _behind(path: str, before: str) -> Iterator[str]:
    """Yield the target that stands in a path behind a fixed beginning (``/amp/s/``)."""
    fixed = [part for part in before.split("/") if part]
    parts = path.lstrip("/").split("/", len(fixed))
    if len(parts) > len(fixed) and _HOSTLIKE.fullmatch(parts[-1]):
        yield parts[-1]


def _unwrapped(value: str) -> str:
    """Take off the type prefix that Bing puts before a target (``a1https://``)."""
    return value[2:] if re.match(r"a1(?:https?:|//)", value) else value


def _parameters(part: str, redirect: frozenset[str]) -> Iterator[str]:
    """Yield the values in a query or fragment that are addresses, or are said to be."""
    if not part:
        return
    for pair in re.split(r"[&;]", part):
        key, equals, value = pair.partition("=")
        plain = _SPACES.sub("", decoded(value if equals else pair)).strip()
        found = _URL.search(plain)
        if found:
            yield found[0]
        elif (
            equals
            and key.lower().rpartition("?")[2].lstrip("/!") in redirect
            and (_HOSTLIKE.fullmatch(plain) or _ELSEWHERE.match(plain))
        ):
            yield plain
