"""Do the commands for threat lists say what lies here, and take what their help says?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from channelguard.cli_lists import lists
from channelguard.listed import Head, packed, utc_day

NAMES = ["metamask", "scamsniffer", "polkadot-js", "phishing-database"]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a folder with one list, one that is old, and one that is torn."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    head = Head("metamask", "", "", "", utc_day(), utc_day(), "", "", "", 2, 0, 0, 0)
    old = Head("scamsniffer", "", "", "", "2026-01-01", "2026-01-01", "", "", "", 1, 0, 0, 0)
    (folder / "metamask.hosts").write_bytes(packed(head, ["evil.example", "bad.example"]))
    (folder / "scamsniffer.hosts").write_bytes(packed(old, ["evil.example"]))
    (folder / "polkadot-js.hosts").write_bytes(b"channelguard hosts 1 0\n")
    return folder


def run(*args: str) -> str:
    """Run a command of the group; return what it printed."""
    done = CliRunner().invoke(lists, args, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.stdout


def test_shows_every_list_with_its_state(cache: Path) -> None:
    rows = [line.split() for line in run("show", "--cache", str(cache)).splitlines()]

    assert rows[0] == ["NAME", "HOSTS", "CHECKED", "LICENCE", "STATE", "PUBLISHER"]
    assert [row[0] for row in rows[1:]] == NAMES
    assert [row[1] for row in rows[1:]] == ["2", "1", "-", "-"]
    assert rows[1][2] == utc_day()
    assert [row for row, state in zip(rows[1:], STATES, strict=True) if state not in row] == []


STATES = ["ready", "stale", "unusable", "missing"]


def test_shows_the_same_as_json(cache: Path) -> None:
    rows = [json.loads(line) for line in run("show", "--json", "--cache", str(cache)).splitlines()]

    assert [row["id"] for row in rows] == NAMES
    assert [row["problem"] for row in rows] == ["", *STATES[1:]]
    assert (rows[0]["head"]["entries"], rows[3]["head"]) == (2, None)
    assert rows[2]["licence"] == "Apache-2.0"
    assert "checksum" in rows[2]["reason"]


def test_an_unknown_name_is_wrong_usage(cache: Path) -> None:
    with pytest.raises(UsageError, match="NAME takes one of metamask, scamsniffer") as caught:
        run("update", "--cache", str(cache), "evil.example")

    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("command", [[], ["update"], ["show"]])
def test_every_page_of_help_has_examples_and_statuses(command: list[str]) -> None:
    page = run(*command, "--help")

    assert page.count("channelguard lists") >= 3
    assert "Exit status:" in page
    assert max(map(len, page.splitlines())) <= 80
