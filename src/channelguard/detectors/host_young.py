"""Was the domain registered lately?

Catches what was registered within `lookups.YOUNG` days, if somebody was asked.
Leaves alone older domains, and those whose age nobody says.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.lookups import Young
from channelguard.model import Match
from channelguard.registry import Registry


def detect(young: Young, _registry: Registry) -> Iterator[Match]:
    """Yield the domain; it imitates nobody in particular."""
    strength = next((share for days, share in _STRENGTH if young.days <= days), _LEAST)
    yield Match(young.span, "", strength)


_STRENGTH = ((7, 1.0), (30, 0.75))
"""Days, and what they are worth. Every honest site is young once, so that age alone must stay below
SUSPICIOUS (20 of 30 points); it decides where something else is weak. Judged, not fitted: the
labelled data have no dates."""
_LEAST = 0.5
