"""What does one registry file say, if everybody who reads it must read the same?

Accepts mappings, lists and texts. Refuses what makes YAML a programming language or a riddle:
anchors, aliases, tags, merge keys, directives, a second document, a key given twice, hidden
characters, and bare words that some reader takes for a number, a truth value or nothing.
Leaves alone comments, quoting styles, block texts, ``---`` before the only document, a byte order
mark, and a bare date such as ``2026-11-22``, which stays a text.

The stream of events is walked as it is produced, and walking stops at the limits; no tree exists
before it is known to be small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 16
"""Deepest nesting of mappings and lists; the schema needs five levels."""

MAX_NODES = 50_000
"""Most keys, values and lists in one file; the reviewed brand file has about 3,000."""

MAX_HIDDEN = 20
"""Most different hidden characters that are reported for one file."""

MAX_FAULTS = 400
"""Most problems after which a file is not read on."""

MAX_SHOWN = 48
"""Longest piece of a file that a problem repeats, in characters before escaping."""

Place = tuple[str | int, ...]
"""Keys and positions from the top of the file to a value, such as ``("channels", 0, "value")``."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
)
"""Numbers of YAML 1.2, among them ``1e3``, which YAML 1.1 takes for a text."""

_READ_AS = {
    "bool": "a truth value",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a time",
}

_BLANK = frozenset(
    "\u034f"  # COMBINING GRAPHEME JOINER
    "\u115f\u1160"  # HANGUL CHOSEONG FILLER, HANGUL JUNGSEONG FILLER
    "\u17b4\u17b5"  # KHMER VOWEL INHERENT AQ, KHMER VOWEL INHERENT AA
    "\u180b\u180c\u180d\u180f"  # MONGOLIAN FREE VARIATION SELECTORS
    "\u2800"  # BRAILLE PATTERN BLANK
    "\u3164\uffa0"  # HANGUL FILLER, HALFWIDTH HANGUL FILLER
)
"""Letters and marks that show nothing; format characters are found by their category."""


_UNSEEN = (
    (0xFE00, 0xFE0F),  # VARIATION SELECTOR-1 to VARIATION SELECTOR-16
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xE0000, 0xE0FFF),  # tags, VARIATION SELECTOR-17 to VARIATION SELECTOR-256
)
"""First and last of ranges that show nothing and whose category does not say so everywhere."""

_NO_CHARACTER = 0xFFFE
"""The last two code points of every plane are no characters; they have these bits set."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file."""

    line: int
    """Counted from one; nought where the whole file is meant."""
    place: str
    """Such as ``channels.3.value``; empty where the whole file is meant."""
    text: str
    """What is wrong, one line; pieces of the file in it are escaped and shortened."""


@dataclass(slots=True)
class Document:
    """What a file says, and what is wrong with it as YAML."""

    tree: dict[str, Any] = field(default_factory=dict)
    """Nested dictionaries, lists and strings; empty where nothing could be read."""
    lines: dict[Place, int] = field(default_factory=dict)
    """The line on which each key or list item begins."""
    problems: list[Problem] = field(default_factory=list)
    """In file order; empty for a good file."""
    sound: bool = True
    """False where `tree` is not the whole file, so that checking its schema would mislead."""

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest thing around it that exists."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


class _ReadingError(Exception):
    """Reading cannot go on; carries the last problem."""

    def __init__(self, line: int, text: str, place: Place = ()) -> None:
        super().__init__(text)
        self.problem = Problem(line, place_name(place), text)


def shown(text: str) -> str:
    r"""Return a piece of a file in quotes, in ASCII, cut at `MAX_SHOWN` characters.

    >>> shown("tok\u0435n\n" + "x" * 100)
    "'tok\\u0435n\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'"
    """
    cut = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "..."
    return ascii(cut)


def place_name(place: Place) -> str:
    r"""Write a place with dots; keys come from the file and are escaped and shortened.

    >>> place_name(("channels", 3, "va\u200blue"))
    'channels.3.va\\u200blue'
    """
    return ".".join(shown(part)[1:-1] if isinstance(part, str) else str(part) for part in place)


def read_yaml(data: bytes) -> Document:
    r"""Read one file; every fault ends up in `Document.problems`, none is raised.

    >>> read_yaml(b"a: [x, 'no']\n").tree
    {'a': ['x', 'no']}
    >>> [(problem.line, problem.text) for problem in read_yaml(b"a: x\nb: no\n").problems]
    [(2, "'no' would be read as a truth value: quote it")]
    """
    document = Document()
    try:
        text = _decoded(data)
        _refuse_hidden(text, document)
        _Walk(text, document).document()
    except _ReadingError as fault:
        document.problems.append(fault.problem)
        document.sound = False
    except yaml.YAMLError as fault:
        document.problems.append(_syntax(fault))
        document.sound = False
    return document


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise _ReadingError(line, f"byte {fault.start} is not UTF-8") from fault


