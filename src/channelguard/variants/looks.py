"""What does a name become if its letters are changed for others that look alike?

One letter first, then all that are the same, then two places, then everything: campaigns use
between one and four.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from channelguard import distance
from channelguard.variants.edits import replaced
from channelguard.variants.tables import Tables
from channelguard.variants.target import Target

_CAPITAL = {"l": "I", "I": "l"}
"""A small l and a capital I are one bar in many fonts; account names keep their capitals."""


def digit(target: Target, tables: Tables) -> Iterator[str]:
    """Write digits for letters, or letters for digits: ``t0kenpocket``."""
    yield from _changed(target.name, tables.digits)


def look(target: Target, tables: Tables) -> Iterator[str]:
    """Write letters for others of the same shape: ``tokenqocket``, ``tpwaIlet``."""
    if target.platform:
        for at, letter in enumerate(target.name):
            if letter in _CAPITAL:
                yield target.name[:at] + _CAPITAL[letter] + target.name[at + 1 :]
    yield from _changed(target.name, tables.alike)


def merged(target: Target, _tables: Tables) -> Iterator[str]:
    """Write two letters that read as one, or one for two: ``tpvvallet``."""
    for name in _remade(target.name):
        yield name
    for name in _remade(target.name):
        yield from _remade(name)


def homoglyph(target: Target, tables: Tables) -> Iterator[str]:
    """Write letters of another alphabet for one letter or all that are the same."""
    for glyphs in tables.glyphs.values():
        yield from _changed(target.name, glyphs, most=1)


def script(target: Target, tables: Tables) -> Iterator[str]:
    """Write every letter that can be in one other alphabet; the whole name where all can."""
    for glyphs in tables.glyphs.values():
        for turn in range(max(map(len, glyphs.values()), default=0)):
            letters = (glyphs.get(letter.lower(), letter) for letter in target.name)
            yield "".join(letter[turn % len(letter)] for letter in letters)


def accent(target: Target, tables: Tables) -> Iterator[str]:
    """Write one letter with a mark, or all that are the same."""
    yield from _changed(target.name, tables.accents, most=1)


def _changed(name: str, others: Mapping[str, str], most: int = 2) -> Iterator[str]:
    """Yield the name with one letter changed, the same one everywhere, two, and as many as can."""
    places = [at for at, letter in enumerate(name) if letter.lower() in others]
    for at in places:
        for other in others[name[at].lower()]:
            yield replaced(name, at, other)
    for letter in dict.fromkeys(name[at] for at in places):
        for other in others[letter.lower()]:
            yield name.replace(letter, other.upper() if letter.isupper() else other)
    if most == 1:
        return
    yield _everywhere(name, others, places)
    for one, two in combinations(places, 2):
        for first, second in product(others[name[one].lower()], others[name[two].lower()]):
            yield replaced(replaced(name, one, first), two, second)
    for leave in places:
        yield _everywhere(name, others, [at for at in places if at != leave])


def _everywhere(name: str, others: Mapping[str, str], places: list[int]) -> str:
    for at in places:
        name = replaced(name, at, others[name[at].lower()][0])
    return name


def _remade(name: str) -> Iterator[str]:
    """Yield the name with one letter taken apart, or two put together."""
    low = name.lower()
    for pair, one in distance.MERGED_PAIRS:
        for old, new in ((one, pair), (pair, one)):
            at = low.find(old)
            while at >= 0:
                yield name[:at] + new + name[at + len(old) :]
                at = low.find(old, at + 1)
