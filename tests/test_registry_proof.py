"""Does a compiled registry pass exactly if the border could have made it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from channelguard import RegistryError
from channelguard.registry_files import bundled_folder
from channelguard.registry_proof import prove
from channelguard.registry_source import compile_folder

ACORN = Path(__file__).with_name("brands") / "acorn"


def compiled(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(compile_folder(folder)))
    return data


@pytest.fixture(scope="module")
def acorn() -> dict[str, Any]:
    """Return the compiled registry of the invented brand."""
    return compiled(ACORN)


@pytest.mark.parametrize(
    "folder",
    [pytest.param(bundled_folder(), id="shipped"), pytest.param(ACORN, id="invented")],
)
def test_what_the_border_makes_passes(folder: Path) -> None:
    prove(compiled(folder))


BRAND = ("brands", 0)


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return what puts a value at a place."""

    def edit(data: Any) -> None:
        for part in path[:-1]:
            data = data[part]
        data[path[-1]] = value

    return edit


full = pytest.mark.full

WRONG = [
    pytest.param(put("digest", value="x"), "digest", id="digest"),
    pytest.param(put("version", value="2026-11-22"), "version", id="version without digest"),
    pytest.param(
        put("version", value="9999-11-22.00000000"),
        "version",
        id="own version",
        marks=pytest.mark.full,
    ),
    pytest.param(put("expires", value="2999-01-01"), "expires", id="later end"),
    pytest.param(put("brands", value=[1]), "shaped", id="brand is a number"),
    pytest.param(put("brands", value=[]), "at least one brand", id="no brand"),
    pytest.param(
        put(*BRAND, "names", 0, "max_edits", value="1"),
        "brands",
        id="text",
        marks=pytest.mark.full,
    ),
    pytest.param(
        put(*BRAND, "names", 0, "max_edits", value=99),
        "max_edits",
        id="too large",
        marks=pytest.mark.full,
    ),
    pytest.param(
        put(*BRAND, "channels", 0, "scope", value="path"),
        "value",
        id="scope",
        marks=pytest.mark.full,
    ),
    pytest.param(
        put("words", "roles", value=["A"]), "roles", id="words not folded", marks=pytest.mark.full
    ),
    pytest.param(
        put("phrases", "prices", "bias", value=99.5),
        "bias",
        id="price too high",
        marks=pytest.mark.full,
    ),
]


@pytest.mark.parametrize(("edit", "place"), WRONG)
def test_anything_else_is_refused(
    acorn: dict[str, Any], edit: Callable[[dict[str, Any]], None], place: str
) -> None:
    data = json.loads(json.dumps(acorn))
    edit(data)

    with pytest.raises(RegistryError) as refusal:
        prove(data)
    assert any(place in problem for problem in refusal.value.problems)
    assert str(Path(gettempdir())) not in str(refusal.value)


@pytest.mark.parametrize("data", [None, [], "", 1, {}, {"format": 1}])
def test_what_is_no_registry_is_refused(data: object) -> None:
    with pytest.raises(RegistryError):
        prove(data)
