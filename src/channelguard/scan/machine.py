"""How are the bytes of a block read, line by line, at the speed of the machine?

All that is compiled to machine code, and the arrays it reads; `gate` and `bound` fill them and say
why. It stands in one file and asks no constant of another, because what is kept of it carries a
digest of this file, and of no other.

Numba keeps it as Python keeps its own, beside the ``.pyc`` files, or where NUMBA_CACHE_DIR says;
and not at all where Python is told to write no bytecode, or nothing can be written. Needs the
packages numba and numpy (extra ``scan``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Bits = NDArray[np.uint64]
    Prices = NDArray[np.int32]
    Whole = Any
    """A whole number of the machine; NumPy's hints know no range of them."""

NEAR, ENCODED, ALWAYS = 1, 2, 4
"""Why a line is passed on: a name may stand in it, a label may be encoded, it has to be judged."""

WIDTH = 5
"""Bits of the class of a byte."""
CLASS = (1 << WIDTH) - 1
"""The class of a byte: a letter or a digit; nought is neither."""
CAPITAL, END, LINE, OTHER, FINAL, START, BARE = 32, 64, 128, 256, 512, 1024, 2048
"""More bits of a byte: a capital; a dot or line feed; a line feed; what no host has; what a number
may end with; what an encoded label or a number in base 16 may begin with; a hyphen."""
_LONG = 4096
"""A bit of a line: a label is too long."""
MOST = 3
"""Pairs that are counted."""
LENGTH = 4
"""Bits of the length of a label that are looked at."""

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789I"
"""What letters of a line have prices of their own; a capital i is an i in a host, and looks like an
l."""
NONE = len(LETTERS)
"""The number of what is no letter."""
WAYS = 2
"""Letters that one pair may be read as: a capital i is two letters."""
LONGEST = 63
"""Letters of the longest name that is looked for, a bit for each."""
KEPT = 5
"""Columns that are kept: two pairs that are read as letters may have changed places."""

_BESIDE = 4
"""How far apart the letters of a run may stand before letters changed places."""
_RUN = 3
"""A letter so many times in a row is a run."""
_FAR = 1 << 20
_S, _DIGITS, _BAR = LETTERS.index("s"), LETTERS.index("0"), LETTERS.index("I")
_LOW = 32
"""What makes a capital a small letter."""
_X, _N, _R, _ZERO, _NINE, _DOT, _HYPHEN = map(ord, "xnr09.-")
_0: Any
_0, _1, _2, _3, _4 = map(np.uint64, range(5))
"""Unsigned, as are all places below: then no code is made for places that count from the end."""


class Signs(NamedTuple):
    """What is asked of all lines."""

    kind: Bits
    """For each byte its class and its other bits."""
    pair: Bits
    """For two classes, the first moved by `WIDTH`, the names that have them side by side."""
    need: Bits
    """The names that need one, two and three of their pairs."""
    asked: np.uint64
    """The bits of bytes that make a line one that has to be looked at."""
    host: np.uint64
    """Most bytes of a host."""
    label: np.uint64
    """Most bytes of a label."""


class Hosts(NamedTuple):
    """Hosts that are looked for."""

    alike: Bytes
    """For each class, one for all that are read as the same letter here."""
    key: Bytes
    """For the first and the last letter of a label and its length, whether a host may have it."""
    text: Bytes
    """The hosts as classes, each with a dot before and behind it, which is nought."""
    size: Bits
    """How many of those belong to each host."""


class Spellings(NamedTuple):
    """Names, with a row for each spelling that is looked for."""

    letter: Bytes
    """For each byte the number of its letter in `LETTERS`; `NONE` for others."""
    look: Bytes
    """For each letter a number that all have that look like it in capitals."""
    pairs: Bits
    """For two letters, as bits, which of the pairs that read as one letter they may be."""
    pair: Bits
    """The same, one way in each place."""
    one: Bytes
    """And the letter that they are read as."""
    name: Bits
    """For each row, the bit of the name."""
    size: Bits
    """Its letters."""
    limit: Prices
    """In units; nought where only the spelling itself is looked for."""
    allowed: Bits
    """The pairs that are read as one letter."""
    price: Prices
    """For each row, letter of the line and place: what it costs to read the one as the other."""
    free: Bits
    """For each row and letter of the line, as bits: the places where that costs nothing."""
    cheap: Bits
    """The same, where it costs less than a letter that is lost."""
    edits: Edits


