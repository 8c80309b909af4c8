"""The words of a message -> the addresses, accounts and mailboxes named in it, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from channelguard import suffix

MAX_NAMED = 64
"""How many named things are read from one message; a Telegram message of 4,096 characters holds
fewer. More are reported in ``incomplete``."""

_ANCHOR = re.compile(
    r"\[(?P<md>[^\[\]\n]{1,256})\]\((?P<mdurl>[^\s()]{1,2048})\)"
    r"|<a\s[^<>]{0,256}?href\s{0,4}=\s{0,4}[\"']?(?P<aurl>[^\s\"'<>]{1,2048})[\"']?[^<>]{0,256}>(?P<a>[^<>]{0,256})</a>",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{1,15}:/{1,3}[^\s<>\"'\u3002\uff0c\uff01\uff1f\u3001\u201c\u201d\uff08\uff09]{1,4096})"
    r"|(?P<mail>[a-z0-9._%+=-]{1,64}@[a-z0-9.-]{1,253}\.[a-z]{2,63})"
    r"|(?P<handle>(?<![\w@/.])@[a-z0-9_]{2,64})"
    r"|(?P<host>(?<![\w@/.-])(?:[^\s\W_](?:[\w-]{0,62})\.){1,10}[^\W\d_]{2,63}(?![\w-])"
    r"(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'\u3002\uff0c\uff01\uff1f\u3001\uff08\uff09]{0,2048})?)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"*_~"


def has_anchor(text: str) -> bool:
    """Tell whether the text shows one thing and links to another (Markdown or HTML)."""
    return bool(_ANCHOR.search(text))


def named(text: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield kind (``url``, ``email``, ``handle``), text, place and shown label of each."""
    at = 0
    for anchor in _ANCHOR.finditer(text):
        yield from _tokens(text[at : anchor.start()], at)
        target = "mdurl" if anchor["mdurl"] is not None else "aurl"
        yield "url", anchor[target], anchor.start(target), anchor["md"] or anchor["a"] or ""
        at = anchor.end()
    yield from _tokens(text[at:], at)


def _tokens(text: str, offset: int) -> Iterator[tuple[str, str, int, str]]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        token = found[0].rstrip(_TRAILING)
        if kind == "host" and not _public(token):
            continue
        named_kind = {"scheme": "url", "host": "url", "mail": "email"}.get(kind, "handle")
        yield named_kind, token, offset + found.start(), ""


def _public(token: str) -> bool:
    """Tell whether a bare host in running text ends in a public suffix (``e.g.`` does not)."""
    host = re.split(r"[/?#:]", token, maxsplit=1)[0].lower()
    if not host.isascii():
        return True
    return bool(suffix.split(host)[2])
