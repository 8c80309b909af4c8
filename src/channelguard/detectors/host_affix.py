"""Does a registered name hold the brand's very name among other letters (combosquatting)?

Catches ``tokenpocket-claim.xyz``, ``gztokenpocket.com``, ``earntpwallet.io``.
Leaves alone ``httpwallet.com``, an ordinary word, and ``tokenpocket.evil.example`` (subdomain).
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the name with something beside it; ordinary words beside it are stronger."""
    beside = one.before not in {"", "www"} or one.after
    if one.form == "exact" and one.place == "name" and beside and not one.excuse:
        yield Match(one.span, one.name.imitates, 1.0 if one.bounded else _UNKNOWN)


_UNKNOWN = 0.8
"""Strength where the letters beside the name are no word that is known to stand there."""
