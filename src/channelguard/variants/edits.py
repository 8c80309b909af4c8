"""What does a name become by slips of the finger, of the ear, or of the memory?

Each trick yields other names. That a name comes twice, or is impossible, is found out later.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from channelguard.variants.tables import DIGITS, LETTERS, Tables
from channelguard.variants.target import Target

_BITS = 8
"""Bits of a byte: a name in ASCII has one for each letter."""


def omission(target: Target, _tables: Tables) -> Iterator[str]:
    """Leave one letter out: ``tokenpoket``."""
    name = target.name
    for at, letter in enumerate(name):
        if letter.isalnum():
            yield name[:at] + name[at + 1 :]


def doubling(target: Target, _tables: Tables) -> Iterator[str]:
    """Write one letter twice, then three times: ``tokenpockket``."""
    name = target.name
    for times in (2, 3):
        for at, letter in enumerate(name):
            if letter.isalnum():
                yield name[:at] + letter * times + name[at + 1 :]


def transposition(target: Target, _tables: Tables) -> Iterator[str]:
    """Exchange two letters, neighbours first: ``tokenpokcet``."""
    name = target.name
    for apart in (1, 2):
        for at in range(len(name) - apart):
            end = at + apart
            yield name[:at] + name[end] + name[at + 1 : end] + name[at] + name[end + 1 :]


def keyboard(target: Target, tables: Tables) -> Iterator[str]:
    """Hit the key beside: ``tokenpocjet``."""
    for at, letter in enumerate(target.name):
        for key in tables.keys.get(letter.lower(), ""):
            yield replaced(target.name, at, key)


def replacement(target: Target, _tables: Tables) -> Iterator[str]:
    """Take any other letter, then any digit: campaigns go through them all."""
    for kind in (LETTERS, DIGITS):
        for at, letter in enumerate(target.name):
            if letter.isalnum():
                yield from (replaced(target.name, at, other) for other in kind)


def insertion(target: Target, tables: Tables) -> Iterator[str]:
    """Hit two keys at once, or one too many at either end: ``tokenpockjet``, ``tokenpockete``."""
    name = target.name
    for at, letter in enumerate(name):
        for key in tables.keys.get(letter.lower(), ""):
            yield name[:at] + key + name[at:]
            yield name[: at + 1] + key + name[at + 1 :]
    for key in LETTERS + DIGITS:
        yield name + key
        yield key + name


def vowel(target: Target, tables: Tables) -> Iterator[str]:
    """Take another vowel: ``tokanpocket``."""
    for at, letter in enumerate(target.name):
        if letter.lower() in tables.vowels:
            for other in tables.vowels:
                yield replaced(target.name, at, other)


def sound(target: Target, tables: Tables) -> Iterator[str]:
    """Spell a sound in another way: ``tokenpokket``."""
    name, low = target.name, target.name.lower()
    for group in tables.sounds:
        for one, other in product(group, group):
            at = low.find(one)
            while at >= 0:
                yield name[:at] + other + name[at + len(one) :]
                at = low.find(one, at + 1)


def bitflip(target: Target, _tables: Tables) -> Iterator[str]:
    """Turn one bit over, as memory does by accident: ``tokefpocket``."""
    for at, letter in enumerate(target.name):
        for bit in range(_BITS):
            other = chr(ord(letter) ^ (1 << bit))
            if other.isascii() and (other.isalnum() or other in target.marks):
                yield target.name[:at] + other + target.name[at + 1 :]


def plural(target: Target, _tables: Tables) -> Iterator[str]:
    """Add an s to a word, or take it away: ``tokenspocket``."""
    name = target.name
    for end in reversed(target.ends()):
        yield f"{name[:end]}s{name[end:]}"
        yield f"{name[:end]}es{name[end:]}"
        if name[:end].lower().endswith("s"):
            yield name[: end - 1] + name[end:]


def number(target: Target, tables: Tables) -> Iterator[str]:
    """Put a number behind or in front: ``tokenpocket24``."""
    for digits in tables.numbers:
        for mark in ("", *target.marks):
            yield target.name + mark + digits
        yield digits + target.name


def replaced(name: str, at: int, other: str) -> str:
    """Return the name with another letter at a place, a capital for a capital."""
    return name[:at] + (other.upper() if name[at].isupper() else other) + name[at + 1 :]
