"""Does every format say what was found, and is a file whole or not there?"""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from channelguard.errors import InputError, OutputError
from channelguard.model import Level
from channelguard.scan import Finding, as_parquet
from channelguard.scan.as_parquet import GROUP
from channelguard.scan.form import Look
from channelguard.scan.writers import FORMATS, Writer, format_of, writer

FOUND = Finding(
    7,
    "t\u0440wallet.io",
    Level.DANGEROUS,
    85,
    "tpwallet.io",
    ("host-lookalike",),
    "2026-11-25",
    "a",
)

posix = pytest.mark.skipif(os.name != "posix", reason="cannot run here: needs devices and modes")


def written(name: str, *findings: Finding) -> str:
    out = io.StringIO(newline="")
    with writer(out, name) as rows:
        for one in findings:
            rows.write(one)
    return out.getvalue()


NAMES = [
    pytest.param("a.jsonl", "jsonl", id="JSON lines"),
    pytest.param("a.ndjson", "jsonl", id="other name of JSON lines"),
    pytest.param("A.CSV", "csv", id="capitals"),
    pytest.param("x/a.parquet", "parquet", id="folder"),
    pytest.param("a.sarif", "sarif", id="SARIF"),
    pytest.param("a.sarif.json", "sarif", id="longer ending"),
    pytest.param("-", "table", id="standard output"),
]


@pytest.mark.parametrize(("name", "format_"), NAMES)
def test_the_ending_names_the_format(name: str, format_: str) -> None:
    assert format_of(name) == format_
    assert format_of(Path(name)) == format_


@pytest.mark.parametrize("name", ["a", "a.json", "csv", "a.xlsx"])
def test_an_ending_that_names_none_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"give one, or end it in \.jsonl, "):
        writer(name)


def test_a_format_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^format must be one of jsonl, csv, parquet"):
        writer(tmp_path / "a.csv", "xml")
    assert list(tmp_path.iterdir()) == []


def test_a_line_of_json_has_the_fields_of_a_finding() -> None:
    line = written("jsonl", FOUND)

    assert json.loads(line) == {
        "number": 7,
        "input": "t\u0440wallet.io",
        "level": "dangerous",
        "score": 85,
        "imitates": "tpwallet.io",
        "rules": ["host-lookalike"],
        "date": "2026-11-25",
        "source": "a",
    }
    assert list(json.loads(line)) == [field.name for field in fields(Finding)]


@pytest.mark.parametrize("name", ["jsonl", "csv", "sarif"])
def test_no_payload_begins_a_line_or_reaches_a_terminal(name: str, shared: Path) -> None:
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    tame = [Finding(1, "x", Level.DANGEROUS, 75, "x", ("x", "x"), "x", "x")] * len(payloads)
    wild = [Finding(1, one, Level.DANGEROUS, 75, one, (one, one), one, one) for one in payloads]
    text = written(name, *wild)

    assert len(text.splitlines()) - len(written(name, *tame).splitlines()) in {0, 1}
    assert all(char.isprintable() for char in text.replace("\r\n", "").replace("\n", ""))
    if name == "jsonl":
        assert [json.loads(line)["input"] for line in text.splitlines()] == payloads


def test_json_stands_behind_what_was_printed_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    print("before")  # noqa: T201 - the very thing
    with writer("-", "jsonl") as rows:
        rows.write(FOUND)
    print("after")  # noqa: T201
    lines = capfd.readouterr().out.splitlines()

    assert [lines[0], lines[2]] == ["before", "after"]
    assert json.loads(lines[1])["number"] == 7


def test_a_closed_standard_output_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        writer("-")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_appears_when_it_is_closed(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"found.{name}"
    with writer(path, name) as rows:
        rows.write(FOUND)

        assert not path.exists()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_size > 50
    rows.close()  # a second time does nothing


@pytest.mark.parametrize("name", FORMATS)
def test_an_exception_leaves_the_old_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"found.{name}"
    path.write_text("old")

    def broken() -> None:
        with writer(path, name) as rows:
            rows.write(FOUND)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "old"


@pytest.mark.parametrize("name", ["sarif", "table"])
def test_an_unknown_language_leaves_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="there are: en, zh"):
        writer(tmp_path / "a", name, Look("xx"))
    assert list(tmp_path.iterdir()) == []


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    sync, replace_ = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bytes")
        sync(handle)

    def noted_replace(one: str, other: str) -> None:
        calls.append("name")
        replace_(one, other)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    with writer(tmp_path / "a.jsonl") as rows:
        rows.write(FOUND)

    assert calls == (["bytes", "name", "folder"] if os.name == "posix" else ["bytes", "name"])


