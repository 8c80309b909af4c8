"""Is there a newer registry, signed by enough of the right keys, and may it be used?

Asks one server over https for signed metadata (TUF) and for the compiled registry that they
describe; proves it by loading it whole beside the running one; shows what would change; and only
then keeps it. Whatever goes wrong, the registry in use stays in use.
Sends nothing but requests for files with fixed names.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Literal

from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.api.metadata import Metadata, TargetFile
from tuf.ngclient import Updater, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from channelguard import stored
from channelguard.compiled import opened, sealed
from channelguard.errors import RegistryError, UpdateError
from channelguard.lookups import Lists
from channelguard.net.changes import Change, between, channels, other_tables, too_much
from channelguard.net.fetch import MAX_BYTES, Allowance, Reader, address
from channelguard.net.store import (
    DAY,
    METADATA,
    Store,
    clock_fault,
    hold,
    waiting,
)
from channelguard.registry import Registry, plain_data, shipped_apart

TARGET = "registry.json"
"""The name under which the registry is signed and published."""

LIMITS = UpdaterConfig(
    max_root_rotations=32,
    max_delegations=0,  # one registry, signed by the targets role itself
    root_max_length=65_536,
    timestamp_max_length=16_384,
    snapshot_max_length=65_536,
    targets_max_length=65_536,
)
"""Most bytes of each kind of metadata, a dozen times what ten keys need, and most new roots at
once."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where registries are published, and whom to believe."""

    url: str
    """The folder above ``metadata`` and ``targets``."""
    root: bytes
    """The first root: the text of ``1.root.json``, from a place of trust."""
    authority: Path | None = None
    """A file of TLS certificates to believe instead of the public ones."""
    allowance: Callable[[], Allowance] = Allowance
    """What one refresh may cost."""


@dataclass(frozen=True, slots=True)
class Update:
    """A registry that is newer than the one in use, believed and proven, and not yet used."""

    version: str
    changes: tuple[Change, ...]
    tables: tuple[str, ...]
    """What differs beside channels."""
    held: tuple[str, ...]
    """Why somebody has to confirm it; mostly empty."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a refresh ended."""

    ended: Literal["current", "applied", "declined", "held", "looked"]
    """Nothing is newer; the update is in use; it was not wanted; it waits to be confirmed; it was
    only looked at. In all but the second the registry in use stays."""
    version: str
    """Of the registry in use now."""
    update: Update | None = None


def refresh(  # noqa: PLR0913 (one for each thing that may differ)
    source: Source,
    *,
    agree: Callable[[Update], bool] = lambda _: True,
    accept: str = "",
    dry: bool = False,
    at_once: bool = False,
    lists: Lists | None = None,
    now: float | None = None,
) -> Outcome:
    """Fetch, prove and keep the newest registry.

    Args:
        source: Where, and whom to believe.
        agree: Asked before an update that is not held is used.
        accept: The version of an update to use although it is held.
        dry: Only look: neither registry nor metadata are kept.
        at_once: Ask even if the last attempts failed a short time ago.
        lists: Who knows which hosts others warn of.
        now: Seconds since the epoch; the clock's if None.

    Raises:
        UpdateError: There is no newer registry that can be believed, for one reason.
    """
    base, shipped = address(source.url), _shipped()
    now = time.time() if now is None else now
    with hold() as store:
        kept = store.kept()
        running = kept["registry"] if kept and _newer(kept, shipped) else shipped
        attempts = store.attempts()
        if fault := clock_fault(now, attempts, [shipped["version"], running["version"]]):
            raise UpdateError(fault)
        if (wait := waiting(now, attempts)) and not at_once:
            raise UpdateError(
                f"{base}: after failures ({attempts.failures} in a row) the next attempt is due in "
                f"{wait / 60:.0f} minutes"
            )
        store.begin(now)
        fetched = _fetch(source, base, store, now, dry=dry)
        new = fetched["registry"]
        if new["version"] != running["version"]:
            _prove(base, fetched, [shipped, running], now)
        elif new != running:
            raise UpdateError(f"{base}: refused: version {new['version']} has other content here")
        store.done(now)
        if new["version"] == running["version"]:
            if not dry and kept and running is kept["registry"]:
                store.keep(fetched)  # the same registry, vouched for anew
            return Outcome("current", running["version"])
        return _decide(store, fetched, running, agree, accept, lists, dry=dry)


