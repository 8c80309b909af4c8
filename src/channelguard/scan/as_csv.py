r"""What is a finding as a row that a spreadsheet opens and does not run?

Rows of RFC 4180 in UTF-8 with a heading, CRLF behind each, in the order of `Finding`'s fields,
the rules in one cell with spaces between.
A text cell is *marked* if a spreadsheet might take it for a formula, if it holds a character that
does not show itself, or if it begins with an apostrophe. A marked cell is an apostrophe, then the
text with ``\`` doubled and every character that does not show itself as ``\x1b``, ``\u202e`` or
``\U000e0041``. So a cell is never a formula, never has a second line, and controls no terminal, and
`original` gives back every text exactly:

======================  =====================================
text                    cell
======================  =====================================
``tp-wallet.example``   ``tp-wallet.example``
``@TokenPocket_TR``     ``'@TokenPocket_TR``
``=1+1``                ``'=1+1``
``'quoted``             ``''quoted``
a, ESCAPE, ``\``        ``'a\x1b\\``
======================  =====================================

Leaves alone commas and quotes, which RFC 4180 has quotes for, and numbers, none of
which is negative.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from typing import TYPE_CHECKING

from channelguard.harmless import visible
from channelguard.scan.as_json import FIELDS, as_dict
from channelguard.scan.form import Form, Text

if TYPE_CHECKING:
    from channelguard.scan.finding import Finding

MARK = "'"
"""What a marked cell begins with; spreadsheets take it for the sign of plain text."""

FORMULA = frozenset("=+-@")
"""What a formula begins with, in any of the widths and heights that NFKC makes equal; after OWASP,
CSV Injection."""

_ESCAPE = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")

_BYTE, _PLANE = 0xFF, 0xFFFF
"""The last code points that two and four hexadecimal digits write."""


def cell(text: str) -> str:
    r"""Return ``text`` so that a spreadsheet shows it and runs nothing.

    >>> cell("@TokenPocket_TR"), cell("tp-wallet.example"), cell("\t=1")
    ("'@TokenPocket_TR", 'tp-wallet.example', "'\\x09=1")
    """
    shows = (text.isascii() and text.isprintable()) or all(map(visible, text))
    if shows and not text.startswith(MARK) and not _like_a_formula(text):
        return text
    return MARK + "".join(map(_written, text))


def original(text: str) -> str:
    """Return the text that `cell` was given.

    >>> original("'@TokenPocket_TR"), original("tp-wallet.example")
    ('@TokenPocket_TR', 'tp-wallet.example')
    """
    return _ESCAPE.sub(_read, text[1:]) if text.startswith(MARK) else text


class CsvRows(Form):
    """Findings as rows of CSV below a heading."""

    def __init__(self, out: Text) -> None:
        """Write the heading to ``out``, which must leave line ends as they are."""
        self._rows = csv.writer(out, lineterminator="\r\n")
        self._rows.writerow(FIELDS)

    def write(self, finding: Finding) -> None:
        """Write one row."""
        values = as_dict(finding) | {"rules": " ".join(finding.rules)}
        self._rows.writerow([cell(one) if isinstance(one, str) else one for one in values.values()])


def _like_a_formula(text: str) -> bool:
    """Tell whether ``text``, spaces before it aside, begins as a formula does."""
    first = text.lstrip()[:1]
    return unicodedata.normalize("NFKC", first)[:1] in FORMULA if first else False


def _written(char: str) -> str:
    if char == "\\":
        return r"\\"
    if visible(char):
        return char
    number = ord(char)
    if number <= _BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= _PLANE else f"\\U{number:08x}"


def _read(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    return chr(int(digits, 16)) if digits else "\\"
