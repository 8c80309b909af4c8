"""Does a display name claim a role at the brand?

Catches ``TokenPocket Customer Desk``, ``TP钱包官方``.
Leaves alone role words without a brand: many rooms have a helper called Support.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import NameLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: NameLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield brands with a word for staff or support beside them."""
    if one.role and not one.excuse:
        yield Match(one.span, one.name.imitates)
