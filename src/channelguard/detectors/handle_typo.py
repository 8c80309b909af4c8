"""Is an account name a few slips away from an official one?

Catches ``TokenPoket_TP``, ``tokenPockt_en``, ``TPWallt``.
Leaves alone ``tokenbucket_ops``, ``TPWallis``.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HandleLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HandleLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield account names within the limit of slips."""
    if one.form == "typo" and not one.excuse:
        yield Match(one.span, one.name.imitates, 1.0 if one.name.max_edits > 1 else _SHORT)


_SHORT = 0.8
"""Strength for a name of which one slip is all the limit."""
