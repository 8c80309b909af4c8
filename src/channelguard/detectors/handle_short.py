"""Does an account pair an abbreviation of the brand with a role or lure word?

Catches ``TPW_Assist``, ``TPT_claim_app``, ``TP_kefu_88``.
Leaves alone ``TP_Link``, ``tpanda``, ``TPARK``.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HandleLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HandleLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield abbreviations beside such words only."""
    if one.form == "short" and not one.excuse:
        yield Match(one.span, one.name.imitates)
