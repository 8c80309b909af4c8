"""Are the brand's words there in the other order?

Catches ``pocket-token.cc``, ``wallettp-desk.com``.
Leaves alone ``pockettokens-of-love.example``, where other letters stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the swapped name where nothing unknown stands beside it."""
    if one.form == "swapped" and not one.excuse:
        yield Match(one.span, one.name.imitates)
