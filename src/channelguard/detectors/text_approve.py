"""Does a message talk the reader into a signature, an approval or a bait wallet?

Catches ``just click Approve``, ``先授权才能看到收益``.
Leaves alone developers and warnings about approvals.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-approve":
        yield Match(said.span, "", said.act.strength)
