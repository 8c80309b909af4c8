"""Does something stand before an @ in the address, where a reader takes it for the host?

Catches ``https://tokenpocket.pro@evil.example/``.
Leaves alone an @ in the path (``https://medium.com/@name``).
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard import fold
from channelguard.model import Link, Match
from channelguard.registry import Registry


def detect(link: Link, registry: Registry) -> Iterator[Match]:
    """Yield links with a user name; one that reads like a host or a brand is stronger."""
    if link.userinfo:
        flat = "".join(filter(str.isalnum, fold.seen(link.userinfo)))
        brand = next(
            (
                name.imitates
                for name in registry.host_names
                if not name.short and name.skeleton in flat
            ),
            "",
        )
        hostlike = "." in link.userinfo or "%" in link.userinfo
        yield Match(link.span, brand, 1.0 if brand else _HOSTLIKE if hostlike else _OTHER)


_HOSTLIKE, _OTHER = 0.7, 0.5
"""Strength of a user name that reads as a host, and of any other: no public page needs one."""
