"""Which words can a recovery phrase be made of?

The word lists of BIP-39 in ten languages and two more that wallets use, folded as `fold_words`
folds what is looked up in them. They are compiled when the package is built. In a checkout that
was never built they come from the files of the package ``mnemonic``, which is read without being
imported.

Leaves judging to `masking_phrases`: an ordinary sentence is full of such words.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from channelguard.errors import RegistryError

COMPILED = Path(__file__).parent / "_data" / "mnemonics.txt"
"""The table that the build writes."""
HEADER = "# channelguard word lists of recovery phrases 1"
"""First line of the table; the number counts incompatible changes."""
WORDS = 2048
"""How many words a list has: eleven bits each."""

SCRIPTS = {
    "latin": ("english", "spanish", "french", "italian", "portuguese", "czech", "turkish"),
    "cyrillic": ("russian",),
    "kana": ("japanese",),
    "hangul": ("korean",),
    "han": ("chinese_simplified", "chinese_traditional"),
}
"""The lists by what they are written in."""

_MOST_KEPT = 4096
"""How many characters are folded in advance; a text of all of Unicode shall not fill memory."""
_BITS, _STEP = 11, 3
"""Bits per word; a phrase has 12 words or some threes more, of each three one bit to check."""
_LENGTHS = (24, 21, 18, 15, 12)


class _Folds(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        """Return the character decomposed, without marks and what cannot be seen."""
        parts = unicodedata.normalize("NFKD", chr(code))
        # At most four: a ligature of eighteen letters must not let a message grow.
        said = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Me", "Cf"})[:4]
        if len(self) < _MOST_KEPT:
            self[code] = said
        return said


FOLDS = _Folds({0x131: "i"})
"""Character to what it is compared as: no marks, nothing unseen, Hangul as letters."""


def fold_words(text: str) -> str:
    r"""Return the text as the lists have it: decomposed, without marks, in lower case.

    Character by character, so that the same word is the same in every normal form.

    >>> fold_words("\xc1BACO"), fold_words("le\u200bgal")
    ('abaco', 'legal')
    """
    return (text if text.isascii() else text.translate(FOLDS)).lower()


@cache
def words_of(language: str) -> tuple[str, ...]:
    """Return the list of a language in its order, folded.

    Raises:
        RegistryError: There are no lists to be read.
    """
    return _lists()[language]


@cache
def places_of(language: str) -> dict[str, int]:
    """Return the number of each word of a language."""
    return {word: at for at, word in enumerate(words_of(language))}


def adds_up(numbers: list[int]) -> bool:
    """Tell whether words with these numbers are a whole phrase: its last bits check the others.

    One in sixteen runs of twelve words is one by accident, one in 256 of twenty-four.

    >>> adds_up([0] * 11 + [3]), adds_up([0] * 12)
    (True, False)
    """
    if len(numbers) not in _LENGTHS:
        return False
    whole = 0
    for number in numbers:
        whole = whole << _BITS | number
    spare = len(numbers) // _STEP
    entropy = (whole >> spare).to_bytes(spare * 4, "big")
    return hashlib.sha256(entropy).digest()[0] >> (8 - spare) == whole & ((1 << spare) - 1)


def phrase_lengths() -> tuple[int, ...]:
    """Return how many words a phrase can have, the longest first.

    >>> phrase_lengths()
    (24, 21, 18, 15, 12)
    """
    return _LENGTHS


def compile_lists(folder: Path) -> str:
    """Return the table made from a folder of word lists, ready to be written to `COMPILED`.

    Raises:
        RegistryError: A list is missing or has not its 2,048 words.
    """
    rows = []
    for language in (name for names in SCRIPTS.values() for name in names):
        path = folder / f"{language}.txt"
        try:
            words = fold_words(path.read_text("utf-8")).split()
        except OSError as fault:
            raise RegistryError(path, "", "is missing") from fault
        if len(words) != WORDS:
            raise RegistryError(path, "", f"has {len(words)} words, not {WORDS}")
        rows.append(" ".join([language, *words]))
    body = "\n".join(rows) + "\n"
    head = [
        HEADER,
        "# Compiled from the word lists of the package mnemonic; licence: MIT,",
        "# https://github.com/trezor/python-mnemonic",
        "# SHA-256: " + hashlib.sha256(body.encode()).hexdigest(),
    ]
    return "\n".join(head) + "\n" + body


def published() -> Path | None:
    """Return the folder inside the package ``mnemonic``; `None` where that is missing."""
    spec = find_spec("mnemonic")
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).with_name("wordlist")
    return path if path.is_dir() else None


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """Read a compiled table whose checksum is right."""
    head, _, body = _text().partition("\n# SHA-256: ")
    digest, _, body = body.partition("\n")
    if not head.startswith(f"{HEADER}\n"):
        raise RegistryError(COMPILED, "line 1", "is not a table of this version; build again")
    if digest != hashlib.sha256(body.encode()).hexdigest():
        raise RegistryError(COMPILED, "line 4", "does not match its checksum; build again")
    rows = (row.split(" ") for row in body.splitlines())
    return {language: tuple(words) for language, *words in rows}


def _text() -> str:
    """Return the compiled table, from the build or made now."""
    try:
        return COMPILED.read_text("utf-8")
    except FileNotFoundError:
        folder = published()
    if folder is None:
        problem = "is missing; install the package mnemonic, or build channelguard"
        raise RegistryError(COMPILED, "", problem) from None
    return compile_lists(folder)
