"""Does a message demand that a wallet be verified, synchronised or activated?

Catches ``validate your wallet before Friday``, ``未认证的地址将被拉黑``.
Leaves alone developers who verify a signature, captchas.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Said


def detect(said: Said, _registry: Registry) -> Iterator[Match]:
    """Yield the acts that ``registry/phrases/acts.yaml`` counts for this rule."""
    if said.act.rule == "text-verify":
        yield Match(said.span, "", said.act.strength)
