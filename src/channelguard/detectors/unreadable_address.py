"""Is a brand named in something that looks like an address and that no browser opens?

Catches ``https://tokenpocket.pro%00.evil.example/``, an official name with a bidi control.
Leaves alone broken addresses in which no brand can be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import UnreadableLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: UnreadableLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the brand that was read in it."""
    if not one.excuse:
        yield Match(one.span, one.name.imitates)
