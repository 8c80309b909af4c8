"""What did an earlier run find already?

Remembers a digest of every finding that it was shown, so that the next run shows only what is new.
A finding is the same if text and imitated channel are. Leaves alone what one run finds twice: it
is compared with earlier runs only.

The file is a line of text, the digests in order without any twice, and the SHA-256 of all that. It
holds no text; but whoever guesses a text can tell whether it is in, because the digest has no key.

A baseline of ten million findings is a file of 160 MB. It costs 0.2 MB of memory for every million
that it holds, for the first of every `PAGE` digests, and what `RUN` new ones take; a finding costs
one read of 4 KiB, most often from the cache of the system. `benchmarks/baseline.py` measures it.
"""

from __future__ import annotations

import hashlib
import heapq
import io
import stat
import tempfile
from bisect import bisect_left, bisect_right
from itertools import chain, groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from channelguard.errors import OutputError
from channelguard.registry_files import printable
from channelguard.scan.whole_file import WholeFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from channelguard.scan.finding import Finding

KEY = 16
"""Bytes of a digest (BLAKE2b-128); among ten million two are the same once in 10**24 files."""

PAGE = 256
"""Digests that are read at once: 4 KiB, the page of most systems."""

RUN = 131_072
"""New digests that are held before they are put aside, sorted, in a temporary file; 12 MB."""

_HEAD = b"channelguard baseline 1\n"
"""The first line; the number is raised with every change that another version would misread."""

_SEAL = hashlib.sha256().digest_size
_BYTES = KEY * PAGE


def key(finding: Finding) -> bytes:
    """Return the digest by which a finding is known again: of its text and whom it imitates."""
    total = hashlib.blake2b(digest_size=KEY)
    for part in (finding.input, finding.imitates):
        encoded = part.encode("utf-8", "surrogatepass")
        # Lengths in front, so that no two different pairs give the same stream of bytes.
        total.update(len(encoded).to_bytes(8, "big"))
        total.update(encoded)
    return total.digest()


