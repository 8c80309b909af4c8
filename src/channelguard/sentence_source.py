"""Are the sentence files whole and alike, and what do they say?

The border for sentences: reads ``sentences/*.yaml``, refuses what differs between languages, and
gives one flat table per language. Run when the package is built and in a checkout; an installed
package reads the compiled file and never loads this module.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import yaml

from channelguard.errors import RegistryError
from channelguard.wording import FOLDER, digest

if TYPE_CHECKING:
    from pathlib import Path


def compile_sentences(folder: Path = FOLDER) -> dict[str, object]:
    """Read every language and return what ``_data/sentences.json`` holds.

    Returns:
        ``digest``, that of the files read, and ``languages``: language to flat table, such as
        ``{"en": {"rule.host-typo.title": "..."}}``.

    Raises:
        RegistryError: A file is no YAML of strings, repeats a key, or lacks a sentence or a
            field that another language has.
    """
    languages = {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}
    problems = _differences(folder, languages)
    if problems:
        raise RegistryError(folder, "", problems[0], problems)
    return {"digest": digest(folder), "languages": languages}


def fields(sentence: str) -> frozenset[str]:
    """Return the names in braces of ``sentence``.

    >>> sorted(fields("{host} is not {imitates}"))
    ['host', 'imitates']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def _read(path: Path) -> dict[str, str]:
    """Return one file as a flat table with dotted keys."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return dict(_flat(path, root, ""))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise RegistryError(path, "", f"not readable as YAML: {type(fault).__name__}") from fault


def _flat(path: Path, node: yaml.Node | None, key: str) -> list[tuple[str, str]]:
    """List ``(dotted key, sentence)`` below ``node``; scalars are taken as they are written."""
    if isinstance(node, yaml.ScalarNode):
        return [(key, str(node.value))]
    if not isinstance(node, yaml.MappingNode):
        raise RegistryError(path, key, "neither a sentence nor a group of sentences")
    names = [str(name.value) for name, _ in node.value]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise RegistryError(path, key, f"given twice: {', '.join(sorted(repeated))}")
    return [
        row
        for name, (_, below) in zip(names, node.value, strict=True)
        for row in _flat(path, below, f"{key}.{name}" if key else name)
    ]


def _differences(folder: Path, languages: dict[str, dict[str, str]]) -> list[str]:
    """List what one language has and another lacks, sentences and fields."""
    known: dict[str, frozenset[str]] = {}
    for table in languages.values():
        for key, sentence in table.items():
            known.setdefault(key, fields(sentence))
    problems = []
    for language, table in languages.items():
        path = folder / f"{language}.yaml"
        for key, wanted in known.items():
            if not table.get(key, "").strip():
                problems.append(f"{path}: {key}: missing")
            elif fields(table[key]) != wanted:
                problems.append(f"{path}: {key}: fields differ from those of another language")
    return problems
