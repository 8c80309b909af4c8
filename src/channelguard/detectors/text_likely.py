"""Are the ideas of a message, taken together, those of fraud?

Catches what no single act describes: a title, a hurry and a foreign contact in one message.
Leaves alone messages whose ideas are those of warnings, help texts and complaints.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match
from channelguard.registry import Registry
from channelguard.said import Likelihood

LEAST = 0.6
"""Least chance that is a finding; fitted with the prices, see ``tools/fit_phrases.py``."""


def detect(likely: Likelihood, _registry: Registry) -> Iterator[Match]:
    """Yield the message if the prices of its ideas add up; surer is stronger."""
    if likely.chance >= LEAST:
        yield Match(likely.span, "", 0.85 + 0.15 * (likely.chance - LEAST) / (1 - LEAST))
