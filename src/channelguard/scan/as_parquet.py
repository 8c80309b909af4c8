r"""What is a finding as a row of Parquet?

One column for each field of `Finding`, named alike, in row groups of `GROUP` rows.
UTF-8 has no lone surrogate: one stands as its escape, ``\ud83d``, and that alone cannot be undone.
Needs the package pyarrow (extra ``scan``), which is imported when a file is begun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from channelguard.errors import InputError
from channelguard.scan.as_json import FIELDS, as_dict
from channelguard.scan.form import Form

if TYPE_CHECKING:
    from channelguard.scan.finding import Finding

GROUP = 65_536
"""Rows of a group; all that is ever held. At some 300 bytes each, 20 MB."""


class ParquetRows(Form):
    """Findings as rows of a Parquet file."""

    def __init__(self, out: BinaryIO) -> None:
        """Begin a file in ``out``."""
        arrow, parquet = self.ready()
        text = arrow.string()
        kinds = {"number": arrow.int64(), "score": arrow.int32(), "rules": arrow.list_(text)}
        schema = arrow.schema(
            [arrow.field(name, kinds.get(name, text), nullable=False) for name in FIELDS]
        )
        self._arrow, self._schema = arrow, schema
        self._file = parquet.ParquetWriter(out, schema, compression="zstd")
        self._columns: list[list[Any]] = [[] for _ in FIELDS]

    @staticmethod
    def ready() -> tuple[Any, Any]:
        """Return pyarrow and its Parquet module.

        Raises:
            InputError: The package is not installed.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 - heavy, and optional
            from pyarrow import parquet  # noqa: PLC0415
        except ImportError:
            problem = "Parquet needs the package pyarrow; install channelguard[scan]"
            raise InputError(problem) from None
        return pa, parquet

    def write(self, finding: Finding) -> None:
        """Keep one row, and write a group of them when it is full."""
        for column, value in zip(self._columns, as_dict(finding).values(), strict=True):
            column.append(_encodable(value))
        if len(self._columns[0]) == GROUP:
            self._flush()

    def end(self) -> None:
        """Write the last group and the footer."""
        self._flush()
        self._file.close()

    def abandon(self) -> None:
        """Write nothing more, not even when it is collected."""
        self._file.is_open = False

    def _flush(self) -> None:
        if self._columns[0]:
            batch = self._arrow.RecordBatch.from_arrays(self._columns, schema=self._schema)
            self._file.write_batch(batch, row_group_size=GROUP)
            for column in self._columns:
                column.clear()


def _encodable(value: str | int | list[str]) -> str | int | list[str]:
    """Return what UTF-8 can hold."""
    if isinstance(value, list):
        return [one.encode("utf-8", "backslashreplace").decode() for one in value]
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode()
    return value
