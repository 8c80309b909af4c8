"""How is a file written so that nobody ever finds half of it?

What is written goes to a new file in the same folder, reaches the disk, and takes the old one's
name in one step; without `keep` nothing is left of it. Leaves alone what is no ordinary file, such
as a pipe or ``/dev/null``: that is written to as it is.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from channelguard.errors import OutputError
from channelguard.registry_files import printable

_NAME = ".channelguard-{}.part"
"""Name of a file that is not finished. A process that is killed leaves it; nothing reads it."""

_BUFFER = 1_048_576
"""Bytes that are gathered before they are written (1 MiB)."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class WholeFile:
    """A file that appears under its name when `keep` is called, and else never did."""

    def __init__(self, path: str | Path) -> None:
        """Begin a file that is to be found at ``path``; a link is followed.

        Raises:
            OutputError: The folder does not take a file, or ``path`` is a folder.
        """
        self.path = Path(path)
        self._unfinished: Path | None = None
        try:
            self.file = self._begin()
        except (OSError, ValueError) as fault:
            raise self.problem(fault) from None

    def keep(self) -> None:
        """Bring the bytes to the disk, then put the file in place of the one before.

        Raises:
            OutputError: The disk takes no more; the file before is still there.
        """
        try:
            self.file.flush()
            if self._unfinished is None:
                self.file.close()
                return
            os.fsync(self.file.fileno())
            self.file.close()
            self._unfinished.replace(self._target)
            self._unfinished = None
            _sync_folder(self._target.parent)
        except OSError as fault:
            raise self.problem(fault) from None
        finally:
            self.drop()

    def drop(self) -> None:
        """Leave nothing of the file, unless it was kept."""
        with suppress(OSError):  # a full disk; what is still in the buffer is not wanted
            self.file.close()
        if self._unfinished is not None:
            self._unfinished.unlink(missing_ok=True)
            self._unfinished = None

    def problem(self, fault: OSError | ValueError) -> OutputError:
        """Return what to raise where the system refuses: the path, and its own words."""
        reason = (fault.strerror if isinstance(fault, OSError) else None) or type(fault).__name__
        return OutputError(f"{printable(self.path)}: cannot be written: {reason}")

    def _begin(self) -> BinaryIO:
        """Open the file, under its own name only where that is no ordinary file."""
        mode = 0o666  # less the umask, as for any new file
        with suppress(FileNotFoundError):
            there = self.path.stat()
            if not stat.S_ISREG(there.st_mode):
                return self.path.open("wb")
            mode = stat.S_IMODE(there.st_mode)
        self._target = self.path.resolve()
        unfinished = self._target.with_name(_NAME.format(secrets.token_hex(8)))
        handle = os.open(unfinished, _CREATE, mode)
        self._unfinished = unfinished
        return os.fdopen(handle, "wb", buffering=_BUFFER)


def _sync_folder(folder: Path) -> None:
    """Bring the name to the disk; systems that cannot open a folder do it by themselves."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
