"""Which lines of a block may hold a name, or have to be judged whatever they hold?

One pass over the bytes, in machine code (`machine`). It counts the letter pairs that a line shares
with each name, as the guard does (`registry.Gate`), or more, as a pair that is there twice counts
twice: one bit for each name tells that a pair was met, another that two were, so that sixty-four
names cost what one does. Where enough were met, it finds what the name costs at least (`bound`).
The same pass notices what needs no name: characters that no host has, ends that are numbers,
encoded labels, and hosts that are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_letters, digits
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from channelguard import distance
from channelguard.fold import LEET
from channelguard.parse.plain import MAX_HOST, MAX_LABEL
from channelguard.scan import bound
from channelguard.scan.block import line_feeds
from channelguard.scan.machine import (
    BARE,
    CAPITAL,
    END,
    FINAL,
    LENGTH,
    LINE,
    MOST,
    OTHER,
    START,
    WIDTH,
    Hosts,
    Signs,
    key,
    read,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import BrandName

NAMES = 64
"""Names that one pass looks for, a bit for each."""

_BAR, _DIGIT = 27, 28
"""The classes of a capital i, which is an i in a host and looks like an l, and of a digit that is
read as no letter; those of letters are 1 to 26."""


class Row(NamedTuple):
    """A name, and what tells whether it may be near."""

    name: BrandName
    pairs: frozenset[str]
    need: int
    """How many of the pairs a text must have."""


class Passed(NamedTuple):
    """A line that is passed on."""

    number: int
    """From nought."""
    start: int
    """Where it stands in the block."""
    end: int
    why: int
    """`machine.NEAR`, `machine.ENCODED` and `machine.ALWAYS`, added up."""


class Gate:
    """Names and hosts, ready for blocks of lines."""

    def __init__(self, rows: Sequence[Row], hosts: Sequence[str]) -> None:
        """Fill the tables.

        Args:
            rows: Up to `NAMES` names.
            hosts: Labels that are looked for, one or several with dots between; digits are read as
                letters, and hyphens are left out.

        Raises:
            OverflowError: There are more names.
        """
        self._signs = _signs(rows, hosts)
        self._hosts = _hosts(hosts)
        self._names = bound.spellings([row.name for row in rows])
        self._room = bound.room(MAX_HOST)

    def passing(self, block: bytes) -> Iterator[Passed]:
        """Return the lines that are passed on, in order.

        Args:
            block: Whole lines, each with its line feed.
        """
        text = np.frombuffer(block, np.uint8)
        found = np.empty((line_feeds(block), len(Passed._fields)), np.uint64)
        count = read(text, self._signs, self._hosts, self._names, self._room, found)
        return map(Passed._make, found[:count].tolist())


def _signs(rows: Sequence[Row], hosts: Sequence[str]) -> Signs:
    """Return what is asked of all lines for these names and hosts."""
    kind = np.full(256, OTHER, np.uint64)
    for byte in ascii_letters + digits:
        marks = CAPITAL * byte.isupper() | FINAL * byte.isdigit() | START * (byte in "xX0")
        kind[ord(byte)] = _class(byte) | marks
    kind[ord("-")] = BARE
    kind[ord(".")] = END | FINAL
    kind[ord("\n")] = END | LINE
    pairs, need = np.zeros(1 << 2 * WIDTH, np.uint64), np.zeros(MOST, np.uint64)
    for field, row in enumerate(rows):
        bit = np.uint64(1 << field)
        for pair in row.pairs:
            pairs[_spelt(pair)] |= bit
        need[min(row.need, MOST) - 1] |= bit
    # In capitals two letters may look like an m that no pair tells of.
    letters = {letter for text in (*hosts, *(row.name.text for row in rows)) for letter in text}
    merges = any(one == "m" or (one, "m") in distance.PRICE for one in letters)
    asked = OTHER | CAPITAL if merges else OTHER
    return Signs(kind, pairs, need, np.uint64(asked), np.uint64(MAX_HOST), np.uint64(MAX_LABEL))


def _class(byte: str) -> int:
    """Return the class of a letter or digit."""
    if byte == "I":
        return _BAR
    letter = byte.translate(LEET).lower()
    return ord(letter) - ord("a") + 1 if letter.isalpha() else _DIGIT


def _spelt(pair: str) -> list[int]:
    """Return the places of a pair, in every way in which a line may spell it."""
    if not pair.isascii():
        return []
    first, second = ({_class(letter), *([_BAR] if letter in "il" else [])} for letter in pair)
    return [one << WIDTH | other for one in first for other in second]


def _hosts(hosts: Sequence[str]) -> Hosts:
    """Return hosts as arrays."""
    alike = np.arange(1 << WIDTH, dtype=np.uint8)
    alike[[_BAR, _class("i")]] = _class("l")
    keys = np.zeros(1 << 2 * WIDTH + LENGTH, np.uint8)
    texts: list[NDArray[np.uint8]] = [np.empty(0, np.uint8)]
    for host in hosts:
        labels = [alike[[*map(_class, label)]] for label in host.replace("-", "").split(".")]
        texts.append(np.concatenate([[0], *([*label, 0] for label in labels)]).astype(np.uint8))
        # The last label is an ending that many others have, too.
        label = max(labels[:-1] or labels, key=len)
        for first in np.flatnonzero(alike == label[0]):
            for last in np.flatnonzero(alike == label[-1]):
                place = key(np.uint64(first), np.uint64(last << WIDTH), np.uint64(len(label)))
                keys[place] = 1
    sizes = [len(text) for text in texts[1:]]
    return Hosts(alike, keys, np.concatenate(texts), np.array(sizes, np.uint64))
