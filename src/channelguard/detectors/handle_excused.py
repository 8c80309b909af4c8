"""Is there an ordinary explanation for the likeness of an account name?

Catches nothing: it shows why ``tokenbucket_ops`` is left alone.
Leaves alone every likeness without such an explanation.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HandleLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HandleLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the likeness that an ordinary word or another firm's name explains."""
    if one.excuse:
        yield Match(one.span, "")
