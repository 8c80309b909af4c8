"""Who may import whom? The dictionary below is the architecture; a new edge is an edit of it."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import channelguard

SRC = Path(channelguard.__file__).parent
FILES = sorted(path for path in SRC.rglob("*.py") if "_data" not in path.parts)

GROUND = {
    "distance", "errors", "fold", "lookups", "model", "noun", "phrases", "platforms",
    "registry_files", "said", "suffix", "warned",
}  # fmt: skip
SAYING = {"colour", "difference", "fold", "harmless", "model", "overview", "shown", "wording"}
LINE = {"detectors", "guard", "listing", "model", "registry", "render", "rule"}
SHELL = {
    "cli", "command", "console", "errors", "harmless", "mail", "overview", "registry_files", *LINE,
}  # fmt: skip

MAY_IMPORT: dict[str, set[str]] = {
    # ground: stands on its own
    "confusables": set(),
    "errors": set(),
    "noun": set(),
    "model": {"lookups", "noun"},
    "lookups": {"noun"},
    "inquiry": {"lookups", "model", "noun", "parse", "platforms", "registry"},
    "distance": {"fold"},
    "fold": {"confusables"},
    "suffix": {"errors"},
    "registry_files": {"errors"},
    "compiled": set(),
    "stored": {"compiled", "errors"},
    "said": {"model"},
    "phrases": {"fold", "model", "said"},
    "mnemonics": {"errors"},
    "masking": {"masking_text"},
    "masking_keys": set(),
    "masking_phrases": {"mnemonics"},
    "masking_text": {"masking_keys", "masking_phrases", "mnemonics"},
    "speech": {"model", "registry", "said"},
    "warned": {"lookups", "model", "registry"},
    "cache": {"errors"},
    "listed": {"cache", "errors", "suffix"},
    "platforms": {"model", "noun", "suffix"},
    # border: YAML becomes checked data; loaded only where that is done
    "strict_yaml": {"errors"},
    "registry_schema": {"errors"},
    "registry_values": {"errors", "registry_schema", "suffix"},
    "registry_proof": {"compiled", "errors", "registry_schema", "registry_source"},
    "registry_source": {
        "compiled", "errors", "fold", "phrases", "registry_files", "registry_schema",
        "registry_values", "strict_yaml",
    },
    "sentence_source": {"errors", "wording"},
    # line: read, look up, see, add up
    "parse/*": {"errors", "model", "parse", "platforms", "suffix"},
    "registry": GROUND | {"compiled", "registry_source", "stored"},
    "rule": {"model", "registry"},
    "likeness/*": GROUND | {"likeness", "registry"},
    "detectors": {
        "detectors", "likeness", "lookups", "model", "registry", "rule", "said", "warned",
    },
    "detectors/*": GROUND | {"likeness", "registry"},
    "weigh": {"model", "rule"},
    "covering": {"masking", "model", "parse"},
    "guard": {
        "covering", "detectors", "errors", "inquiry", "likeness", "lookups", "model", "parse",
        "registry", "rule", "speech", "warned", "weigh",
    },
    # saying: a verdict becomes text
    "colour": {"model"},
    "harmless": set(),
    "difference": {"fold", "harmless"},
    "wording": {"compiled", "errors", "sentence_source"},
    "shown": {"harmless", "model"},
    "overview": SAYING,
    "render": SAYING,
    "listing": {"difference", "harmless", "rule", "wording"},
    # variants: what fakes would be called, each judged by the line
    "variants": {"variants"},
    "variants/*": {
        "distance", "errors", "fold", "guard", "model", "parse", "platforms", "registry", "suffix",
        "variants",
    },
    # shells: no logic, and nobody imports them but each other
    "console": {"errors", "harmless", "model"},
    "mail": {"errors", "model", "parse"},
    "command": SHELL,
    "cli": SHELL | {"listed", "lookups", "net"},
    "moderation": {"model", "moderation_reply", "weigh"},
    "moderation_desk": {"guard", "model", "moderation", "moderation_reply", "wording"},
    "moderation_file": {
        "detectors", "errors", "harmless", "model", "moderation", "moderation_reply", "render",
    },
    "moderation_reply": {"harmless", "model", "registry", "render", "wording"},
    "guide": {"errors", "fold", "guard", "model", "registry"},
    "guide_text": {"guide", "harmless", "listing", "registry", "wording"},
    "cli_guide": SHELL | {"guide", "guide_text", "parse", "wording"},
    "cli_variants": SHELL | {"colour", "difference", "scan", "variants", "wording"},
    "cli_*": SHELL | {"listed", "net", "registry_schema", "registry_source"},
    "cli_scan": SHELL | {"scan"},
    "cli_update": SHELL | {"net"},
    # bulk: what a run finds, and what becomes of it
    "scan": {"scan"},
    "scan/*": SAYING | {
        "distance", "errors", "guard", "parse", "registry", "registry_files", "render", "scan",
    },
    # net: the only code that may open a connection
    "net": set(),
    "net/*": {
        "cache", "compiled", "errors", "harmless", "listed", "lookups", "model", "net", "parse",
        "platforms", "registry", "registry_files", "registry_proof", "registry_source", "stored",
        "suffix",
    },
    # the public names
    "": {"detectors", "errors", "guard", "model", "registry", "render"},
}  # fmt: skip
"""What the files of a row may import from the package; the file ``__init__.py`` is ``""``."""

OUTSIDE: dict[str, set[str]] = {
    "ada_url": {
        "parse",
        "fold",
        "scan",
        "difference",
        "harmless",
        "registry_values",
        "net",
        "variants",
    },
    "certifi": {"net"},
    "click": {
        "cli",
        "cli_guide",
        "cli_lists",
        "cli_lookup",
        "cli_scan",
        "cli_update",
        "cli_variants",
    },
    "httpcore": {"net"},
    "httpx": {"net"},
    "numba": {"scan"},
    "numpy": {"scan"},
    "pyspark": {"scan"},
    "pyarrow": {"scan"},
    "pydantic": {"registry_schema", "registry_source"},
    "ahocorasick": {"phrases"},
    "h11": {"net"},
    "rapidfuzz": {"difference", "distance"},
    "securesystemslib": {"net"},
    "tuf": {"net"},
    "zstandard": {"scan"},
    "yaml": {"sentence_source", "strict_yaml"},
}
"""Who may import what other people wrote; what is not listed is imported by nobody."""

NETWORK = {
    "asyncio", "ftplib", "h11", "http", "httpcore", "httpx", "imaplib", "nntplib", "poplib",
    "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request",
    "webbrowser", "xmlrpc",
}  # fmt: skip
"""What can open a connection; only ``net`` may have it."""

LATE = {
    ("wording", "sentence_source"),  # compiles sentences that the build has not compiled
    ("command", "cli"),  # loads click where the quick answer does not do
}
"""Edges that close a circle on purpose: imported inside a function, when it is needed."""


def _name(path: Path) -> str:
    """Return the name inside the package: ``parse.link``; empty for the root."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path) for path in FILES}