def _decide(  # noqa: PLR0913, PLR0917 (the second half of `refresh`)
    store: Store,
    fetched: dict[str, Any],
    running: dict[str, Any],
    agree: Callable[[Update], bool],
    accept: str,
    lists: Lists | None,
    *,
    dry: bool,
) -> Outcome:
    new = fetched["registry"]
    update = Update(
        new["version"],
        between(running, new),
        other_tables(running, new),
        too_much(running, new, lists),
    )
    if dry:
        return Outcome("looked", running["version"], update)
    if update.held and accept != update.version:
        return Outcome("held", running["version"], update)
    if not agree(update):
        return Outcome("declined", running["version"], update)
    store.keep(fetched)
    return Outcome("applied", update.version, update)


def _shipped() -> dict[str, Any]:
    """Return the whole registry of the package, the floor under every other."""
    data = plain_data()
    apart = {table: shipped_apart(table, data["digest"]) for table in ("help", "phrases")}
    return apart | data


def _newer(kept: dict[str, Any], than: dict[str, Any]) -> bool:
    return stored.newer(kept["registry"]["version"], kept["follows"], than["version"])


def _fetch(source: Source, base: str, store: Store, now: float, *, dry: bool) -> dict[str, Any]:
    """Return the published registry, if enough of the right keys signed it, and until when.

    Raises:
        UpdateError: It cannot be fetched or believed.
    """
    reader = Reader(base, source.allowance(), source.authority)
    try:
        with _refusals(base):
            client = _Client(source.root, base, store, reader, now, dry=dry)
            client.refresh()
            target = client.get_targetinfo(TARGET)
            if target is None:
                raise UpdateError(f"{base}: refused: it signs no {TARGET}")
            kept = store.kept()
            known = kept is not None and kept["sha256"] == target.hashes.get("sha256")
            text = b"" if known else client.download(target)
        return {
            "registry": kept["registry"] if kept and known else _read(base, text),
            "sha256": target.hashes["sha256"],
            "follows": _follows(target),
            "until": client.until,
        }
    finally:
        reader.close()


