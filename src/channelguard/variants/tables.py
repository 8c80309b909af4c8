"""With what are names altered? The tables of the registry, turned to answer that.

Neighbours of keys from the rows of keyboards, letters that look alike from UTS 39 and the prices of
slips, words and hosts from the lists of the registry: what fakes choose most comes first.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from channelguard import distance, fold, suffix
from channelguard.registry import Registry

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


class Tables:
    """The tables. Built once for a registry; immutable by convention."""

    def __init__(self, registry: Registry) -> None:
        """Put the lists of a registry into the order in which they are used."""
        rows = registry.variants
        first = rows["first"]
        words = registry.words.roles | registry.words.lures
        self.vowels: str = rows["vowels"]
        self.sounds = tuple(map(tuple, rows["sounds"]))
        self.numbers = tuple(first["numbers"])
        self.site_words = _ordered(first["sites"], words)
        self.account_words = _ordered(first["accounts"], words)
        self.hosting = _ordered(first["hosting"], registry.platforms.hosting)
        self.shared = tuple(one for one in self.hosting if not suffix.is_public_suffix(one))
        """Hosting companies with one host for all, where the customer's name is the path."""
        self.platforms = registry.platforms
        self.keys = _keys([one["rows"] for one in rows["keyboards"]])
        """Neighbours of each key, those of the first keyboard first."""
        self._firsts = first["endings"]
        self._alphabets: dict[str, str] = {one["id"]: one["chars"] for one in rows["alphabets"]}

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Public suffixes: those that fakes choose most, then every other one of one label."""
        return _ordered(self._firsts, suffix.top_level())

    @cached_property
    def digits(self) -> dict[str, str]:
        """Digits that stand for a letter, and the other way round."""
        pairs = [pair for pair in _priced(distance.LOOK) if pair[1].isdigit()]
        return _table([*pairs, *((other, letter) for letter, other in pairs)])

    @cached_property
    def alike(self) -> dict[str, str]:
        """Letters that look like a letter, the most alike first."""
        pairs = [*_priced(distance.LOOK), *_priced(distance.ALIKE)]
        return _table([pair for pair in pairs if pair[1].isalpha()])

    @cached_property
    def glyphs(self) -> dict[str, dict[str, str]]:
        """Letters of other alphabets that look like a letter, by alphabet."""
        seen = {fold.skeleton(letter): letter for letter in LETTERS}
        return {
            alphabet: _table(
                [
                    (seen[fold.skeleton(char)], char)
                    for char in chars
                    if fold.skeleton(char) in seen and not fold.plain(char).isascii()
                ]
            )
            for alphabet, chars in self._alphabets.items()
        }

    @cached_property
    def accents(self) -> dict[str, str]:
        """Letters that are a letter with a mark."""
        chars = "".join(self._alphabets.values())
        return _table([(fold.plain(char), char) for char in chars if fold.plain(char) in LETTERS])


def _ordered(first: list[str], others: frozenset[str] | list[str]) -> tuple[str, ...]:
    """Return the first ones as they are, then the others: ASCII before the rest, by alphabet."""
    return tuple(dict.fromkeys([*first, *sorted(others, key=lambda one: (not one.isascii(), one))]))


def _priced(price: float) -> list[tuple[str, str]]:
    return [pair for pair, worth in distance.PRICE.items() if worth == price]


def _table(pairs: list[tuple[str, str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for letter, other in pairs:
        if other not in table.get(letter, ""):
            table[letter] = table.get(letter, "") + other
    return table


def _keys(keyboards: list[list[str]]) -> dict[str, str]:
    """Return the neighbours of each key: beside it, and the two between which it stands."""
    pairs: list[tuple[str, str]] = []
    for rows in keyboards:
        for row in rows:
            pairs += pairwise(row)
        for upper, lower in pairwise(rows):
            for at, key in enumerate(lower):
                pairs += [(key, above) for above in upper[at : at + 2]]
    both = (pair for one, other in pairs for pair in ((one, other), (other, one)))
    return _table(list(both))
