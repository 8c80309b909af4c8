"""Which keys sign a published registry, and where are they?

A file ``keys.json`` lists, role by role, how many signatures are needed and the keys that may
give them: the public part, and an address (URI) at which securesystemslib finds the private one:
a file, a hardware token, the key service of a cloud. Private keys of files never leave theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner, Key, Signer

from channelguard.errors import UpdateError
from channelguard.net.store import write

NAME = "keys.json"

ROLES = ("root", "targets", "snapshot", "timestamp")
"""The roles of TUF, the most careful first."""

NEW = {"root": (2, 3), "targets": (2, 3), "snapshot": (1, 1), "timestamp": (1, 1)}
"""Signatures needed and keys made: no single lost or stolen key may change what clients believe of
channels; the other two only say which is the newest, and expire in days."""

MAX_BYTES = 1_048_576
"""Largest file of keys, in bytes (1 MiB); ten keys have a hundredth of it."""

_FILE = f"{CryptoSigner.SCHEME}:"


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may sign what."""

    path: Path
    thresholds: dict[str, int]
    keys: dict[str, tuple[tuple[str, Key], ...]]
    """By role, the address of each private key and its public part."""

    def signers(self, role: str, ask: Callable[[str], str] | None = None) -> list[Signer]:
        """Return whoever can sign for a role here and now; some may be out of reach.

        Args:
            role: One of `ROLES`.
            ask: Asks for a secret, such as the PIN of a token, by its name.

        Raises:
            UpdateError: They are fewer than are needed.
        """
        found, lost = [], ""
        for uri, key in self.keys[role]:
            try:
                found.append(Signer.from_priv_key_uri(self._address(uri), key, ask))
            except Exception as fault:  # noqa: BLE001 (each kind of key fails in its own way)
                lost = f"; one cannot be reached: {type(fault).__name__}"
        if len(found) < self.thresholds[role]:
            raise UpdateError(
                f"{self.path}: {role} needs {self.thresholds[role]} signatures and "
                f"{len(found)} can be given{lost}"
            )
        return found

    def _address(self, uri: str) -> str:
        """Return an address that does not depend on the folder in which the program runs."""
        if uri.startswith(_FILE) and not Path(uri.removeprefix(_FILE)).is_absolute():
            return f"{_FILE}{self.path.parent.resolve() / uri.removeprefix(_FILE)}"
        return uri


def read_keys(path: Path) -> Keys:
    """Read a file of keys, or the one in a folder.

    Raises:
        UpdateError: It cannot be read, or is not of this form.
    """
    path = path / NAME if path.is_dir() else path
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(MAX_BYTES))
        return Keys(
            path,
            {role: _count(data[role]["threshold"]) for role in ROLES},
            {
                role: tuple(
                    (str(row["uri"]), Key.from_dict(row["keyid"], dict(row["public"])))
                    for row in data[role]["keys"]
                )
                for role in ROLES
            },
        )
    except OSError as fault:
        raise UpdateError(f"{path}: cannot be read: {fault.strerror}") from fault
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise UpdateError(f"{path}: is not of the form of a file of keys") from fault


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError
    return value


def make_keys(folder: Path) -> Keys:
    """Make new keys in files, for tests and for a start, with the file that lists them.

    Raises:
        UpdateError: There are keys already, or a file cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UpdateError(f"{folder}: is not empty; keys are never overwritten")
    except OSError as fault:
        raise UpdateError(f"{folder}: cannot be made: {fault.strerror}") from fault
    listed: dict[str, Any] = {}
    for role, (threshold, count) in NEW.items():
        rows = []
        for number in range(1, count + 1):
            signer = CryptoSigner.generate_ed25519()
            name = f"{role}-{number}.pem"
            write(folder / name, signer.private_bytes, 0o600)
            key = signer.public_key
            rows.append({"uri": _FILE + name, "keyid": key.keyid, "public": key.to_dict()})
        listed[role] = {"threshold": threshold, "keys": rows}
    write(folder / NAME, json.dumps(listed, indent=1).encode() + b"\n", 0o600)
    return read_keys(folder)
