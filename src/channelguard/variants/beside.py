"""What does a name become if its words are parted, moved, cut, or given company?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import TypeVar

from channelguard.variants.tables import Tables
from channelguard.variants.target import MARKS, Target

_MOST_WORDS = 4
"""Most words that are put into every order; 24 of them for four."""
_TAIL = re.compile(rf"[{re.escape(MARKS)}][^{re.escape(MARKS)}]+$")

First = TypeVar("First")
Second = TypeVar("Second")


def separator(target: Target, _tables: Tables) -> Iterator[str]:
    """Put a mark between words or letters, take one away, or take another."""
    name = target.name
    edges = [end for end in target.ends() if end < len(name)]
    for at, letter in enumerate(name):
        if letter in MARKS:
            yield name[:at] + name[at + 1 :]
            yield from (name[:at] + mark + name[at + 1 :] for mark in target.marks)
    for at in dict.fromkeys([*edges, *range(1, len(name))]):
        yield from (name[:at] + mark + name[at:] for mark in target.marks)
    for mark in target.marks:
        yield mark.join(target.words)


def swapped(target: Target, _tables: Tables) -> Iterator[str]:
    """Put the words into another order: ``pockettoken``."""
    if len(target.words) <= _MOST_WORDS:
        for words in permutations(target.words):
            if words != target.words:
                yield from (mark.join(words) for mark in ("", *target.marks))


def affix(target: Target, tables: Tables) -> Iterator[str]:
    """Put a word for staff or bait behind or in front: ``tokenpocket-claim``."""
    for before, after in around(target, tables):
        yield before + target.name + after


def affixes(target: Target, tables: Tables) -> Iterator[str]:
    """Put words on both sides: ``get-tokenpocket-app``."""
    before = [one for one, _ in around(target, tables) if one]
    after = [one for _, one in around(target, tables) if one]
    for one, other in crossed(before, after):
        yield one + target.name + other


def abbreviation(target: Target, tables: Tables) -> Iterator[str]:
    """Put a word beside an abbreviation of the brand: ``tpw-support``."""
    for word, short in crossed(words_for(target, tables), target.shorts):
        for mark in ("", *target.marks):
            yield short + mark + word
            yield word + mark + short


def tail(target: Target, tables: Tables) -> Iterator[str]:
    """Take the last word off that a mark parts from the rest, or put another in its place."""
    stem = _TAIL.sub("", target.name)
    if stem != target.name:
        yield stem
        for word in words_for(target, tables):
            yield from (stem + mark + word for mark in ("", *target.marks))


def around(target: Target, tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield what stands in front of a name and behind it: a word on one side."""
    for word in words_for(target, tables):
        for mark in (*target.marks[:1], "", *target.marks[1:]):
            yield "", mark + word
            yield word + mark, ""


def words_for(target: Target, tables: Tables) -> tuple[str, ...]:
    """Return the words that stand beside such a name, the most frequent first."""
    return tables.account_words if target.platform else tables.site_words


def crossed(first: Iterable[First], second: Iterable[Second]) -> Iterator[tuple[First, Second]]:
    """Yield every pair, those of the earliest of both first.

    >>> list(crossed("ab", "xyz"))[:4]
    [('a', 'x'), ('a', 'y'), ('b', 'x'), ('a', 'z')]
    """
    firsts, seconds = list(first), list(second)
    for total in range(len(firsts) + len(seconds) - 1):
        for at in range(max(0, total - len(seconds) + 1), min(total + 1, len(firsts))):
            yield firsts[at], seconds[total - at]
