"""Does the address name an unusual port?

Catches ``https://tokenpocket.pro:8443/``: not the service that the registry lists.
Leaves alone the scheme's own port. On unknown hosts it is a weak sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Match
from channelguard.registry import Registry


def detect(link: Link, registry: Registry) -> Iterator[Match]:
    """Yield links with a port of their own."""
    if link.port:
        yield Match(link.span, "", 1.0 if registry.find_host(link.host) else _UNKNOWN_HOST)


_UNKNOWN_HOST = 0.25
"""Strength on a host that is not listed: developers use ports every day."""
