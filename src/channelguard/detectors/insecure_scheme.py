"""Is an official host addressed without encryption?

Catches ``http://tokenpocket.pro/``: official, with this remark.
Leaves alone ``https`` and bare domains.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Match
from channelguard.registry import Listing, Registry


def detect(listing: Listing, _registry: Registry) -> Iterator[Match]:
    """Yield official links that say ``http``."""
    atom = listing.atom
    if isinstance(atom, Link) and atom.scheme == "http":
        yield Match(atom.span, listing.channel.value)
