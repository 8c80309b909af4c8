"""Which words are there to answer with, and in which languages?

Reads the compiled sentences where they were made from the very files beside them, else the YAML
itself. Leaves filling them in to `render`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from channelguard.compiled import unsealed
from channelguard.errors import InputError

FOLDER = Path(__file__).parent / "sentences"
"""Where the reviewed sentences lie, one file per language."""


def digest(folder: Path = FOLDER) -> str:
    """Return the SHA-256, in hex, over name, length and bytes of every sentence file."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def languages() -> tuple[str, ...]:
    """Return the languages that can be answered in, sorted.

    >>> languages()
    ('en', 'zh')
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def words(lang: str) -> dict[str, str]:
    """Return the sentences of ``lang`` by dotted key, such as ``rule.host-typo.says``.

    Raises:
        InputError: There are none in that language; the message names those there are.
    """
    table = _tables().get(lang)
    if table is None:
        raise InputError(f"no sentences in that language; there are: {', '.join(languages())}")
    return table


@cache
def _tables() -> dict[str, dict[str, str]]:
    """Read the compiled file if it is up to date, else the files it is made from."""
    compiled = unsealed("sentences.json", digest())
    if compiled is None:
        # Only a checkout gets here; an installed package must not pay for loading YAML.
        from channelguard.sentence_source import compile_sentences  # noqa: PLC0415

        compiled = compile_sentences()
    return _checked(compiled)


def _checked(compiled: dict[str, object]) -> dict[str, dict[str, str]]:
    """Return the tables out of the compiled form."""
    tables = compiled["languages"]
    if not isinstance(tables, dict):
        message = "the compiled sentences hold no table of languages"
        raise TypeError(message)
    return tables
