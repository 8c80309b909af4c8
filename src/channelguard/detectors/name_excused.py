"""Is the name that of a user, a fan, or somebody who warns of fakes?

Catches nothing: it shows why ``TP钱包铁粉`` is left alone.
Leaves alone every name without such a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import NameLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: NameLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the likeness that a fan word or an ordinary word explains."""
    if one.excuse:
        yield Match(one.span, "")
