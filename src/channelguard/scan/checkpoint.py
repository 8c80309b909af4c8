"""Where was a bulk run when it was interrupted?

Beside the output lies a file that says how far each has come: the place in the input, and the
lengths of what was written. It is replaced as a whole, after all that it speaks of is on the disk,
so that a run that was killed at any moment goes on from a place that is true.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from channelguard.errors import OutputError

ENDING = ".resume"
"""How the name of a checkpoint ends; it begins with that of the output."""
_FORMAT = 1


@dataclass(slots=True)
class Place:
    """How far a run has come."""

    inputs: list[list[Any]]
    """Name, size and time of change of each input; a run goes on with the same ones only."""
    at: int = 0
    """Which input is being read."""
    read: int = 0
    """Bytes of its text that were judged."""
    number: int = 1
    """The next line in it."""
    written: int = 0
    """Bytes of findings that were written."""
    bad_written: int = 0
    """Bytes of bad lines that were written."""
    lines: int = 0
    findings: int = 0
    bad: int = 0
    worst: int = 0
    """The worst level so far."""
    format: int = field(default=_FORMAT)


def identity(names: list[str]) -> list[list[Any]]:
    """Return what tells the inputs from others.

    Raises:
        OutputError: One is no file, and can be read once only.
    """
    found = []
    for name in names:
        try:
            status = Path(name).stat()
        except OSError as fault:
            raise OutputError(f"{name}: cannot be gone on with: {fault.strerror}") from fault
        found.append([str(Path(name).resolve()), status.st_size, status.st_mtime_ns])
    return found


def load(output: Path, inputs: list[list[Any]]) -> Place:
    """Return the place of an earlier run with this output; the beginning if there was none.

    Raises:
        OutputError: The file is torn, or speaks of other inputs.
    """
    path = output.with_name(output.name + ENDING)
    try:
        kept = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Place(inputs)
    except (OSError, ValueError, RecursionError) as fault:
        raise OutputError(f"{path}: cannot be read; remove it to begin anew") from fault
    if not isinstance(kept, dict) or kept.get("format") != _FORMAT:
        raise OutputError(f"{path}: is of another form; remove it to begin anew")
    if kept.get("inputs") != inputs:
        raise OutputError(f"{path}: is of other inputs, or they changed; remove it to begin anew")
    return Place(**kept)


def save(place: Place, output: Path) -> None:
    """Put a place on the disk, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    path = output.with_name(output.name + ENDING)
    fresh = path.with_name(path.name + ".tmp")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(place), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(output: Path) -> None:
    """Forget the place of a run that is over."""
    output.with_name(output.name + ENDING).unlink(missing_ok=True)
