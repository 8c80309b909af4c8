"""What is in a bulk input: blocks of lines, one text to check in each.

Text, gzip and zstd files, standard input, CSV, JSON lines (certificate logs among them), Parquet
and zone files. Memory stays that of a few blocks, however long the input is, and a stream without
an end is read as it comes. Nothing here looks at what a text says.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from select import select
from time import monotonic
from typing import IO, Any, cast

from channelguard.errors import InputError
from channelguard.parse import MAX_CHARS
from channelguard.scan.block import (
    BLOCK,
    FOLLOWS,
    LINE_FEED,
    TOO_LONG,
    Block,
    Stretch,
    as_lines,
)

MAX_LINE = 4 * MAX_CHARS
"""Longest line that is kept whole, in bytes; UTF-8 writes none of its letters in more than four."""
FIELDS = ("domain", "host", "hostname", "url", "name", "dns_names", "all_domains", "name_value")
"""Fields that are looked for where none is named, the first that is there; the last three are
those of certificate logs (CertStream, Censys, crt.sh)."""
DATES = ("date", "seen", "created", "not_before", "timestamp")
"""Fields in which a date is looked for."""
STDIN = "-"
PATIENCE = 0.1
"""Seconds for which a stream is waited for, so that small pieces are judged together."""
TOGETHER = 2.0
"""Seconds after which rows are handed on, however few: a stream may be slow."""
_STRETCH = 4 * BLOCK
"""Bytes of a file that one worker reads at a time: what it does once for each is then nothing."""

_ENDINGS = {".csv": "csv", ".tsv": "tsv", ".jsonl": "json", ".ndjson": "json", ".json": "json",
            ".parquet": "parquet", ".zone": "zone"}  # fmt: skip


def kind_of(name: str) -> str:
    """Return what a file holds by its name: text, csv, tsv, json, parquet or zone."""
    suffixes = [one.lower() for one in Path(name).suffixes if one.lower() not in {".gz", ".zst"}]
    return _ENDINGS.get(suffixes[-1], "text") if suffixes else "text"


def blocks(
    name: str, *, field: str = "", kind: str = "", start: int = 0, number: int = 1
) -> Iterator[Block]:
    """Yield the blocks of one input.

    Args:
        name: A file, or ``-`` for standard input.
        field: The column or key that holds the text; looked for if empty.
        kind: As `kind_of` returns; found by the name if empty.
        start: Bytes of text to skip, of a text file that was read before.
        number: The line that stands there.

    Raises:
        InputError: The file cannot be opened or is of another form; the message names the place.
    """
    kind = kind or kind_of(name)
    shown = "standard input" if name == STDIN else name
    try:
        if kind == "parquet":
            yield from _parquet(name, field)
            return
        with ExitStack() as stack:
            file = stack.enter_context(_opened(name))
            if kind == "text":
                yield from _text(file, name, shown, start, number)
                return
            text = io.TextIOWrapper(file, "utf-8", "surrogateescape", newline="")
            reader = {"csv": _csv, "tsv": _csv, "json": _json, "zone": _zone}[kind]
            yield from _gathered(reader(text, field, kind), shown)
    except (OSError, EOFError, csv.Error) as fault:
        reason = getattr(fault, "strerror", None) or "the file is torn or of another form"
        raise InputError(f"{shown}: cannot be read: {reason}") from fault


def _opened(name: str) -> IO[bytes]:
    if name == STDIN:
        return sys.stdin.buffer
    if name.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(name, "rb"))
    if name.endswith(".zst"):
        import zstandard  # noqa: PLC0415 - only for such files

        return cast("IO[bytes]", zstandard.open(name, "rb"))
    return Path(name).open("rb")


def _reader(file: IO[bytes]) -> Callable[[int], bytes | None]:
    """Return what reads up to so many bytes: of a stream what comes within `PATIENCE`, or None."""
    try:
        streams = not stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (AttributeError, OSError):  # bytes in memory, or unpacked
        streams = False
    if not streams:
        return file.read
    one: Callable[[int], bytes] = getattr(file, "read1", file.read)

    def read(most: int) -> bytes | None:
        end = monotonic() + PATIENCE
        if not _ready(file, end):
            return None
        pieces = [one(most)]
        size = len(pieces[0])
        while pieces[-1] and size < most and _ready(file, end):
            pieces.append(one(most - size))
            size += len(pieces[-1])
        return b"".join(pieces)

    return read


def _ready(file: IO[bytes], end: float) -> bool:
    """Wait for more of a stream until a time; tell whether there is more, or its end."""
    try:
        return bool(select([file], [], [], max(0.0, end - monotonic()))[0])
    except (OSError, ValueError):  # a system that waits for no file
        return True


def _text(file: IO[bytes], name: str, source: str, start: int, number: int) -> Iterator[Block]:
    """Yield lines of text from a place on: where they stand, if whoever judges can read them."""
    plain = isinstance(file, io.BufferedReader) and name != STDIN
    size = Path(name).stat().st_size if plain and Path(name).is_file() else 0
    while start < size:
        end = _line_end(file, start, size)
        if not end:
            break
        yield Block(number, b"", source, end, stretch=Stretch(name, start, end - start))
        start, number = end, FOLLOWS
    if start < size or not size:
        _pass(file, start, seek=bool(size))
        yield from _lines(file, source, start, number)


def _line_end(file: IO[bytes], start: int, size: int) -> int:
    """Return where the line ends that a block from a place ends in; nought if that is far away."""
    last = start + _STRETCH - 1
    if last >= size:
        return size
    for most in (BLOCK // 256, MAX_LINE):
        file.seek(last)
        found = file.read(most).find(b"\n") + 1
        if found:
            return last + found
    return 0


def _pass(file: IO[bytes], size: int, *, seek: bool) -> None:
    """Go to a place of a file, or read up to it."""
    if seek:
        file.seek(size)
    while not seek and size > 0 and (piece := file.read(min(BLOCK, size))):
        size -= len(piece)


def _lines(file: IO[bytes], source: str, read: int, number: int) -> Iterator[Block]:
    """Yield whole lines; of one that is too long, its number only; while none come, empty blocks.

    So whoever hands blocks out can look at what has come back.
    """
    chunk = _reader(file)
    rest = b""
    while (piece := chunk(BLOCK)) != b"":
        if piece is None:
            yield Block(number, b"", source, read)
            continue
        data = rest + piece
        end = data.rfind(b"\n") + 1
        if not end and len(data) <= MAX_LINE:
            rest = data
            continue
        whole, rest = data[:end], data[end:]
        read += len(whole)
        if whole:
            yield Block(number, as_lines(whole), source, read)
            number = FOLLOWS
        if len(rest) > MAX_LINE:
            passed, behind = _pass_over(chunk)
            read += len(rest) + passed
            yield Block(number, b"", source, read, bad=((number, TOO_LONG),))
            rest, number = behind, FOLLOWS
    if rest:
        yield Block(number, as_lines(rest), source, read + len(rest))


def _pass_over(chunk: Callable[[int], bytes | None]) -> tuple[int, bytes]:
    """Read to the next line end; return how many bytes that was, and what stands behind it."""
    passed = 0
    while (piece := chunk(BLOCK)) != b"":
        if piece is None:
            continue
        at = piece.find(b"\n") + 1
        if at:
            return passed + at, piece[at:]
        passed += len(piece)
    return passed, b""


Row = tuple[int, str, str]
"""Number, text and date of one row; an empty text is a bad row, and the date says why."""


def _gathered(rows: Iterable[Row], source: str) -> Iterator[Block]:
    """Put rows together into blocks."""
    kept: list[Row] = []
    bad: list[tuple[int, str]] = []
    size, began = 0, monotonic()
    for number, text, date in rows:
        if not text or "\n" in text:
            bad.append((number, date if not text else LINE_FEED))
        else:
            kept.append((number, text, date))
            size += len(text)
        if size >= BLOCK or len(bad) > MAX_CHARS or monotonic() > began + TOGETHER:
            yield _block(kept, bad, source)
            kept, bad, size, began = [], [], 0, monotonic()
    if kept or bad:
        yield _block(kept, bad, source)


def _block(rows: list[Row], bad: list[tuple[int, str]], source: str) -> Block:
    text = "".join(f"{one}\n" for _, one, _ in rows)
    dates = tuple(date for _, _, date in rows)
    first = rows[0][0] if rows else bad[0][0]
    numbers = tuple(number for number, _, _ in rows)
    return Block(
        first,
        text.encode("utf-8", "surrogateescape"),
        source,
        0,
        numbers,
        dates if any(dates) else (),
        tuple(bad),
    )


def _csv(text: IO[str], field: str, kind: str) -> Iterator[Row]:
    """Yield the column of a table with a heading."""
    rows = csv.DictReader(text, delimiter="\t" if kind == "tsv" else ",", strict=False)
    column = chosen(field, rows.fieldnames or ())
    when = next((one for one in rows.fieldnames or () if one.lower() in DATES), "")
    for row in rows:
        found = row.get(column)
        if found:
            yield rows.line_num, found, _day(row.get(when))


def chosen(field: str, names: Iterable[str]) -> str:
    """Return the column that holds the texts.

    Raises:
        InputError: There is none of that name, or none that is known.
    """
    names = list(names)
    if field:
        found = [one for one in names if one == field]
    else:
        found = [one for known in FIELDS for one in names if one.lower() == known]
    if not found or names.count(found[0]) > 1:
        listed = ", ".join(names[:9]) or "none"
        what = "several columns" if found else "no column"
        raise InputError(f"{what} {field or 'with a known name'}; there are: {listed}")
    return found[0]


def _json(text: IO[str], field: str, _kind: str) -> Iterator[Row]:
    """Yield the texts of each object; a list gives several, as a certificate has several names."""
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "", "is no JSON"
            continue
        found = [row] if isinstance(row, str) else list(_values(row, field))
        date = _day(_first(row, DATES)) if isinstance(row, dict) else ""
        if not found:
            yield number, "", "has no field that is known"
        yield from ((number, one, date) for one in found)


def _values(row: Any, field: str) -> Iterator[str]:
    names = (field,) if field else FIELDS
    found = _first(row, names)
    if isinstance(found, str):
        yield from found.split("\n")  # as crt.sh writes several names
    elif isinstance(found, list):
        yield from (one for one in found if isinstance(one, str))


def _first(row: Any, names: Iterable[str]) -> Any:
    """Return the first of these fields; a dot leads inside, and so do the nests of logs."""
    for name in names:
        inside = row
        for part in name.split("."):
            inside = inside.get(part) if isinstance(inside, dict) else None
        if inside not in (None, "", []):
            return inside
    for nest in ("data", "leaf_cert", "parsed", "names"):
        inside = row.get(nest) if isinstance(row, dict) else None
        if isinstance(inside, dict) and (found := _first(inside, names)) is not None:
            return found
    return None


def _zone(text: IO[str], _field: str, _kind: str) -> Iterator[Row]:
    """Yield the owner of each record of a zone file (RFC 1035, 5.1), once where it repeats."""
    origin = before = ""
    for number, line in enumerate(text, 1):
        words = line.partition(";")[0].split()
        if not words:
            continue
        if words[0].upper() == "$ORIGIN" and len(words) > 1:
            origin = words[1].strip(".")
        elif not line[0].isspace() and words[0][0] != "$" and words[0] != "@":
            name = words[0]
            whole = name[:-1] if name.endswith(".") else f"{name}.{origin}".strip(".")
            if whole.lower() != before:
                before = whole.lower()
                yield number, before, ""


def _parquet(name: str, field: str) -> Iterator[Block]:
    """Yield the column of a Parquet file, a batch of rows at a time."""
    import pyarrow as pa  # noqa: PLC0415 - only for such files
    import pyarrow.parquet as pq  # noqa: PLC0415

    from channelguard.scan.column import as_block  # noqa: PLC0415

    try:
        with pq.ParquetFile(name) as file:
            names = file.schema_arrow.names
            column = chosen(field, names)
            when = next((one for one in names if one.lower() in DATES), "")
            number = 1
            for batch in file.iter_batches(65_536, columns=[one for one in (column, when) if one]):
                texts = batch.column(column)
                if pa.types.is_nested(texts.type):
                    days = batch.column(when) if when else pa.nulls(len(texts))
                    yield from _gathered(_listed(texts, days, number), name)
                else:
                    block = as_block(texts, number, name)
                    yield replace(block, dates=_days(block, batch.column(when))) if when else block
                number += len(batch)
    except pa.ArrowException as fault:
        raise InputError(f"{name}: cannot be read: it is no Parquet file") from fault


def _listed(texts: Any, days: Any, number: int) -> Iterator[Row]:
    """Yield each text of a column of lists, as a certificate has several names."""
    for at, (found, day) in enumerate(zip(texts.to_pylist(), days.to_pylist(), strict=True)):
        for one in found if isinstance(found, list) else ():
            if isinstance(one, str) and one:
                yield number + at, one, _day(day)


def _days(block: Block, column: Any) -> tuple[str, ...]:
    """Return the date of each text of a block that was read with this column beside it."""
    days = column.to_pylist()
    rows = [number - block.first for number in block.numbers] or range(len(days))
    return tuple(_day(days[row]) for row in rows)


def _day(value: object) -> str:
    """Return the day of a date as ISO 8601; empty if it is none."""
    text = str(value or "")[:10]
    return text if len(text) == 10 and text[4] == text[7] == "-" else ""  # noqa: PLR2004
