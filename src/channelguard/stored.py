"""Which registry was fetched last, is it whole, and may it be used instead of the shipped one?

Reads what `net.store` wrote, without a connection, a signature or a library: the signatures were
checked when it was fetched, and a seal tells whether it is still what was kept then. What is
missing, torn, changed, open to others or of another form is not used; the shipped registry is.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from channelguard.compiled import FORMAT, opened
from channelguard.errors import UpdateError

VARIABLE = "CHANNELGUARD_CACHE"
"""The variable that names the folder for everything that is kept, instead of the platform's."""

NAME = "registry.json"
"""The file with the registry that was fetched last."""

LOCK = "lock"
"""The file that one refresh at a time holds."""

TEMPORARY = ".tmp-"
"""How the names of unfinished files begin."""

MAX_BYTES = 2_097_152
"""Largest file of a stored registry, in bytes (2 MiB): twice what a refresh may fetch."""

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Stored(NamedTuple):
    """What is stored, or why it is not used."""

    registry: dict[str, Any] | None = None
    """The compiled registry to use; None for the shipped one."""
    path: Path | None = None
    version: str = ""
    until: str = ""
    """The moment (ISO 8601, UTC) up to which its publisher vouched for it."""
    stale: bool = False
    """True after that moment, or after the registry's own last day; it still answers."""
    reason: str = ""
    """One sentence, where `registry` is None."""
    broken: bool = False
    """True if the reason is a fault that the user should hear of."""


def current(floor: str = "", *, now: float | None = None) -> Stored:
    """Return the registry that was fetched last, if it may be used; never raises.

    Args:
        floor: The version of the shipped registry, which no stored one may be older than.
        now: Seconds since the epoch; the clock's if None.
    """
    try:
        place = folder()
    except UpdateError as fault:
        # Who has no home folder has fetched nothing; who set the variable wants to hear of it.
        return Stored(reason=str(fault), broken=VARIABLE in os.environ)
    try:
        kept = read(place)
    except UpdateError as fault:
        return Stored(reason=str(fault), broken=True)
    if kept is None:
        return Stored(reason=f"{place}: no registry was fetched")
    version: str = kept["registry"]["version"]
    if floor and not newer(version, kept["follows"], floor):
        return Stored(reason=f"{place / NAME}: is not newer than the shipped registry")
    moment = iso(time.time() if now is None else now)
    stale = moment > kept["until"] or moment[:10] > kept["registry"]["expires"]
    return Stored(kept["registry"], place / NAME, version, kept["until"], stale)


def newer(version: str, follows: list[str], than: str) -> bool:
    """Tell whether a version comes after another: on a later day, or signed as following it.

    >>> newer("2026-11-23.b", [], "2026-11-22.a"), newer("2026-11-22.b", [], "2026-11-22.a")
    (True, False)
    >>> newer("2026-11-22.b", ["2026-11-22.a"], "2026-11-22.a")
    True
    """
    day, other = version.partition(".")[0], than.partition(".")[0]
    return day > other or (day == other and than in follows)


def iso(moment: float) -> str:
    """Return seconds since the epoch as ISO 8601 in UTC; texts of this form sort by time.

    >>> iso(0)
    '1970-01-01T00:00:00Z'
    """
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def folder() -> Path:
    """Return where fetched registries are kept: below `VARIABLE`, else the platform's cache.

    Raises:
        UpdateError: The variable is no absolute path, or there is no home folder.
    """
    if chosen := os.environ.get(VARIABLE):
        if not Path(chosen).is_absolute():
            raise UpdateError(f"{VARIABLE} must be an absolute path")
        return Path(chosen) / "registry"
    xdg, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", "")
        cache = Path(home)
    elif sys.platform == "darwin":
        cache = Path(home, "Library", "Caches")
    elif Path(xdg).is_absolute():  # the XDG specification has relative ones ignored
        home, cache = xdg, Path(xdg)
    else:
        cache = Path(home, ".cache")
    if not Path(home).is_absolute():
        raise UpdateError(f"there is no home folder to keep a registry in; set {VARIABLE}")
    return cache / "channelguard" / "registry"


def read(place: Path) -> dict[str, Any] | None:
    """Return what is kept in a folder; None if nothing ever was.

    Unfinished files of a refresh that was killed are removed on the way.

    Raises:
        UpdateError: The folder or the file may not be used, or the file is not whole.
    """
    try:
        if not place.exists():
            return None
        for each in (place.parent, place):
            refuse(each, each.lstat())
        sweep(place)
        data = _opened(place / NAME)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise UpdateError(f"{place / NAME}: cannot be read: {fault.strerror}") from fault
    if data is None:
        raise UpdateError(f"{place / NAME}: is torn or changed")
    form = data.get("format"), data.get("registry", {}).get("format")
    if form != (FORMAT, FORMAT):
        raise UpdateError(f"{place / NAME}: is of another form than this version reads ({FORMAT})")
    return data


def _opened(path: Path) -> dict[str, Any] | None:
    # Neither a link is followed nor a pipe waited for.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 (a number has no path)
        refuse(path, os.fstat(file.fileno()))
        text = file.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise UpdateError(f"{path}: is larger than the limit of {MAX_BYTES} bytes")
    return opened(text)


def refuse(path: Path, status: os.stat_result) -> None:
    """Return if a file or folder is our own and nobody else can have written it.

    Raises:
        UpdateError: It is a link or a device, somebody else's, or others may write to it.
    """
    if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
        raise UpdateError(f"{path}: is a link or no file; it is not used")
    if sys.platform == "win32":  # permissions there are lists that Python does not read
        return
    if status.st_uid != os.geteuid():
        raise UpdateError(f"{path}: belongs to another user; it is not used")
    if status.st_mode & _OTHERS:
        raise UpdateError(f"{path}: can be written by others; it is not used")


def sweep(place: Path, *, ours: bool = False) -> None:
    """Remove the unfinished files of a refresh that was killed, unless one is running now.

    Args:
        place: The folder.
        ours: True if the caller holds the lock.
    """
    left = [path for path in place.glob(f"**/{TEMPORARY}*") if path.is_file()]
    if not left:
        return
    if not ours:
        with suppress(OSError, UpdateError), locked(place):
            sweep(place, ours=True)
        return
    for path in left:
        with suppress(OSError):
            path.unlink()


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Hold the lock of a folder; it ends with the process, however that ends.

    Raises:
        UpdateError: Somebody else holds it.
        OSError: The file cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    number = os.open(place / LOCK, flags, 0o600)
    try:
        if not _lock(number):
            raise UpdateError(f"{place}: another refresh is running")
        yield
    finally:
        os.close(number)


def _lock(number: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (there is no other way there)

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (POSIX only)

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
