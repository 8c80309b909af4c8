"""Does a message lure the reader into private messages or to a desk elsewhere?

Catches ``DM me, I am an admin``, ``加客服微信``.
Leaves alone moderators who point to a room, people who want an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-contact":
        yield Match(said.span, "", said.act.strength)
