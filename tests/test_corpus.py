"""The golden corpus: the answers of today are those that were reviewed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from channelguard.guard import Guard
from channelguard.model import KINDS

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*.jsonl"))
COLUMNS = ["input", "kind", "platform", "level", "imitates", "rules"]
ON_PURPOSE = """\
{name}: {count} of {total} answers moved:
{moved}
If this is on purpose, run `python tools/refresh_corpus.py`, read the difference line by line,
and name the inputs whose level moved in CHANGELOG.md."""


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of one file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_answers_are_those_that_were_reviewed(guard: Guard, path: Path) -> None:
    moved = []
    for number, row in enumerate(rows(path), 1):
        verdict = guard.check(row["input"], kind=row["kind"], platform=row["platform"])
        counted = [one.rule for one in verdict.evidence if one.counted]
        now = (verdict.level.name.lower(), verdict.imitates, counted)
        then = (row["level"], row["imitates"], row["rules"])
        if now != then:
            moved.append(f"  line {number}: {row['input']!a}\n    was {then}\n    is  {now}")

    if moved:
        pytest.fail(
            ON_PURPOSE.format(
                name=path.name, count=len(moved), total=len(rows(path)), moved="\n".join(moved)
            )
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_have_the_columns_of_the_readme(path: Path) -> None:
    assert {tuple(row) for row in rows(path)} == {tuple(COLUMNS)}
    assert {row["kind"] for row in rows(path)} <= {None, *KINDS}


def test_no_input_stands_twice() -> None:
    seen = Counter(
        (row["input"], row["kind"], row["platform"]) for path in FILES for row in rows(path)
    )

    assert [row for row, count in seen.items() if count > 1] == []


def test_innocent_rows_are_as_many_as_guilty_ones() -> None:
    levels = Counter(row["level"] for path in FILES for row in rows(path))

    assert levels["official"] + levels["unknown"] >= levels["suspicious"] + levels["dangerous"] > 0


def test_source_files_hold_no_disguised_letters() -> None:
    for path in FILES:
        letters = {letter for letter in path.read_text("utf-8") if not letter.isascii()}

        assert {letter for letter in letters if not "\u4e00" <= letter <= "\u9fff"} == set()
