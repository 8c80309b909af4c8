"""The shape of one row of the table of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from channelguard.model import Match
    from channelguard.registry import Registry

Detect = Callable[[Any, "Registry"], Iterator["Match"]]
"""A detector: a thing and the registry in, matches out. No points, no sentences, no I/O."""

GROUPS = ("name", "disguise", "ask", "push", "contact", "claim", "age", "listed")
"""One group per fact; only the strongest sighting of a group counts."""


class Rule(NamedTuple):
    """One question, and what a yes is worth."""

    id: str
    """The detector's file name with hyphens. For ever: a renamed id is a breaking change."""
    reads: type | tuple[type, ...]
    """The kind of thing that the detector takes: an atom, its host, its listing or a likeness."""
    group: str
    """One of `GROUPS`."""
    points: int
    """What a sighting of full strength adds; nought for an exemption or a mere remark."""
    detect: Detect
    topic: str
    """The topic of the support guide that explains it."""
