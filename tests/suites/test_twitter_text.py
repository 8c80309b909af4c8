"""Are the addresses and accounts found that twitter-text finds, but for the listed exceptions?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from channelguard.parse.message import named

EXCEPTIONS = yaml.safe_load(
    Path(__file__).with_name("twitter_text_exceptions.yaml").read_text("utf-8")
)
MISSED = {row["text"] for row in EXCEPTIONS["missed"]}
EXTRA = {row["text"] for row in EXCEPTIONS["extra"]}
LEAST = 0.95
"""Share of the expected addresses that must be found in the same spelling (acceptance A16)."""


@pytest.fixture(scope="module")
def suite(shared: Path) -> dict[str, Any]:
    """Return the cases of the suite by section."""
    text = (shared / "suites/twitter-text/extract.yml").read_text("utf-8")
    tests: dict[str, Any] = yaml.safe_load(text)["tests"]
    return tests


def found(text: str, kind: str) -> list[tuple[str, int]]:
    """Return what is found of a kind, with its place."""
    return [(one.text, one.at) for one in named(text) if one.kind == kind]


@pytest.mark.parametrize(
    "section", ["urls", "urls_with_directional_markers", "tco_urls_with_params"]
)
def test_finds_the_addresses(suite: dict[str, Any], section: str) -> None:
    expected = missed = 0
    for row in suite[section]:
        texts = [text for text, _ in found(row["text"], "url")]
        wanted = [one if isinstance(one, str) else one["url"] for one in row["expected"]]
        expected += len(wanted)
        missed += sum(one not in texts for one in wanted)

        assert {one for one in wanted if one not in texts} <= MISSED
        assert {text for text in texts if text not in wanted} <= EXTRA

    assert missed <= (1 - LEAST) * expected


@pytest.mark.parametrize("section", ["urls_with_indices", "urls_with_directional_markers"])
def test_finds_the_addresses_in_their_place(suite: dict[str, Any], section: str) -> None:
    for row in suite[section]:
        places = found(row["text"], "url")
        wanted = [(one["url"], one["indices"][0]) for one in row["expected"]]

        assert {one[0] for one in wanted if one not in places} <= MISSED


def test_finds_the_accounts(suite: dict[str, Any]) -> None:
    rows = suite["mentions"]

    assert len(rows) == 23
    assert [
        row["description"]
        for row in rows
        if [text[1:] for text, _ in found(row["text"], "handle")] != row["expected"]
    ] == []


def test_finds_the_accounts_in_their_place(suite: dict[str, Any]) -> None:
    for row in suite["mentions_with_indices"]:
        wanted = [("@" + one["screen_name"], one["indices"][0]) for one in row["expected"]]

        assert found(row["text"], "handle") == wanted


def test_every_exception_is_needed(suite: dict[str, Any]) -> None:
    texts = {
        text
        for section in ("urls", "urls_with_indices")
        for row in suite[section]
        for text, _ in found(row["text"], "url")
    }

    assert not EXTRA - texts
    assert all(row["why"] for rows in EXCEPTIONS.values() for row in rows)
