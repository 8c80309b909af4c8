"""Does an account name look the same as an official one without being it?

Catches ``TPWalIet`` (capital I for l), ``T0kenPocket_TP``, Cyrillic letters.
Leaves alone the official account in any case that its platform does not tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HandleLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HandleLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield account names that read as the brand's."""
    if one.form == "look" and not one.excuse:
        yield Match(one.span, one.name.imitates)
