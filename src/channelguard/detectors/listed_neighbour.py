"""Do lists of others warn of another wallet's own address?

Catches the conflict, and shows it: the domain is the neighbour's, and it adds no points.
Leaves alone official hosts, which ``listed-official`` shows, and hosts of nobody known.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.warned import Listed


def detect(one: Listed, _registry: Registry) -> Iterator[Match]:
    """Yield the neighbour's own host that is listed."""
    if one.neighbour and not one.official:
        yield Match(one.span)
