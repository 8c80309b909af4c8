"""Is the registered name an abbreviation of the brand, long enough to be nobody else's?

Catches ``tknpkt.com``.
Leaves alone ``tp.com`` and every abbreviation of up to four letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield an abbreviation that is the whole registered label."""
    if one.form == "short" and one.place == "name" and not one.excuse:
        yield Match(one.span, one.name.imitates)
