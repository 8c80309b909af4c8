"""One bulk run from its inputs to its outputs, and on from where an earlier one was stopped.

Reads, judges, writes findings and bad lines, and keeps the place on the disk where the output can
be gone on with: JSON lines of files of text. Whatever is interrupted leaves an output that is
marked as unfinished, and never half a line under the final name.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from channelguard.errors import OutputError
from channelguard.guard import Guard
from channelguard.scan import checkpoint
from channelguard.scan.as_json import as_dict
from channelguard.scan.block import Block
from channelguard.scan.checkpoint import Place
from channelguard.scan.engine import Judged, judge_all
from channelguard.scan.finding import Finding
from channelguard.scan.sources import STDIN, blocks, kind_of

EVERY = 5.0
"""Seconds between two places that are kept; as much work may be done again."""
PART = ".part"
"""How the name of an unfinished output ends."""

Tell = Callable[[Place, Judged], None]
"""What is called after each block, for a progress line."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is read."""

    names: tuple[str, ...]
    field: str = ""
    kind: str = ""

    def can_go_on(self) -> bool:
        """Tell whether a place in them can be found again."""
        return STDIN not in self.names and all(
            (self.kind or kind_of(name)) == "text" for name in self.names
        )

    def blocks(self, place: Place) -> Iterator[tuple[int, Block]]:
        """Yield the blocks from a place on, with the number of their input."""
        for at in range(place.at, len(self.names)):
            here = at == place.at
            start, number = (place.read, place.number) if here else (0, 1)
            read = blocks(
                self.names[at], field=self.field, kind=self.kind, start=start, number=number
            )
            yield from ((at, block) for block in read)


def findings(  # noqa: PLR0913 - what a run has
    inputs: Inputs, guard: Guard, *, workers: int = 1, place: Place, tell: Tell, bad: IO[str] | None
) -> Iterator[tuple[Place, Judged]]:
    """Yield what became of each block, with the place behind it; counts are kept in it."""
    at: list[int] = []

    def read() -> Iterator[Block]:
        for number, block in inputs.blocks(place):
            at.append(number)
            yield block

    for done, judged in enumerate(judge_all(read(), guard, workers=workers)):
        here = at[done]
        if here != place.at:
            place.at, place.number = here, 1
        place.read = judged.block.read
        place.number = judged.block.first + judged.lines
        place.lines += judged.lines
        place.findings += len(judged.findings)
        place.bad += len(judged.bad)
        place.worst = max([place.worst, *(int(one.level) for one in judged.findings)])
        for number, reason in judged.bad if bad else ():
            row = {"source": judged.block.source, "number": number, "reason": reason}
            print(json.dumps(row), file=bad)
        tell(place, judged)
        yield place, judged


def resumable(  # noqa: PLR0913 - what a run has
    inputs: Inputs,
    guard: Guard,
    output: Path,
    *,
    bad: Path | None = None,
    workers: int = 1,
    go_on: bool = False,
    tell: Tell,
) -> Iterator[Finding]:
    """Write findings to a file of JSON lines that an interrupted run can be gone on with.

    Yields:
        The findings of this run, as they are written.

    Raises:
        InputError: An input cannot be read.
        OutputError: A file cannot be written, or there is nothing to go on with.
    """
    known = checkpoint.identity(list(inputs.names))
    place = checkpoint.load(output, known) if go_on else Place(known)
    part = output.with_name(output.name + PART)
    try:
        with ExitStack() as stack:
            file = stack.enter_context(_from(part, place.written))
            side = stack.enter_context(_from(bad, place.bad_written)) if bad else None
            kept = time.monotonic()
            for _, judged in findings(
                inputs, guard, workers=workers, place=place, tell=tell, bad=side
            ):
                for one in judged.findings:
                    print(json.dumps(as_dict(one)), file=file)
                    yield one
                if time.monotonic() - kept > EVERY:
                    _keep(place, output, file, side)
                    kept = time.monotonic()
            _keep(place, output, file, side)
        part.replace(output)
        checkpoint.remove(output)
    except OSError as fault:
        raise OutputError(f"{output}: cannot be written: {fault.strerror}") from fault


def _from(path: Path, length: int) -> IO[str]:
    """Open a file to write behind so many bytes; what stands there is given up.

    Raises:
        OutputError: The file is shorter.
    """
    path.touch()
    file = path.open("r+", encoding="ascii", newline="\n")
    if path.stat().st_size < length:
        file.close()
        raise OutputError(f"{path}: is shorter than the run before left it")
    file.truncate(length)
    file.seek(length)
    return file


def _keep(place: Place, output: Path, file: IO[str], side: IO[str] | None) -> None:
    """Bring what was written to the disk, then the place that speaks of it."""
    for one in (file, side):
        if one is not None:
            one.flush()
            os.fsync(one.fileno())
    place.written = os.fstat(file.fileno()).st_size
    place.bad_written = os.fstat(side.fileno()).st_size if side else 0
    checkpoint.save(place, output)
