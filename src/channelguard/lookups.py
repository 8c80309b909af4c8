"""What a guard may be given to look things up beyond the registry, and the shape of the answers.

Nothing here looks anything up: `net` has what does, and only who switches it on gets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from channelguard.noun import noun

ENDINGS = (
    "final",
    "blocked",
    "too-many",
    "timeout",
    "location",
    "not-http",
    "failed",
    "limited",
)
"""How following a link may end: at a page; at an address that may not be asked; after too many
hops; out of time; at a ``Location`` that is no address; at an address not for the web; without an
answer; not asked, because the host was asked too often. All but the first leave it open."""


@noun
class Chain(NamedTuple):
    """Where a link led."""

    hops: tuple[str, ...]
    """Every address in order, as browsers write it; the first is the one that was asked about, the
    last the one at which it ended, even if that was not asked."""
    ended: str
    """One of `ENDINGS`."""


YOUNG = 90
"""Days up to which a domain counts as young: a quarter of a year. Judged, not measured, because the
labelled data have no dates; see `detectors.host_young` for what it is worth."""


class Followed(NamedTuple):
    """A link, and where it led."""

    span: tuple[int, int]
    chain: Chain


class Young(NamedTuple):
    """A domain that was registered lately."""

    span: tuple[int, int]
    days: int
    """At most `YOUNG`."""


class Expander(Protocol):
    """Follows links."""

    def expand(self, url: str) -> Chain:
        """Return where a web address leads; never raises."""

    def expand_all(self, urls: Sequence[str]) -> tuple[Chain, ...]:
        """Return where several lead, in their order, followed at the same time."""

    async def expand_all_async(self, urls: Sequence[str]) -> tuple[Chain, ...]:
        """Return the same without blocking the event loop."""


class Ages(Protocol):
    """Knows when domains were registered."""

    def age(self, domain: str) -> int | None:
        """Return the age of a registrable domain in days; None if nobody says; never raises."""

    def age_all(self, domains: Sequence[str]) -> tuple[int | None, ...]:
        """Return those of several, in their order, asked for at the same time."""

    async def age_all_async(self, domains: Sequence[str]) -> tuple[int | None, ...]:
        """Return the same without blocking the event loop."""


class Lists(Protocol):
    """Knows which hosts others warn of."""

    gaps: tuple[str, ...]
    """What is missing or out of date, as names of lists; empty if all are there."""

    def find(self, host: str) -> tuple[str, ...]:
        """Return the names of the lists with this host or a parent of it; mostly none."""
