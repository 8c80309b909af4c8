"""Do lists of others warn of a channel that the registry calls official?

Catches the conflict, and shows it: the registry wins, and it adds no points.
Leaves alone every host that is not official.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.warned import Listed


def detect(one: Listed, _registry: Registry) -> Iterator[Match]:
    """Yield the official host that is listed."""
    if one.official:
        yield Match(one.span)
