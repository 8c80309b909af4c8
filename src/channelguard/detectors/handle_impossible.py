"""Can no account of this name exist on the platform?

Catches ``TokenPocketAssistant`` on X (over 15 characters): a display name, or from elsewhere.
Leaves alone platforms whose rules are not known, and the author of a message, who has an account.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match
from channelguard.registry import Registry


def detect(handle: Handle, registry: Registry) -> Iterator[Match]:
    """Yield names that the platform's rules forbid."""
    rules = registry.platforms.by_id.get(handle.platform)
    stated = handle.text and not handle.invite and not handle.author
    if rules and stated and not rules.possible(handle.text):
        yield Match(handle.span)
