"""Is everything that was found before left out, nothing else, and no torn file believed?"""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channelguard.errors import OutputError
from channelguard.model import Level
from channelguard.scan import Finding, baseline
from channelguard.scan.baseline import Baseline, key

FOUND = Finding(7, "tp-waIlet.io", Level.DANGEROUS, 85, "tpwallet.io", ("host-typo",))

posix = pytest.mark.skipif(os.name != "posix", reason="cannot run here: needs pipes")


def many(*numbers: int) -> Iterator[Finding]:
    return (replace(FOUND, number=one, input=f"tp-{one}.example") for one in numbers)


def run(path: Path, *numbers: int) -> list[int]:
    """Find these numbers in one run; return those that are new."""
    with Baseline.load(path) as known:
        found = [one.number for one in known.new(many(*numbers))]
        known.save()
    return found


def test_a_run_shows_what_earlier_ones_did_not(tmp_path: Path) -> None:
    path = tmp_path / "known"

    assert run(path, 3, 1, 2) == [3, 1, 2]
    assert run(path, 1, 4, 2) == [4]
    assert run(path, 1, 2, 3, 4) == []


def test_what_was_not_saved_is_new_again(tmp_path: Path) -> None:
    with Baseline.load(tmp_path / "known") as known:
        assert len(list(known.new(many(1)))) == 1

    assert list(tmp_path.iterdir()) == []
    assert run(tmp_path / "known", 1) == [1]


def test_what_a_run_finds_twice_it_shows_twice(tmp_path: Path) -> None:
    assert run(tmp_path / "known", 1, 1) == [1, 1]
    with Baseline.load(tmp_path / "known") as known:
        assert len(known) == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"number": 8, "date": "x", "source": "y"}, True, id="elsewhere"),
        pytest.param({"score": 1, "level": Level.SUSPICIOUS, "rules": ()}, True, id="other rules"),
        pytest.param({"input": "tp-wallet.io"}, False, id="other text"),
        pytest.param({"imitates": ""}, False, id="other channel"),
        pytest.param(
            {"input": "tp-waIlet.iotp", "imitates": "wallet.io"}, False, id="other border"
        ),
        pytest.param({"input": "\ud83d"}, False, id="lone surrogate"),
    ],
)
def test_a_finding_is_its_text_and_whom_it_imitates(
    change: dict[str, object], *, same: bool
) -> None:
    assert (key(replace(FOUND, **change)) == key(FOUND)) is same  # type: ignore[arg-type]


@given(st.lists(st.sets(st.integers(0, 40)), max_size=4))
@settings(max_examples=50, deadline=None)
def test_runs_are_like_sets(runs: list[set[int]]) -> None:
    known: set[int] = set()
    with TemporaryDirectory() as folder:
        for numbers in runs:
            assert set(run(Path(folder) / "known", *numbers)) == numbers - known
            known |= numbers


def test_many_pages_and_many_runs_are_one_sorted_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "RUN", 500)
    path = tmp_path / "known"

    assert len(run(path, *range(0, 4_000, 2), *range(0, 1_000, 2))) == 2_500
    assert run(path, *range(3_000)) == list(range(1, 3_000, 2))
    assert run(path, *range(4_000)) == list(range(3_001, 4_000, 2))
    body = path.read_bytes()[len(b"channelguard baseline 1\n") : -32]
    digests = [body[at : at + 16] for at in range(0, len(body), 16)]
    assert digests == sorted({key(one) for one in many(*range(4_000))})


def test_the_file_holds_no_text(tmp_path: Path) -> None:
    run(tmp_path / "known", 1)

    assert b"example" not in (tmp_path / "known").read_bytes()


def test_no_torn_file_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "known"
    run(path, *range(600))
    whole = path.read_bytes()
    cuts = [whole[: len(whole) * part // 64] for part in range(64)]
    flips = [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        for at in range(0, len(whole), len(whole) // 200)
    ]
    for wrong in [*cuts, *flips, whole + b"x", whole + whole, bytes(len(whole))]:
        path.write_bytes(wrong)
        with pytest.raises(
            OutputError, match=r"known: is (torn or altered; |no baseline of this )"
        ):
            Baseline.load(path)


def test_a_file_that_is_cut_short_meanwhile_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "known"
    run(path, *range(600))
    with Baseline.load(path) as known:
        os.truncate(path, 1_000)
        with pytest.raises(OutputError, match="is torn or altered"):
            list(known.new(many(*range(600))))
        with pytest.raises(OutputError, match="is torn or altered"):
            known.save()

    assert [one.name for one in tmp_path.iterdir()] == ["known"]


@posix
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(OutputError, match="is no ordinary file"):
            Baseline.load(path)


def test_a_file_that_cannot_be_saved_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "known"
    run(path, 1)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with Baseline.load(path) as known:
        list(known.new(many(2)))
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="known: cannot be written: No space left on device"):
            known.save()

    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["known"]


@pytest.mark.full
def test_a_third_of_a_million_costs_a_third_of_a_megabyte(tmp_path: Path) -> None:
    path = tmp_path / "known"
    with Baseline.load(path) as known:
        for _ in known.new(many(*range(300_000))):
            pass
        known.save()
    gc.collect()
    tracemalloc.start()
    with Baseline.load(path) as known:
        assert len(known) == 300_000
        assert list(known.new(many(*range(0, 300_000, 999)))) == []
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 350_000
