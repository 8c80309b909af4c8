"""Which lines of a block can be anything but unknown, found without looking at one line at a time?

Hyperscan reads a whole block for every name at once, with as many edits as the guard allows
(`distance.plain_edits`, `distance.hard_edits`). Lines of other letters than those of hosts,
numbers, encoded names, names under account platforms and endless lines are always passed on. So
nothing may be lost: what is skipped here is what the guard calls unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import hyperscan
import numpy as np

from channelguard import distance
from channelguard.fold import LEET
from channelguard.parse import MAX_CHARS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import BrandName, Registry

_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-\n"
"""What a line of a host consists of; everything else is passed on."""
_FOLD = bytes.maketrans(
    bytes(digit for digit in LEET if chr(digit).isdigit()),
    bytes(letter for digit, letter in LEET.items() if chr(digit).isdigit()),
)
_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE
_RUN_OF = {letter: letter * 3 for letter in ascii_lowercase}
_RUN_OF["w"] = "www[a-z0-9]|[a-z0-9]www"
"""What finds a letter three times or more; ``www`` is mostly a label of its own."""
_RUNS = frozenset(_RUN_OF.values())
_BARS = "[il]"
"""A capital i is an i in a host, and looks like an l."""


class Prefilter:
    """The candidates of one registry, ready for blocks of lines."""

    def __init__(self, registry: Registry) -> None:
        """Compile the patterns of all names; some tenths of a second."""
        patterns = dict.fromkeys(_patterns(registry))
        self._everything = False
        self._scanner = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        expressions = [(text.encode("ascii"), edits) for text, edits in patterns]
        try:
            self._scanner.compile(
                expressions=[text for text, _ in expressions],
                ids=list(range(len(expressions))),
                elements=len(expressions),
                flags=[_FLAGS] * len(expressions),
                ext=[_extended(edits) for _, edits in expressions],
            )
        except hyperscan.error:
            # A name so short that nearly every line is near it: then every line is passed on.
            self._everything = True
        self._runs = frozenset(at for at, (text, _) in enumerate(patterns) if text in _RUNS)
        self._gate = registry.host_gate
        self._merges = any("m" in name.text for name in registry.host_names)

    def suspects(self, block: bytes) -> tuple[Sequence[int], NDArray[np.int64]]:
        """Return which lines of a block have to be judged.

        Args:
            block: Whole lines, each with its line feed.

        Returns:
            Their numbers, from 0, in order; and where every line ends in the block.
        """
        raw = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(raw == ord("\n"))
        if self._everything or not len(ends):
            return range(len(ends)), ends
        found = {*self._near(block), *_numbers(raw, ends), *_odd(block, raw, ends)}
        if len(block) > MAX_CHARS:
            found.update(np.flatnonzero(np.diff(ends, prepend=-1) > MAX_CHARS).tolist())
        places = [*_places(b"--", block), *_places(b"0x", block), *_places(b"0X", block)]
        if self._merges and not block.islower():
            # A host in capitals is also read as it looks, where r and n together are an m.
            places += [one.start() for one in re.finditer(rb"(?i)rn", block)]
        found.update(np.searchsorted(ends, np.array(places, np.int64)).tolist())
        return sorted(found), ends

    def _near(self, block: bytes) -> Iterator[int]:
        """Yield the numbers of the lines in which a pattern matches."""
        text = block.translate(_FOLD, b"-")
        places: dict[int, bool] = {}

        def note(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
            places[end] = places.get(end, False) or pattern not in self._runs

        self._scanner.scan(text, match_event_handler=note)
        at = number = 0
        for place, sure in sorted(places.items()):
            number += text.count(b"\n", at, place)
            at = place
            if sure or self._gate.near(_letters(text, place)):
                yield number


def _letters(text: bytes, place: int) -> str:
    """Return the letters and digits of the line around a place."""
    end = text.find(b"\n", place)
    line = text[text.rfind(b"\n", 0, place) + 1 : end if end >= 0 else len(text)]
    return line.replace(b".", b"").decode("ascii", "replace").lower()


def _numbers(raw: NDArray[np.uint8], ends: NDArray[np.int64]) -> Sequence[int]:
    """Return the lines that end in a digit, or in a dot, which may hide one (WHATWG URL)."""
    last = raw[ends - 1]
    digit = (last >= ord("0")) & (last <= ord("9"))
    found: list[int] = np.flatnonzero(digit | (last == ord("."))).tolist()
    return found


def _odd(block: bytes, raw: NDArray[np.uint8], ends: NDArray[np.int64]) -> Sequence[int]:
    """Return the lines with anything else than letters, digits, dots and hyphens."""
    if not block.translate(None, _PLAIN):
        return ()
    found: list[int] = np.searchsorted(ends, np.flatnonzero(_ODD[raw])).tolist()
    return found


_ODD = np.ones(256, np.bool_)
_ODD[list(_PLAIN)] = False


def _places(part: bytes, block: bytes) -> Iterator[int]:
    at = block.find(part)
    while at >= 0:
        yield at
        at = block.find(part, at + 1)


def _extended(edits: int) -> Any:
    """Return what Hyperscan takes for so many edits; its type hints leave that type out."""
    extended = vars(hyperscan)["ExpressionExt"]
    if not edits:
        return extended(flags=0)
    return extended(flags=hyperscan.HS_EXT_FLAG_EDIT_DISTANCE, edit_distance=edits)


def _patterns(registry: Registry) -> Iterator[tuple[str, int]]:
    """Yield patterns, each with the edits that are allowed.

    The text that they are looked for in has no hyphens, and letters in place of digits.
    """
    for name in registry.host_names:
        if name.text.isascii():  # others stand in lines that are passed on anyway
            yield from _of_name(name)
    for host in _hosts(registry):
        yield rf"(?:^|\.){_literal(host)}(?:\.|$)", 0
    letters = {letter for name in registry.host_names for letter in name.text}
    yield from ((_RUN_OF[letter], 0) for letter in sorted(letters & _RUN_OF.keys()))


def _of_name(name: BrandName) -> Iterator[tuple[str, int]]:
    """Yield what finds one name in every way in which the guard reads it."""
    if name.short:
        yield rf"(?:^|\.){_literal(name.text)}(?:\.|$)", 0
        return
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
    others = {one for (own, one) in distance.PRICE if own == letter and one.isalnum()}
    folded = {one.translate(LEET) for one in {letter, *others}}
    single = f"[{''.join(sorted(folded))}]"
    pairs = [
        pair
        for pair, one in distance.MERGED_PAIRS
        if name and one in {letter, *others} and pair not in name
    ]
    return f"(?:{'|'.join([single, *pairs])})" if pairs else single


def _literal(text: str) -> str:
    """Return a pattern for a text as it stands in the folded block."""
    return "".join(
        _BARS if letter in "il" else re.escape(letter)
        for letter in text.translate(LEET).replace("-", "")
    )


def _hosts(registry: Registry) -> list[str]:
    """Return the hosts that are judged although no brand's name need be in them."""
    sites = [channel.value for channel in registry.channels if channel.kind == "site"]
    listed = {site.partition("/")[0].lower() for site in sites}
    return sorted({*listed, *registry.official_hosts, *registry.platforms.speaking})
