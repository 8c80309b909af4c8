"""Which lines of a block share enough letter pairs with a name, counted for all lines at once?

The guard looks at a host only if it shares so many pairs of letters with a name (`registry.Gate`).
The same count over arrays: each pair of bytes has an integer with one field per name, the integers
of a line are added, and a bias sets the top bit of every field that reached its threshold. Pairs
that occur twice count twice here, so that more lines may pass than the guard would look at, and
never fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import digits
from typing import TYPE_CHECKING

import numpy as np

from channelguard.fold import LEET

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BITS = 8
"""Of a field: lines of up to `LONGEST` letters cannot run over into the next one."""
LONGEST = (1 << (_BITS - 1)) - 1
"""Letters of the longest line that is counted; others pass."""
_FIELDS = 64 // _BITS
_PAIR = 2
_PAIRS = 1 << 16
_APART = b"-."
"""What does not part the letters of a pair."""


class PairGate:
    """The pairs of some names, ready for blocks of lines."""

    def __init__(self, rows: Iterable[tuple[frozenset[str], int]]) -> None:
        """Index names, each by its pairs and by how many of them a line must have."""
        kept = [({pair for pair in pairs if pair.isascii()}, need) for pairs, need in rows]
        self._tables = [_table(kept[at : at + _FIELDS]) for at in range(0, len(kept), _FIELDS)]

    def passing(self, block: bytes) -> NDArray[np.int64]:
        """Return the numbers of the lines that have enough pairs of a name, from 0, in order.

        Args:
            block: Whole lines, each with its line feed.
        """
        text = np.frombuffer(block.translate(None, _APART), np.uint8)
        ends = np.flatnonzero(text == ord("\n"))
        starts = np.empty_like(ends)
        starts[:1], starts[1:] = 0, ends[:-1] + 1
        passed = ends - starts > LONGEST
        if len(text) <= _PAIR:
            return np.flatnonzero(passed)
        # The pairs of two places are added up: where a line begins in the middle of them, the
        # other pair begins with a line feed and counts nothing.
        odd = np.frombuffer(text, "<u2", (len(text) - 1) // 2, 1)
        even = np.frombuffer(text, "<u2", len(odd))
        for table, bias, top in self._tables:
            total = np.zeros(len(odd) + 1, np.uint64)
            np.cumsum(table.take(even) + table.take(odd), out=total[1:])
            count = total.take((ends + 1) // 2, mode="clip") - total.take(starts // 2)
            passed |= ((count + bias) & top) != 0
        return np.flatnonzero(passed)


def _table(
    rows: list[tuple[set[str], int]],
) -> tuple[NDArray[np.uint64], np.uint64, np.uint64]:
    """Return the integer of every pair of bytes, the bias and the top bits."""
    table = np.zeros(_PAIRS, np.uint64)
    bias = top = 0
    for field, (pairs, need) in enumerate(rows):
        shift = field * _BITS
        for place in {spelt for pair in pairs for spelt in _spelt(*pair)}:
            table[place] += np.uint64(1 << shift)
        bias += ((1 << (_BITS - 1)) - need) << shift
        top += 1 << (shift + _BITS - 1)
    return table, np.uint64(bias), np.uint64(top)


def _spelt(first: str, second: str) -> Iterator[int]:
    """Yield every pair of bytes that the guard may read as these letters, low byte first."""
    for low in _read_as(first):
        yield from (ord(low) | ord(high) << 8 for high in _read_as(second))


def _read_as(letter: str) -> set[str]:
    """Return the letter, its capital, the digits that are read as it; a capital i looks like l."""
    leet = {digit for digit in digits if digit.translate(LEET) == letter}
    return {letter, letter.upper(), *leet} | ({"I"} if letter == "l" else set())
