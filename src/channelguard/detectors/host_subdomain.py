"""Does the brand, or a whole official address, stand in front of somebody else's domain?

Catches ``tokenpocket.pro.evil.example``, ``tpwallet-login.evil.example``, ``toke.npocket.pro``.
Leaves alone an unlisted subdomain of an official domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the brand's very name left of the registered label, or split over dots."""
    if one.place in {"subdomain", "joined", "official"} and one.form == "exact" and not one.excuse:
        yield Match(one.span, one.name.imitates)
