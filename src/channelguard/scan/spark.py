"""How does the same job run on many machines?

Spark hands each partition to a worker in Arrow batches, and `arrow` judges them: what is found is
what one machine finds. A worker makes its judge once and keeps it. Needs the extra ``spark`` here,
and ``scan`` on every worker (see ``docs/spark.md``).
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import ArrayType

from channelguard.errors import InputError, OutputError
from channelguard.guard import Guard
from channelguard.model import Level
from channelguard.registry import Registry
from channelguard.scan.arrow import found_schema, scan_batches
from channelguard.scan.engine import Judge
from channelguard.scan.run import Inputs
from channelguard.scan.sources import DATES, chosen

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("text", "parquet")
"""What can be read."""
FORMATS = ("parquet", "jsonl")
"""What can be written."""
ROWS = 50_000
"""Rows that a worker judges together, where Spark hands over fewer at a time."""
BYTES = 64 * 1024 * 1024
"""Bytes of rows after which fewer are judged together."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run read and found."""

    lines: int
    findings: int
    worst: Level


def scan_frame(
    df: DataFrame, column: str, registry: Registry | Path | str | None = None
) -> DataFrame:
    """Return the rows of a frame that are suspicious or dangerous, with what was found.

    Args:
        df: Rows with a column of text; nothing is read before the result is.
        column: The name of the column with a host or an address in each row.
        registry: A registry, or the folder of one, which only this machine has to have; the
            shipped one if None.

    Returns:
        All columns of the frame, and ``level``, ``score``, ``imitates`` and ``rules`` (see
        `Finding`).

    Raises:
        InputError: As `scan_batches`.
        RegistryError: As `Registry.load`.
    """
    schema = from_arrow_schema(found_schema(to_arrow_schema(df.schema), column))
    guard = Guard(registry if isinstance(registry, Registry) else Registry.load(registry))
    return df.mapInArrow(_judging(guard, column), schema)


def _judging(
    guard: Guard, column: str
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a worker does with a partition; it travels there with the guard."""
    key = uuid.uuid4().hex

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Judge the batches of a partition."""
        return scan_batches(_together(batches), _judge(key, guard), column)

    return judged


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches of at least `ROWS` or `BYTES`: what is done once for each costs less then."""
    some: list[pa.RecordBatch] = []
    for batch in batches:
        some.append(batch)
        if sum(map(len, some)) >= ROWS or sum(one.nbytes for one in some) >= BYTES:
            yield pa.concat_batches(some)
            some = []
    if some:
        yield pa.concat_batches(some)


_judges: dict[str, Judge] = {}
"""The judge of this worker, which serves one partition after the other."""


def _judge(key: str, guard: Guard) -> Judge:
    if key not in _judges:
        _judges.clear()  # of an earlier job: one takes some megabytes
        _judges[key] = Judge(guard, few=0)
    return _judges[key]


def run(inputs: Inputs, output: str, registry: Registry, form: str = "parquet") -> Counts:
    """Read names from anywhere that Spark reads, and write what is found.

    Args:
        inputs: Files or folders of one of `KINDS`, with the address of any file system that Hadoop
            knows; text if the kind is empty, and then no Parquet files among them.
        output: A folder that does not exist yet; the columns are those of `Finding` without
            ``number`` and ``source``, which Spark would have to carry along with each row.
        registry: What is judged by.
        form: One of `FORMATS`.

    Raises:
        InputError: The input is not there or has no such column.
        OutputError: The output is there already, or Spark failed.
    """
    session = SparkSession.builder.appName("channelguard scan").getOrCreate()
    if str(session.sparkContext.master).startswith("local"):
        session.sparkContext.pythonExec = sys.executable  # not whatever python3 is on the path
    read, found = Observation("read"), Observation("found")
    frame = _read(session, inputs).observe(read, sql.count(sql.lit(1)).alias("lines"))
    result = scan_frame(frame, "input", registry).observe(
        found,
        sql.count(sql.lit(1)).alias("findings"),
        sql.count(sql.when(sql.col("level") == "dangerous", 1)).alias("dangerous"),
    )
    columns = ["input", "level", "score", "imitates", "rules", "date"]
    writing = result.select(columns).write.format("json" if form == "jsonl" else form)
    try:
        writing.save(output)
    except PySparkException as fault:
        condition = fault.getCondition() or type(fault).__name__
        taken = "PATH_ALREADY_EXISTS" in condition
        problem = "is there already; name a new folder" if taken else f"Spark failed: {condition}"
        raise OutputError(f"{output}: {problem}") from None  # its message may show a row
    findings, dangerous = found.get["findings"], found.get["dangerous"]
    level = Level.SUSPICIOUS if findings else Level.OFFICIAL
    return Counts(read.get["lines"], findings, Level.DANGEROUS if dangerous else level)


def _read(session: SparkSession, inputs: Inputs) -> DataFrame:
    """Return the texts and their dates.

    Raises:
        InputError: As `run`.
    """
    names = list(inputs.names)
    try:
        if inputs.kind != "parquet":
            frame = session.read.text(names)
            if any(file.endswith(".parquet") for file in frame.inputFiles()):
                raise InputError(f"{', '.join(names)}: holds Parquet files; say --kind parquet")
            return frame.select(sql.col("value").alias("input"), sql.lit("").alias("date"))
        frame = session.read.parquet(*names)
    except AnalysisException as fault:
        missing = "PATH_NOT_FOUND" in str(fault.getCondition())
        problem = "is not there" if missing else "cannot be read: it is no Parquet file"
        raise InputError(f"{', '.join(names)}: {problem}") from fault
    column = chosen(inputs.field, frame.columns)
    when = next((one for one in frame.columns if one.lower() in DATES), "")
    text = sql.col(_quoted(column))
    listed = isinstance(frame.schema[column].dataType, ArrayType)
    return frame.select(
        (sql.explode(text.cast("array<string>")) if listed else text.cast("string")).alias("input"),
        _day(sql.col(_quoted(when))) if when else sql.lit("").alias("date"),
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _day(value: Column) -> Column:
    """Return the day of a date as ISO 8601; empty if it is none."""
    day = sql.substring(value.cast("string"), 1, 10)
    return sql.when(day.rlike("^....-..-..$"), day).otherwise("").alias("date")
