"""Do columns of Arrow give the rows that lines give?"""

from __future__ import annotations

import pyarrow as pa
import pytest

from channelguard import Guard, InputError
from channelguard.scan.arrow import ADDED, scan_batches
from channelguard.scan.column import as_block
from channelguard.scan.engine import Judge, scan

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
def test_found_rows_come_back_with_all_their_columns(guard: Guard, column: pa.Array) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(range(len(ROWS))), column], ["at", "domain"])
    (found,) = scan_batches([batch], guard, "domain")
    lines = scan([row or "" for row in ROWS], guard)

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
        for one in lines
    ]


def test_each_batch_gives_one_even_if_nothing_is_in_it(guard: Guard) -> None:
    batches = [pa.RecordBatch.from_pydict({"d": rows}) for rows in (["example.org"], [FAKE], [])]
    batches[2] = batches[0].slice(0, 0)

    assert [len(one) for one in scan_batches(batches, Judge(guard), "d")] == [0, 1, 0]


def test_what_holds_a_line_feed_is_bad_and_the_others_keep_their_numbers() -> None:
    block = as_block(pa.array(ROWS), 10, "rows")

    assert block.bad == ((14, "holds a line feed"),)
    assert block.numbers == (10, 11, 12, 13, 15, 16, 17)
    assert block.data.decode().split("\n")[-4:] == [OTHER, "tpglobalwallet.net", "\u4e2d.com", ""]


WRONG = [
    pytest.param({"a": ["x"], "b": ["y"]}, "no column d; there are: a, b", id="no such column"),
    pytest.param({"d": [1]}, "column d is int64, not text", id="numbers"),
    pytest.param({"d": ["x"], "score": [1]}, "column score: rename it", id="a name that is taken"),
]


@pytest.mark.parametrize(("columns", "problem"), WRONG)
def test_other_columns_are_refused(
    guard: Guard, columns: dict[str, list[object]], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        list(scan_batches([pa.RecordBatch.from_pydict(columns)], guard, "d"))
