"""Is it the official name of one platform on another?

Catches ``tokenPocket_en`` on X: official on Telegram only.
Leaves alone bare handles, of which no platform is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match
from channelguard.registry import Registry


def detect(handle: Handle, registry: Registry) -> Iterator[Match]:
    """Yield official names on platforms where they are not listed."""
    if handle.platform and registry.find(handle) is None:
        places = registry.platforms_of(handle.text)
        if places and handle.platform not in places:
            yield Match(handle.span, registry.spelling(handle.text))