class Baseline:
    """What was found before. Use as a context, or call `close`: its file stays open."""

    def __init__(self, path: Path, pages: _Pages) -> None:
        """Keep the pages of the file; use `load` to get a baseline."""
        self.path = path
        self._pages = pages
        self._fresh: set[bytes] = set()
        self._runs: list[IO[bytes]] = []

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the baseline in a file, or an empty one where there is none yet.

        Raises:
            OutputError: The file is torn, altered, of another version, or cannot be read.
        """
        path = Path(path)
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise _refused(path, "is no ordinary file")
            return cls(path, _Pages(path, path.open("rb", buffering=0)))
        except FileNotFoundError:
            return cls(path, _Pages(path, io.BytesIO(_HEAD + hashlib.sha256(_HEAD).digest())))
        except (OSError, ValueError) as fault:
            raise _refused(path, f"cannot be read: {_reason(fault)}") from None

    def __len__(self) -> int:
        """Return how many findings the file remembers."""
        return self._pages.count

    def new(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that the file does not remember, and remember them for `save`.

        Raises:
            OutputError: The file has been cut short since it was loaded.
        """
        for finding in findings:
            digest = key(finding)
            if digest not in self._pages:
                self._remember(digest)
                yield finding

    def save(self) -> None:
        """Put a file with old and new in place of the one before, in one step; the last call.

        Raises:
            OutputError: It cannot be written; the one before is still there.
        """
        file = WholeFile(self.path)
        try:
            total = hashlib.sha256()
            for piece in chain((_HEAD,), self._pages.merged(self._sorted())):
                total.update(piece)
                file.file.write(piece)
            file.file.write(total.digest())
            self._pages.close()  # some systems do not replace a file that is open
        except OSError as fault:
            raise file.problem(fault) from None
        else:
            file.keep()
        finally:
            file.drop()

    def close(self) -> None:
        """Close what is open; what was not saved is forgotten."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        self._fresh.clear()
        self._pages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _remember(self, digest: bytes) -> None:
        """Hold a new digest, and put a full set of them aside."""
        self._fresh.add(digest)
        if len(self._fresh) == RUN:
            run = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
            run.write(b"".join(sorted(self._fresh)))
            self._runs.append(run)
            self._fresh.clear()

    def _sorted(self) -> Iterator[bytes]:
        """Yield the new digests in order, each once."""
        runs = [_digests(run) for run in self._runs]
        merged = heapq.merge(*runs, sorted(self._fresh))
        return (digest for digest, _ in groupby(merged))


class _Pages:
    """The digests of a file, read a page at a time."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        """Read the file once from end to end, keep the beginning of each page, and check the seal.

        Raises:
            OutputError: It is no whole baseline of this version.
        """
        self._path, self._file, self.count = path, file, 0
        self._first: list[bytes] = []
        try:
            self._index()
        except BaseException:
            file.close()
            raise

    def __contains__(self, digest: bytes) -> bool:
        """Tell whether the file holds a digest."""
        at = bisect_right(self._first, digest) - 1
        return at >= 0 and _holds(self._page(at), digest)

    def merged(self, fresh: Iterator[bytes]) -> Iterator[bytes]:
        """Yield old and new digests in order, in pieces; a page without a new one as it is."""
        waiting = next(fresh, None)
        for at in range(len(self._first)):
            page, after = self._page(at), self._first[at + 1 : at + 2]
            among = []
            while waiting is not None and (not after or waiting < after[0]):
                among.append(waiting)
                waiting = next(fresh, None)
            yield b"".join(sorted([*_cut(page), *among])) if among else page
        if waiting is not None:  # there was no page
            yield waiting
            yield from fresh

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _index(self) -> None:
        """Fill the index, and refuse what `Baseline.save` did not write."""
        file = self._file
        size = file.seek(0, 2)
        file.seek(0)
        inside = size - len(_HEAD) - _SEAL
        total = hashlib.sha256(head := file.read(len(_HEAD)))
        if not _HEAD.startswith(head):
            raise _refused(self._path, "is no baseline of this version")
        if inside < 0 or inside % KEY:
            raise _refused(self._path, _TORN)
        self.count = inside // KEY
        for _ in range(0, inside, _BYTES):
            page = file.read(min(_BYTES, inside))
            inside -= len(page)
            total.update(page)
            self._first.append(page[:KEY])
        if file.read(_SEAL) != total.digest():
            raise _refused(self._path, _TORN)

    def _page(self, at: int) -> bytes:
        """Read one page."""
        begin = at * PAGE
        length = KEY * min(PAGE, self.count - begin)
        try:
            self._file.seek(len(_HEAD) + KEY * begin)
            page = self._file.read(length)
        except (OSError, ValueError) as fault:
            raise _refused(self._path, f"cannot be read: {_reason(fault)}") from None
        if len(page) != length:
            raise _refused(self._path, _TORN)
        return page


_TORN = "is torn or altered; delete it to begin anew, or put back a copy"


def _holds(page: bytes, digest: bytes) -> bool:
    """Tell whether a sorted page holds a digest."""
    at = bisect_left(range(0, len(page), KEY), digest, key=lambda at: page[at : at + KEY]) * KEY
    return page[at : at + KEY] == digest


def _cut(page: bytes) -> Iterator[bytes]:
    """Yield the digests of a page."""
    return (page[at : at + KEY] for at in range(0, len(page), KEY))


def _digests(run: IO[bytes]) -> Iterator[bytes]:
    """Yield the digests of a temporary file, from its beginning."""
    run.seek(0)
    while page := run.read(_BYTES):
        yield from _cut(page)


def _refused(path: Path, problem: str) -> OutputError:
    return OutputError(f"{printable(path)}: {problem}")


def _reason(fault: OSError | ValueError) -> str:
    """Return the system's own words without the path, which is named already."""
    return (fault.strerror if isinstance(fault, OSError) else None) or type(fault).__name__
