"""How is a text read in which a secret may stand, and where does the secret stand in it?

Takes accents, invisible characters and the escapes of addresses away before `masking_keys` and
`masking_phrases` look, and leads what they find back to the text as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from channelguard.masking_keys import keys
from channelguard.masking_phrases import phrases
from channelguard.mnemonics import FOLDS, fold_words

Span = tuple[int, int]

_FOLDED = re.compile(
    "[^\x00-\x7f\u2010-\u2027\u3000-\u3029\u3030-\u303f\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20]"
)
"""Letters that may be written in more than one way, and what is not seen."""
_BYTES = re.compile("(?:%[0-9A-Fa-f]{2})+")
_ESCAPED = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
_PIECES = re.compile("(?:%[0-9A-Fa-f]{2})+|.", re.DOTALL)


def secrets(text: str) -> Iterator[Span]:
    """Yield where secrets stand, whatever order they are found in."""
    escaped = "%" in text and _ESCAPED.search(text) is not None
    if not escaped and (text.isascii() or not _FOLDED.search(text)):
        yield from keys(text)
        yield from phrases(text.lower(), simple=True)
    else:
        read = (_BYTES.sub(_unescaped, text) if escaped else text).translate(FOLDS)
        found = [*keys(read), *phrases(fold_words(read), simple=False)]
        if found:
            yield from _back(text, found, escaped=escaped)


def _unescaped(found: re.Match[str]) -> str:
    """Return what escaped bytes of an address say."""
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def _back(text: str, spans: list[Span], *, escaped: bool) -> Iterator[Span]:
    """Yield where the spans of the read text stand in the text itself.

    A span ends where the next character begins, so that marks and what is not seen go with it.
    """
    begins: list[int] = []
    if escaped:
        for piece in _PIECES.finditer(text):
            said = _unescaped(piece) if len(piece[0]) > 1 else piece[0]
            begins += [piece.start()] * len(said.translate(FOLDS))
    else:
        for at, char in enumerate(text):
            begins += [at] * len(FOLDS[ord(char)])
    begins.append(len(text))
    for start, end in spans:
        after = end
        while after < len(begins) - 1 and begins[after] == begins[end - 1]:
            after += 1  # escaped bytes are one piece, masked as a whole
        yield begins[start], begins[after]
