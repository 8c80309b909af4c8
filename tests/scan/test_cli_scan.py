"""Does the command read everything, write it whole, and go on where it was stopped?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from channelguard import cli_scan
from channelguard.cli import cli
from channelguard.console import Status
from channelguard.scan import sources
from channelguard.scan.checkpoint import ENDING
from channelguard.scan.run import PART
from channelguard.scan.writers import FORMATS

if TYPE_CHECKING:
    from click.testing import Result

FAKE = "tp-waIlet.io"
ROWS = f"example.org\n{FAKE}\nhttps://[1\ntpglobalwallet.net\n"


def run(*args: str | Path, stdin: bytes = b"") -> Result:
    env = {"LC_ALL": "C.UTF-8", "LANG": "", "NO_COLOR": "", "COLUMNS": "80"}
    shown = [str(arg) for arg in args]
    one = [] if "spark" in shown else ["--workers", "1"]
    return CliRunner(env=env).invoke(cli, ["scan", *one, *shown], input=stdin)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.txt"
    path.write_text(ROWS, "utf-8")
    return path


def objects(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def test_findings_come_to_standard_output(rows: Path) -> None:
    result = run(rows)

    assert result.exit_code == Status.DANGEROUS
    assert "tp-waIlet[.]io" in result.stdout
    assert "4 lines read, 2 found, 1 are no host and no address" in result.stderr


STREAMS = [
    pytest.param("-", True, "1", id="standard input"),
    pytest.param("-", False, "1", id="standard input that does not block"),
    pytest.param("names", True, "1", id="named pipe"),
    pytest.param("-", True, "2", id="two workers", marks=pytest.mark.full),
]


@pytest.mark.parametrize(("name", "blocking", "workers"), STREAMS)
def test_a_stream_is_judged_as_it_comes(
    tmp_path: Path, name: str, workers: str, *, blocking: bool
) -> None:
    os.mkfifo(tmp_path / "names")
    source, sink = os.pipe()
    os.set_blocking(source, blocking)
    command = [sys.executable, "-c", "from channelguard.command import main; main()", "scan"]
    with subprocess.Popen(
        [*command, name, "--workers", workers, "--format", "jsonl"],
        cwd=tmp_path, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as stream:  # fmt: skip
        os.close(source)
        assert stream.stdout is not None
        with os.fdopen(sink, "wb") if name == "-" else (tmp_path / name).open("wb") as into:
            for number, row in ((2, f"example.org\n{FAKE}"), (3, "tokenpocket-claim.com")):
                time.sleep(0.3)
                into.write(f"{row}\n".encode())
                into.flush()
                assert json.loads(stream.stdout.readline())["number"] == number
        assert stream.wait(30) == Status.DANGEROUS


def test_standard_input_is_read() -> None:
    result = run("-", "--format", "jsonl", stdin=ROWS.encode())

    assert [json.loads(line)["input"] for line in result.stdout.splitlines()] == [
        FAKE, "tpglobalwallet.net",
    ]  # fmt: skip


def test_everything_is_written_where_it_belongs(rows: Path, tmp_path: Path) -> None:
    out, bad, page = tmp_path / "o.jsonl", tmp_path / "bad.jsonl", tmp_path / "page.html"
    result = run(rows, "-o", out, "--bad", bad, "--report", page)

    assert (result.exit_code, result.stdout) == (Status.DANGEROUS, "")
    assert [row["number"] for row in objects(out)] == [2, 4]
    assert [row["number"] for row in objects(bad)] == [3]
    assert "tp-waIlet[.]io" in page.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bad.jsonl", "o.jsonl", "page.html", "rows.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "sarif", "txt"])
def test_the_name_says_the_format(rows: Path, tmp_path: Path, ending: str) -> None:
    result = run(rows, "-o", tmp_path / f"found.{ending}")

    assert result.exit_code == Status.DANGEROUS
    assert (tmp_path / f"found.{ending}").stat().st_size > 50


@pytest.mark.full
def test_what_was_seen_before_is_no_news(rows: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen.bin"
    first, again = (run(rows, "--since-baseline", seen) for _ in range(2))
    rows.write_text(ROWS + "tokenpocket-claim.com\n", "utf-8")
    more = run(rows, "--since-baseline", seen)

    assert [one.exit_code for one in (first, again, more)] == [
        Status.DANGEROUS, Status.OFFICIAL, Status.DANGEROUS,
    ]  # fmt: skip
    assert FAKE.replace(".", "[.]") not in more.stdout
    assert "tokenpocket-claim[.]com" in more.stdout


QUIET = [
    pytest.param("example.org\n", Status.OFFICIAL, id="nothing found"),
    pytest.param("tpglobalwallet.net\n", Status.SUSPICIOUS, id="suspicious"),
    pytest.param("", Status.OFFICIAL, id="empty"),
]


@pytest.mark.parametrize(("text", "status"), QUIET)
def test_the_status_is_that_of_the_worst(tmp_path: Path, text: str, status: Status) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")

    assert run(tmp_path / "a.txt").exit_code == status


SPARK = ["--engine", "spark"]
WRONG = [
    pytest.param(["missing.txt"], Status.FAILED, "missing.txt: cannot be read", id="missing"),
    pytest.param(["-", "--resume", "-o", "o.jsonl"], Status.USAGE, "--resume needs", id="a stream"),
    pytest.param(["a.txt", "--resume", "-o", "o.csv"], Status.USAGE, "--resume needs", id="CSV"),
    pytest.param(["a.txt", "--kind", "x"], Status.USAGE, "--kind takes", id="no such kind"),
    pytest.param(["a.txt", "-o", "no/such/o.csv"], Status.FAILED, "o.csv", id="no folder"),
    pytest.param(
        ["a.txt", "-o", "no/such/o.jsonl"], Status.FAILED, "o.jsonl", id="no folder, lines"
    ),
    pytest.param([], Status.USAGE, "INPUT", id="no input"),
    pytest.param(["a.txt", "-o", "."], Status.USAGE, "is a directory", id="into a folder"),
    pytest.param([*SPARK, "a.txt"], Status.USAGE, "needs -o FOLDER", id="Spark to nowhere"),
    pytest.param(
        [*SPARK, "a.txt", "-o", "o", "--bad", "b"], Status.USAGE, "no --bad", id="Spark and more"
    ),
    pytest.param([*SPARK, "a.csv", "-o", "o"], Status.USAGE, "text or parquet", id="Spark and CSV"),
    pytest.param(
        [*SPARK, "a.txt", "a.parquet", "-o", "o"], Status.USAGE, "text or", id="Spark and both"
    ),
]


@pytest.mark.parametrize(("args", "status", "message"), WRONG)
def test_a_wrong_call_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], status: Status, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ROWS, "utf-8")
    result = run(*args)

    assert (result.exit_code, result.stderr.count("\n")) == (status, 1), result.stderr
    assert message in result.stderr


def test_the_options_are_those_of_the_modules() -> None:
    assert cli_scan.FORMATS == FORMATS
    assert {sources.kind_of(f"a.{kind}") for kind in cli_scan.KINDS} >= {"csv", "parquet", "zone"}


# Interruptions


def interrupted(rows: Path, out: Path, environment: dict[str, str], *more: str) -> int:
    """Start a run, kill it once something is kept, and return how many bytes that was."""
    code = (
        "from channelguard.scan import run; run.EVERY = 0.0\n"
        "from channelguard.command import main; main()"
    )
    args = ["scan", "--workers", "1", str(rows), "-o", str(out), *more]
    with subprocess.Popen(
        [sys.executable, "-B", "-c", code, *args], env=environment, stderr=subprocess.DEVNULL
    ) as child:
        kept = out.with_name(out.name + ENDING)
        until = time.monotonic() + 30
        while not kept.exists() and child.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
    return int(json.loads(kept.read_text("utf-8"))["written"]) if kept.exists() else -1


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_run_that_was_killed_goes_on(tmp_path: Path, environment: dict[str, str]) -> None:
    rows, out, whole = tmp_path / "rows.txt", tmp_path / "o.jsonl", tmp_path / "whole.jsonl"
    names = (f"some-name-{number}.example.org\n" for number in range(300_000))
    fakes = (f"tpwallet-{number}.com\n" for number in range(300))
    some = [next(fakes) if at % 1_000 == 0 else name for at, name in enumerate(names)]
    rows.write_text("".join(some), "utf-8")
    assert interrupted(rows, out, environment) > 0
    assert not out.exists()
    with out.with_name(out.name + PART).open("a", encoding="ascii") as file:
        file.write('{"number": 1, "torn')  # what was written after the place was kept

    assert run(rows, "-o", out, "--resume").exit_code == Status.DANGEROUS
    assert run(rows, "-o", whole).exit_code == Status.DANGEROUS
    assert out.read_bytes() == whole.read_bytes()
    assert not out.with_name(out.name + ENDING).exists()


def test_a_run_does_not_go_on_with_another_input(rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    place = {"inputs": [["/other", 1, 1]], "format": 1}
    out.with_name(out.name + ENDING).write_text(json.dumps(place), "utf-8")
    result = run(rows, "-o", out, "--resume")

    assert result.exit_code == Status.FAILED
    assert "is of other inputs" in result.stderr


TORN = ["", "{", "[]", '{"format": 2}', "\x00"]


@pytest.mark.parametrize("text", TORN)
def test_a_torn_place_is_refused(rows: Path, tmp_path: Path, text: str) -> None:
    out = tmp_path / "o.jsonl"
    out.with_name(out.name + ENDING).write_text(text, "utf-8")
    result = run(rows, "-o", out, "--resume")

    assert result.exit_code == Status.FAILED
    assert "remove it to begin anew" in result.stderr
    assert run(rows, "-o", out).exit_code == Status.DANGEROUS
