"""Does the brand's very name stand under an ending that the brand does not use?

Catches ``tpwallet.xyz``, ``tokenpocket.com.cn``.
Leaves alone ``wallet.xyz``, and ``tp-waIlet.io``, which only looks like the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the name itself as a registered label."""
    if (
        one.form == "exact"
        and one.place == "name"
        and not one.excuse
        and one.before in _GLUED
        and not one.after
    ):
        yield Match(one.span, one.name.imitates)


_GLUED = frozenset({"", "www"})
"""What may stand before the name without making it longer: ``wwwtpwallet.io`` lacks a dot."""