def _refuse_hidden(text: str, document: Document) -> None:
    plain = text.replace("\r\n", "\n")
    found = sorted(letter for letter in set(plain) if letter != "\n" and _hidden(letter))
    for letter in found[:MAX_HIDDEN]:
        line = plain.count("\n", 0, plain.index(letter)) + 1
        document.problems.append(Problem(line, "", _not_allowed(letter)))
    if document.problems:
        last = document.problems.pop()
        raise _ReadingError(last.line, last.text)


def _hidden(letter: str) -> bool:
    """Say whether a reviewer would not see this character, or would see another order."""
    category, number = unicodedata.category(letter), ord(letter)
    return (
        category in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        or (category == "Zs" and letter != " ")
        or letter in _BLANK
        or any(first <= number <= last for first, last in _UNSEEN)
        or number & _NO_CHARACTER == _NO_CHARACTER
    )


def _not_allowed(letter: str) -> str:
    name = unicodedata.name(letter, "control character")
    return f"U+{ord(letter):04X} ({name}) is not allowed: nobody could see it in review"


def _syntax(fault: yaml.YAMLError) -> Problem:
    mark = getattr(fault, "problem_mark", None)
    words = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "not YAML"
    return Problem(mark.line + 1 if mark else 0, "", f"not YAML: {shown(str(words))[1:-1]}")


class _Walk:
    """One pass over the events of one file."""

    def __init__(self, text: str, document: Document) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._document = document
        self._nodes = 0

    def document(self) -> None:
        """Read the only document of the file into the `Document`."""
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _ReadingError(0, "the file is empty")
        if start.version or start.tags:
            raise _ReadingError(start.start_mark.line + 1, "directives are not allowed")
        top = next(self._events)
        if not isinstance(top, yaml.MappingStartEvent):
            raise _ReadingError(top.start_mark.line + 1, "the file must be a mapping of keys")
        self._document.tree = self._node(top, (), 1)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _ReadingError(after.start_mark.line + 1, "a second document is not allowed")

    def _problem(self, event: Any, place: Place, text: str) -> None:
        line = event.start_mark.line + 1
        self._document.problems.append(Problem(line, place_name(place), text))
        if len(self._document.problems) > MAX_FAULTS:
            raise _ReadingError(line, "too many problems; the rest of the file is not read")

    def _node(self, event: Any, place: Place, depth: int) -> Any:
        line = event.start_mark.line + 1
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _ReadingError(line, f"more than {MAX_NODES} values")
        self._document.lines.setdefault(place, line)
        for what, given in (("anchors", event.anchor), ("tags", getattr(event, "tag", None))):
            if given is not None and not isinstance(event, yaml.AliasEvent):
                self._unsound(event, place, f"{what} are not allowed")
        if isinstance(event, yaml.AliasEvent):
            self._unsound(event, place, "aliases are not allowed")
            return ""
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, place)
        if depth > MAX_DEPTH:
            raise _ReadingError(line, f"nested deeper than {MAX_DEPTH} levels", place[:3])
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place, depth)
        return self._mapping(place, depth)

    def _unsound(self, event: Any, place: Place, text: str) -> None:
        self._problem(event, place, text)
        self._document.sound = False

    def _list(self, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*place, len(items)), depth + 1))
        return items

    def _mapping(self, place: Place, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                line = event.start_mark.line + 1
                raise _ReadingError(line, "a key must be a text", place)
            if event.value == "<<" and event.implicit[0]:
                self._unsound(event, place, "merge keys are not allowed")
            key = self._node(event, (*place, event.value), depth + 1)
            if key in pairs:
                first = self._document.lines[(*place, key)]
                self._problem(event, (*place, key), f"given twice, first on line {first}")
            value = self._node(next(self._events), (*place, key), depth + 1)
            pairs.setdefault(key, value)
        return pairs

    def _text(self, event: yaml.ScalarEvent, place: Place) -> str:
        text = str(event.value)
        if event.implicit[0] and (kind := _read_as(text)):
            hint = "quote it" if text else 'write "" or leave the key out'
            self._problem(event, place, f"{shown(text)} would be read as {kind}: {hint}")
        plain = text.isascii() and text.isprintable()  # nearly every text; nothing hides there
        for letter in () if plain else sorted(set(text)):
            # An escape inside double quotes brings in what the raw file may not hold.
            if letter != "\n" and _hidden(letter):
                self._problem(event, place, _not_allowed(letter))
        return text


def _read_as(text: str) -> str:
    """Say what some YAML reader takes a bare word for; empty where all take it for a text."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        kind = _READ_AS.get(tag.rpartition(":")[2], "something else than a text")
        if pattern.match(text) and text != "<<":
            return "" if kind == "a time" and _DATE.fullmatch(text) else kind
    return "a number" if _NUMBER.fullmatch(text) else ""