@cache
def _imports(path: Path) -> frozenset[tuple[str, bool]]:
    """Return what a file imports, each with whether that happens inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }
    found: set[tuple[str, bool]] = set()
    for node in ast.walk(tree):
        late = id(node) in inside
        if isinstance(node, ast.Import):
            found |= {(alias.name, late) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno} imports relatively"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                known = longer.removeprefix("channelguard.") in NAMES
                found.add((longer if known else str(node.module), late))
    return frozenset(found)


def _own(path: Path) -> set[str]:
    """Return the modules of the package that a file imports; the root is the empty string."""
    return {
        name.removeprefix("channelguard").removeprefix(".")
        for name, _ in _imports(path)
        if name.partition(".")[0] == "channelguard"
    }


def _others(path: Path) -> set[str]:
    return {name for name, _ in _imports(path) if name.partition(".")[0] != "channelguard"}


def _row(name: str) -> str:
    """Return the row of the table that a module belongs to."""
    top, _, rest = name.partition(".")
    if rest:
        return f"{top}/*"
    if name not in MAY_IMPORT:
        return f"{top}/*" if f"{top}/*" in MAY_IMPORT else f"{name.partition('_')[0]}_*"
    return name


def _top(name: str) -> str:
    return name.partition(".")[0]


each_file = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(SRC).as_posix() for path in FILES]
)


@each_file
def test_imports_only_what_its_row_may(path: Path) -> None:
    may = MAY_IMPORT[_row(_name(path))]

    assert {_top(name) for name in _own(path)} <= may


@each_file
def test_nobody_imports_the_package_root(path: Path) -> None:
    assert "" not in _own(path)


@each_file
def test_what_others_wrote_is_imported_where_the_table_says(path: Path) -> None:
    foreign = {_top(name) for name in _others(path)} - sys.stdlib_module_names

    assert {name for name in foreign if _top(_name(path)) not in OUTSIDE.get(name, set())} == set()


@each_file
def test_only_net_can_open_a_connection(path: Path) -> None:
    names = _others(path)
    able = {name for name in names if name in NETWORK or _top(name) in NETWORK}

    assert not able or _top(_name(path)) == "net"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name == "detectors" and path.stem[0] != "_"],
    ids=lambda path: path.stem,
)  # fmt: skip
def test_any_detector_can_be_deleted(path: Path) -> None:
    tops = {_top(name) for name in _own(path)}

    assert tops.isdisjoint({"detectors", "weigh", "guard", "render", "parse", "rule", "net"})


def test_reading_does_not_depend_on_what_we_hope_to_find() -> None:
    reader = [path for path in FILES if _top(_name(path)) == "parse"]

    assert reader
    assert all(_own(path).isdisjoint({"registry", "likeness", "detectors"}) for path in reader)


def _circles(edges: dict[str, set[str]]) -> list[str]:
    """Return the modules that can be reached from themselves."""
    found = []
    for start, targets in edges.items():
        seen: set[str] = set()
        waiting = list(targets)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += edges.get(name, ())
        if start in seen:
            found.append(start)
    return sorted(found)


def test_no_imports_go_in_a_circle() -> None:
    edges = {
        _name(path): {name for name in _own(path) if (_name(path), name) not in LATE}
        for path in FILES
    }

    assert _circles(edges) == []


def test_the_late_edges_are_late_and_still_there() -> None:
    late = {
        (_name(path), name.removeprefix("channelguard."))
        for path in FILES
        for name, inside in _imports(path)
        if inside
    }

    assert late >= LATE


def test_the_test_sees_circles() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]


def test_every_row_has_a_file() -> None:
    assert set(MAY_IMPORT) == {_row(_name(path)) for path in FILES}


def test_every_import_of_the_table_happens() -> None:
    used = {
        (_top(name), _top(_name(path)))
        for path in FILES
        for name in _others(path)
        if _top(name) in OUTSIDE
    }

    assert used == {(name, user) for name, users in OUTSIDE.items() for user in users}
