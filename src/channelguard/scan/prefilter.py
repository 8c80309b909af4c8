"""Which lines of a block can be anything but unknown, found without looking at one line at a time?

Hyperscan reads a whole block for every name at once, with as many edits as the guard allows
(`distance.plain_edits`, `distance.hard_edits`). The few lines in which something matches are asked
what the guard asks first (`Registry.nothing_near`). Lines of other letters than those of hosts,
numbers, names under account platforms and endless lines are always passed on. So nothing may be
lost: what is skipped here is what the guard calls unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any

import ada_url
import hyperscan
import numpy as np

from channelguard import distance, suffix
from channelguard.fold import LEET, seen
from channelguard.model import Host
from channelguard.parse import MAX_CHARS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from channelguard.registry import BrandName, Registry

_PLAIN = f"{ascii_lowercase}{digits}.-\n".encode("ascii")
"""What a line of a host consists of; one with anything else, capitals aside, is passed on."""
_ODD = np.ones(256, np.bool_)
_ODD[list(_PLAIN + _PLAIN.upper())] = False
_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE

_NEAR, _SEEN, _ENCODED, _ALWAYS = range(4)
"""What a match means: a name may be near, or only if capitals are read as they look, a label may be
encoded, or the line is passed on."""

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
        """Compile the patterns of all names; some tenths of a second."""
        patterns = {(text, edits): meaning for text, edits, meaning in _patterns(registry)}
        self._meaning = tuple(patterns.values())
        self._everything = False
        self._scanner = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        try:
            self._scanner.compile(
                expressions=[text.encode("ascii") for text, _ in patterns],
                ids=list(range(len(patterns))),
                elements=len(patterns),
                flags=[_FLAGS] * len(patterns),
                ext=[_extended(edits) for _, edits in patterns],
            )
        except hyperscan.error:
            # A name so short that nearly every line is near it: then every line is passed on.
            self._everything = True
        self._registry = registry
        letters = {letter for name in registry.host_names for letter in name.text}
        self._merges = any(one == "m" or (one, "m") in distance.PRICE for one in letters)

    def suspects(self, block: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a block that have to be judged, in order: number, from 0, and text.

        Args:
            block: Whole lines, each with its line feed.
        """
        if self._everything:
            yield from enumerate(block.split(b"\n")[:-1])
            return
        raw = np.frombuffer(block, np.uint8)
        ends = raw == ord("\n")
        number = at = 0
        behind, asked = 0, {_ALWAYS}
        for place, meaning in sorted(self._places(block, raw)):
            if place < behind and (meaning in asked or _ALWAYS in asked):
                continue  # the line was asked the same, or is passed on already
            number += int(np.count_nonzero(ends[at:place]))
            at = place
            if place >= behind:
                behind, asked = block.find(b"\n", place) + 1, set()
            line = block[block.rfind(b"\n", 0, place) + 1 : behind - 1]
            suspicious = self._suspicious(line, meaning)
            asked.add(_ALWAYS if suspicious else meaning)
            if suspicious:
                yield number, line

    def _places(self, block: bytes, raw: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
        """Yield a place in each line that may have to be judged, and why."""
        yield from self._matches(block, raw)
        rest = block.translate(None, _PLAIN)
        if rest:
            yield from ((int(place), _ALWAYS) for place in np.flatnonzero(_ODD[raw]))
        if self._merges and rest != rest.lower():
            # A host in capitals is also read as it looks, where r and n together are an m.
            yield from ((one.start(), _ALWAYS) for one in re.finditer(rb"(?i)rn", block))
        for place in range(0, len(block) - _HALF, _HALF):
            if block.find(b"\n", place, place + _HALF) < 0:
                yield place, _ALWAYS

    def _matches(self, block: bytes, raw: NDArray[np.uint8]) -> Iterable[tuple[int, int]]:
        """Return the places in which a pattern matches; it never sees hyphens."""
        found: list[tuple[int, int]] = []

        def note(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((end - 1, self._meaning[pattern]))

        self._scanner.scan(block.replace(b"-", b""), match_event_handler=note)
        if not found:
            return ()
        hyphens = np.flatnonzero(raw == ord("-"))
        places, meanings = np.array(found, np.int64).T
        left_out = np.searchsorted(hyphens - np.arange(len(hyphens)), places, side="right")
        return zip((places + left_out).tolist(), meanings.tolist(), strict=True)

    def _suspicious(self, line: bytes, meaning: int) -> bool:
        """Tell whether a line in which something matched has to be judged."""
        if meaning == _ALWAYS or line.translate(None, _PLAIN):
            return True
        if meaning == _SEEN:
            return False
        if b"xn--" in line:
            if not ada_url.check_url(f"http://{line.decode('ascii')}"):
                return True  # it is no host, and has to be named as such
        elif meaning == _ENCODED:
            return False
        text = line.decode("ascii")
        subdomain, name, ending = suffix.split(text)
        host = Host(text, text, name, ending, subdomain, (0, len(text)))
        return not ending or not self._registry.nothing_near(host)


_HALF = MAX_CHARS // 2
"""A line longer than a guard reads has no end in one of these stretches."""


def _extended(edits: int) -> Any:
    """Return what Hyperscan takes for so many edits; its type hints leave that type out."""
    extended = vars(hyperscan)["ExpressionExt"]
    if not edits:
        return extended(flags=0)
    return extended(flags=hyperscan.HS_EXT_FLAG_EDIT_DISTANCE, edit_distance=edits)


def _patterns(registry: Registry) -> Iterator[tuple[str, int, int]]:
    """Yield patterns, each with the edits that are allowed and what a match means.

    The text that they are looked for in has no hyphens.
    """
    for name in registry.host_names:
        if name.text.isascii():  # others stand in lines that are passed on anyway
            yield from ((text, edits, _NEAR) for text, edits in _of_name(name))
    for letter in sorted({letter for name in registry.host_names for letter in name.text}):
        if letter in ascii_lowercase:
            yield _RUN.get(letter, letter * 3), 0, _NEAR
            alike = {
                one for one in ascii_lowercase + digits if letter in {seen(one), seen(one.upper())}
            }
            if alike != {letter}:
                yield f"[{''.join(sorted(alike))}]{{3}}", 0, _SEEN
    yield _XN, 0, _ENCODED
    yield from ((text, 0, _ALWAYS) for text in _ENDS)
    for host in _hosts(registry):
        yield rf"(?:^|\.){_literal(host)}(?:\.|$)", 0, _ALWAYS


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
