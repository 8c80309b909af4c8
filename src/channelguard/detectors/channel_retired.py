"""Was the channel official once, and is no more (or was it never proven)?

Catches ``tpglobalwallet.net``: withdrawn in 2023, so anybody may own it now.
Leaves alone current and legacy entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Listing, Registry


def detect(listing: Listing, _registry: Registry) -> Iterator[Match]:
    """Yield entries that are retired, disputed or past their date."""
    if not listing.official:
        yield Match(listing.atom.span)