class Edits(NamedTuple):
    """What other slips cost, in units."""

    more: np.int32
    repeat: np.int32
    digit: np.int32
    slip: np.int32
    swap: np.int32


class Room(NamedTuple):
    """Where a line is taken apart; made once, as it takes longer than many lines do."""

    letters: Bytes
    """The letters, and those that each and the one before it are read as."""
    added: Prices
    """For each letter the lowest price of it as one too many."""
    columns: Prices


_Called = TypeVar("_Called", bound=Callable[..., object])


def _compiled(function: _Called) -> _Called:
    """Return the function, compiled with whoever calls it."""
    return cast("_Called", numba.njit(function))


def _inlined(function: _Called) -> _Called:
    """Return the function, compiled into the one that calls it: a call with arrays takes longer."""
    return cast("_Called", numba.njit(inline="always")(function))


def _kept(function: _Called) -> _Called:
    """Return the function, compiled at the first call, which takes seconds, and kept if it can be.

    Where what was kept cannot be used (torn, of another user, on a full disk) it is compiled anew.
    """
    digest = sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    function.__qualname__ = f"{function.__name__}-{digest}"  # after which Numba calls its files
    plain: Any = numba.njit(function)
    known = [plain]
    if os.environ.get("NUMBA_CACHE_DIR") or not sys.dont_write_bytecode:
        with suppress(RuntimeError):  # there is no folder that can be written
            known = [numba.njit(cache=True)(function)]

    @wraps(function)
    def called(*args: Any) -> Any:
        try:
            return known[0](*args)
        except Exception:  # whatever comes of reading and writing files, pickles among them
            if known[0] is plain:
                raise
            known[0] = plain
            return plain(*args)

    return cast("_Called", called)


@_kept
def read(  # noqa: PLR0913, PLR0917 - arrays, as machine code takes them
    text: Bytes, signs: Signs, hosts: Hosts, names: Spellings, room: Room, found: Bits
) -> int:
    """Fill in the lines that are passed on: number from nought, start, end and why.

    Args:
        text: Whole lines, each with its line feed.
        signs: What is asked of all lines.
        hosts: What is looked for where a label may be one of theirs.
        names: What is looked for where enough pairs were met.
        room: For one line.
        found: Room for all lines that may be passed on; an empty line never is.

    Returns:
        How many they are.
    """
    count, number, start, label, hyphens, before = _0, _0, _0, _0, _0, _0
    one, two, three = _0, _0, _0  # the names of which so many pairs were met
    marks, odd, near, ours = _0, _0, _0, _0
    for at in range(np.uint64(len(text))):
        kind = signs.kind[text[at]]
        marks |= kind
        letter = kind & np.uint64(CLASS)
        if letter:
            pair = signs.pair[before | letter]
            three |= two & pair
            two |= one & pair
            one |= pair
            before = letter << np.uint64(WIDTH)
        elif kind & np.uint64(END):
            first = signs.kind[text[label]]
            odd |= first & np.uint64(START | BARE)
            if at - label > signs.label:
                odd |= np.uint64(_LONG)
            odd |= np.uint64(hosts.key[_key(first, before, at - label - hyphens)])
            if not kind & np.uint64(LINE) or label == start:
                # What stands behind the last dot is an ending, which is no part of a name.
                near = (one & signs.need[_0]) | (two & signs.need[_1]) | (three & signs.need[_2])
                ours = at
            if kind & np.uint64(LINE):
                last = signs.kind[text[at - np.uint64(at > start)]] & np.uint64(FINAL)
                if near | odd | marks & signs.asked | last or at - start > signs.host:
                    why = _why(text, start, at, marks, odd, signs, hosts)
                    judged = why & np.uint64(ALWAYS)
                    if near and not judged and _within(text, start, ours, near, names, room):
                        why |= np.uint64(NEAR)
                    if why:
                        found[count, _0], found[count, _1] = number, start
                        found[count, _2], found[count, _3] = at, why
                        count += _1
                number += _1
                start = at + _1
                one, two, three, before, marks, odd, near = _0, _0, _0, _0, _0, _0, _0
            label, hyphens = at + _1, _0
        else:
            hyphens += _1
    return int(count)


