"""How far is one spelling from another, in slips that people and forgers make?

Plain edit distance treats ``tokenp0cket`` and ``tokenpxcket`` alike. Here a slip costs less the
more alike the letters look, the nearer their keys lie, or the more it is a mere repetition. Prices
are fitted by ``tools/fit_prices.py`` on the development data of 2026-11; the corpus freezes what
they do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

from channelguard.fold import LEET

LOOK = 0.15
"""Price of a digit or sign for the letter it stands for in leet (``0`` for o, ``1`` for l)."""
ALIKE = 0.3
"""Price of a letter that looks alike in common fonts (``q`` for p, ``f`` for t)."""
DIGIT = 0.5
"""Price of any other digit in place of a letter or between letters: words have none."""
REPEAT = 0.35
"""Price of a doubled letter, and of a plural s behind a word of the name."""
MORE = 0.05
"""Price of each further repetition of a letter already doubled."""
SWAP = 0.8
"""Price of two neighbours changing places."""
SLIP = 1.0
"""Price of everything else: one letter more, less or other."""
GONE = 1.2
"""What a missing letter counts towards the loss of a word: a replaced one keeps the shape."""
_TINY = 2
"""A word of so few letters cannot spare one: a missing letter counts like any other slip."""
MERGED = 0.2
"""Price of two letters that read as one (``vv`` for w)."""

FAR = 99.0
"""The price of spellings that were not compared because they cannot be near."""

_LEET = {
    "a": "4@", "b": "8", "e": "3", "g": "96", "i": "1!|l", "l": "1|!i", "o": "0", "p": "9",
    "q": "9", "s": "5$", "t": "7+", "z": "2",
}  # fmt: skip
_ALIKE = {
    "a": "oqe", "b": "dh6p", "c": "eok", "d": "b", "e": "c", "f": "t", "g": "q", "h": "bn",
    "i": "jt", "j": "i", "k": "x", "l": "tj7f", "m": "n", "n": "mhr", "o": "qacu", "p": "qrfb",
    "q": "pg", "r": "n", "t": "fl1i", "u": "vo", "v": "uyw", "w": "v", "x": "k", "y": "v",
}  # fmt: skip
MERGED_PAIRS = (
    ("vv", "w"),
    ("uu", "w"),
    ("rn", "m"),
    ("cl", "d"),
    ("lc", "k"),
    ("lk", "k"),
    ("ri", "n"),
    ("ci", "a"),
    ("ii", "u"),
)
"""Two letters that read as one, and the one."""

PRICE: dict[tuple[str, str], float] = {}
"""Price of one letter for another where it is not `SLIP`; leet overrides mere likeness."""
for _table, _worth in ((_ALIKE, ALIKE), (_LEET, LOOK)):
    PRICE |= {(letter, other): _worth for letter, others in _table.items() for other in others}


_MIN_SCORE = 62
"""Least rapidfuzz ``partial_ratio`` of a window that is looked at, in percent."""
_SPARE = 2
"""How many windows around the best are priced: the end of a name is where it is longest unsure."""


def windows(name: str, text: str) -> list[tuple[int, int]]:
    """Return where in a longer text the name may stand, most likely first; mostly nowhere.

    >>> windows("tokenpocket", "asiatok8npocketx")[0]
    (4, 15)
    >>> windows("tokenpocket", "somethingelsealtogether")
    []
    """
    best = fuzz.partial_ratio_alignment(name, text.translate(LEET), score_cutoff=_MIN_SCORE)
    if best is None or not best.score:
        return []
    found = [
        (OSA.distance(name, text[start:end], score_cutoff=_MOST), start, end)
        for start in range(max(0, best.dest_start - 1), min(len(text), best.dest_start + 2))
        for end in range(best.dest_end - 1, min(len(text), best.dest_end + 1) + 1)
        if end - start >= len(name) - 2
    ]
    found.sort()
    return [(start, end) for far, start, end in found[:_SPARE] if far <= _MOST]


def nearest(text: str, names: tuple[str, ...], limit: int) -> str:
    """Return the name that is at most ``limit`` plain edits away, the nearest; else empty."""
    found = (
        process.extractOne(text, names, scorer=OSA.distance, score_cutoff=limit) if limit else None
    )
    return found[0] if found else ""


class Slips(NamedTuple):
    """The price of reading one spelling as another."""

    cost: float
    worst_part: float
    """Highest share of a part's letters that were lost: 1.0 where a whole word is another one."""
    hard: int = 0
    """How many single edits are more than one letter for another that looks alike."""


