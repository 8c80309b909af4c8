"""Do lists of others warn of the host?

Catches a host that stands on a list, or under a name that does; more lists weigh more.
Leaves alone what the registry calls official and a neighbour's own host: there the lists are at
fault, which ``listed-official`` and ``listed-neighbour`` show.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.warned import Listed


def detect(one: Listed, _registry: Registry) -> Iterator[Match]:
    """Yield the host that is listed and nobody's known own; it imitates nobody in particular."""
    if not one.official and not one.neighbour:
        yield Match(one.span, "", _STRENGTH.get(len(one.names), 1.0))


_STRENGTH = {1: 0.6, 2: 0.8}
"""Strength by number of lists; full from three on. Of 47 genuine sites that public lists were seen
to name, MetaMask, ScamSniffer and polkadot-js name seven, and two of them agree on one alone. So
one list is a reason for care (45 points), and two that agree are a finding (60)."""
