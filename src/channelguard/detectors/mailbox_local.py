"""Does the brand stand before the @ of somebody else's domain?

Catches ``tokenpocket.official@mail.example``, ``service%tpwallet.io@mail.example``.
Leaves alone listed mailboxes and people's own names.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import LocalLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: LocalLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield local parts in which the brand can be read."""
    if not one.excuse:
        yield Match(one.span, one.name.imitates)
