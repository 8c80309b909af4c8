"""Does an account name hold the brand's very name?

Catches ``TokenPocket_Support``, ``trueTokenPocket``, ``t.o.k.e.n_pocket``, ``TokenPocket`` itself.
Leaves alone the listed accounts.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HandleLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HandleLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield account names with the brand in them; a role word makes it stronger."""
    if one.form in {"exact", "swapped"} and not one.excuse:
        yield Match(one.span, one.name.imitates, 1.0 if one.role else _BARE)


_BARE = 0.7
"""Strength without a word for staff or support: fans name accounts after a brand, too."""
