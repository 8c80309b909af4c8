"""Where do a name and the official one differ, letter by letter?

Puts the two under each other with carets below what differs, in columns that hold for wide
characters too. Leaves alone names that have too little in common to be lined up.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from channelguard.fold import skeleton
from channelguard.harmless import ascii_host, code_point, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 100
"""Code points of the longest name that is lined up; more would wrap in a terminal."""

ALIKE = 0.5
"""Least share of letters in common; below it carets would stand under everything. A guess."""

_NAMED = 4
"""Most characters of one run that are named; of a whole word in other letters these tell enough."""

_WORDS_READ = 64
"""Most words of a name that are looked at; a display name has a handful."""

_HOST_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # FULL STOP and the three that browsers equate
_WORDS = re.compile(r"[\s./@:\"']+")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""Bidirectional classes whose characters reorder the line they stand in."""

Pair = tuple[str, str]
"""What stands here and what the official name has there; either may be empty."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two names lined up."""

    seen: str
    """The name of the input, ready to print: padded, nothing invisible, dots in brackets."""
    official: str
    """The official name, padded alike."""
    carets: str
    """Spaces and ``^``, in the same columns."""
    changes: tuple[Pair, ...]
    """Each run of differing characters, raw."""
    ascii: str = ""
    """The ASCII form of the whole host, if the name is one with other letters; else empty."""


def width(text: str) -> int:
    r"""Return how many columns of a terminal ``text`` takes.

    >>> width("tp"), width("\u94b1\u5305"), width("e\u0301")
    (2, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def padded(text: str, columns: int) -> str:
    """Return ``text`` with spaces up to ``columns`` of a terminal."""
    return text + " " * (columns - width(text))


def of_hosts(seen: str, resolved: str, official: str) -> Difference | None:
    r"""Line up a host with an official value, by the labels that are most alike.

    Args:
        seen: The host as written.
        resolved: What DNS is asked for.
        official: A registry value: host, host with path, or mailbox.

    >>> found = of_hosts("tp-waIlet.io", "tp-wailet.io", "tpwallet.io")
    >>> print(found.seen, found.official, found.carets, sep="\n")
    tp-waIlet
    tp wallet
      ^  ^
    """
    written = [_decoded(label) for label in _HOST_DOTS.split(seen.strip("."))]
    if "%" in seen:
        written = [_decoded(label) for label in resolved.split(".")]
    there, _, path = official.rpartition("@")[2].partition("/")
    labels = there.split(".")
    wanted = [*(labels[:-1] or labels), *filter(None, path.split("/"))]
    here, wish = _nearest(written[:-1] or written, wanted)
    if here.lower() == wish.lower():
        here, wish = ".".join(written), there
    return compare(here, wish, ascii_form=resolved)


def of_names(seen: str, official: str) -> Difference | None:
    """Line up an account or display name with an official value, by the words most alike.

    >>> found = of_names("TokenPocket_TR", "TokenPocket_TP")
    >>> found.changes
    (('R', 'P'),)
    """
    there, _, path = official.partition("/")
    labels = there.rpartition("@")[2].split(".")
    wanted = [*(labels[:-1] or labels), *filter(None, path.split("/"))]
    here, wish = _nearest([seen.strip("\"' "), *_WORDS.split(seen)], wanted)
    if "." in official and here.lower() == wish.lower():
        return None
    # A name may hold a host, whose letters must not stand without their ASCII form.
    hosts = not seen.isascii() and any(dot in seen for dot in ".\u3002\uff0e\uff61")
    return compare(here, wish, ascii_form=ascii_host(here) if hosts else None)


def compare(seen: str, official: str, *, ascii_form: str | None = None) -> Difference | None:
    """Line up ``seen`` with ``official``; None where they are equal or have too little in common.

    Args:
        seen: One name; capital letters differ only where nothing else does.
        official: The other.
        ascii_form: For a host, what DNS is asked for. Letters outside ASCII are then shown only if
            that form stands beside them.
    """
    same = seen == official if ascii_form is None else seen.lower() == official.lower()
    if same or not seen or not official or max(len(seen), len(official)) > LONGEST:
        return None
    pairs = _aligned(seen, official, exact=seen.lower() == official.lower())
    common = sum(here != "" and there != "" and same for here, there, same in pairs)
    enough = common >= min(len(official), ALIKE * max(len(seen), len(official)))
    if not enough and _alike(seen, official) < ALIKE:
        return None
    is_host = ascii_form is not None
    beside = "" if seen.isascii() or ascii_form is None else ascii_form or ascii_host(seen)
    lines = _lines(pairs, spelt_out=is_host and not beside)
    return Difference(*lines, changes=_changes(pairs), ascii=beside)


def _nearest(seen: Iterable[str], official: Iterable[str]) -> Pair:
    """Return the two that are most alike, the first of equals."""
    wanted = [name for name in official if name]
    short = islice((name for name in seen if 0 < len(name) <= LONGEST), _WORDS_READ)
    pairs = ((here, there) for here in short for there in wanted)
    return max(pairs, key=lambda pair: _alike(*pair), default=("", ""))


def _alike(seen: str, official: str) -> float:
    """Return the share of letters that two names have in common, by looks where not in ASCII."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  only an answer with reasons needs it

    if not (seen.isascii() and official.isascii()):
        looks = Levenshtein.normalized_similarity(skeleton(seen), skeleton(official))
    else:
        looks = 0.0
    return max(looks, Levenshtein.normalized_similarity(_small(seen), _small(official)))


