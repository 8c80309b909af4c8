"""Is the name a few slips of the finger away from the brand's?

Catches ``tokenpoket.pro``, ``tokem0ckxt.fun`` (four changed letters), ``tpwalle.fun``.
Leaves alone ``tokenporch.com`` (a whole word is another) and ``plumwallet.com`` (generic word).
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import HostLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: HostLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield names within the brand's own limit of slips; nearer is stronger."""
    if one.form == "typo" and not one.excuse:
        yield Match(one.span, one.name.imitates, _strength(one))


def _strength(one: HostLikeness) -> float:
    """Return 1 for a long name, and down to 0.6 where a short name has used up its limit."""
    if one.name.max_edits > 1:
        return 1.0
    return 1.0 - 0.4 * min(1.0, one.cost)
