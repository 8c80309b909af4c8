"""Is it an official code with the case of a letter changed?

Catches a Discord invitation whose last letter is a capital: another server.
Leaves alone platforms that do not tell case apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match
from channelguard.registry import Registry


def detect(handle: Handle, registry: Registry) -> Iterator[Match]:
    """Yield codes that equal an official one but for case, where case matters."""
    rules = registry.platforms.by_id.get(handle.platform)
    if rules and rules.case == "exact" and registry.find(handle) is None:
        official = registry.same_but_case(handle)
        if official:
            yield Match(handle.span, official)
