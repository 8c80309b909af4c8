"""Does somebody else's address name the brand behind the host?

Catches ``https://evil.example/tokenpocket.pro/claim``, ``https://forms.example/to/tpwallet``.
Leaves alone official hosts, addresses of accounts and apps, search engines and share buttons.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from channelguard import fold
from channelguard.model import Link, Match
from channelguard.registry import Registry


def detect(link: Link, registry: Registry) -> Iterator[Match]:
    """Yield the brand's name, or an official address, in path, query or fragment."""
    behind = f"{link.path}?{link.query}#{link.fragment}"
    if (
        len(behind) <= _EMPTY
        or link.carries
        or registry.find_link(link)
        or _passes_on(link, registry)
    ):
        return
    text = fold.seen(unquote(unquote(behind)))
    flat = text.translate(_SEPARATORS)
    for name in registry.host_names:
        if not name.short and (name.text in flat or name.skeleton in flat):
            yield Match(link.span, name.imitates)
            return
    for host in registry.official_hosts:
        if host in text:
            yield Match(link.span, host)
            return


def _passes_on(link: Link, registry: Registry) -> bool:
    """Tell whether it is a search engine or other wrapper, of which the target is judged."""
    return bool(registry.platforms.wrapper_rows(link.host.resolved))


_EMPTY = len("?#")
_SEPARATORS = {ord(mark): None for mark in "-_. +"}