def key(first: Whole, last: Whole, length: Whole) -> Whole:
    """Return the place of a label in the table of keys.

    Args:
        first: What its first byte is.
        last: The class of its last letter, moved by `WIDTH`.
        length: How many letters it has.
    """
    begin = (first & np.uint64(CLASS)) << np.uint64(WIDTH + LENGTH)
    return begin | last >> np.uint64(WIDTH - LENGTH) | length & np.uint64((1 << LENGTH) - 1)


_key = _inlined(key)


@_inlined
def _why(  # noqa: PLR0913, PLR0917 - as above
    text: Bytes,
    start: Whole,
    end: Whole,
    marks: Whole,
    odd: Whole,
    signs: Signs,
    hosts: Hosts,
) -> Whole:
    """Return why a line is passed on, whatever names are near."""
    if marks & np.uint64(OTHER) or odd & np.uint64(_LONG) or end - start > signs.host:
        return np.uint64(ALWAYS)
    if _ends_as_number(text, start, end):
        return np.uint64(ALWAYS)
    if marks & signs.asked and _has_rn(text, start, end):
        return np.uint64(ALWAYS)
    if odd & np.uint64(1 | BARE) and _holds_host(text, start, end, signs, hosts):
        return np.uint64(ALWAYS)
    if odd & np.uint64(START) and _is_encoded(text, start, end):
        return np.uint64(ENCODED)
    return _0


@_compiled
def _ends_as_number(text: Bytes, start: Whole, end: Whole) -> bool:
    """Tell whether the last label may be a number (WHATWG URL), or is not there at all."""
    if end > start and text[end - _1] == _DOT:  # one may follow
        end -= _1
        if end == start or text[end - _1] == _DOT:
            return True
    if end == start:
        return False
    label = end
    while label > start and text[label - _1] != _DOT:
        label -= _1
    if text[label] == _ZERO and text[label + _1] | _LOW == _X:
        return True
    return bool(_ZERO <= text[end - _1] <= _NINE)


@_compiled
def _has_rn(text: Bytes, start: Whole, end: Whole) -> bool:
    """Tell whether a line has an r and an n: beside capitals they are read as they look, as m."""
    for at in range(start + _1, end):
        if text[at] | _LOW == _N and text[at - _1] | _LOW == _R:
            return True
    return False


@_compiled
def _holds_host(text: Bytes, start: Whole, end: Whole, signs: Signs, hosts: Hosts) -> bool:
    """Tell whether one of the hosts stands in a line, its labels whole."""
    line = np.zeros(end - start + _2, np.uint8)  # a dot before and behind it, too
    count = _1
    for at in range(start, end):
        if text[at] != _HYPHEN:
            line[count] = hosts.alike[signs.kind[text[at]] & np.uint64(CLASS)]
            count += _1
    count += _1
    for place in range(count - _1):
        if line[place]:
            continue  # a host begins behind a dot
        begin = _0
        for host in range(np.uint64(len(hosts.size))):
            size, same = hosts.size[host], _0
            most = min(size, count - place)
            while same < most and line[place + same] == hosts.text[begin + same]:
                same += _1
            if same == size:
                return True
            begin += size
    return False


