"""Which lines of a block can be anything but unknown, found without looking at one line at a time?

Three passes, each over what the one before lets through. `PairGate` counts letter pairs, as the
guard does before it looks at a host. Hyperscan reads the lines that have enough of them for the
names, with as many edits as the guard allows (`distance.plain_edits`, `distance.hard_edits`). The
few in which something matches are asked what the guard asks first (`Registry.nothing_near`).

Another pass finds the lines that have to be judged whatever letters they have: numbers, official
hosts, names under account platforms, abbreviations, encoded labels, other letters than those of
hosts, endless lines. So nothing may be lost: what is skipped here is what the guard calls unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any

import ada_url
import hyperscan
import numpy as np

from channelguard import distance, suffix
from channelguard.fold import LEET, seen
from channelguard.model import Host
from channelguard.parse import MAX_CHARS
from channelguard.scan.gate import PairGate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import BrandName, Registry

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.int64]

_PLAIN = f"{ascii_lowercase}{digits}.-\n".encode("ascii")
"""What a line of a host consists of; one with anything else, capitals aside, is passed on."""
_ODD = np.ones(256, np.bool_)
_ODD[list(_PLAIN + _PLAIN.upper())] = False
_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE

_NEAR, _SEEN, _ENCODED, _ALWAYS = 1, 2, 4, 8
"""What a match means: a name may be near, or only if capitals are read as they look, a label may be
encoded, or the line is passed on."""
_PIECE = 262_144
"""Bytes that are looked at together: with all that is made of them, they stay in the caches."""

_ENDS = (r"[0-9.]$", r"(?:^|\.)0x[0-9a-f]*$")
"""How a number ends (WHATWG URL), or a dot that may hide one."""
_XN = r"(?:^|\.)xn"
"""How an encoded label begins, once the hyphens are left out."""
_RUN = {"w": "www[a-z0-9]|[a-z0-9]www"}
"""What finds a letter three times, where that is not the whole; ``www`` is mostly a label."""
_BARS = "il"
"""A capital i is an i in a host, and looks like an l."""


class Prefilter:
    """The candidates of one registry, ready for blocks of lines."""

    def __init__(self, registry: Registry) -> None:
        """Compile the patterns of all names, which takes most of a second."""
        self._registry = registry
        named = [
            (row, name)
            for row, name in zip(registry.host_gate.rows, registry.host_names, strict=True)
            if name.text.isascii() and not name.short  # others stand in lines that are passed on
        ]
        self._gate = PairGate(row for row, _ in named)
        names = [name for _, name in named]
        self._near = _Patterns(_near_patterns(names)) if names else None
        self._always = _Patterns(_always_patterns(registry))
        letters = {letter for name in names for letter in name.text}
        self._merges = any(one == "m" or (one, "m") in distance.PRICE for one in letters)

    def suspects(self, block: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a block that have to be judged, in order: number, from 0, and text.

        Args:
            block: Whole lines, each with its line feed.
        """
        first = 0
        for piece in _pieces(block):
            raw = np.frombuffer(piece, np.uint8)
            ends = np.flatnonzero(raw == ord("\n"))
            found: dict[int, int] = {}
            for number, meaning in self._found(piece, raw, ends):
                found[number] = found.get(number, 0) | meaning
            for number in sorted(found):
                line = _line(piece, ends, number)
                if self._suspicious(line, found[number]):
                    yield first + number, line
            first += len(ends)

    def _found(self, piece: bytes, raw: Bytes, ends: Places) -> Iterator[tuple[int, int]]:
        """Yield the lines that may have to be judged, and why."""
        yield from self._near_names(piece, ends)
        hyphens = np.flatnonzero(raw == ord("-"))
        places, meanings = self._always.matches(piece.replace(b"-", b""))
        places += np.searchsorted(hyphens - np.arange(len(hyphens)), places, side="right")
        yield from _numbered(ends, places, meanings.tolist())
        rest = piece.translate(None, _PLAIN)
        if rest:
            yield from _numbered(ends, np.flatnonzero(_ODD[raw]), repeat(_ALWAYS))
        if self._merges and rest != rest.lower():
            # A host in capitals is also read as it looks, where r and n together are an m.
            merged = [one.start() for one in re.finditer(rb"(?i)rn", piece)]
            yield from _numbered(ends, np.array(merged, np.int64), repeat(_ALWAYS))
        if len(piece) > MAX_CHARS:
            long = np.flatnonzero(np.diff(ends, prepend=-1) > MAX_CHARS)
            yield from zip(long.tolist(), repeat(_ALWAYS))

    def _near_names(self, piece: bytes, ends: Places) -> Iterator[tuple[int, int]]:
        """Yield the lines in which a name may be read."""
        if self._near is None:
            return
        passing = self._gate.passing(piece)
        if not len(passing):
            return
        lines = [_line(piece, ends, number).replace(b"-", b"") for number in passing.tolist()]
        places, meanings = self._near.matches(b"\n".join([*lines, b""]))
        inner = np.cumsum([len(line) + 1 for line in lines]) - 1
        numbers = passing.take(np.searchsorted(inner, places))
        yield from zip(numbers.tolist(), meanings.tolist(), strict=True)

    def _suspicious(self, line: bytes, meaning: int) -> bool:
        """Tell whether a line in which something matched has to be judged."""
        if meaning & _ALWAYS or line.translate(None, _PLAIN):
            return True
        if b"xn--" in line:
            if not ada_url.check_url(f"http://{line.decode('ascii')}"):
                return True  # it is no host, and has to be named as such
        elif not meaning & _NEAR:
            return False
        text = line.decode("ascii")
        subdomain, name, ending = suffix.split(text)
        host = Host(text, text, name, ending, subdomain, (0, len(text)))
        return not ending or not self._registry.nothing_near(host)


