"""Does a message threaten with loss so that the reader acts at once?

Catches ``flagged, confirm within 12 hours``, ``否则资产将被清空``.
Leaves alone people whose own account is blocked.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-threat":
        yield Match(said.span, "", said.act.strength)
