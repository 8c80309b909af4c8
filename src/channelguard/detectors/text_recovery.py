"""Does a message sell the return of lost money?

Catches ``he got my coins back, write to him``, ``成功后付费``.
Leaves alone people who ask whether theirs can be recovered.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-recovery":
        yield Match(said.span, "", said.act.strength)
