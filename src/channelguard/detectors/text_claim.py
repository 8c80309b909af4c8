"""Does a message speak as staff while asking for something that staff never asks for?

Catches ``I am a co-founder, send it to this address``, ``官方让我协助你``.
Leaves alone questions to the staff.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-claim":
        yield Match(said.span, "", said.act.strength)
