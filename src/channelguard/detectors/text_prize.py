"""Does a message promise something for a click, a signature or an address?

Catches ``airdrop is live, claim now``, ``前5000名领取``.
Leaves alone people who got an airdrop or ask where theirs is.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-prize":
        yield Match(said.span, "", said.act.strength)