class _Patterns:
    """Patterns that Hyperscan looks for all at once, each with what its matches mean."""

    def __init__(self, patterns: Iterable[tuple[str, int, int]]) -> None:
        """Compile patterns, each with the edits that are allowed and its meaning."""
        rows = {(text, edits): meaning for text, edits, meaning in patterns}
        self._meaning = np.array([*rows.values()], np.int64)
        self._scanner = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._compiled = True
        try:
            self._scanner.compile(
                expressions=[text.encode("ascii") for text, _ in rows],
                ids=list(range(len(rows))),
                elements=len(rows),
                flags=[_FLAGS] * len(rows),
                ext=[_extended(edits) for _, edits in rows],
            )
        except hyperscan.error:
            # A name so short that nearly every line is near it: then every line is passed on.
            self._compiled = False

    def matches(self, text: bytes) -> tuple[Places, Places]:
        """Return the places of all matches, and what they mean."""
        if not self._compiled:
            ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
            return ends, np.full(len(ends), _ALWAYS)
        found: list[tuple[int, int]] = []
        # Hyperscan finds no line end at the very end of a longer text, so that is not the end.
        self._scanner.scan(
            text + b"\n",
            match_event_handler=lambda pattern, _, end, *__: found.append((end - 1, pattern)),
        )
        places, patterns = np.array(found, np.int64).reshape(-1, 2).T
        inside = places < len(text)
        return places[inside], self._meaning.take(patterns[inside])


def _pieces(block: bytes) -> Iterator[bytes]:
    """Yield the lines of a block in pieces of about `_PIECE`."""
    start = 0
    while start < len(block):
        end = block.find(b"\n", min(start + _PIECE, len(block) - 1)) + 1 or len(block)
        yield block[start:end]
        start = end


def _line(piece: bytes, ends: Places, number: int) -> bytes:
    return piece[ends[number - 1] + 1 if number else 0 : ends[number]]


def _numbered(ends: Places, places: Places, meanings: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return the number of the line of each place, and what it means."""
    return zip(np.searchsorted(ends, places).tolist(), meanings, strict=False)


def _extended(edits: int) -> Any:
    """Return what Hyperscan takes for so many edits; its type hints leave that type out."""
    extended = vars(hyperscan)["ExpressionExt"]
    if not edits:
        return extended(flags=0)
    return extended(flags=hyperscan.HS_EXT_FLAG_EDIT_DISTANCE, edit_distance=edits)


def _near_patterns(names: Iterable[BrandName]) -> Iterator[tuple[str, int, int]]:
    """Yield patterns for names, each with the edits that are allowed and what a match means.

    The text that they are looked for in has no hyphens.
    """
    for name in names:
        yield from ((text, edits, _NEAR) for text, edits in _of_name(name))
    for letter in sorted({letter for name in names for letter in name.text} & {*ascii_lowercase}):
        yield _RUN.get(letter, letter * 3), 0, _NEAR
        letters = ascii_lowercase + digits
        alike = [one for one in letters if letter in {seen(one), seen(one.upper())}]
        if len(alike) > 1:
            yield f"[{''.join(alike)}]{{3}}", 0, _SEEN


def _always_patterns(registry: Registry) -> Iterator[tuple[str, int, int]]:
    """Yield the same for what is looked for in every line."""
    yield _XN, 0, _ENCODED
    yield from ((text, 0, _ALWAYS) for text in _ENDS)
    for host in _hosts(registry):
        yield rf"(?:^|\.){_literal(host)}(?:\.|$)", 0, _ALWAYS
    for name in registry.host_names:
        if name.short and name.text.isascii():
            yield rf"(?:^|\.){_literal(name.text)}(?:\.|$)", 0, _NEAR


def _of_name(name: BrandName) -> Iterator[tuple[str, int]]:
    """Yield what finds one name in every way in which the guard reads it."""
    yield r"\.*".join(map(_literal, name.text)), 0
    for text in dict.fromkeys((name.skeleton, name.swapped)):
        if text and text.isascii():
            yield _literal(text), 0
    yield _literal(name.text), distance.plain_edits(name.max_edits)
    few = name.max_edits <= 1
    alike = "".join(_alike(letter, name.text if few else "") for letter in name.text)
    yield alike, distance.hard_edits(name.max_edits)


def _alike(letter: str, name: str) -> str:
    """Return a letter with all that look like it, and pairs that do, if a name is given."""
    alike = {letter, *(one for (own, one) in distance.PRICE if own == letter and one.isalnum())}
    pairs = [
        pair for pair, one in distance.MERGED_PAIRS if name and one in alike and pair not in name
    ]
    return f"(?:{'|'.join([_class(alike), *pairs])})" if pairs else _class(alike)


def _literal(text: str) -> str:
    """Return a pattern for a text, its digits read as letters and its hyphens left out."""
    return "".join(
        _class(set(_BARS if letter in _BARS else letter)) if letter.isalnum() else re.escape(letter)
        for letter in text.translate(LEET).replace("-", "")
    )


def _class(letters: set[str]) -> str:
    """Return a pattern for any of these letters, or a digit that is read as one."""
    folded = {one.translate(LEET) for one in letters}
    read = {one for one in digits if one.translate(LEET) in folded}
    return f"[{''.join(sorted(folded | read))}]" if len(folded | read) > 1 else folded.pop()


def _hosts(registry: Registry) -> list[str]:
    """Return the hosts that are judged although no brand's name need be in them."""
    sites = [channel.value for channel in registry.channels if channel.kind == "site"]
    listed = {site.partition("/")[0].lower() for site in sites}
    return sorted({*listed, *registry.official_hosts, *registry.platforms.speaking})
