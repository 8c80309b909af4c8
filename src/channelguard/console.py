"""How does the program speak to the terminal, and how does every run end?

Writes answers to standard output, one line for an error to standard error, and turns whatever
happened into an exit status. Needs no click, so that the plain check need not pay for it.
Leaves alone what is said about an input; that is `render`.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from channelguard.errors import ChannelguardError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from channelguard.model import Level

PROGRAM = "channelguard"
"""What the program calls itself, however it was started."""

LANGUAGES = ("en", "zh")
"""What `--lang` takes; a test compares it with the sentences that ship."""

WIDTH = 80
"""Columns of a page in a pipe, as everywhere since the punched card."""

MAX_MESSAGE = 2_000
"""Longest message on standard error, in characters; room for two paths and a sentence."""


class Status(IntEnum):
    """The exit status; scripts may rely on every number.

    >>> from channelguard.model import Level
    >>> Status.of([Level.OFFICIAL, Level.DANGEROUS]).name
    'DANGEROUS'
    """

    OFFICIAL = 0
    """All inputs are official; for the other commands: done."""
    FAILED = 1
    """Something could not be checked. Beats every level."""
    USAGE = 2
    """The command was called wrongly."""
    UNKNOWN = 3
    SUSPICIOUS = 4
    DANGEROUS = 5
    INTERRUPTED = 130
    """Stopped by Ctrl-C; 128 + SIGINT, as shells report it."""

    @classmethod
    def of(cls, levels: Iterable[Level]) -> Status:
        """Return the status for the worst of ``levels``; `FAILED` for none at all."""
        worst = max(levels, default=None)
        return cls.FAILED if worst is None else cls[worst.name]


class StreamError(Exception):
    """A standard stream cannot be used; the message says which and why."""


def finish(run: Callable[[], int]) -> NoReturn:
    """Call ``run`` and leave the process with the status it returns; a traceback never shows.

    Raises:
        SystemExit: Always.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = run()
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
    except OSError as fault:
        status = _output_lost(fault)
    except (ChannelguardError, StreamError) as fault:
        complain(str(fault))
        status = Status.FAILED
    except Exception as fault:  # noqa: BLE001 (its text may hold the input, so it is not shown)
        complain(_blame(fault))
        status = Status.FAILED
    sys.exit(int(status))


def write(text: str) -> None:
    """Write ``text`` and a line end to standard output, at once.

    Raises:
        StreamError: Standard output is closed.
        OSError: It cannot take any more.
    """
    if sys.stdout is None:
        raise StreamError("standard output is closed")
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write_objects(objects: Iterable[object]) -> None:
    """Write one ASCII-only JSON object per line; errors as `write`."""
    import json  # noqa: PLC0415 (most commands write sentences)

    for each in objects:
        write(json.dumps(each))


def complain(message: str) -> None:
    """Write one line to standard error, if there is one."""
    from channelguard.harmless import harmless  # noqa: PLC0415 (only errors need it)

    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(f"{PROGRAM}: {harmless(message, limit=MAX_MESSAGE)}\n")
            sys.stderr.flush()


def coloured() -> bool:
    """Return whether standard output is a terminal that shows colour and may."""
    out, environ = sys.stdout, os.environ
    if out is None or not out.isatty() or environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    # The old Windows console prints the codes; its successors announce themselves.
    return os.name != "nt" or any(environ.get(name) for name in ("WT_SESSION", "TERM", "ANSICON"))


def terminal_width() -> int:
    """Return the columns of the terminal on standard output; `WIDTH` where there is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return WIDTH
    from shutil import get_terminal_size  # noqa: PLC0415 (loads five compressors)

    return get_terminal_size((WIDTH, 24)).columns


def answer_language(chosen: str | None) -> str:
    """Return the language to answer in: the one asked for, else the locale's, else English."""
    wanted = chosen or language(os.environ)
    return wanted if wanted in LANGUAGES else "en"


def language(environ: Mapping[str, str]) -> str:
    """Return the two-letter language of the locale, lower case; ``en`` if it names none.

    >>> language({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}), language({"LANG": "C"}), language({})
    ('zh', 'en', 'en')
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable, ""):
            code = value.partition(".")[0].replace("-", "_").partition("_")[0].lower()
            return code if len(code) == 2 else "en"  # noqa: PLR2004 (ISO 639-1)
    return "en"


def _blame(fault: Exception) -> str:
    """Name the place of a fault of ours, without its message, which may hold the input."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"could not check because of a fault in channelguard: {type(fault).__name__}{place}"


def _output_lost(fault: OSError) -> Status:
    """End quietly where the reader has gone, with one line where the output cannot be written."""
    if not isinstance(fault, BrokenPipeError):
        complain(f"cannot read or write: {fault.strerror or type(fault).__name__}")
    with suppress(OSError, ValueError, AttributeError):
        # What is still buffered would otherwise fail once more while the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Status.FAILED