@_compiled
def _is_encoded(text: Bytes, start: Whole, end: Whole) -> bool:
    """Tell whether a label of a line is encoded."""
    for at in range(start, end):
        if (
            (at == start or text[at - _1] == _DOT)
            and end - at > _4
            and text[at] | _LOW == _X
            and text[at + _1] | _LOW == _N
            and text[at + _2] == _HYPHEN
            and text[at + _3] == _HYPHEN
        ):
            return True
    return False


# what names cost


@_inlined
def _within(  # noqa: PLR0913, PLR0917 - as above
    text: Bytes, start: Whole, end: Whole, near: Whole, names: Spellings, room: Room
) -> bool:
    """Tell whether one of the names that are near costs no more than its limit in a line."""
    letters = room.letters[_0]
    count, pairs, last = _0, _0, _0
    for at in range(start, end):
        letter = names.letter[text[at]]
        if letter < NONE:
            letters[count] = letter
            pairs |= names.pairs[last, letter]
            last = np.uint64(letter)
            count += _1
    _insert(letters, count, names.look, names.edits, room.added)
    for row in range(np.uint64(len(names.size))):
        if not names.name[row] & near:
            continue
        free, size, limit = names.free[row], names.size[row], names.limit[row]
        if not limit:
            if _stands(letters, count, free, size):
                return True
            continue
        merged = pairs & names.allowed[row]
        if merged:
            _merge(room.letters, count, merged, names.pair, names.one)
        few = limit // names.edits.swap
        if _lost_at_most(few, room.letters, merged, count, names.cheap[row], size) and _costs(
            room, merged, count, names.price[row], free, size, limit, names.edits
        ):
            return True
    return False


@_compiled
def _insert(letters: Bytes, count: Whole, look: Bytes, edits: Edits, added: Prices) -> None:
    """Find what each letter of a line costs at least as one too many."""
    run = False
    for at in range(count):
        letter = letters[at]
        if letter == _S:
            added[at] = edits.repeat
        elif _DIGITS <= letter < _BAR:
            added[at] = edits.digit
        else:
            added[at] = edits.slip
        same = 0
        first = at - np.uint64(_BESIDE) if at > np.uint64(_BESIDE) else _0
        for other in range(first, at):
            if look[letters[other]] == look[letter]:
                added[at] = added[other] = edits.repeat
                same += 1
        run |= same >= _RUN - 1
    if run:
        for at in range(count):
            if added[at] == edits.repeat:
                added[at] = edits.more


@_compiled
def _merge(letters: Bytes, count: Whole, pairs: Whole, pair: Bits, one: Bytes) -> None:
    """Find the letters that two letters, the second in each place, are read as."""
    for way in range(np.uint64(WAYS)):
        letters[way + _1, _0] = NONE
        for at in range(_1, count):
            first, second = letters[_0, at - _1], letters[_0, at]
            letters[way + _1, at] = NONE
            if pair[first, second, way] & pairs:
                letters[way + _1, at] = one[first, second, way]


@_compiled
def _stands(letters: Bytes, count: Whole, free: Bits, size: Whole) -> bool:
    """Tell whether a spelling stands in a line as it is."""
    begun = _0
    for at in range(count):
        begun = (begun << _1 | _1) & free[letters[at]]
        if begun >> (size - _1):
            return True
    return False


@_compiled
def _lost_at_most(  # noqa: PLR0913, PLR0917 - as above
    few: int, letters: Bytes, merged: Whole, count: Whole, cheap: Bits, size: Whole
) -> bool:
    """Tell whether all letters of a spelling but a few come in a line, in their order.

    Others are lost, or changed places with a neighbour. The longest common subsequence, found for
    all places of the spelling at once (Hyyro 2004): a bit stays where a letter is lost.
    """
    lost = (_1 << size) - _1
    for at in range(count):
        same = cheap[letters[_0, at]]
        if merged:
            for way in range(_1, np.uint64(WAYS + 1)):
                if letters[way, at] != NONE:
                    same |= cheap[letters[way, at]]
        same &= lost
        lost = (lost + same) | (lost - same)
    lost &= (_1 << size) - _1
    for _ in range(few):
        if lost:
            lost &= lost - _1
    return bool(lost == _0)


