"""Is it another wallet's own address, or a likeness that is nearer to another wallet?

Catches ``tokenpockat-kraken.xyz``: a slip, and beside it another firm's very name.
Leaves alone every name in which no neighbour can be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the neighbour's official domain as the one imitated; it adds no points."""
    if one.excuse.startswith("neighbour:"):
        yield Match(one.span, one.excuse.partition(":")[2])
