"""What does Spark lose by judging, beside the same job with a function that hands rows through?

Both jobs read the same Parquet files of popular names in one session on this machine, through the
same interface (`mapInArrow`), and give back next to nothing; the first run of each is not counted.

    python benchmarks/spark.py                    # five million names, some minutes
    python benchmarks/spark.py --names 20000000
    python benchmarks/spark.py --smoke            # two million; fails below half of the bound
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from check import SLACK
from names import popular

LEAST = 0.7
"""Least share of the rate of the job that does nothing."""
BATCHES = (10_000, 20_000, 50_000, 100_000)
"""Rows of a batch that are compared; the first is Spark's own choice."""
FILES = 8


def written(folder: Path, count: int) -> int:
    """Write so many popular names as Parquet files; return how many names these are."""
    table = pa.table({"domain": popular()})
    repeats = max(1, round(count / FILES / len(table)))
    for at in range(FILES):
        with pq.ParquetWriter(folder / f"{at}.parquet", table.schema) as file:
            for _ in range(repeats):
                file.write_table(table)
    return FILES * repeats * len(table)


def started() -> Any:
    """Return a session with two workers on this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - Java is asked for first

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.pyspark.python": sys.executable,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.pythonExec = sys.executable
    return session


def handed_through(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give back one row of each batch, as the judging job gives back few."""
    return (batch.slice(0, 1) for batch in batches)


def seconds(frame: Any, turns: int) -> float:
    """Return the median time that it takes to compute a frame; the first time is not counted."""
    taken = []
    for _ in range(turns + 1):
        start = perf_counter()
        frame.write.format("noop").mode("overwrite").save()
        taken.append(perf_counter() - start)
    return median(taken[1:])


def main() -> int:
    """Measure and print; 1 if the share is too low."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="two million names, half the bound")
    parser.add_argument("--names", type=int, default=5_000_000, help="how many names to read")
    args = parser.parse_args()
    from channelguard.scan.spark import scan_frame  # noqa: PLC0415 - after the arguments

    with tempfile.TemporaryDirectory() as folder:
        count = written(Path(folder), 2_000_000 if args.smoke else args.names)
        session = started()
        frame = session.read.parquet(folder)
        print(f"{count:,} names\n\n{'rows a batch':>12} {'nothing':>9} {'scan':>9} {'share':>6}")
        shares = {}
        for rows in BATCHES[:1] if args.smoke else BATCHES:
            session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(rows))
            nothing = seconds(frame.mapInArrow(handed_through, frame.schema), 3)
            judging = seconds(scan_frame(frame, "domain"), 3)
            shares[rows] = nothing / judging
            rates = f"{count / nothing / 1e6:8.2f}M {count / judging / 1e6:8.2f}M"
            print(f"{rows:12,} {rates} {shares[rows]:6.2f}")
        session.stop()
    share = shares[BATCHES[0]]
    low = share < LEAST / (SLACK if args.smoke else 1)
    print(f"\nshare of the rate: {share:.2f}, bound {LEAST}{'  <-- too low' if low else ''}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
