"""Does a message push an app from anywhere but the official places?

Catches ``install the new build from our link``, ``旧版停用 点此下载``.
Leaves alone announcements that name a listed place.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-install":
        yield Match(said.span, "", said.act.strength)
