"""Does a bulk run find what the guard finds, line by line, whatever the source and the workers?"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from channelguard import Guard, InputError, Level
from channelguard.scan import engine, sources
from channelguard.scan.block import BLOCK
from channelguard.scan.engine import Judge, judge_all, scan
from channelguard.scan.finding import Finding
from channelguard.scan.sources import MAX_LINE, blocks

FAKE, OTHER = "tp-waIlet.io", "https://tokenpocket-claim.com/x"
ROWS = ["example.org", FAKE, "", "example.net", OTHER, "tpglobalwallet.net"]
FOUND = [(2, FAKE), (5, OTHER), (6, "tpglobalwallet.net")]


def short(findings: Any) -> list[tuple[int, str]]:
    return [(one.number, one.input) for one in findings]


def as_text(path: Path) -> Path:
    path.write_text("".join(f"{row}\n" for row in ROWS), "utf-8")
    return path


def without_an_end(path: Path) -> Path:
    path.write_text("\n".join(ROWS), "utf-8")
    return path


def with_returns(path: Path) -> Path:
    path.write_bytes("".join(f"{row}\r\n" for row in ROWS).encode())
    return path


def as_gzip(path: Path) -> Path:
    with gzip.open(path.with_suffix(".txt.gz"), "wt", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in ROWS)
    return path.with_suffix(".txt.gz")


def as_zstd(path: Path) -> Path:
    data = "".join(f"{row}\n" for row in ROWS).encode()
    path.with_suffix(".txt.zst").write_bytes(zstandard.compress(data))
    return path.with_suffix(".txt.zst")


def as_parquet(path: Path) -> Path:
    pq.write_table(pa.table({"id": list(range(6)), "domain": ROWS}), path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


FORMS = [as_text, without_an_end, with_returns, as_gzip, as_zstd, as_parquet]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_gives_the_same(
    judge: Judge, tmp_path: Path, form: Callable[[Path], Path]
) -> None:
    assert short(scan(form(tmp_path / "rows.txt"), judge)) == FOUND


def test_texts_are_judged_as_they_are(judge: Judge) -> None:
    assert short(scan(ROWS, judge)) == FOUND


def test_a_table_gives_its_column_and_its_dates(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [["id", "Domain", "date"], *(["a", row, "2026-11-20T10:00"] for row in ROWS)]
        csv.writer(file).writerows(rows)
    found = list(scan(path, judge))

    assert [(one.input, one.date) for one in found] == [(row, "2026-11-20") for _, row in FOUND]
    assert list(scan(path, judge, field="id")) == []


LOGS = [
    pytest.param({"domain": FAKE}, id="plain"),
    pytest.param({"data": {"leaf_cert": {"all_domains": ["example.org", FAKE]}}}, id="CertStream"),
    pytest.param({"name_value": f"example.org\n{FAKE}"}, id="crt.sh"),
    pytest.param({"dns_names": [FAKE], "not_before": "2026-11-20"}, id="list"),
    pytest.param(FAKE, id="bare text"),
]


@pytest.mark.parametrize("row", LOGS)
def test_certificate_logs_are_read(judge: Judge, tmp_path: Path, row: Any) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n" + json.dumps(row) + "\nno JSON\n{}\n", "utf-8")
    (judged,) = judge_all(blocks(str(path)), judge)

    assert short(judged.findings) == [(2, FAKE)]
    assert judged.bad == ((3, "is no JSON"), (4, "has no field that is known"))


def test_a_zone_file_gives_owners(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "com.zone"
    path.write_text(
        "$ORIGIN com.\n@ IN SOA a b 1 2 3 4 5\nEXAMPLE NS ns1.host.net.\n"
        "TPWALLET-HELP 900 in ns a\nTPWALLET-HELP 900 in ns b\n\tNS c ; more of the same\n"
        "tpwallet-claim.net. IN NS a\n",
        "utf-8",
    )

    assert short(scan(path, judge)) == [(4, "tpwallet-help.com"), (7, "tpwallet-claim.net")]


BAD = [
    pytest.param(b"\xff\xfe.com", "is not UTF-8", id="bytes"),
    pytest.param(b"https://[1", "is no host and no address", id="no address"),
    pytest.param(b"x" * 70_000 + "\u4e2d".encode(), "is longer than", id="long"),
    pytest.param(b"y" * (MAX_LINE + 3), "is longer than", id="longer than the limit"),
    pytest.param(b"z" * (3 * BLOCK), "is longer than", id="longer than a block"),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_bad_line_is_named_and_the_rest_goes_on(
    judge: Judge, tmp_path: Path, row: bytes, reason: str
) -> None:
    path = tmp_path / "rows.txt"
    path.write_bytes(b"example.org\n" + row + f"\n{FAKE}\n".encode())
    done = list(judge_all(blocks(str(path)), judge))

    assert [(number, why[: len(reason)]) for one in done for number, why in one.bad] == [
        (2, reason)
    ]
    assert short(found for one in done for found in one.findings) == [(3, FAKE)]
    assert sum(one.lines for one in done) == 3


def test_many_blocks_keep_their_numbers(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    rows = [f"name{number}.example.org" for number in range(150_000)]
    rows[77_777] = rows[149_999] = FAKE
    path.write_text("\n".join(rows), "utf-8")

    assert path.stat().st_size > 3 * BLOCK
    assert short(scan(path, judge)) == [(77_778, FAKE), (150_000, FAKE)]


@pytest.mark.full
def test_two_workers_find_the_same_in_the_same_order(guard: Guard, tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text(
        "".join(f"tpwallet-{number}.com\nname{number}.org\n" for number in range(9_000)), "utf-8"
    )

    assert list(scan(path, guard, workers=2)) == list(scan(path, guard))


def test_few_lines_are_judged_one_by_one_and_more_by_the_prefilter(guard: Guard) -> None:
    rows = [FAKE, "example.org"] * 3
    few, some, none = (Judge(guard, few=count) for count in (6, 5, 0))

    assert list(scan(rows, few)) == list(scan(rows, some)) == list(scan(rows, none))
    assert ["_prefilter" in vars(one) for one in (few, some, none)] == [False, True, True]
    assert list(scan(rows[:1], some)) == list(scan(rows[:1], none))


def test_a_rest_of_few_lines_is_not_judged_one_by_one(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Judge(guard, few=2)
    assert len(list(scan([FAKE] * 3, judge))) == 3
    monkeypatch.setattr(type(guard), "check", None)

    assert list(scan(["example.org"], judge)) == []


def test_lines_are_cut_nowhere_in_a_file_of_several_stretches(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("\r\n".join([*ROWS, *(f"{'x' * n}.org" for n in range(60)), FAKE]), "utf-8")
    for stretch in (1, 2, 7, 64, 700):
        monkeypatch.setattr(sources, "_STRETCH", stretch)

        assert short(scan(path, judge)) == [*FOUND, (67, FAKE)]
        assert "".join(one.loaded().data.decode() for one in blocks(str(path))) == (
            path.read_text("utf-8").replace("\r\n", "\n") + "\n"
        )


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "shorter"])
def test_a_file_that_changes_while_it_is_read_is_named(
    judge: Judge, tmp_path: Path, *, gone: bool
) -> None:
    path = as_text(tmp_path / "rows.txt")
    (block,) = blocks(str(path))
    if gone:
        path.unlink()
    else:
        path.write_text("x\n", "utf-8")

    with pytest.raises(InputError, match=f"{path.name}: "):
        judge.judge(block)


def test_a_place_in_a_file_can_be_gone_on_from(judge: Judge, tmp_path: Path) -> None:
    path = as_text(tmp_path / "rows.txt")
    (whole,) = blocks(str(path))
    start = len("example.org\n" + FAKE + "\n")
    (rest,) = blocks(str(path), start=start, number=3)

    assert whole.read == path.stat().st_size
    assert rest.loaded().data == whole.loaded().data[start:]
    assert short(judge.judge(rest).findings) == FOUND[1:]


def test_standard_input_is_read_as_it_comes(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(f"example.org\n{FAKE}\n".encode()))
    monkeypatch.setattr("sys.stdin", stdin)

    assert short(scan("-", judge)) == [(2, FAKE)]


def test_without_the_extra_it_finds_the_same(
    guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_text(tmp_path / "rows.txt")
    fast = list(scan(path, Judge(guard, few=0)))
    monkeypatch.setattr(engine, "_prefilter", lambda _: None)

    assert list(scan(path, Judge(guard, few=0))) == fast


def test_a_finding_says_what_the_verdict_says(guard: Guard) -> None:
    verdict = guard.check(FAKE, kind="url")

    assert list(scan([FAKE], guard)) == [
        Finding(1, FAKE, Level.DANGEROUS, verdict.score, "tpwallet.io", ("host-lookalike",))
    ]


WRONG = [
    pytest.param("missing.txt", None, "No such file", id="missing"),
    pytest.param("a.csv", b"a,b\n1,2\n", "there are: a, b", id="no column"),
    pytest.param("a.parquet", b"no parquet", "no Parquet", id="no Parquet"),
    pytest.param("a.txt.gz", b"no gzip", "torn or of another form", id="no gzip"),
]


@pytest.mark.parametrize(("name", "data", "reason"), WRONG)
def test_a_file_of_another_form_is_refused(
    judge: Judge, tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)

    with pytest.raises(InputError, match=reason):
        list(scan(tmp_path / name, judge))
