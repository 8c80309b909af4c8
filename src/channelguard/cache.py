"""Where may downloaded data lie, so that nobody else can put words into our mouth?

Finds and checks the folder of one user, reads files of it and replaces them in one step.
Leaves alone what the files say; whoever reads one asks its seal. Opens no connection.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import time

from channelguard.errors import CacheError

MAX_BYTES = 67_108_864
"""Largest file that is read back, in bytes (64 MiB); the table of a list of the most hosts that are
taken, two million, has 48 million."""

LEFTOVER_SECONDS = 3_600
"""Age at which a file that somebody began to write and never finished is removed; no writing takes
a minute."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

_POSIX = os.name == "posix"
"""Whether files have an owner and a mode that say who may write; elsewhere the system's own
protection of the profile folder has to do."""


def cache_folder() -> Path:
    """Return the folder for downloaded data of this user; it need not be there.

    Raises:
        CacheError: The user has no home.
    """
    chosen = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if chosen and Path(chosen).is_absolute():
        return Path(chosen) / "channelguard"
    try:
        return Path.home() / ".cache" / "channelguard"
    except RuntimeError:
        raise CacheError("there is no home folder to keep downloaded data in") from None


def check_folder(folder: Path) -> None:
    """Refuse a folder in which others could put a file in place of ours.

    Raises:
        FileNotFoundError: There is none yet.
        CacheError: It is a link, no folder, another user's, or others may write in it.
    """
    try:
        seen = folder.lstat()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as fault:
        raise CacheError(f"{_shown(folder)}: cannot be looked at: {_reason(fault)}") from None
    _check(folder, seen, stat.S_ISDIR(seen.st_mode), "folder")


def make_folder(folder: Path) -> None:
    """Make a folder that is this user's alone, or check the one that is there.

    Raises:
        CacheError: As `check_folder`, or it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise CacheError(f"{_shown(folder)}: cannot be made: {_reason(fault)}") from None
    check_folder(folder)


def read(path: Path) -> bytes:
    """Return a file that only this user can have written; never waits for a pipe or a device.

    Raises:
        FileNotFoundError: There is no such file, or no such folder.
        CacheError: File or folder may not be used, or cannot.
    """
    check_folder(path.parent)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            seen = os.fstat(file.fileno())
            _check(path, seen, stat.S_ISREG(seen.st_mode), "file")
            if seen.st_size > MAX_BYTES:
                raise CacheError(f"{_shown(path)}: is larger than the limit of {MAX_BYTES} bytes")
            return file.read()
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise CacheError(f"{_shown(path)}: cannot be read: {_reason(fault)}") from None


def write(path: Path, data: bytes) -> None:
    """Put a file in place of the one before, in one step: afterwards it is the old one or the new.

    The bytes are on the disk before the name points to them, and the name before this returns.

    Raises:
        CacheError: The folder may not be used, or the file cannot be written.
    """
    make_folder(path.parent)
    _sweep(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)  # noqa: PTH105 - both are names, and one of them is new
        except BaseException:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108 - as above
            raise
        _sync_folder(path.parent)
    except OSError as fault:
        raise CacheError(f"{_shown(path)}: cannot be written: {_reason(fault)}") from None


def _check(path: Path, seen: os.stat_result, is_kind: bool, kind: str) -> None:  # noqa: FBT001 - found out by the caller
    problem = ""
    if stat.S_ISLNK(seen.st_mode):
        problem = "is a link"
    elif not is_kind:
        problem = f"is no {kind}"
    elif _POSIX and sys.platform != "win32" and seen.st_uid != os.geteuid():
        problem = "belongs to another user"
    elif _POSIX and seen.st_mode & _OTHERS_WRITE:
        problem = "can be written by other users"
    if problem:
        raise CacheError(f"{_shown(path)}: {problem}, so it is not used")


def _sweep(path: Path) -> None:
    """Remove what was begun for this file long ago and never finished: that process was killed."""
    for left in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            if time() - left.lstat().st_mtime > LEFTOVER_SECONDS:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    if _POSIX:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _shown(path: Path) -> str:
    """Return a path so that it stays on one line and controls no terminal."""
    text = str(path)
    return text if text.isprintable() else ascii(text)


def _reason(fault: OSError | ValueError) -> str:
    """Return the system's own words without the path, which is named already."""
    return (fault.strerror if isinstance(fault, OSError) else None) or type(fault).__name__
