"""What do the slips cost at least that a name can be read with in a line?

`distance.slips` prices one alignment of two spellings. `machine` finds the cheapest of all
alignments with any part of a line, over dots and hyphens, and takes each price at its lowest. So it
is never more than what the guard finds, and a line above the limit of a name does not hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from channelguard import distance
from channelguard.fold import seen
from channelguard.scan.machine import KEPT, LETTERS, LONGEST, NONE, WAYS, Edits, Room, Spellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import BrandName

UNIT = 0.05
"""All prices of `distance` are whole numbers of these."""


def spellings(names: Sequence[BrandName]) -> Spellings:
    """Return names as arrays, with a bit for each in their order."""
    rows = [(1 << at, *row) for at, name in enumerate(names) for row in _spelt(name)]
    edits = Edits(
        *(
            np.int32(_units(price))
            for price in (
                distance.MORE, distance.REPEAT, distance.DIGIT, distance.SLIP, distance.SWAP,
            )
        )
    )  # fmt: skip
    price = np.full((len(rows), len(LETTERS), LONGEST), edits.slip, np.int32)
    for row, (_, text, _) in enumerate(rows):
        for at, other in enumerate(LETTERS):
            price[row, at, : len(text)] = [_price(own, other) for own in text]
    pair, one = _merged()
    places = np.uint64(1) << np.arange(LONGEST, dtype=np.uint64)
    return Spellings(
        _letters(),
        np.array([ord("l" if one == "I" else seen(one)) for one in LETTERS], np.uint8),
        np.bitwise_or.reduce(pair, axis=2),
        pair,
        one,
        np.array([bit for bit, *_ in rows], np.uint64),
        np.array([len(text) for _, text, _ in rows], np.uint64),
        np.array([_units(limit) for *_, limit in rows], np.int32),
        np.array([_allowed(text) for _, text, _ in rows], np.uint64),
        price,
        ((price == 0) * places).sum(axis=2, dtype=np.uint64),
        ((price < edits.slip) * places).sum(axis=2, dtype=np.uint64),
        edits,
    )


def room(letters: int) -> Room:
    """Return the room for lines of up to so many letters."""
    return Room(
        np.empty((1 + WAYS, letters), np.uint8),
        np.empty(letters, np.int32),
        np.empty((KEPT, LONGEST + 1), np.int32),
    )


def _spelt(name: BrandName) -> Iterator[tuple[str, float]]:
    """Yield the spellings of a name, each with its limit."""
    for text in dict.fromkeys((name.text, name.skeleton)):
        yield text[:LONGEST], max(name.max_edits, 1)
    if name.swapped:
        yield name.swapped[:LONGEST], 0


def _letters() -> NDArray[np.uint8]:
    """Return the number of the letter that each byte is."""
    numbers = np.full(256, NONE, np.uint8)
    for number, letter in enumerate(LETTERS):
        numbers[ord(letter)] = number
        if letter != "i":
            numbers[ord(letter.upper())] = number
    return numbers


def _price(own: str, other: str) -> int:
    """Return the lowest price of reading a letter of a line as one of a name's.

    Letters that no plain host has cost what others cost in their place, or lost.
    """
    if other == "I":
        return min(_price(own, "i"), _price(own, "l"))
    if own in {other, seen(other)}:
        return 0
    return _units(
        distance.PRICE.get((own, other), distance.DIGIT if other.isdigit() else distance.SLIP)
    )


def _units(price: float) -> int:
    """Return a price in units.

    Raises:
        ValueError: It is no whole number of them.
    """
    units = round(price / UNIT)
    if abs(price - units * UNIT) > UNIT / 100:
        raise ValueError(f"the price {price} is no multiple of {UNIT}")
    return units


def _allowed(text: str) -> int:
    """Return the pairs that are read as one letter: those that a spelling does not hold itself."""
    return sum(1 << at for at, (pair, _) in enumerate(distance.MERGED_PAIRS) if pair not in text)


def _merged() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Return, for two letters, the bits of the pairs that they may be, and the letters for them."""
    pair = np.zeros((NONE, NONE, WAYS), np.uint64)
    one = np.full(pair.shape, NONE, np.uint8)
    for at, (letters, read) in enumerate(distance.MERGED_PAIRS):
        for first in _read_as(letters[0]):
            for second in _read_as(letters[1]):
                way = int(one[first, second, 0] != NONE)
                pair[first, second, way], one[first, second, way] = 1 << at, LETTERS.index(read)
    return pair, one


def _read_as(letter: str) -> list[int]:
    """Return the letters of a line that may be read as this one."""
    return [
        at
        for at, one in enumerate(LETTERS)
        if letter in (("i", "l") if one == "I" else (one, seen(one)))
    ]
