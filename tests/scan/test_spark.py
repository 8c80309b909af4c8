"""Does Spark find what one machine finds, row for row, whatever happens to its workers?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from channelguard import Guard, InputError, Level, Registry
from channelguard.console import Status
from channelguard.errors import OutputError
from channelguard.scan.engine import scan
from channelguard.scan.run import Inputs

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(shutil.which("java") is None, reason="cannot run here: Spark needs Java"),
]

ACORN = Path(__file__).parents[1] / "brands" / "acorn"
FAKE = "tp-waIlet.io"
NAMES = ["example.org", FAKE, "", "https://tokenpocket-claim.com/x", "tpglobalwallet.net"]
BUSY = 0.3
"""Seconds of work after which a worker is in the middle of it; the daemon does next to none."""
Mutants = Callable[[int], Iterator[str]]
Row = tuple[str, str, int, str, tuple[str, ...]]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Start Spark with two workers; a task may fail three times."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where Java is

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "777",  # some batches are judged together
    }
    session = SparkSession.builder.master("local[2,4]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def rows_of(found: list[Any]) -> Counter[Row]:
    """Return what was found, in no order."""
    return Counter(
        (one["input"], one["level"], one["score"], one["imitates"], tuple(one["rules"]))
        for one in found
    )


def on_one_machine(texts: list[str], guard: Guard) -> Counter[Row]:
    """Return the same from the engine of one machine."""
    return Counter(
        (one.input, one.level.name.lower(), one.score, one.imitates, one.rules)
        for one in scan(texts, guard)
    )


def frame_of(session: Any, texts: list[str], parts: int = 4) -> Any:
    """Return a frame with so many partitions."""
    return session.createDataFrame(pa.table({"input": texts})).repartition(parts)


def test_it_finds_what_one_machine_finds(
    session: Any, guard: Guard, mutants: Mutants, shared: Path
) -> None:
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415

    texts = list(islice(mutants(21), 20_000)) + NAMES
    for name in ("tp_impersonations", "other_brands", "hard_negatives", "urls"):
        text = (shared / "data" / f"{name}.dev.tsv").read_text("utf-8")
        texts += [cell for line in text.splitlines() for cell in line.split("\t")]
    found = scan_frame(frame_of(session, texts), "input").collect()

    assert rows_of(found) == on_one_machine(texts, guard)
    assert len(found) > 1_000


def test_columns_of_the_frame_come_along(session: Any) -> None:
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415

    table = pa.table(
        {"id": [7, 8, 9], "name": ["example.org", FAKE, None], "when": ["a", "b", "c"]}
    )
    found = scan_frame(session.createDataFrame(table), "name").collect()

    assert [row.asDict() for row in found] == [
        {"id": 8, "name": FAKE, "when": "b", "level": "dangerous", "score": 85,
         "imitates": "tpwallet.io", "rules": ["host-lookalike"]},
    ]  # fmt: skip


def test_another_brand_travels_to_the_workers(session: Any) -> None:
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415

    texts = ["acomp-urse.com", "acornpurse-help.net", FAKE, "example.org"]
    guard = Guard(Registry.load(ACORN))
    found = scan_frame(frame_of(session, texts, 2), "input", ACORN).collect()

    assert rows_of(found) == on_one_machine(texts, guard)
    assert found
    assert rows_of(scan_frame(frame_of(session, texts, 2), "input").collect()) != rows_of(found)


def test_a_frame_without_the_column_is_refused_before_it_is_read(session: Any) -> None:
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415

    with pytest.raises(InputError, match="no column domain; there are: input"):
        scan_frame(frame_of(session, NAMES), "domain")


def workers() -> dict[psutil.Process, float]:
    """Return Spark's Python workers, and for how many seconds each has worked."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "pyspark.daemon" in process.cmdline():
                found[process] = process.cpu_times().user
    return found


def kill_a_worker(killed: list[int], over: threading.Event) -> None:
    """Kill one Python worker in the middle of its work."""
    before = workers()
    while not over.wait(0.02) and not killed:
        for process, seconds in workers().items():
            if seconds > before.get(process, 0) + BUSY:
                process.send_signal(signal.SIGKILL)
                killed.append(process.pid)
                break