def plain_edits(most: int) -> int:
    """Return how many plain edits a spelling may be away, digits read as letters.

    Args:
        most: The name's own limit, its ``max_edits``.
    """
    return max(2, most + 1)


def hard_edits(most: int) -> int:
    """Return how many edits it may be away that do not look alike, however many others there are.

    A host further away by both measures is read as the name by nobody, though a long row of cheap
    edits may add up to little. Two letters
    for one are two edits, and none where the name has few and they stand there once for its own.
    """
    return max(1, most)


def slips(
    name: str, text: str, parts: tuple[str, ...], *, limit: float, most: int | None = None
) -> Slips:
    """Return the price of the slips that turn ``name`` into ``text``, at most slightly too high.

    Args:
        name: The true spelling, lower case, without separators.
        text: The other spelling, folded the same way.
        parts: The words that ``name`` is made of, in order.
        limit: Nothing above is of interest; the answer is then `FAR`.
        most: The name's own limit of edits in a host; see `plain_edits` and `hard_edits`. None for
            account names, which are chosen from what is free and read one at a time.

    >>> slips("tpwallet", "tpvvallet", ("tp", "wallet"), limit=1).cost
    0.2
    >>> slips("tpwallet", "tpwalelt", ("tp", "wallet"), limit=1).cost
    0.8
    """
    best = Slips(FAR, 1.0)
    run = _RUN.search(text) is not None and any(one[1] in name for one in _RUN.finditer(text))
    for spelling, ones, places in _spellings(name, text):
        if abs(len(spelling) - len(name)) > limit + 1 and not run:
            continue
        if OSA.distance(name, spelling, score_cutoff=_MOST) > _MOST:
            continue
        straight, swaps = _unswapped(name, spelling)
        few = (most or 0) <= 1
        found = _price(name, straight, parts, ones if few else "", limit=limit)
        merged = places - len(ones) if few else _TWO * places
        hard = found.hard + _TWO * swaps + merged
        if most is not None and not run and _far(name, text, hard, most):
            continue
        cost = found.cost + len(ones) * MERGED + swaps * SWAP
        if cost < best.cost:
            best = Slips(round(cost, 3), found.worst_part, hard)
    return best if best.cost <= limit else Slips(FAR, 1.0)


def _far(name: str, text: str, hard: int, most: int) -> bool:
    """Tell whether a text is further from a name than a host may be, by both measures."""
    if hard <= hard_edits(most):
        return False
    plain = plain_edits(most)
    return Levenshtein.distance(name, text.translate(LEET), score_cutoff=plain) > plain


_ROUNDED = 0.0005
"""Half of the last place to which a price is rounded, as sums of tenths are not exact."""
_TWO = 2
"""Plain edits of a swap, and of two letters for one."""
_RUN = re.compile(r"(.)\1\1")
"""A letter three times or more: such repetitions are nearly free, so that length says little."""
_MOST = 6
"""Most plain edits looked at; six cheap ones (leet) still cost less than one slip."""


def in_reach(  # noqa: PLR0913 - what `slips` takes, and the host as it is written
    name: str, text: str, parts: tuple[str, ...], *, limit: float, apart: str, most: int
) -> bool:
    """Tell whether a name can be read in a host with slips at all, at a fraction of the price.

    Args:
        name: The true spelling, lower case, without separators.
        text: A host without its suffix and separators.
        parts: The words that ``name`` is made of, in order.
        limit: Price above which a reading is of no interest.
        apart: The host with its separators.
        most: As for `slips`.

    >>> parts = ("token", "pocket")
    >>> in_reach("tokenpocket", "tokempoket", parts, limit=3, apart="tokempoket", most=3)
    True
    >>> in_reach("tokenpocket", "pocketguide", parts, limit=3, apart="pocket-guide", most=3)
    False
    """
    if apart == text:
        if not like(name, text):
            return False
        if OSA.distance(name, text, score_cutoff=_NEAR) <= _NEAR:
            return True
        return _priced(name, text, parts, limit, most)
    flats = {*apart.replace("-", "").split(".")}
    words = {*apart.replace("-", ".").split(".")} - flats
    return any(_priced(name, one, parts, limit, most) for one in flats if like(name, one)) or any(
        slips(name, one, parts, limit=limit, most=most).cost <= limit
        for one in words
        if abs(len(one) - len(name)) <= most and like(name, one)
    )


