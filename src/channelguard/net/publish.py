"""How does a reviewed registry become a folder of signed files that any web server can serve?

Compiles the YAML, proves the result as clients will, signs it with as many keys as each role
needs, and writes ``targets`` and ``metadata`` so that whoever reads at any moment sees the old
publication or the new one. A role's number grows by one with each publication, and so clients
refuse to go back.
Leaves alone how the folder gets to the server.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from channelguard import stored
from channelguard.compiled import opened, sealed
from channelguard.errors import UpdateError
from channelguard.net.changes import Change, between
from channelguard.net.keys import ROLES, Keys
from channelguard.net.refresh import TARGET
from channelguard.net.store import write
from channelguard.registry import plain_data
from channelguard.registry_proof import prove
from channelguard.registry_source import compile_folder

DAYS = {"root": 365, "targets": 90, "snapshot": 14, "timestamp": 14}
"""How long each role is believed, in days: the root as long as its keys take to replace, the
registry a quarter, and that it is still the newest two weeks, which is how long somebody on the
line could hold an update back."""

MAX_BYTES = 786_432
"""Largest registry that is published, in bytes: three quarters of what a refresh may fetch, so
that the metadata have room."""

Signed = TypeVar("Signed", Root, Targets, Snapshot, Timestamp)
Ask = Callable[[str], str] | None


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the folder now."""

    version: str
    """Of the registry."""
    numbers: dict[str, int]
    """The number of each role's metadata."""
    expires: dict[str, str]
    """The moment up to which each is believed."""
    changes: tuple[Change, ...]
    """Against what stood there before."""


class _Repository:
    """The folder."""

    def __init__(self, folder: Path) -> None:
        self.metadata, self.targets = folder / "metadata", folder / "targets"

    def latest(self, kind: type[Signed]) -> Metadata[Signed] | None:
        """Return the newest metadata of a role; None in a new folder."""
        name = kind.type
        if kind is Timestamp:
            found = [self.metadata / "timestamp.json"]
        else:
            found = sorted(
                self.metadata.glob(f"*.{name}.json"), key=lambda path: int(path.name.split(".")[0])
            )
        if not found or not found[-1].exists():
            return None
        return Metadata[Signed].from_bytes(found[-1].read_bytes())

    def registry(self, target: TargetFile | None) -> bytes:
        """Return the registry that is published now; empty if none is."""
        path = self.targets / f"{target.hashes['sha256']}.{TARGET}" if target else None
        return path.read_bytes() if path else b""


def publish(  # noqa: PLR0913 (one for each thing that may differ)
    folder: Path,
    repository: Path,
    keys: Keys,
    *,
    old_keys: Keys | None = None,
    renew_root: bool = False,
    days: Mapping[str, int] = DAYS,
    ask: Ask = None,
    now: float | None = None,
) -> Published:
    """Compile a registry and publish it, signed.

    Args:
        folder: The reviewed YAML.
        repository: Where ``metadata`` and ``targets`` stand or will stand.
        keys: Who signs.
        old_keys: Who signed roots until now, where the keys of the root are exchanged.
        renew_root: Sign a new root although its keys are the same, because it expires.
        days: How long each role is believed.
        ask: Asks for a secret, such as the PIN of a token, by its name.
        now: Seconds since the epoch; the clock's if None.

    Raises:
        RegistryError: The registry is wrong.
        UpdateError: It is older than the published one, too large, or cannot be signed or written.
    """
    moment = datetime.fromtimestamp(time.time() if now is None else now, UTC)
    until = {role: moment + timedelta(days=days[role]) for role in ROLES}
    place = _Repository(repository)
    try:
        for each in (place.metadata, place.targets):
            each.mkdir(parents=True, exist_ok=True)
        before = place.latest(Targets)
        old_target = before.signed.targets.get(TARGET) if before else None
        data, text, target = _target(folder, place.registry(old_target), old_target)
        root, root_text = _root(place, keys, old_keys, until["root"], ask, renew=renew_root)
        done = _Signing(keys, root, ask, until, place)
        files = done.files(target)
        write(place.targets / f"{target.hashes['sha256']}.{TARGET}", text, 0o644)
        if root_text:
            write(place.metadata / f"{root.version}.root.json", root_text, 0o644)
        for name, content in files.items():  # the timestamp last: it makes the others seen
            write(place.metadata / name, content, 0o644)
    except OSError as fault:
        where = fault.filename or repository
        raise UpdateError(f"{where}: cannot be read or written: {fault.strerror}") from fault
    except (RepositoryError, ValueError, KeyError, TypeError) as fault:
        raise UpdateError(f"{repository}: is not sound: {fault}") from fault
    old = opened(place.registry(old_target)) if old_target else None
    return Published(
        data["version"],
        {"root": root.version} | done.numbers,
        {"root": stored.iso(root.expires.timestamp())}
        | {role: stored.iso(until[role].timestamp()) for role in ROLES[1:]},
        between(old or data | {"brands": []}, data),
    )


