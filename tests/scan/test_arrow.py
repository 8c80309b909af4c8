"""Do columns of Arrow give the rows that lines give?"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channelguard import Guard, InputError
from channelguard.scan.arrow import ADDED, scan_batches
from channelguard.scan.column import as_block
from channelguard.scan.engine import Judge, judge_all
from channelguard.scan.finding import Finding
from channelguard.scan.sources import blocks

FAKE, OTHER = "tp-waIlet.io", "https://tokenpocket-claim.com/x"
ROWS = ["example.org", FAKE, None, "", "a\nb", OTHER, "tpglobalwallet.net", "\u4e2d.com"]
LATER = [1, 5, 6]


COLUMNS = [
    pytest.param(pa.array(ROWS), id="string"),
    pytest.param(pa.array(ROWS, pa.large_string()), id="large string"),
    pytest.param(pa.array(ROWS).dictionary_encode(), id="dictionary"),
    pytest.param(pa.array(["x", *ROWS, "y"]).slice(1, len(ROWS)), id="slice"),
]


@pytest.mark.parametrize("column", COLUMNS)
def test_found_rows_come_back_with_all_their_columns(
    guard: Guard, judge: Judge, column: pa.Array
) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(range(len(ROWS))), column], ["at", "domain"])
    (found,) = scan_batches([batch], judge, "domain")
    told = [Finding.of(guard.check(str(ROWS[at]), kind="url"), at) for at in LATER]

    assert found.schema.names == ["at", "domain", *ADDED.names]
    assert found.column("at").to_pylist() == LATER
    assert found.column("domain").to_pylist() == [ROWS[at] for at in LATER]
    assert found.select(ADDED.names).to_pylist() == [
        {
            "level": one.level.name.lower(),
            "score": one.score,
            "imitates": one.imitates,
            "rules": list(one.rules),
        }
        for one in told
    ]


def test_a_batch_without_findings_gives_none(judge: Judge) -> None:
    batches = [pa.RecordBatch.from_pydict({"d": rows}) for rows in (["example.org"], [FAKE], [])]
    batches[2] = batches[0].slice(0, 0)

    assert [len(one) for one in scan_batches(batches, judge, "d")] == [1]


def test_a_column_that_is_there_twice_is_refused(judge: Judge) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["x"]), pa.array([FAKE])], ["d", "d"])

    with pytest.raises(InputError, match="several columns d"):
        list(scan_batches([batch], judge, "d"))


PARQUET = [
    pytest.param(pa.array([["example.org", FAKE], None, [OTHER, None]]), [(1, FAKE), (3, OTHER)],
                 [], id="lists"),
    pytest.param(pa.array([b"\xff.com", FAKE.encode()]), [(2, FAKE)],
                 [(1, "is not UTF-8")], id="bytes that are no text"),
    pytest.param(pa.array([1, 2_130_706_433]), [(1, "1"), (2, "2130706433")], [], id="numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "found", "bad"), PARQUET)
def test_parquet_of_other_types(
    judge: Judge,
    tmp_path: Path,
    column: pa.Array,
    found: list[tuple[int, str]],
    bad: list[tuple[int, str]],
) -> None:
    pq.write_table(pa.table({"domain": column}), tmp_path / "a.parquet")
    (judged,) = judge_all(blocks(str(tmp_path / "a.parquet")), judge)

    assert [(one.number, one.input) for one in judged.findings] == found
    assert list(judged.bad) == bad


def test_what_holds_a_line_feed_is_bad_and_the_others_keep_their_numbers() -> None:
    block = as_block(pa.array(ROWS), 10, "rows")

    assert block.bad == ((14, "holds a line feed"),)
    assert block.numbers == (10, 11, 12, 13, 15, 16, 17)
    assert block.data.decode().split("\n")[-4:] == [OTHER, "tpglobalwallet.net", "\u4e2d.com", ""]


WRONG = [
    pytest.param({"a": ["x"], "b": ["y"]}, "no column d; there are: a, b", id="no such column"),
    pytest.param({"d": [1]}, "column d is int64, not text", id="numbers"),
    pytest.param({"d": ["x"], "score": [1]}, "column score: rename it", id="a name that is taken"),
    pytest.param({"d": ["x"], "Level": [1]}, "column Level: rename it", id="in other case"),
    pytest.param({"d": [["x"]]}, "column d is list<item: string>, not text", id="lists"),
    pytest.param(
        {"d": ["x"], "v": pa.array(["x"], pa.string_view())}, "column v is string_view", id="views"
    ),
]


@pytest.mark.parametrize(("columns", "problem"), WRONG)
def test_other_columns_are_refused(
    judge: Judge, columns: dict[str, list[object]], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        list(scan_batches([pa.RecordBatch.from_pydict(columns)], judge, "d"))
