"""Is what is kept of a stream exact, and no more than it may be?"""

from __future__ import annotations

import tracemalloc
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.gathered import Gathered
from channelguard.scan.page_counts import COLUMNS, by_period
from channelguard.scan.report import Report
from channelguard.scan.tally import LIMIT, Tally

FOUND = Finding(
    7,
    "https://tp-waIlet.io/claim",
    Level.DANGEROUS,
    85,
    "tpwallet.io",
    ("host-lookalike", "host-typo"),
    "2026-11-25",
    "a.txt",
)


@given(st.lists(st.tuples(st.sampled_from([2, 3]), st.integers(0, 3), st.integers(0, 9))))
def test_the_worst_are_kept_and_counted_exactly(rows: list[tuple[int, int, int]]) -> None:
    """A name has always the same level and score, as the same registry gives it."""
    fixed: dict[int, tuple[int, int]] = {}
    found = []
    for level, score, name in rows:
        told = fixed.setdefault(name, (level, score))
        found.append(replace(FOUND, input=str(name), level=Level(told[0]), score=told[1]))
    gathered = Gathered(worst=3)
    for one in found:
        gathered.add(one)
    times = Counter(one.input for one in found)
    ranked = sorted(
        times,
        key=lambda name: (-fixed[int(name)][0], -fixed[int(name)][1], list(times).index(name)),
    )

    assert [(one.finding.input, one.times) for one in gathered.worst()] == [
        (name, times[name]) for name in ranked[:3]
    ]


def test_more_things_than_can_be_counted_apart_count_together() -> None:
    tally = Tally()
    for number in range(LIMIT + 5):
        tally.add(str(number))
    tally.add("3")

    assert tally.top(1) == ([("3", 2)], LIMIT + 4)


PERIODS = [
    pytest.param(("2026-11-25", "2026-11-25"), "day", 1, id="one day"),
    pytest.param(("2026-11-01", "2027-01-01"), "day", 62, id="two months"),
    pytest.param(("2026-11-01", "2027-01-02"), "month", 3, id="a day more"),
    pytest.param(("2021-12-31", "2027-01-01"), "month", 62, id="five years"),
    pytest.param(("2021-11-30", "2027-01-01"), "year", 7, id="a month more"),
    pytest.param(("0001-01-01", "9999-12-31"), "year", 2, id="all the time there is"),
]


@pytest.mark.parametrize(("ends", "unit", "count"), PERIODS)
def test_time_is_cut_so_that_it_fits(ends: tuple[str, str], unit: str, count: int) -> None:
    found, periods = by_period(dict.fromkeys(ends, 2))

    assert (found, len(periods)) == (unit, count)
    assert sum(seen for _, seen in periods) == 2 * len(set(ends))
    assert [period for period, _ in periods] == sorted(period for period, _ in periods)
    assert len(periods) <= COLUMNS


@pytest.mark.full
def test_memory_does_not_grow_with_the_findings() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        report = Report()
        for number in range(count):
            name = f"tp-{number}.x{number}.example"
            day = f"{number % 9_999 + 1:04}-01-01"
            report.add(replace(FOUND, input=name, imitates=name, rules=(name,), date=day))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)  # loads the public suffixes, whichever tests ran before
    assert peak(30_000) < peak(15_000) + 100_000
