"""Does the name look the same as the brand's without being it?

Catches ``tp-waIlet.io`` (capital I for l), a Cyrillic er for p, ``t0kenpocket.cc``.
Leaves alone ``tpwallet.xyz``, which is the very same name under another ending.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield spellings that read as the name, wherever in the host they stand."""
    if one.form == "look" and not one.excuse:
        yield Match(one.span, one.name.imitates)
