"""What is kept of a stream of findings, so that a page can be made of it at the end?

Counts, and the worst names; the same memory for a thousand findings and for a thousand million.
Leaves alone the findings themselves, which a `writers.Writer` writes.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from channelguard.scan.showing import ending_of
from channelguard.scan.tally import Tally

if TYPE_CHECKING:
    from channelguard.model import Level
    from channelguard.scan.finding import Finding

WORST = 500
"""Different names that are kept; more than anybody reads, and a page of half a megabyte."""


@dataclass(slots=True)
class Seen:
    """A name among the worst, and how often it was found."""

    finding: Finding
    """The first of them."""
    times: int = 1


class Gathered:
    """What a report tells."""

    def __init__(self, worst: int = WORST) -> None:
        """Begin with nothing.

        Args:
            worst: Most different names that are kept; at least one.
        """
        self.levels: Counter[Level] = Counter()
        self.rules, self.endings, self.brands, self.days = Tally(), Tally(), Tally(), Tally()
        self.undated = 0
        self._most = worst
        self._heap: list[tuple[int, int, int, tuple[str, str]]] = []
        self._kept: dict[tuple[str, str], Seen] = {}

    @property
    def count(self) -> int:
        """How many findings there were."""
        return self.levels.total()

    def add(self, finding: Finding) -> None:
        """Count one finding."""
        self.levels[finding.level] += 1
        for rule in finding.rules:
            self.rules.add(rule)
        self.endings.add(ending_of(finding.input))
        self.brands.add(finding.imitates)
        day = day_of(finding.date)
        if day:
            self.days.add(day)
        else:
            self.undated += 1
        self._keep(finding)

    def worst(self) -> list[Seen]:
        """Return the worst names, the worst first, and equals in the order of the input."""
        return [self._kept[name] for *_, name in sorted(self._heap, reverse=True)]

    def _keep(self, finding: Finding) -> None:
        """Keep the finding if it is among the worst; what is left out can never come back."""
        name = (finding.input, finding.imitates)
        if name in self._kept:
            self._kept[name].times += 1
            return
        place = (finding.level, finding.score, -self.count, name)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, place)
        elif place > self._heap[0]:
            del self._kept[heapq.heapreplace(self._heap, place)[3]]
        else:
            return
        self._kept[name] = Seen(finding)


def day_of(text: str) -> str:
    """Return the day of an ISO date or time; empty if it is none.

    >>> day_of("2026-11-25T10:00:00Z"), day_of("yesterday")
    ('2026-11-25', '')
    """
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