def _aligned(seen: str, official: str, *, exact: bool) -> list[tuple[str, str, bool]]:
    """List the characters of both, side by side, and whether they agree."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  only an answer with reasons needs it

    here, there = (seen, official) if exact else (_small(seen), _small(official))
    pairs: list[tuple[str, str, bool]] = []
    for step in Levenshtein.opcodes(here, there):
        left = seen[step.src_start : step.src_end]
        right = official[step.dest_start : step.dest_end]
        pairs += [
            (left[at : at + 1], right[at : at + 1], step.tag == "equal")
            for at in range(max(len(left), len(right)))
        ]
    return pairs


def _small(text: str) -> str:
    """Lower the case without changing the number of characters."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _lines(pairs: list[tuple[str, str, bool]], *, spelt_out: bool) -> tuple[str, str, str]:
    """Return the two names and the carets, in the same columns."""
    seen = official = carets = ""
    for here, there, same in pairs:
        upper, lower = _cell(here, spelt_out=spelt_out), _cell(there, spelt_out=False)
        columns = max(width(upper), width(lower))
        seen += padded(upper, columns)
        official += padded(lower, columns)
        carets += (" " if same else "^") * columns
    return seen.rstrip(), official.rstrip(), carets.rstrip()


def _cell(char: str, *, spelt_out: bool) -> str:
    """Return how one character stands in a line: itself, in brackets, or its code point."""
    if char in {".", "@"}:
        return f"[{char}]"
    if not char or "!" <= char <= "~":
        return char
    stands = visible(char) and width(char) and char != " "
    if char == " ":
        return char
    if spelt_out or not stands or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
        return code_point(char)
    return char


def _changes(pairs: list[tuple[str, str, bool]]) -> tuple[Pair, ...]:
    """Join neighbouring characters that differ."""
    runs = (list(run) for same, run in groupby(pairs, key=lambda pair: pair[2]) if not same)
    return tuple(
        ("".join(here for here, _, _ in run), "".join(there for _, there, _ in run)) for run in runs
    )


def named(text: str) -> str:
    r"""Return ``text`` with the code point and name of every character that needs them.

    A single character always has them, of several only those outside ASCII.

    >>> named("I"), named("-claim"), named("\u0440")
    ('I (U+0049 LATIN CAPITAL LETTER I)', '-claim', '\u0440 (U+0440 CYRILLIC SMALL LETTER ER)')
    """
    if len(text) > 1 and text.isascii():
        return "".join(_cell(char, spelt_out=False) for char in text)
    out = []
    for char in text[:_NAMED]:
        cell = _cell(char, spelt_out=False)
        name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
        out.append(name if cell.startswith("<U+") or not cell.strip() else f"{cell} ({name})")
    return " ".join([*out, "..."] if len(text) > _NAMED else out)


def _decoded(label: str) -> str:
    """Return an ``xn--`` label as it would be shown; any other unchanged."""
    import ada_url  # noqa: PLC0415 - 20 ms, and few labels need it

    return ada_url.idna_to_unicode(label) if label.lower().startswith("xn--") else label
