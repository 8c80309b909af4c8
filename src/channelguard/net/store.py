"""How is a fetched registry kept, so that a power cut leaves the old one or the new one?

A file is written beside its name, forced to the disk, renamed, and the folder forced after it.
Folders are ours alone (0700), and so are files (0600). Also remembers when the server may be asked
again. Leaves alone what is kept (`net.refresh`) and how it is read (`stored`).
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from channelguard import stored
from channelguard.compiled import FORMAT, opened, sealed
from channelguard.errors import UpdateError

STATE = "state.json"
"""The file that remembers attempts; without it nothing is lost but patience."""

METADATA = "tuf"
"""The folder of the signed metadata, as python-tuf names its files."""

STEP = 900
"""First wait after a failed attempt, in seconds, as the Safe Browsing protocol has it: each
failure doubles it, a random share of up to as much again keeps clients apart."""

LONGEST = 86_400
"""Longest wait after a failed attempt, in seconds (24 h); the same source."""

DOUBLINGS = 16
"""Failures after which a wait is the longest anyway; keeps the power small."""

DAY = 86_400
"""How far the clock and the days of registries may lie apart, in seconds: time zones."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How asking the server went."""

    failures: int = 0
    """Failed attempts in a row."""
    next: float = 0
    """When it may be asked again, in seconds since the epoch."""
    seen: float = 0
    """The latest moment at which signed metadata was believed: it is not earlier now."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one user, held by one refresh at a time; see `hold`."""

    place: Path

    def kept(self) -> dict[str, Any] | None:
        """Return what is kept, as `keep` took it; None if nothing is, or nothing whole."""
        with suppress(UpdateError):
            return stored.read(self.place)
        return None

    def keep(self, data: dict[str, Any]) -> None:
        """Keep ``registry``, ``sha256``, ``follows`` and ``until`` as the registry to use.

        Raises:
            UpdateError: It cannot be written; what was kept is kept on.
        """
        text = sealed({"format": FORMAT, **data}).encode()
        self.write(self.place / stored.NAME, text)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file of the store; as `write`, for the user alone.

        Raises:
            UpdateError: It cannot be written; what stood there before still does.
        """
        write(path, data, 0o600)

    def attempts(self) -> Attempts:
        """Return how asking went so far; as new if that is not known any more."""
        try:
            data = opened((self.place / STATE).read_bytes()) or {}
            return Attempts(int(data["failures"]), float(data["next"]), float(data["seen"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Attempts()

    def begin(self, now: float, share: float | None = None) -> None:
        """Count an attempt as failed until `done` says otherwise, even if the power goes.

        Args:
            now: Seconds since the epoch.
            share: The random share of a step, from 0 to 1; drawn if None.
        """
        before = self.attempts()
        failures = before.failures + 1
        drawn = random.random() if share is None else share  # noqa: S311 (keeps clients apart)
        wait = min(2 ** min(failures - 1, DOUBLINGS) * STEP * (1 + drawn), LONGEST)
        self._note(Attempts(failures, now + wait, before.seen))

    def done(self, now: float) -> None:
        """Note that the attempt went well and its metadata were believed at this moment."""
        self._note(Attempts(0, 0, max(now, self.attempts().seen)))

    def _note(self, attempts: Attempts) -> None:
        data = {"failures": attempts.failures, "next": attempts.next, "seen": attempts.seen}
        self.write(self.place / STATE, sealed(data).encode())


@contextmanager
def hold(place: Path | None = None) -> Iterator[Store]:
    """Make the folder if need be, and hold it alone; leftovers of a killed refresh are removed.

    Args:
        place: The folder; that of `stored.folder` if None.

    Raises:
        UpdateError: The folder may not be used, cannot be made, or is held by another refresh.
    """
    place = place or stored.folder()
    with ExitStack() as held:
        try:
            place.parent.parent.mkdir(parents=True, exist_ok=True)
            for each in (place.parent, place, place / METADATA, place / METADATA / "root_history"):
                with suppress(FileExistsError):
                    each.mkdir(0o700)
                stored.refuse(each, each.lstat())
            held.enter_context(stored.locked(place))
        except OSError as fault:
            raise UpdateError(f"{place}: cannot be used: {fault.strerror}") from fault
        stored.sweep(place, ours=True)
        yield Store(place)


def write(path: Path, data: bytes, mode: int) -> None:
    """Write a file whole or not at all, and not return before the disk has it.

    Raises:
        UpdateError: It cannot be written; what stood there before still does.
    """
    temporary = path.with_name(f"{stored.TEMPORARY}{path.name}")
    try:
        try:
            _write(temporary, data, mode)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise
        if sys.platform != "win32":  # where a folder cannot be forced to the disk
            number = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
    except OSError as fault:
        raise UpdateError(f"{path}: cannot be written: {fault.strerror}") from fault


def _write(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(path, flags, mode), "wb") as file:  # noqa: PTH123 (a number has no path)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def clock_fault(now: float, attempts: Attempts, versions: list[str]) -> str:
    """Say why the clock cannot be right; empty if it can.

    Args:
        now: What it says, in seconds since the epoch.
        attempts: When metadata were believed last.
        versions: Versions of registries that exist already; each begins with a day.
    """
    known = max([stored.iso(attempts.seen), *versions])[:10]
    today = stored.iso(now)[:10]
    if stored.iso(now + DAY)[:10] < known:
        return f"the clock of this machine says {today}, and it is {known} or later; set it"
    return ""


def waiting(now: float, attempts: Attempts) -> float:
    """Return the seconds until the server may be asked again; 0 if it may now.

    A moment further away than any wait is the mark of a clock that was wrong, and is ignored.
    """
    left = attempts.next - now
    return left if attempts.failures and 0 < left <= LONGEST else 0