@_compiled
def _costs(  # noqa: PLR0913, PLR0917 - as above
    room: Room,
    merged: Whole,
    count: Whole,
    price: Prices,
    free: Bits,
    size: Whole,
    limit: Whole,
    edits: Edits,
) -> bool:
    """Tell whether a spelling costs no more than its limit in any part of a line.

    Column by column: what the first letters of the spelling cost if the part ends here.
    """
    letters, columns = room.letters, room.columns
    now = _0
    for place in range(size + _1):
        columns[now, place] = np.int32(place) * edits.slip
    for at in range(count):
        last, now = now, _next(now)
        # A pair beside a letter may be read as the same letter.
        letter, more = letters[_0, at], edits.more if merged else room.added[at]
        columns[now, _0] = 0
        for place in range(size):
            columns[now, place + _1] = min(
                columns[last, place] + price[letter, place], columns[last, place + _1] + more
            )
        if at:
            first = free[letters[_0, at - _1]]
            _swap(first, free[letter], _ago(last, _1), now, columns, limit, edits)
            if merged:
                _pair(letters, at, last, now, columns, price, free, size, limit, edits)
        left = np.int32(0)
        for place in range(size):
            left = min(left + edits.slip, columns[now, place + _1])
            columns[now, place + _1] = left
        if left <= limit:
            return True
    return False


@_compiled
def _next(now: Whole) -> Whole:
    """Return the column behind one."""
    return now + _1 if now + _1 < np.uint64(KEPT) else _0


@_compiled
def _ago(now: Whole, letters: Whole) -> Whole:
    """Return the column so many letters before one."""
    return now - letters if now >= letters else now + np.uint64(KEPT) - letters


@_compiled
def _swap(  # noqa: PLR0913, PLR0917 - as above
    first: Whole,
    second: Whole,
    before: Whole,
    now: Whole,
    columns: Prices,
    limit: Whole,
    edits: Edits,
) -> None:
    """Go on to a column with two letters that changed places, and letters lost between them.

    Args:
        first: Where in the spelling the letter stands that comes first in the line, as bits.
        second: And the other.
        before: The column before both.
        now: The column that is gone on to.
        columns: All of them.
        limit: What is not looked beyond.
        edits: The prices.
    """
    price, lost = edits.swap, _1
    while price <= limit:
        both = first & second << lost
        place = _1
        while both:
            if both & _1:
                other = columns[before, place - lost - _1] + price
                columns[now, place] = min(columns[now, place], other)
            both >>= _1
            place += _1
        price += edits.slip
        lost += _1


@_compiled
def _pair(  # noqa: PLR0913, PLR0917 - as above
    letters: Bytes,
    at: Whole,
    last: Whole,
    now: Whole,
    columns: Prices,
    price: Prices,
    free: Bits,
    size: Whole,
    limit: Whole,
    edits: Edits,
) -> None:
    """Go on to a column with letters that two letters are read as, there or just before."""
    one_ago, two_ago, three_ago = _ago(last, _1), _ago(last, _2), _ago(last, _3)
    for way in range(_1, np.uint64(WAYS + 1)):
        one, first = letters[way, at], letters[way, at - _1]
        if one != NONE:
            for place in range(size):
                columns[now, place + _1] = min(
                    columns[now, place + _1],
                    columns[one_ago, place] + price[one, place],
                    columns[one_ago, place + _1] + edits.more,
                )
            for other in range(np.uint64(WAYS + 1) if at > _1 else _0):
                begun = letters[other, at - _2]
                if begun != NONE:
                    ago = three_ago if other else two_ago
                    _swap(free[begun], free[one], ago, now, columns, limit, edits)
        if first != NONE:
            _swap(free[first], free[letters[_0, at]], two_ago, now, columns, limit, edits)