@contextmanager
def _refusals(base: str) -> Iterator[None]:
    """Say in one sentence why something was not believed."""
    try:
        yield
    except DownloadHTTPError as fault:
        raise UpdateError(f"{base}: answered {fault.status_code}") from fault
    except DownloadError as fault:
        raise UpdateError(f"{base}: {fault}") from fault
    except (RepositoryError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UpdateError(f"{base}: refused: {fault or type(fault).__name__}") from fault
    except OSError as fault:
        raise UpdateError(f"{fault.filename}: cannot be read: {fault.strerror}") from fault


class _Fetcher(FetcherInterface):
    """Gives python-tuf the bytes of `Reader`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """Return a file of at most ``max_length`` bytes."""
        try:
            answer = self._reader.get(url, max_length)
        except UpdateError as fault:
            raise DownloadError(f"{url.rpartition('/')[2]}: {fault}") from fault
        if answer.location:
            raise DownloadError("sends us elsewhere; no redirect is followed")
        if answer.status != 200:  # noqa: PLR2004 (HTTP's OK)
            raise DownloadHTTPError("", answer.status)
        return answer.body

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        """Give the same as a file."""
        yield BytesIO(self.download_bytes(url, max_length))

    def _fetch(self, url: str) -> Iterator[bytes]:
        yield self.download_bytes(url, MAX_BYTES)


class _Client(Updater):
    """python-tuf's client, with our clock, and metadata that a power cut does not tear."""

    def __init__(  # noqa: PLR0913 (what it is made of)
        self, root: bytes, base: str, store: Store, reader: Reader, now: float, *, dry: bool
    ) -> None:
        self._store, self._dry, self._base, self._bytes = store, dry, base, _Fetcher(reader)
        super().__init__(
            metadata_dir=str(store.place / METADATA),
            metadata_base_url=f"{base}metadata/",
            fetcher=self._bytes,
            config=LIMITS,
            bootstrap=root,
        )
        self._trusted_set.reference_time = datetime.fromtimestamp(now, UTC)

    @property
    def until(self) -> str:
        """The moment up to which all of the metadata are valid."""
        known = self._trusted_set
        parts = (known.root, known.timestamp, known.snapshot, known.targets)
        return stored.iso(min(part.expires for part in parts).timestamp())

    def download(self, target: TargetFile) -> bytes:
        """Return the bytes of a target, if they are what was signed."""
        if target.length > MAX_BYTES:
            raise RepositoryError(f"{TARGET} is longer than the limit of {MAX_BYTES} bytes")
        url = f"{self._base}targets/{target.hashes['sha256']}.{TARGET}"
        data = self._bytes.download_bytes(url, target.length)
        target.verify_length_and_hashes(data)
        return data

    def _download_metadata(self, rolename: str, length: int, version: int | None = None) -> bytes:
        data = super()._download_metadata(rolename, length, version)
        _strict(data)
        self._refuse_other(rolename, data)
        return data

    def _refuse_other(self, role: str, data: bytes) -> None:
        """Return if metadata are not a second text under a number that was believed before.

        Raises:
            RepositoryError: They are; python-tuf compares numbers only.
        """
        try:
            known: Metadata[Any] = Metadata.from_bytes(self._load_local_metadata(role))
            self._trusted_set.root.verify_delegate(role, known.signed_bytes, known.signatures)
        except (OSError, ValueError, RepositoryError):
            return  # nothing known, or nothing that the present keys vouch for
        new: Metadata[Any] = Metadata.from_bytes(data)
        if new.signed.version == known.signed.version and new.signed_bytes != known.signed_bytes:
            raise RepositoryError(f"{role} has the same number as before and other content")

    def _persist_file(self, filename: str, data: bytes) -> None:
        path = Path(filename)
        if not self._dry and not (path.exists() and path.read_bytes() == data):
            self._store.write(path, data)

    def _update_root_symlink(self) -> None:
        """Make no link: the first root always comes from the caller."""


def _strict(data: bytes) -> None:
    """Return if JSON says one thing to every reader: no key twice, no number that is none.

    Raises:
        RepositoryError: It does not, or is no JSON.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise RepositoryError("a key stands twice in one object")
        return dict(pairs)

    def never(_: str) -> None:
        raise RepositoryError("a number is none")

    try:
        json.loads(data, object_pairs_hook=once, parse_constant=never)
    except (ValueError, RecursionError) as fault:
        raise RepositoryError("is no JSON") from fault


def _read(base: str, text: bytes) -> dict[str, Any]:
    """Return the data of a published registry; one text for one registry.

    Raises:
        UpdateError: It is not what `sealed` writes.
    """
    with _refusals(base):
        data = opened(text)
        if data is None or sealed(data).encode() != text:
            raise RepositoryError(f"{TARGET} is not as it is written here")
        _strict(text.partition(b"\n")[2])
    return data


def _follows(target: TargetFile) -> list[str]:
    """Return the versions of the same day that the publisher says come before this one."""
    custom = target.custom
    rows = custom.get("follows", []) if isinstance(custom, dict) else []
    return [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []


def _prove(base: str, fetched: dict[str, Any], floors: list[dict[str, Any]], now: float) -> None:
    """Return if a registry is newer than others and can be loaded whole beside them.

    Raises:
        UpdateError: It is older, of the future, wrong, or empty.
    """
    from channelguard.registry_proof import prove  # noqa: PLC0415 (pydantic and yaml)

    new = fetched["registry"]
    try:
        prove(new)
        Registry(new).phrases  # noqa: B018 (built when it is asked for)
    except RegistryError as fault:
        raise UpdateError(f"{base}: refused: {fault}") from fault
    except Exception as fault:  # (whatever it is, such a registry must not be used)
        raise UpdateError(f"{base}: refused: it cannot be loaded") from fault
    version = new["version"]
    for floor in floors:
        if not stored.newer(version, fetched["follows"], floor["version"]):
            raise UpdateError(
                f"{base}: refused: version {version} does not come after {floor['version']}"
            )
    if new["expires"] < stored.iso(now)[:10]:
        raise UpdateError(f"{base}: refused: version {version} expired on {new['expires']}")
    if version[:10] > stored.iso(now + DAY)[:10]:
        raise UpdateError(f"{base}: refused: version {version} is of a day that is still to come")
    if not any(row["status"] == "current" for row in channels(new).values()):
        raise UpdateError(f"{base}: refused: it lists no channel")
