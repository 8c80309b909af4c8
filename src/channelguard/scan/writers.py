"""How do findings become a file, a stream, or lines on a terminal?

Chooses the format, and sees to it that a file is whole or not there. What a format looks like is
in the module of its name: `as_json`, `as_csv`, `as_parquet`, `as_sarif`, `as_table`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from channelguard.errors import InputError, OutputError
from channelguard.scan.as_csv import CsvRows
from channelguard.scan.as_json import JsonLines
from channelguard.scan.as_parquet import ParquetRows
from channelguard.scan.as_sarif import SarifLog
from channelguard.scan.as_table import Table
from channelguard.scan.form import Form, Look, Text, Utf8
from channelguard.scan.whole_file import WholeFile

if TYPE_CHECKING:
    from types import TracebackType

    from channelguard.scan.finding import Finding

FORMATS = ("jsonl", "csv", "parquet", "sarif", "table")
"""What findings can be written as."""

ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".txt": "table",
}
"""How the name of a file says what it is to hold."""

STDOUT = "-"
"""The name that stands for standard output."""


PLAIN = Look()
"""English, no colours."""


class Writer:
    """Takes findings one by one; `close` makes the file appear, an exception leaves none."""

    def __init__(self, form: Form, file: WholeFile | None, stream: IO[Any]) -> None:
        """Write ``form`` into ``file``, or into ``stream`` where that is no file of ours."""
        self._form, self._file, self._stream = form, file, stream
        self._open = True

    def write(self, finding: Finding) -> None:
        """Write one finding.

        Raises:
            OutputError: The file takes no more; nothing of it is left.
            OSError: The stream takes no more.
        """
        try:
            self._form.write(finding)
        except OSError as fault:
            self._fail(fault)

    def close(self) -> None:
        """Write the end, and put the file in its place. A second time does nothing.

        Raises:
            OutputError, OSError: As `write`.
        """
        if not self._open:
            return
        self._open = False
        try:
            self._form.end()
            self._stream.flush()
        except OSError as fault:
            self._fail(fault)
        if self._file:
            self._file.keep()

    def discard(self) -> None:
        """Leave no file; what went to a stream has gone."""
        self._open = False
        self._form.abandon()
        if self._file:
            self._file.drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _fail(self, fault: OSError) -> None:
        """Give up, and say so about the file; about a stream the program speaks for itself."""
        self.discard()
        if self._file:
            raise self._file.problem(fault) from None
        raise fault


def writer(
    target: str | Path | IO[Any],
    format: str = "",  # noqa: A002 - what everybody calls it
    look: Look = PLAIN,
) -> Writer:
    """Return what writes findings to a file or a stream.

    Args:
        target: A path, ``-`` for standard output, or an open stream, which is left open.
        format: One of `FORMATS`; found from the ending of a path if empty, a table for streams.
        look: The language of SARIF and tables, and the colours and size of tables.

    Raises:
        InputError: There is no such format or language, or the package that it needs.
        OutputError: The file cannot be begun, or standard output is closed.
    """
    chosen = format or format_of(target)
    if chosen not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}")
    if not isinstance(target, str | Path) or str(target) == STDOUT:
        stream: Any = sys.stdout if isinstance(target, str | Path) else target
        if stream is None:
            raise OutputError("standard output is closed")
        return Writer(_form(chosen, stream, look), None, stream)
    file = WholeFile(target)
    try:
        return Writer(_form(chosen, file.file, look), file, file.file)
    except BaseException:
        file.drop()
        raise


def format_of(target: str | Path | IO[Any]) -> str:
    """Return the format that the ending of a path names; a table for streams.

    Raises:
        InputError: The ending names none.

    >>> format_of("found.sarif.json"), format_of("-"), format_of("FOUND.CSV")
    ('sarif', 'table', 'csv')
    """
    if not isinstance(target, str | Path) or str(target) == STDOUT:
        return "table"
    name = Path(target).name.lower()
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.endswith(ending):
            return ENDINGS[ending]
    known = ", ".join(ENDINGS)
    raise InputError(f"the ending of the output names no format; give one, or end it in {known}")


def _form(chosen: str, stream: Any, look: Look) -> Form:
    """Begin the chosen format on a stream of bytes, or of text with or without bytes below."""
    below: Any = getattr(stream, "buffer", None)
    if below is not None:
        stream.flush()  # what was written there comes first
    if chosen == "parquet":
        return ParquetRows(below or stream)
    is_text = isinstance(stream, io.TextIOBase)
    if chosen == "table":
        # A terminal has an encoding of its own, and its stream knows what to do about it.
        return Table(stream if is_text else Utf8(stream), look)
    out: Text = stream if is_text and below is None else Utf8(below or stream)
    if chosen == "sarif":
        return SarifLog(out, look.lang)
    return JsonLines(out) if chosen == "jsonl" else CsvRows(out)
