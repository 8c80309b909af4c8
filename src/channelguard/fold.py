r"""When do two spellings mean the same, and when do they look the same?

`plain` answers the first (``\uff34\uff30`` in full-width letters is ``tp``), `skeleton` the second
(Cyrillic er for p). Both are made to be compared with their own kind only: the skeleton of ``m`` is
``rn``, which nobody should ever see.

Leaves alone what takes two characters to see or needs a guess: ``vv`` for w, ``4`` for a.

The tables are generated for one Unicode version, so that an answer does not depend on the
interpreter. They map single characters, and nothing here normalises a whole text: a thousand
combining marks on one letter cost a thousand look-ups, not a million comparisons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OVERRIDE, _POP = "\u202e", "\u202c"
"""RIGHT-TO-LEFT OVERRIDE, POP DIRECTIONAL FORMATTING."""
_POP_ISOLATE = "\u2069"
"""POP DIRECTIONAL ISOLATE."""
_ISOLATES = "\u2066\u2067\u2068"
"""LEFT-TO-RIGHT, RIGHT-TO-LEFT and FIRST STRONG ISOLATE."""
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
"""LEFT-TO-RIGHT and RIGHT-TO-LEFT EMBEDDING, LEFT-TO-RIGHT and RIGHT-TO-LEFT OVERRIDE."""
_BIDI = _EMBEDDINGS + _ISOLATES + _POP + _POP_ISOLATE + "\u061c\u200e\u200f"
"""Every bidirectional control; the last three are the ARABIC LETTER, LEFT-TO-RIGHT and
RIGHT-TO-LEFT MARK."""
_LONGEST = 4
"""Most letters that one character is folded to."""
_MAX_DEPTH = 125
"""Deepest nesting of directions that is honoured (UAX 9, BD2)."""
_MIRROR = str.maketrans("()[]{}<>", ")(][}{><")
"""Brackets turn round when their line does."""

_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]+")
"""Hangul letters and syllables; composing these alone is linear."""
_LETTERS = re.compile("[\u1100-\u11ff]")
"""Hangul letters, which may have to be composed."""
_KANA = re.compile("([^\u3099\u309a]?)[\u3099\u309a]")
"""A kana with a voicing mark, or a mark that stands alone."""
_UNSEEN = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Zero-width characters, bidirectional and other controls, fillers, variation selectors, tags."""


def plain(text: str) -> str:
    r"""Return the text in lower case, without marks, invisible characters and letter variants.

    Traditional Han characters become simplified ones. Folding twice is folding once.

    >>> plain("TP\u200bWallet"), plain("\uff54\uff50"), plain("caf\u00e9"), plain("\u9322")
    ('tpwallet', 'tp', 'cafe', '钱')
    """
    if text.isascii():
        return text.lower()
    return _composed(text.translate(_plain_table()))


def skeleton(text: str) -> str:
    r"""Return what a reader sees, in lower case: look-alikes become what they look like.

    The bars come first: a capital I, a one and a vertical line all read as an l. Skeletons compare
    only with skeletons. For each mapping of UTS 39 both sides have the same skeleton.

    >>> skeleton("tpwaIlet"), skeleton("t\u0440wallet"), skeleton("t0ken")
    ('tpwallet', 'tpwallet', 'token')
    """
    if text.isascii():
        return _bars(text.replace("I", "l").lower())
    return _read(_composed(text).translate(_skeleton_table()))


def seen(text: str) -> str:
    """Return the skeleton with ``rn`` read as m, so that it can be shown and measured.

    UTS 39 writes m as ``rn``; two letters for one would count as a slip. Both sides of a
    comparison are read the same way.

    >>> seen("tpwaIlet"), seen("Tom"), seen("torn")
    ('tpwallet', 'tom', 'tom')
    """
    return skeleton(text).replace("rn", "m")


def unencoded(label: str) -> str:
    """Return a label of a host as it is seen: ``xn--`` labels decoded and folded, others as is.

    >>> unencoded("xn--bcher-kva"), unencoded("tom")
    ('bucher', 'tom')
    """
    if not label.startswith("xn--"):
        return label
    import ada_url  # noqa: PLC0415 - 20 ms, and few labels need it

    unicode = ada_url.idna_to_unicode(label)
    return label if unicode == label else seen(unicode)


def unencoded_all(labels: Iterable[str]) -> dict[str, str]:
    """Return what `unencoded` says of each label that it changes, all folded in one go.

    >>> unencoded_all(["xn--bcher-kva", "tom"])
    {'xn--bcher-kva': 'bucher'}
    """
    import ada_url  # noqa: PLC0415 - as above

    decoded = {
        label: ada_url.idna_to_unicode(label) for label in labels if label.startswith("xn--")
    }
    changed = [label for label, text in decoded.items() if text != label]
    if not changed:
        return {}
    texts = seen("\n".join(decoded[label] for label in changed)).split("\n")
    return dict(zip(changed, texts, strict=True))


LEET = str.maketrans("0134579@$", "oleastpas")
"""Digits and signs as the letters they stand for, to find a place; prices are in `distance`."""


def invisible(text: str) -> bool:
    r"""Tell whether the text holds a character that is not seen but changes the text.

    Line breaks and tabs count, as do the variation selectors of emoji.

    >>> invisible("tp\u200bwallet"), invisible("tp wallet")
    (True, False)
    """
    if text.isascii():
        return not text.isprintable()
    return _unseen().search(text) is not None