def test_a_killed_process_leaves_the_old_file(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "a.jsonl").write_text("old")
    code = (
        "import os, sys\n"
        "from channelguard.model import Level\n"
        "from channelguard.scan import Finding\n"
        "from channelguard.scan.writers import writer\n"
        "rows = writer(sys.argv[1])\n"
        "for number in range(50_000):\n"
        "    rows.write(Finding(number, 'x' * 100, Level.DANGEROUS, 75, '', ()))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.jsonl")], env=environment, check=False
    )

    assert done.returncode != 0
    assert (tmp_path / "a.jsonl").read_text() == "old"


@posix
def test_a_file_keeps_its_mode_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    old, new, usual = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "usual"
    old.touch(0o600)
    usual.touch()
    for path in (old, new):
        with writer(path) as rows:
            rows.write(FOUND)

    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert new.stat().st_mode == usual.stat().st_mode


@posix
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real" / "found.csv")
    with writer(link) as rows:
        rows.write(FOUND)

    assert link.is_symlink()
    assert (tmp_path / "real" / "found.csv").read_text(encoding="utf-8").count("\n") == 2


@posix
def test_a_device_is_written_to_and_not_replaced() -> None:
    with writer(os.devnull, "jsonl") as rows:
        rows.write(FOUND)

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def _fill(rows: Writer) -> None:
    rows.write(FOUND)
    rows.close()


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="cannot run here: no /dev/full")
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_is_said_in_one_sentence(name: str) -> None:
    rows = writer("/dev/full", name)
    with pytest.raises(OutputError, match=r"^/dev/full: cannot be written: No space left on dev"):
        _fill(rows)


def test_a_missing_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"none/a\.csv: cannot be written: No such file"):
        writer(tmp_path / "none" / "a.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: Is a directory"):
        writer(tmp_path, "csv")


def test_parquet_has_a_column_for_each_field_and_groups_of_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="cannot run here: no pyarrow")
    path = tmp_path / "a.parquet"
    with writer(path) as rows:
        for number in range(GROUP + 1):
            rows.write(replace(FOUND, number=number))
    file = parquet.ParquetFile(path)
    last = file.read_row_group(1).to_pylist()

    assert [file.metadata.row_group(at).num_rows for at in range(2)] == [65_536, 1]
    assert last == [json.loads(written("jsonl", replace(FOUND, number=GROUP)))]
    assert file.schema_arrow.names == [field.name for field in fields(Finding)]
    file.close()


def test_parquet_without_findings_is_a_table_without_rows() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="cannot run here: no pyarrow")
    out = io.BytesIO()
    writer(out, "parquet").close()

    assert parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 0


def test_parquet_shows_what_utf_8_cannot_hold() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="cannot run here: no pyarrow")
    out = io.BytesIO()
    with writer(out, "parquet") as rows:
        rows.write(replace(FOUND, input="a\ud83db", rules=("\ud83d",)))
    [row] = parquet.read_table(io.BytesIO(out.getvalue())).to_pylist()

    assert (row["input"], row["rules"]) == (r"a\ud83db", [r"\ud83d"])


def test_parquet_without_its_package_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"^Parquet needs .* install channelguard\[scan\]$"):
        writer(tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_the_package_is_not_loaded_for_other_formats(
    child: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    code = "import sys, channelguard.scan.writers; print('pyarrow' in sys.modules)"

    assert child([], code=code).stdout == b"False\n"


@pytest.mark.full
@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_findings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_parquet, "GROUP", 1_000)

    def peak(count: int) -> int:
        tracemalloc.start()
        with Path(os.devnull).open("wb") as out, writer(out, name) as rows:
            for number in range(count):
                rows.write(replace(FOUND, number=number, input=f"tp-{number}.example"))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1_000)  # what is loaded once
    assert peak(4_000) < peak(1_000) + 100_000
