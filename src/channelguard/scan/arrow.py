"""How is a column of Arrow judged, and what comes back?

Arrow in, Arrow out: the rows that are suspicious or dangerous, as they came, with what was found in
columns behind their own. Spark hands its partitions over in this form (`spark`). Needs the package
pyarrow (extra ``scan``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from channelguard.errors import InputError
from channelguard.scan.column import as_block
from channelguard.scan.engine import Judge

if TYPE_CHECKING:
    from channelguard.guard import Guard
    from channelguard.scan.finding import Finding

ADDED = pa.schema(
    [
        pa.field("level", pa.string(), nullable=False),
        pa.field("score", pa.int32(), nullable=False),
        pa.field("imitates", pa.string(), nullable=False),
        pa.field("rules", pa.list_(pa.string()), nullable=False),
    ]
)
"""The columns that a found row has more than the row that was read; as in `Finding`."""


def scan_batches(
    batches: Iterable[pa.RecordBatch], guard: Guard | Judge, column: str
) -> Iterator[pa.RecordBatch]:
    """Yield what is suspicious or dangerous in batches of rows, in their order.

    Args:
        batches: Rows with a column of text, less than 2 GiB of it in each.
        guard: What judges, or a `Judge` that is used again and again: one takes a second.
        column: The name of the column with a host or an address in each row; an empty one and a
            null are nothing.

    Yields:
        The found rows with all their columns and `ADDED`; nothing for a batch without any.

    Raises:
        InputError: There is no such column, it holds no text, or a column is called as one that is
            added.
    """
    judge = guard if isinstance(guard, Judge) else Judge(guard)
    read = schema = None
    for batch in batches:
        if read is None or batch.schema != read:
            read, schema = batch.schema, found_schema(batch.schema, column)
        findings = judge.judge(as_block(batch.column(column))).findings
        if findings:
            yield _found(batch, schema, findings)


def found_schema(schema: pa.Schema, column: str) -> pa.Schema:
    """Return the columns of found rows, for rows with these.

    Raises:
        InputError: As `scan_batches`.
    """
    if schema.names.count(column) != 1:
        listed = ", ".join(schema.names[:9]) or "none"
        what = "several columns" if column in schema.names else "no column"
        raise InputError(f"{what} {column}; there are: {listed}")
    views = [one for one in schema if _is_view(one.type)]
    if views:
        problem = f"is {views[0].type}, whose rows Arrow cannot take; cast it to string"
        raise InputError(f"column {views[0].name} {problem}")
    if not _is_text(schema.field(column).type):
        raise InputError(f"column {column} is {schema.field(column).type}, not text")
    taken = [name for name in schema.names if name.lower() in ADDED.names]
    if taken:
        raise InputError(f"column {taken[0]}: rename it, so that the result can be called so")
    return pa.schema([*schema, *ADDED])


def _found(
    batch: pa.RecordBatch, schema: pa.Schema, findings: tuple[Finding, ...]
) -> pa.RecordBatch:
    """Return the found rows of a batch with what was found."""
    rows = batch.take(pa.array([one.number for one in findings], pa.int64()))
    added = [
        [one.level.name.lower() for one in findings],
        [one.score for one in findings],
        [one.imitates for one in findings],
        [list(one.rules) for one in findings],
    ]
    columns = [pa.array(values, field.type) for values, field in zip(added, ADDED, strict=True)]
    return pa.RecordBatch.from_arrays([*rows.columns, *columns], schema=schema)


def _is_view(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(kind) or pa.types.is_binary_view(kind))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
