"""How often does each of many things occur, where nobody knows how many things there are?"""

from __future__ import annotations

LIMIT = 10_000
"""Different things that are counted apart, more than there are endings; a few hundred kilobytes."""


class Tally:
    """Counts things; those that are met after the first `LIMIT` different ones count together."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Begin with nothing."""
        self.counts: dict[str, int] = {}
        self.rest = 0
        self._limit = limit

    def add(self, what: str) -> None:
        """Count one."""
        if what in self.counts or len(self.counts) < self._limit:
            self.counts[what] = self.counts.get(what, 0) + 1
        else:
            self.rest += 1

    def top(self, most: int) -> tuple[list[tuple[str, int]], int]:
        """Return the most frequent, equals by name, and how many all others are together.

        >>> tally = Tally()
        >>> for ending in ("com", "io", "com", "app"):
        ...     tally.add(ending)
        >>> tally.top(1)
        ([('com', 2)], 2)
        """
        ranked = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return ranked[:most], self.rest + sum(count for _, count in ranked[most:])
