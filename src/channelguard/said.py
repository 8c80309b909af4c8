"""What was heard in a message: a speech act, and how likely all of it is fraud."""

from __future__ import annotations

from typing import NamedTuple

from channelguard.model import Span


class Act(NamedTuple):
    """A speech act: which ideas make it, and which unmake it."""

    id: str
    rule: str
    all: frozenset[str]
    any: frozenset[str]
    """At least one of these, if there are any."""
    some: frozenset[str]
    """And at least one of these, if there are any."""
    none: frozenset[str]
    main: frozenset[str]
    """Ideas whose sentences must not hold what unmakes the act."""
    whole: bool
    """True if the ideas may stand anywhere in the message, False if in one sentence."""
    strength: float

    def made_of(self, ideas: frozenset[str]) -> bool:
        """Tell whether the ideas make the act, whatever unmakes it."""
        return (
            self.all <= ideas
            and (not self.any or not self.any.isdisjoint(ideas))
            and (not self.some or not self.some.isdisjoint(ideas))
        )


class Said(NamedTuple):
    """An act that was found in a message."""

    act: Act
    span: Span
    """The sentence it stands in, or the first that has its main idea."""


class Likelihood(NamedTuple):
    """How much the ideas of a message, taken together, are those of fraud."""

    chance: float
    """0 to 1; 0.5 where the prices say nothing."""
    reasons: tuple[str, ...]
    """The pairs of ideas that say so most, strongest first."""
    span: Span
