"""Does an official address pass the visitor on to somebody else?

Catches ``https://tokenpocket.pro/go?url=https%3A%2F%2Fevil.example``.
Leaves alone links that lead back to an official host.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Match
from channelguard.registry import Registry


def detect(link: Link, registry: Registry) -> Iterator[Match]:
    """Yield official hosts with another host's address inside."""
    ours = link.targets and registry.find_host(link.host)
    if ours and any(registry.find_host(target) is None for target in link.targets):
        yield Match(link.span)
