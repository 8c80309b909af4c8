"""Does a link that was followed leave the encrypted connection?

Catches a step from https to http, behind which anybody on the way may change the page.
Leaves alone links that begin without encryption.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from channelguard.lookups import Followed
from channelguard.model import Match
from channelguard.registry import Registry


def detect(followed: Followed, _registry: Registry) -> Iterator[Match]:
    """Yield the link."""
    for here, there in pairwise(followed.chain.hops):
        if here.startswith("https:") and there.startswith("http:"):
            yield Match(followed.span)
            return
