"""How far is one spelling from another, in slips that people and forgers make?

Plain edit distance treats ``tokenp0cket`` and ``tokenpxcket`` alike. Here a slip costs less the
more alike the letters look, the nearer their keys lie, or the more it is a mere repetition. Prices
are fitted by ``tools/fit_prices.py`` on the development data of 2026-11; the corpus freezes what
they do.
"""

from __future__ import annotations

from dataclasses import dataclass

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
_MERGED = (("vv", "w"), ("uu", "w"), ("rn", "m"), ("cl", "d"), ("lc", "k"), ("lk", "k"), ("ri", "n"), ("ci", "a"), ("ii", "u"))

PRICE: dict[tuple[str, str], float] = {}
for _table, _price in ((_ALIKE, ALIKE), (_LEET, LOOK)):
    for _letter, _others in _table.items():
        for _other in _others:
            PRICE[_letter, _other] = _price


@dataclass(frozen=True, slots=True)
class Slips:
    """The price of reading one spelling as another."""

    cost: float
    worst_part: float
    """Highest share of a part's letters that were lost: 1.0 where a whole word is another one."""


def slips(name: str, text: str, parts: tuple[str, ...], *, limit: float) -> Slips:
    """Return the price of the slips that turn ``name`` into ``text``, at most slightly too high.

    Args:
        name: The true spelling, lower case, without separators.
        text: The other spelling, folded the same way.
        parts: The words that ``name`` is made of, in order.
        limit: Nothing above is of interest; the answer is then `FAR`.

    >>> slips("tpwallet", "tpvvallet", ("tp", "wallet"), limit=1).cost
    0.2
    >>> slips("tpwallet", "tpwalelt", ("tp", "wallet"), limit=1).cost
    0.8
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 26 ms that an official name never needs

    best = Slips(FAR, 1.0)
    for spelling, extra in _spellings(name, text):
        if abs(len(spelling) - len(name)) > 2 * limit + 2:
            continue
        if OSA.distance(name, spelling, score_cutoff=_MOST) > _MOST:
            continue
        straight, swaps = _unswapped(name, spelling)
        found = _price(name, straight, parts)
        cost = found.cost + extra + swaps * SWAP
        if cost < best.cost:
            best = Slips(round(cost, 3), found.worst_part)
    return best if best.cost <= limit else Slips(FAR, 1.0)


_MOST = 6
"""Most plain edits looked at; six cheap ones (leet) still cost less than one slip."""


def _spellings(name: str, text: str) -> list[tuple[str, float]]:
    found = [(text, 0.0)]
    for pair, one in _MERGED:
        if pair in text and pair not in name:
            found += [(known.replace(pair, one), extra + MERGED) for known, extra in found]
    return found[:8]


def _unswapped(name: str, text: str) -> tuple[str, int]:
    """Put neighbours back that changed places; return the text and how many pairs there were."""
    from rapidfuzz.distance import OSA, Levenshtein  # noqa: PLC0415 - see slips

    far = Levenshtein.distance(name, text)
    swaps = 0
    if OSA.distance(name, text) == far:
        return text, 0
    for at in range(len(text) - 1):
        other = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if Levenshtein.distance(name, other) <= far - 2:
            text, far, swaps = other, far - 2, swaps + 1
    return text, swaps


def _price(name: str, text: str, parts: tuple[str, ...]) -> Slips:
    """Price the cheapest row of single edits between two spellings."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - see slips

    edges = {0, len(name)}
    for part in parts:
        edges.add(max(edges - {len(name)}) + len(part))
    lost = [0.0] * len(parts)
    cost = 0.0
    for step in Levenshtein.editops(name, text):
        price = _single(name, text, step.tag, step.src_pos, step.dest_pos, edges)
        cost += price
        loss = SLIP if price == ALIKE else price
        lost[_part(parts, step.src_pos)] += GONE if step.tag == "delete" else loss
    return Slips(cost, max(letters / len(part) for letters, part in zip(lost, parts, strict=True)))


def _single(name: str, text: str, tag: str, at: int, there: int, edges: set[int]) -> float:
    if tag == "replace":
        price = PRICE.get((name[at], text[there]))
        if price is not None:
            return price
        return DIGIT if text[there].isdigit() else SLIP
    if tag == "insert":
        letter = text[there]
        if letter in (text[there - 1 : there], text[there + 1 : there + 2]):
            return MORE if letter * 3 in text else REPEAT
        if letter == "s" and at in edges - {0}:
            return REPEAT
        return DIGIT if letter.isdigit() else SLIP
    return SLIP


def _part(parts: tuple[str, ...], at: int) -> int:
    """Return which part the letter at a place belongs to."""
    for index, part in enumerate(parts):
        at -= len(part)
        if at < 0:
            return index
    return len(parts) - 1