def _priced(name: str, text: str, parts: tuple[str, ...], limit: float, most: int) -> bool:
    """Tell whether a label, or a stretch of it, is within the limit."""
    longer = windows(name, text) if len(text) > len(name) else []
    return any(
        slips(name, one, parts, limit=limit, most=most).cost <= limit
        for one in (text, *(text[start:end] for start, end in longer))
    )


def like(name: str, text: str) -> bool:
    """Tell whether a text of a host has enough of the name to be looked at."""
    letters = text if text.isalpha() else text.translate(LEET)
    if fuzz.partial_ratio(name, letters, score_cutoff=_MIN_SCORE):
        return True
    others = _spellings(name, text)[1:]
    return any(
        fuzz.partial_ratio(name, one.translate(LEET), score_cutoff=_MIN_SCORE)
        for one, _, _ in others
    )


_NEAR = 3
"""Plain edits up to which it is quicker to look than to price first."""


def _spellings(name: str, text: str) -> list[tuple[str, str, int]]:
    """Return the text with pairs that read as one letter: the text, the letters, and how many."""
    found = [(text, "", 0)]
    for pair, one in MERGED_PAIRS:
        if pair in text and pair not in name:
            found += [
                (known.replace(pair, one), ones + one, places + known.count(pair))
                for known, ones, places in found
            ]
    return found[:8]


def _unswapped(name: str, text: str) -> tuple[str, int]:
    """Put neighbours back that changed places; return the text and how many pairs there were."""
    far = Levenshtein.distance(name, text)
    swaps = 0
    if far < 2 or OSA.distance(name, text) == far:  # noqa: PLR2004 - a swap is two plain edits
        return text, 0
    for at in range(len(text) - 1):
        other = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if Levenshtein.distance(name, other) <= far - 2:
            text, far, swaps = other, far - 2, swaps + 1
    return text, swaps


def _price(name: str, text: str, parts: tuple[str, ...], ones: str, *, limit: float) -> Slips:
    """Price the cheapest row of single edits between two spellings; `FAR` above the limit.

    One of the letters `ones` stands for a pair, and is two edits where it is any.
    """
    part_at = _part_at(parts)
    lost = [0.0] * len(parts)
    cost, hard = 0.0, 0
    edits = cast("list[tuple[str, int, int]]", Levenshtein.editops(name, text).as_list())
    for tag, at, place in edits:
        part = part_at[at]
        if tag == "replace":
            price = _replaced(name[at], text[place])
            loss = SLIP if price == ALIKE else price
        elif tag == "insert":
            edge = at == len(name) or part_at[at - 1] != part
            price = loss = _inserted(text, place, edge=edge)
        else:
            price = SLIP
            loss = GONE if len(parts[part]) > _TINY else SLIP
        cost += price
        if cost > limit + _ROUNDED:
            return Slips(FAR, 1.0)
        lost[part] += loss
        if tag == "delete":
            hard += 1
        elif tag == "insert" or price >= DIGIT:
            hard += _TWO if text[place] in ones else 1
    return Slips(
        cost, max(letters / len(part) for letters, part in zip(lost, parts, strict=True)), hard
    )


def _replaced(letter: str, other: str) -> float:
    return PRICE.get((letter, other), DIGIT if other.isdigit() else SLIP)


def _inserted(text: str, at: int, *, edge: bool) -> float:
    letter = text[at]
    if letter in (text[at - 1 : at], text[at + 1 : at + 2]):
        return MORE if letter * 3 in text else REPEAT
    if edge and letter == "s":
        return REPEAT
    return DIGIT if letter.isdigit() else SLIP


@cache
def _part_at(parts: tuple[str, ...]) -> tuple[int, ...]:
    """Return for each place in a name, and the one behind it, the number of its part."""
    places = [index for index, part in enumerate(parts) for _ in part]
    return (*places, len(parts) - 1)
