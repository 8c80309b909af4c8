"""Has an account the official name and another immutable id?

Catches a name that was given up and registered again.
Leaves alone accounts of which the id is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match
from channelguard.registry import Registry


def detect(handle: Handle, registry: Registry) -> Iterator[Match]:
    """Yield official names whose id is not the listed one."""
    if handle.id:
        listed = registry.account(handle.platform, handle.text)
        if listed and listed.account_id and listed.account_id != handle.id:
            yield Match(handle.span, listed.value)