def test_a_dead_worker_costs_nothing_and_doubles_nothing(
    session: Any, guard: Guard, mutants: Mutants
) -> None:
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415

    texts = list(islice(mutants(22), 30_000))
    killed: list[int] = []
    over = threading.Event()
    killer = threading.Thread(target=kill_a_worker, args=(killed, over))
    context = session.sparkContext
    context.setJobGroup("killed", "a worker is killed")
    killer.start()
    try:
        found = scan_frame(frame_of(session, texts, 6), "input").collect()
    finally:
        over.set()
        killer.join()
    tracker = context.statusTracker()
    stages = [
        tracker.getStageInfo(stage)
        for job in tracker.getJobIdsForGroup("killed")
        for stage in tracker.getJobInfo(job).stageIds
    ]

    assert killed
    assert sum(stage.numFailedTasks for stage in stages if stage) > 0
    assert rows_of(found) == on_one_machine(texts, guard)


FORMS = [pytest.param("parquet", id="Parquet"), pytest.param("jsonl", id="JSON lines")]


@pytest.mark.parametrize("form", FORMS)
def test_a_run_reads_folders_and_writes_one(
    session: Any, guard: Guard, tmp_path: Path, form: str
) -> None:
    from channelguard.scan.spark import run  # noqa: PLC0415

    (tmp_path / "in").mkdir()
    table = {"domain": NAMES, "date": ["2026-11-20T10:00:00"] * len(NAMES)}
    pq.write_table(pa.table(table), tmp_path / "in" / "one.parquet")
    inputs = Inputs((f"file://{tmp_path}/in",), "", "parquet")
    counts = run(inputs, f"file://{tmp_path}/out", guard.registry, form)
    found = session.read.format("json" if form == "jsonl" else form).load(f"{tmp_path}/out")

    assert (counts.lines, counts.findings, counts.worst) == (5, 3, Level.DANGEROUS)
    assert rows_of(found.collect()) == on_one_machine(NAMES, guard)
    assert {row["date"] for row in found.collect()} == {"2026-11-20"}
    with pytest.raises(InputError, match="holds Parquet files; say --kind parquet"):
        run(replace(inputs, kind=""), f"file://{tmp_path}/new", guard.registry, form)
    with pytest.raises(OutputError, match="is there already"):
        run(inputs, f"file://{tmp_path}/out", guard.registry, form)


TABLES = [
    pytest.param({"domain": [FAKE, None], "date": ["n/a", "2026-11-20"]}, [""], id="no date"),
    pytest.param({"domain": [FAKE, "x"], "timestamp": [1_763_942_400, 1]}, [""], id="seconds"),
    pytest.param(
        {"dns_names": [["example.org", FAKE], []], "a.b": ["", ""], "date": ["2026-11-20"] * 2},
        ["2026-11-20"], id="lists",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "dates"), TABLES)
def test_other_tables_are_read_as_on_one_machine(
    session: Any, guard: Guard, tmp_path: Path, table: dict[str, list[Any]], dates: list[str]
) -> None:
    from channelguard.scan.spark import run  # noqa: PLC0415

    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    run(Inputs((f"{tmp_path}/a.parquet",), "", "parquet"), f"{tmp_path}/out", guard.registry)
    found = session.read.parquet(f"{tmp_path}/out").collect()

    assert [(row["input"], row["date"]) for row in found] == [(FAKE, one) for one in dates]
    assert rows_of(found) == Counter(
        (one.input, one.level.name.lower(), one.score, one.imitates, one.rules)
        for one in scan(tmp_path / "a.parquet", guard)
    )


MISSING = [
    pytest.param("text", "is not there", id="text"),
    pytest.param("parquet", "is not there", id="Parquet"),
]


@pytest.mark.parametrize(("kind", "problem"), MISSING)
def test_an_input_that_is_missing_is_named(
    session: Any, guard: Guard, tmp_path: Path, kind: str, problem: str
) -> None:
    from channelguard.scan.spark import run  # noqa: PLC0415

    assert session
    with pytest.raises(InputError, match=problem):
        run(Inputs((f"{tmp_path}/none",), "", kind), f"{tmp_path}/out", guard.registry)


def test_the_command_runs_it(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "names.txt").write_text("".join(f"{one}\n" for one in NAMES), "utf-8")
    local = "--master local[2] --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false"
    code = "import sys; from channelguard.command import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, "scan", "--engine", "spark", "--format", "jsonl",
         "--input", "names.txt", "-o", "found"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**environment, "PYSPARK_SUBMIT_ARGS": f"{local} pyspark-shell",
             "SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    found = [
        json.loads(line)
        for part in sorted((tmp_path / "found").glob("part-*"))
        for line in part.read_text("utf-8").splitlines()
    ]

    assert done.returncode == Status.DANGEROUS, done.stderr
    assert "5 lines read, 3 found" in done.stderr
    assert [one["input"] for one in found] == [NAMES[1], NAMES[3], NAMES[4]]
