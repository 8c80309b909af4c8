"""Is a brand in a display name only readable after undoing a disguise?

Catches full-width, mathematical and Cyrillic letters, invisible characters, reversed text.
Leaves alone styled names without a brand.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import NameLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: NameLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield brands that are not written in plain letters."""
    if one.form == "look" and not one.excuse:
        yield Match(one.span, one.name.imitates)
