"""Does the command for lookalikes say what was made, in every dress, and refuse what it should?"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from channelguard import variants as package
from channelguard.cli import cli
from channelguard.cli_variants import CLASSES, COLUMNS
from channelguard.console import Status
from channelguard.scan.as_csv import cell

INVENTED = Path(__file__).with_name("brands") / "acorn" / "brands" / "acorn.yaml"
LINE = re.compile(r"(?P<level>[A-Z]+) +(?P<score>\d+)  (?P<classes>\S+) +(?P<name>.+)")


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command in this process: ``run(arguments)``."""

    def invoke(*args: str) -> Result:
        plain = {"LC_ALL": "C.UTF-8", "LANG": "", "NO_COLOR": "1"}
        return CliRunner(env=plain).invoke(cli, ["variants", *args])

    return invoke


def test_one_line_for_each_with_level_score_class_and_name(run: Callable[..., Result]) -> None:
    result = run("tokenpocket.pro", "--class", "omission", "--class", "vowel")
    rows = [LINE.fullmatch(line) for line in result.stdout.splitlines()]
    scores = [int(row["score"]) for row in rows if row]

    assert result.exit_code == 0
    assert all(rows)
    assert len(rows) == 27
    assert scores == sorted(scores, reverse=True)
    assert {row["classes"] for row in rows if row} == {"omission", "vowel"}


def test_no_name_of_a_list_can_be_opened(run: Callable[..., Result]) -> None:
    shown = run("tpwallet.io", "--limit", "5").stdout

    assert "[.]" in shown
    assert re.findall(r"[a-z0-9]\.[a-z]", shown) == []


def test_the_platform_stands_before_an_account(run: Callable[..., Result]) -> None:
    shown = run("TokenPocket_TP", "--class", "omission", "--limit", "2").stdout

    assert [line.rpartition("  ")[2].split()[0] for line in shown.splitlines()] == ["x:", "x:"]


def test_what_nobody_sees_is_shown_last(run: Callable[..., Result]) -> None:
    lines = run("tokenpocket.pro", "--class", "vowel").stdout.splitlines()

    assert lines[-1].split()[:3] == ["UNKNOWN", "0", "vowel"]


def test_the_levels_are_in_the_language(run: Callable[..., Result]) -> None:
    shown = run("tpwallet.io", "--class", "dot", "--lang", "zh").stdout

    assert shown.startswith("\u5371\u9669")  # Chinese for dangerous


def test_json_is_one_ascii_object_per_line(run: Callable[..., Result]) -> None:
    shown = run("tpwallet.io", "--class", "homoglyph", "--json").stdout
    rows = [json.loads(line) for line in shown.splitlines()]

    assert shown.isascii()
    assert all(tuple(row) == COLUMNS for row in rows)
    assert rows[0]["classes"] == ["homoglyph"]
    assert rows[0]["imitates"] == "tpwallet.io"
    assert {row["level"] for row in rows} <= {"dangerous", "suspicious", "unknown"}
    assert all(row["text"].startswith("xn--") for row in rows)


def test_csv_is_a_table_with_a_heading(run: Callable[..., Result]) -> None:
    shown = run("TokenPocket_TP", "--class", "other-platform", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(shown)))

    assert tuple(rows[0]) == COLUMNS
    assert {row["text"] for row in rows} == {"TokenPocket_TP"}
    assert {"telegram", "instagram"} <= {row["platform"] for row in rows}
    assert {row["level"] for row in rows} == {"dangerous"}


def test_a_heading_stands_even_above_nothing(run: Callable[..., Result]) -> None:
    assert run("tp.xyz", "--class", "swapped", "--csv").stdout == ",".join(COLUMNS) + "\n"


def test_no_hostile_cell_of_the_suite_is_run(shared: Path) -> None:
    lines = (shared / "suites" / "own" / "output_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [row["payload"] for row in map(json.loads, lines) if row["context"] == "csv"]
    file = io.StringIO()
    csv.writer(file).writerow(map(cell, payloads))
    read = next(csv.reader(io.StringIO(file.getvalue(), newline="")))

    assert len(read) == len(payloads) > 9
    assert [text for text in read if text[0] in "=+-@\t\r\n\uff1d"] == []


def test_without_a_name_every_channel_is_imitated(run: Callable[..., Result]) -> None:
    rows = [
        json.loads(line)
        for line in run("--class", "doubling", "--limit", "1", "--json").stdout.splitlines()
    ]

    assert {"url", "handle"} == {row["kind"] for row in rows}
    assert {"x", "telegram", "github", "medium", ""} <= {row["platform"] for row in rows}
    assert {"ttokenpocket.pro", "ttpwallet.io"} <= {row["text"] for row in rows}


def test_another_registry_has_its_own_lookalikes(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "brands").mkdir()
    shutil.copy(INVENTED, tmp_path / "brands")
    shown = run("--registry", str(tmp_path), "--class", "omission", "--json").stdout
    rows = [json.loads(line) for line in shown.splitlines()]

    assert {row["imitates"] for row in rows if row["rules"]} >= {"acornpurse.com"}
    assert "cornpurse.com" in {row["text"] for row in rows}
    assert [row for row in rows if "token" in row["text"]] == []


def test_a_name_that_is_not_listed_gets_a_hint(run: Callable[..., Result]) -> None:
    result = run("example.org", "--class", "omission")

    assert result.exit_code == 0
    assert "is the name in the registry?" in result.stderr


PROBLEMS = [
    pytest.param(["hello there"], "neither a domain nor an account name", id="no name"),
    pytest.param(["nobody"], "its platform is needed", id="no platform"),
    pytest.param(["ab", "--platform", "telegram"], "no account of this name", id="too short"),
    pytest.param(["x", "--platform", "pigeon"], "--platform takes one of", id="no such platform"),
    pytest.param(["x", "--platform", "chrome"], "--platform takes one of", id="a store"),
    pytest.param(["--platform", "x"], "--platform needs HANDLE", id="a platform alone"),
    pytest.param(["tpwallet.io", "--class", "pigeon"], "--class takes one of", id="no such class"),
    pytest.param(["tpwallet.io", "--limit", "0"], "--limit", id="a limit of nothing"),
    pytest.param(["tpwallet.io", "--csv", "--json"], "exclude each other", id="two dresses"),
]


@pytest.mark.parametrize(("args", "says"), PROBLEMS)
def test_wrong_usage_is_one_line(run: Callable[..., Result], args: list[str], says: str) -> None:
    result = run(*args)

    assert result.exit_code == Status.USAGE
    assert result.stdout == ""
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_lost_registry_is_a_failure(run: Callable[..., Result]) -> None:
    assert run("tpwallet.io", "--registry", "/nowhere").exit_code == Status.FAILED


def test_a_bar_is_shown_on_a_terminal(terminal: Callable[..., tuple[int, bytes]]) -> None:
    status, shown = terminal(["variants", "tpwallet.io", "--class", "dot"])

    assert status == 0
    assert b"judging" in shown
    assert b"100%" in shown


def test_what_the_options_take_is_what_there_is() -> None:
    page = (Path(__file__).with_name("golden") / "variants_help.txt").read_text("utf-8")

    assert package.CLASSES == CLASSES
    assert f"[default: {package.LIMIT}]" in page
