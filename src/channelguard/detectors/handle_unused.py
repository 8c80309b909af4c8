"""Does the account stand on a platform that the brand does not use at all?

Catches a WeChat "TP wallet support": the brand has no WeChat.
Leaves alone accounts on such platforms in which no brand can be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match
from channelguard.registry import Registry


def detect(handle: Handle, registry: Registry) -> Iterator[Match]:
    """Yield accounts with a brand in the name on platforms the brand lists as unused."""
    if any(not registry.uses(brand, handle.platform) for brand in registry.instead):
        from channelguard.likeness.text import in_handle  # noqa: PLC0415 - only where it is asked

        for one in in_handle(handle, registry):
            if not one.excuse and not registry.uses(one.name.brand, handle.platform):
                yield Match(handle.span, one.name.imitates)
                return