def unreversed(text: str) -> str:
    r"""Return the text in the order in which it is seen, without bidirectional controls.

    Only RIGHT-TO-LEFT OVERRIDE turns text round; letters that run right to left by nature are
    left in their order.

    >>> unreversed("tp\u202etellaw\u202c.io")
    'tpwallet.io'
    """
    if text.isascii():
        return text
    if _OVERRIDE not in text:
        return text.translate(dict.fromkeys(map(ord, _BIDI)))
    return "".join(_line_seen(line) for line in text.splitlines(keepends=True))


class _Line:
    """One line on its way to the order in which it is seen: a stack of open directions."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, list[str]]] = [("", [])]
        self.ignored = 0

    def open(self, control: str) -> None:
        """Begin a direction, unless there are too many."""
        if len(self.stack) > _MAX_DEPTH:
            self.ignored += 1
        else:
            self.stack.append((control, []))

    def pop(self, kinds: str) -> None:
        """End the innermost direction of these kinds, and what is open inside it."""
        if self.ignored:
            self.ignored -= 1
        elif kinds == _EMBEDDINGS:
            if self.stack[-1][0] and self.stack[-1][0] in kinds:
                self.close()
        elif any(kind and kind in kinds for kind, _ in self.stack):
            while self.stack[-1][0] not in kinds:
                self.close()
            self.close()

    def close(self) -> None:
        """Make what the innermost direction holds one unit of the one around it."""
        kind, units = self.stack.pop()
        if kind == _OVERRIDE:
            units = [u.translate(_MIRROR) if len(u) == 1 else u for u in reversed(units)]
        self.stack[-1][1].append("".join(units))

    def add(self, char: str) -> None:
        """Append a character; a mark stays with its letter when the order is turned."""
        units = self.stack[-1][1]
        if units and unicodedata.combining(char):
            units[-1] += char
        else:
            units.append(char)


def _line_seen(text: str) -> str:
    """Apply the overrides of one line; what is still open ends with the line."""
    words = text.rstrip("\r\n\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e")
    line = _Line()
    for char in words:
        if char in _EMBEDDINGS or char in _ISOLATES:
            line.open(char)
        elif char == _POP:
            line.pop(_EMBEDDINGS)
        elif char == _POP_ISOLATE:
            line.pop(_ISOLATES)
        elif char not in _BIDI:
            line.add(char)
    while len(line.stack) > 1:
        line.close()
    return "".join(line.stack[0][1]) + text[len(words) :]


def _bars(text: str) -> str:
    """Say about lower-case ASCII what the generated tables say, without loading them.

    A chain of `str.replace` takes a third of the time of `str.translate` with two-letter values.
    """
    text = text.replace("0", "o").replace("1", "l").replace("|", "l").replace("m", "rn")
    return text.replace("`", "'").replace('"', "''").replace("%", "o/o")


def _composed(text: str) -> str:
    """Join Hangul letters to syllables and kana to their marks; drop marks that are left over."""
    if _LETTERS.search(text):
        text = _HANGUL.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)
    if "\u3099" in text or "\u309a" in text:
        text = _KANA.sub(_voiced, text)
    return text


def _voiced(found: re.Match[str]) -> str:
    """Return one kana with its mark, or without where there is no such kana."""
    whole = unicodedata.normalize("NFC", found[0]) if found[1] else ""
    return whole if len(whole) == 1 else found[1]


def _read(text: str) -> str:
    """Compose what the mapping left, and put together what it took apart."""
    text = _composed(text)
    if _LETTERS.search(text):
        for letters, char in _sequences():
            text = text.replace(letters, char)
    return text


@cache
def _unseen() -> re.Pattern[str]:
    """Compile the class of invisible characters, at the first text that is not ASCII."""
    return re.compile(f"[{_UNSEEN}]")


@cache
def _han_table() -> dict[int, str]:
    """Load the simplified forms."""
    from channelguard import confusables  # noqa: PLC0415  # 0.2 MB that ASCII never needs

    return dict(zip(map(ord, confusables.HAN_KEYS), confusables.HAN_VALUES, strict=True))


@cache
def _plain_table() -> dict[int, str]:
    """Build the table of `plain`."""
    from channelguard import confusables  # noqa: PLC0415  # as above

    table = {ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for first, last in zip(confusables.UNSEEN[::2], confusables.UNSEEN[1::2], strict=True):
        table |= dict.fromkeys(range(ord(first), ord(last) + 1), "")
    table |= _pairs(confusables.FOLD_KEYS, confusables.FOLD_VALUES)
    # Four ligatures stand for whole sentences (U+FDFA has 18 letters): no name is written so, and
    # a message of them must not grow eighteenfold.
    table = {code: text[:_LONGEST] for code, text in table.items()}
    return table | _han_table()


@cache
def _skeleton_table() -> dict[int, str]:
    """Build the table of `skeleton`."""
    from channelguard import confusables  # noqa: PLC0415  # as above

    return _plain_table() | _pairs(confusables.LOOKS_KEYS, confusables.LOOKS_VALUES)


@cache
def _sequences() -> tuple[tuple[str, str], ...]:
    """Load the letters that together look like one character."""
    from channelguard import confusables  # noqa: PLC0415  # as above

    return confusables.SEQUENCES


def _pairs(keys: str, values: str) -> dict[int, str]:
    """Read a mapping out of a string of keys and a NUL-joined string of values."""
    return dict(zip(map(ord, keys), values.split("\0"), strict=True))
