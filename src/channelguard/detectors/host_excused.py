"""Is there an ordinary explanation for a likeness?

Catches nothing: it shows why ``httpwallet.com`` or a government's ``twallet`` is left alone.
Leaves alone every likeness without such an explanation.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the likeness that an ordinary word or a closed ending explains."""
    if one.excuse in {"word", "closed"}:
        yield Match(one.span, "")
