"""Does a message ask for a recovery phrase or a private key, or for a look at the screen?

Catches ``send me your recovery phrase``, ``把助记词发给我``.
Leaves alone warnings (``never share it``), help texts, people who tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-secret":
        yield Match(said.span, "", said.act.strength)
