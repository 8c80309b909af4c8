"""Does a display name wear a badge?

Catches check marks and shields, which no platform puts into a name by itself.
Leaves alone names without a brand.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match, Name
from channelguard.registry import Registry


def detect(name: Name, registry: Registry) -> Iterator[Match]:
    """Yield badge characters beside a brand."""
    if not registry.words.badges.isdisjoint(name.text):
        from channelguard.likeness.text import in_name  # noqa: PLC0415 - only where it is asked

        if in_name(name.text, name.span, registry):
            yield Match(name.span)
