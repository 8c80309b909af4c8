"""What was read where: one brand name in one stretch of text, and how plainly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from channelguard.model import Span
from channelguard.noun import noun
from channelguard.registry import BrandName

FORMS = ("exact", "look", "swapped", "typo", "short")
"""From the plainest reading to the least."""


@noun
class Piece(NamedTuple):
    """A stretch of text in which names are looked for, folded."""

    view: str
    """Lower case; words are separated by hyphens."""
    place: str
    """See `Likeness.place`."""
    span: Span
    plain: bool
    """True if it was written like this but for case and separators."""
    flat: str
    """`view` without separators."""


@noun
class Likeness(NamedTuple):
    """One brand name read in one place."""

    name: BrandName
    form: str
    """One of `FORMS`: the very name, the same letters to the eye, its words swapped, slips, or an
    abbreviation beside a word for staff or bait."""
    place: str
    """``name`` (the registered label), ``subdomain``, ``joined`` (over dots), ``official`` (a whole
    official address inside), ``handle``, ``local``, ``display``."""
    span: Span
    cost: float = 0.0
    """Price of the slips, as `distance.slips` gives it."""
    before: str = ""
    after: str = ""
    """Folded letters beside the name in the same label."""
    bounded: bool = True
    """True if what stands beside is nothing, a separator, digits or known words."""
    role: bool = False
    """True if a word for staff or support stands beside."""
    excuse: str = ""
    """Why it may be innocent: ``word``, ``neighbour:<domain>``, ``closed``, ``fan``; else empty."""


class HostLikeness(Likeness):
    """A brand read in a host name."""

    __slots__ = ()


class HandleLikeness(Likeness):
    """A brand read in an account name."""

    __slots__ = ()


class NameLikeness(Likeness):
    """A brand read in a display name, that of a mailbox included."""

    __slots__ = ()


class LocalLikeness(Likeness):
    """A brand read before the @ of a mailbox."""

    __slots__ = ()


class UnreadableLikeness(Likeness):
    """A brand read in an address that no browser opens."""

    __slots__ = ()


_Kind = TypeVar("_Kind", bound=Likeness)


def best(found: Iterable[Likeness], kind: type[_Kind]) -> list[_Kind]:
    """Return the plainest likeness of each brand, and of each brand's accounts, as `kind`.

    The unexcused come first, and of equals the longest.
    """
    kept: dict[tuple[str, bool], Likeness] = {}
    for one in sorted(found, key=_order):
        kept.setdefault((one.name.brand, one.name.account), one)
    return [
        kind(
            k.name, k.form, k.place, k.span, k.cost, k.before, k.after, k.bounded, k.role, k.excuse
        )
        for k in kept.values()
    ]


def _order(one: Likeness) -> tuple[bool, int, float, bool, int]:
    rank = FORMS.index(one.form)
    return bool(one.excuse), rank, one.cost, one.place != "name", -len(one.name.text)
