"""The table of tricks: in which ways is a name imitated, and what does each make of it?

Read it down the columns; the order is that of ties. A trick yields names, and `place` makes a host
or account of each. Two tricks at once are rows of their own, because most real fakes are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from channelguard.variants import beside, edits, looks, places
from channelguard.variants.tables import Tables
from channelguard.variants.target import Target

Draft = tuple[str, str]
"""A lookalike that nobody has looked at: host or account name, and platform of the latter."""
Make = Callable[[Target, Tables], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Trick:
    """One way of imitating a name."""

    id: str
    kinds: str
    """``url``, ``handle`` or both."""
    make: Make
    place: Callable[[Target, str], Draft]
    """What the yielded text is made into."""


def _name(target: Target, made: str) -> Draft:
    """Put another name in the place of the official one."""
    return target.named(made), target.platform


def _host(_target: Target, made: str) -> Draft:
    """Take a whole host, or a host with a path, as it is."""
    return made, ""


def _moved(target: Target, made: str) -> Draft:
    """Take the official name to another platform."""
    return target.name, made


def edited(target: Target, tables: Tables) -> Iterator[str]:
    """Yield single edits of every kind in turn, so that the first ones are of all kinds."""
    turns = [make(target, tables) for make in _EDITS]
    while turns:
        for turn in list(turns):
            name = next((one for one in turn if one != target.name), None)
            if name is None:
                turns.remove(turn)
            else:
                yield name


def _edit_affix(target: Target, tables: Tables) -> Iterator[str]:
    sides = beside.around(target, tables)
    for name, (before, after) in beside.crossed(edited(target, tables), sides):
        yield before + name + after


def _edit_edit(target: Target, tables: Tables) -> Iterator[str]:
    """Edit twice; each first edit begins with another second one, so that they vary."""
    for name, turn in beside.crossed(enumerate(edited(target, tables)), range(_TURNS)):
        again = list(edited(replace(target, name=name[1], words=(name[1],)), tables))
        if again:
            yield again[(name[0] * _STEP + turn) % len(again)]


def _edit_ending(target: Target, tables: Tables) -> Iterator[str]:
    for name, one in beside.crossed(edited(target, tables), places.endings(target, tables)):
        yield replace(target, suffix=one).named(name)


def _edit_hosting(target: Target, tables: Tables) -> Iterator[str]:
    for name, host in beside.crossed(edited(target, tables), tables.hosting):
        yield f"{name}.{host}"


_EDITS: tuple[Make, ...] = (
    looks.digit, edits.omission, edits.doubling, edits.transposition, looks.look, looks.merged,
    edits.keyboard, edits.plural, edits.vowel, edits.insertion, edits.sound, beside.separator,
)  # fmt: skip
"""The edits that go together with another trick."""
_TURNS = 1_000
"""How many second edits there are at most for each first; more than a name of 63 letters has."""
_STEP = 7
"""By how much the second edit moves on; odd, and no divisor of the number of kinds."""

# fmt: off
TRICKS: tuple[Trick, ...] = (
    #     id                kinds         make                    place
    Trick("omission",       "url handle", edits.omission,         _name),
    Trick("doubling",       "url handle", edits.doubling,         _name),
    Trick("transposition",  "url handle", edits.transposition,    _name),
    Trick("keyboard",       "url handle", edits.keyboard,         _name),
    Trick("replacement",    "url handle", edits.replacement,      _name),
    Trick("insertion",      "url handle", edits.insertion,        _name),
    Trick("vowel",          "url handle", edits.vowel,            _name),
    Trick("sound",          "url handle", edits.sound,            _name),
    Trick("bitflip",        "url handle", edits.bitflip,          _name),
    Trick("plural",         "url handle", edits.plural,           _name),
    Trick("number",         "url handle", edits.number,           _name),
    Trick("digit",          "url handle", looks.digit,            _name),
    Trick("look",           "url handle", looks.look,             _name),
    Trick("merged",         "url handle", looks.merged,           _name),
    Trick("homoglyph",      "url handle", looks.homoglyph,        _name),
    Trick("script",         "url handle", looks.script,           _name),
    Trick("accent",         "url handle", looks.accent,           _name),
    Trick("case",           "handle",     places.case,            _name),
    Trick("separator",      "url handle", beside.separator,       _name),
    Trick("swapped",        "url handle", beside.swapped,         _name),
    Trick("affix",          "url handle", beside.affix,           _name),
    Trick("affixes",        "url handle", beside.affixes,         _name),
    Trick("tail",           "handle",     beside.tail,            _name),
    Trick("abbreviation",   "url handle", beside.abbreviation,    _name),
    Trick("ending",         "url",        places.ending,          _host),
    Trick("dot",            "url",        places.dot,             _host),
    Trick("glued",          "url",        places.glued,           _host),
    Trick("nested",         "url",        places.nested,          _host),
    Trick("hosting",        "url",        places.hosting,         _host),
    Trick("path",           "url",        places.path,            _host),
    Trick("other-platform", "handle",     places.other_platform,  _moved),
    Trick("edit+edit",      "url handle", _edit_edit,             _name),
    Trick("edit+affix",     "url handle", _edit_affix,            _name),
    Trick("edit+ending",    "url",        _edit_ending,           _host),
    Trick("edit+hosting",   "url",        _edit_hosting,          _host),
    Trick("affix+ending",   "url",        places.affix_ending,    _host),
    Trick("affix+hosting",  "url",        places.affix_hosting,   _host),
)
# fmt: on
"""Every trick, in the order in which equals are ranked."""

CLASSES = tuple(trick.id for trick in TRICKS)
"""The names of the classes."""

_CODES = frozenset({"case", "digit", "look"})
"""What is done with a code that nobody can choose: only what the eye takes for the same."""
_PARTS = frozenset({"glued", "nested"})
"""What is done with a host whose domain is imitated by itself: only what is about the whole."""


def fitting(target: Target) -> list[Trick]:
    """Return the tricks that make sense for a target, in order."""
    return [
        trick
        for trick in TRICKS
        if target.kind in trick.kinds.split()
        and (not target.code or trick.id in _CODES)
        and (not target.part or trick.id in _PARTS)
        and (trick.id != "case" or target.code)
    ]
