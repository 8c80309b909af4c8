"""Which lines of a block can be anything but unknown, found without looking at one line at a time?

A line of letters, digits, dots and hyphens is skipped where the guard's own gate would see no brand
near it: too few letter pairs of every name. All lines of a block are counted at once, in arrays.
Everything else (addresses with a path, other scripts, numbers, names under account platforms) is
left to the guard. So nothing may be lost: what is skipped here is what the guard calls unknown.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from channelguard.fold import LEET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import Registry

_LETTERS = string.ascii_lowercase + string.digits
_PLAIN = (string.ascii_letters + string.digits + ".-\n").encode()
_END = 63
"""The class of the line feed; letters and digits have 1 to 36, and 0 is unused."""
_CAPITAL_I = 37
"""A class of its own: as a host it is an i, and it looks like an l."""
_WORD = 64
"""Bits of a machine word; more letter pairs than that are counted in several."""
_ENOUGH = 4
"""Letter pairs by which a listed host without a brand in it is known; more cost more."""
_TAIL = 8
"""Longest ending that is compared as one number, in bytes."""
_CASE = 0x2020202020202020
"""The bit by which capitals differ; dots, digits and hyphens have it set anyway."""
_SUSPECT = re.compile(rb"--|0[xX]")
"""Encoded names (``xn--``), and numbers in base 16 (WHATWG URL, "ends in a number")."""


class Prefilter:
    """The gate of one registry, ready for blocks of lines."""

    def __init__(self, registry: Registry) -> None:
        """Index the letter pairs of all names."""
        rows = list(registry.host_gate.rows)
        tails = []
        for host in _hosts(registry):
            pairs = list(dict.fromkeys("".join(pair) for pair in pairwise(_joined(host))))
            if len(pairs) < _ENOUGH:
                tails.append(host)
            elif not registry.host_gate.near(_joined(host)):
                rows.append((frozenset(pairs[:_ENOUGH]), _ENOUGH))
        self._words = [_Word(chunk) for chunk in _chunks(rows)]
        self._tails = [(len(host), _number(host)) for host in tails]
        own = registry.host_gate.rows
        self._merges = any("m" in pair for pairs, _ in own for pair in pairs)
        table = bytearray(256)
        for at, letter in enumerate(_LETTERS, 1):
            table[ord(letter)] = table[ord(letter.upper())] = at
        table[ord("I")] = _CAPITAL_I
        table[ord("\n")] = _END
        self._classes = bytes(table)

    def suspects(self, block: bytes) -> tuple[Sequence[int], NDArray[np.int64]]:
        """Return which lines of a block have to be judged.

        Args:
            block: Whole lines, each with its line feed.

        Returns:
            Their numbers, from 0, in order; and where every line ends in the block.
        """
        raw = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(raw == ord("\n"))
        if not len(ends):
            return (), ends
        found = [*self._near(block), self._numbers(raw, ends), *self._ending(block, ends)]
        found += [self._odd(block, raw, ends), self._marked(block, ends)]
        return np.unique(np.concatenate(found)).tolist(), ends

    def _near(self, block: bytes) -> list[NDArray[np.int64]]:
        """Return the lines that share enough letter pairs with a name."""
        text = block.translate(self._classes, b"-.")
        if len(text) % 2 == 0:
            text += b"\0"
        classes = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(classes == _END)
        # Two letters are read as one number, so that a look-up is enough. An element of the sum
        # holds the pair at an even place and the one behind it; none reaches across a line feed.
        even, odd = classes[:-1].view("<u2"), classes[1:].view("<u2")
        starts = np.empty_like(ends)
        starts[0] = 0
        starts[1:] = (ends[:-1] + 1) >> 1
        return [word.near(even, odd, starts) for word in self._words]

    @staticmethod
    def _numbers(raw: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the lines that end in a digit, or in a dot, which may hide one."""
        last = raw[ends - 1]
        return np.flatnonzero((last <= ord("9")) & (last >= ord(".")) & (last != ord("/")))

    def _ending(self, block: bytes, ends: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Return the lines with an ending that is too short to be known by its pairs."""
        if not self._tails or len(block) < _TAIL:
            return [np.arange(len(ends))] if self._tails else []
        every = np.ndarray((len(block) - _TAIL + 1,), "<u8", block, 0, (1,))
        tails = every[np.maximum(ends - _TAIL, 0)] | np.uint64(_CASE)
        early = np.flatnonzero(ends < _TAIL)
        return [
            early,
            *(
                np.flatnonzero(tails >> np.uint64(8 * (_TAIL - size)) == np.uint64(number))
                for size, number in self._tails
            ),
        ]

    @staticmethod
    def _odd(block: bytes, raw: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the lines with anything else than letters, digits, dots and hyphens."""
        if not block.translate(None, _PLAIN):
            return np.empty(0, np.int64)
        return np.searchsorted(ends, np.flatnonzero(_ODD[raw]))

    def _marked(self, block: bytes, ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the lines that are written in a way that the pairs do not show."""
        places = [found.start() for found in _SUSPECT.finditer(block)]
        if self._merges and not block.islower():
            # A host in capitals is also read as it looks, where r and n together are an m.
            places += [found.start() for found in re.finditer(rb"(?i)rn", block)]
        return np.searchsorted(ends, np.array(places, np.int64))


_ODD = np.ones(256, np.bool_)
_ODD[list(_PLAIN)] = False


class _Word:
    """As many letter pairs as a machine word has bits, and the names that they belong to."""

    def __init__(self, rows: Sequence[tuple[frozenset[str], int]]) -> None:
        """Give each pair a bit."""
        pairs = sorted({pair for own, _ in rows for pair in own})
        kind = np.uint32 if len(pairs) <= _WORD // 2 else np.uint64
        table = np.zeros(256 * 64, np.uint64)
        for bit, pair in enumerate(pairs):
            for first in _codes(pair[0]):
                for second in _codes(pair[1]):
                    table[first | second << 8] |= np.uint64(1 << bit)
        self._table = table.astype(kind)
        place = {pair: 1 << bit for bit, pair in enumerate(pairs)}
        masks: dict[int, int] = {}
        for own, need in rows:
            mask = sum(place[pair] for pair in own)
            masks[mask] = min(need, masks.get(mask, need))
        self._names = [(kind(mask), need) for mask, need in masks.items()]
        self._least = min(masks.values())

    def near(
        self, even: NDArray[np.uint16], odd: NDArray[np.uint16], starts: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the lines that share enough pairs with one of the names."""
        bits = np.bitwise_or(
            self._table.take(even, mode="clip"), self._table.take(odd, mode="clip")
        )
        shared = np.bitwise_or.reduceat(bits, starts)
        some = np.flatnonzero(np.bitwise_count(shared) >= self._least)
        shared = shared[some]
        near: NDArray[np.bool_] = np.zeros(len(some), np.bool_)
        for mask, need in self._names:
            near = np.logical_or(near, np.bitwise_count(shared & mask) >= need)
        return some[near]


def _chunks(
    rows: Iterable[tuple[frozenset[str], int]],
) -> Iterable[list[tuple[frozenset[str], int]]]:
    """Divide names so that the pairs of each group fit into a word."""
    group: list[tuple[frozenset[str], int]] = []
    pairs: set[str] = set()
    for own, need in sorted(rows, key=lambda row: sorted(row[0])):
        plain = frozenset(pair for pair in own if pair.isascii())
        if len(plain) < need:
            continue  # a name in other letters; such lines are not skipped anyway
        if len(pairs | plain) > _WORD:
            yield group
            group, pairs = [], set()
        group.append((plain, need))
        pairs |= plain
    if group:
        yield group


def _codes(letter: str) -> set[int]:
    """Return the classes of what is read as a letter: itself, and digits that stand for it."""
    read = {letter, *(chr(digit) for digit, other in LEET.items() if chr(other) == letter)}
    codes = {_LETTERS.index(one) + 1 for one in read if one in _LETTERS}
    return codes | ({_CAPITAL_I} if letter in "il" else set())


def _hosts(registry: Registry) -> list[str]:
    """Return the hosts that are judged although no brand's name need be in them."""
    sites = [channel.value for channel in registry.channels if channel.kind == "site"]
    listed = [site.partition("/")[0].lower() for site in sites]
    return sorted({*listed, *registry.official_hosts, *registry.platforms.speaking})


def _joined(host: str) -> str:
    return host.replace(".", "").replace("-", "")


def _number(host: str) -> int:
    return int.from_bytes(host.encode(), "little") | (_CASE & ((1 << 8 * len(host)) - 1))