def _target(
    folder: Path, old_text: bytes, old: TargetFile | None
) -> tuple[dict[str, Any], bytes, TargetFile]:
    """Return the registry as data, as the text that is signed, and what will be signed about it.

    Raises:
        UpdateError: It does not come after the published one, or is too large.
    """
    data: dict[str, Any] = json.loads(json.dumps(compile_folder(folder)))
    prove(data)
    published = opened(old_text) if old else None
    if old and published and published["version"] == data["version"]:
        return published, old_text, old  # one text for one version, whoever compiles it
    version = data["version"]
    before = [plain_data()["version"]]
    if old and published:
        earlier = (old.custom or {}).get("follows", [])
        if published["version"][:10] > version[:10] or version in earlier:
            raise UpdateError(
                f"{folder}: version {version} is older than {published['version']}, which is "
                "published"
            )
        before += [*earlier, published["version"]]
    text = sealed(data).encode()
    if len(text) > MAX_BYTES:
        raise UpdateError(f"{folder}: compiles to {len(text)} bytes, the limit is {MAX_BYTES}")
    target = TargetFile.from_data(TARGET, text, ["sha256"])
    same_day = dict.fromkeys(v for v in before if v[:10] == version[:10] and v != version)
    target.unrecognized_fields["custom"] = {"follows": [*same_day]}
    return data, text, target


def _root(  # noqa: PLR0913 (all that a root depends on)
    place: _Repository, keys: Keys, old_keys: Keys | None, until: datetime, ask: Ask, *, renew: bool
) -> tuple[Root, bytes]:
    """Return the root and, if it is a new one, its text.

    Raises:
        UpdateError: Its keys have changed, and those that signed until now are not there to agree.
    """
    before = place.latest(Root)
    roles = {
        role: Role([key.keyid for _, key in keys.keys[role]], keys.thresholds[role])
        for role in ROLES
    }
    known = {key.keyid: key for role in ROLES for _, key in keys.keys[role]}
    if before and before.signed.roles == roles and before.signed.keys == known and not renew:
        return before.signed, b""
    root = Root(
        version=before.signed.version + 1 if before else 1,
        expires=until,
        keys=known,
        roles=roles,
        consistent_snapshot=True,
    )
    signers = keys.signers("root", ask)
    if before and before.signed.roles["root"] != roles["root"]:
        if old_keys is None:
            raise UpdateError(f"{keys.path}: has other root keys than are published; --old-keys")
        signers += old_keys.signers("root", ask)
    text = _sign(root, signers)
    for signed in filter(None, (before.signed if before else None, root)):
        _check(signed, "root", text)
    return root, text


def _sign(signed: Root | Targets | Snapshot | Timestamp, signers: list[Any]) -> bytes:
    metadata: Metadata[Any] = Metadata(signed)
    for signer in {signer.public_key.keyid: signer for signer in signers}.values():
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def _check(root: Root, role: str, text: bytes) -> None:
    """Return if a client that believes a root will believe this."""
    metadata: Metadata[Any] = Metadata.from_bytes(text)
    root.verify_delegate(role, metadata.signed_bytes, metadata.signatures)


class _Signing:
    """The three roles below the root, one after the other."""

    def __init__(
        self, keys: Keys, root: Root, ask: Ask, until: dict[str, datetime], place: _Repository
    ) -> None:
        self._keys, self._root, self._ask, self._until = keys, root, ask, until
        kinds: tuple[type[Any], ...] = (Targets, Snapshot, Timestamp)
        old = {kind.type: place.latest(kind) for kind in kinds}
        self.numbers = {
            role: (each.signed.version + 1 if each else 1) for role, each in old.items()
        }

    def files(self, target: TargetFile) -> dict[str, bytes]:
        """Return the text of each file by its name, in the order in which they are written."""
        number = self.numbers
        targets = self._signed(
            Targets(number["targets"], expires=self._until["targets"], targets={TARGET: target})
        )
        meta = MetaFile.from_data(number["targets"], targets, ["sha256"])
        snapshot = self._signed(
            Snapshot(
                number["snapshot"], expires=self._until["snapshot"], meta={"targets.json": meta}
            )
        )
        meta = MetaFile.from_data(number["snapshot"], snapshot, ["sha256"])
        timestamp = self._signed(
            Timestamp(number["timestamp"], expires=self._until["timestamp"], snapshot_meta=meta)
        )
        return {
            f"{number['targets']}.targets.json": targets,
            f"{number['snapshot']}.snapshot.json": snapshot,
            "timestamp.json": timestamp,
        }

    def _signed(self, signed: Targets | Snapshot | Timestamp) -> bytes:
        text = _sign(signed, self._keys.signers(signed.type, self._ask))
        _check(self._root, signed.type, text)
        return text
