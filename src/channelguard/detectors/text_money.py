"""Does a message ask for a payment before anything is paid out, or move the reader's money?

Catches ``pay the tax, then we release it``, ``充值保证金解冻``.
Leaves alone people who ask what a transfer costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-money":
        yield Match(said.span, "", said.act.strength)
