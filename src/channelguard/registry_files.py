"""Which files make up a registry, where does the shipped one lie, and are they what was compiled?

Finds and reads the files, and nothing more: no YAML, no models, so that the fast line can ask for
the digest of the folder without paying for the border.
Leaves alone other folders, notes such as ``README.md``, and hidden files.
"""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from channelguard.errors import RegistryError

MAX_BYTES = 1_048_576
"""Largest registry file, in bytes (1 MiB); the reviewed brand file is under a tenth of it."""

MAX_FILES = 1_000
"""Most registry files in one folder; a sanity limit, chosen generously."""

PHRASES = "phrases"
"""The folder that holds the words and acts of messages."""

HELP = "help"
"""The folder that holds the support guide."""

BRANDS = "brands"
"""The folder inside a registry that holds one file for each brand."""

_ENDINGS = (".yaml", ".yml")
"""Names that look like registry files; ``.yml`` is found so that it can be refused by name."""


def printable(text: object) -> str:
    r"""Return a path so that it stays on one line and controls no terminal.

    >>> printable("brands/a\u202eb.yaml")
    'brands/a\\u202eb.yaml'
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "replace").decode()
        for letter in str(text)
    )


def bundled_folder() -> Path:
    """Return the registry that came with the package: inside a wheel, or beside a checkout.

    Raises:
        RegistryError: Neither place has one.
    """
    installed = Path(__file__).with_name("_registry")
    if installed.is_dir():
        return installed
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file() and (root / "registry").is_dir():
        return root / "registry"
    raise RegistryError(printable(installed), "", "the shipped registry is missing; reinstall")


def yaml_files(folder: Path) -> list[Path]:
    """List what looks like a registry file in `folder` and the folders inside, sorted by name.

    Raises:
        RegistryError: The folder cannot be listed, or holds over `MAX_FILES` such files.
    """
    found: list[Path] = []
    try:
        found += folder.iterdir()
        for inside in (BRANDS, HELP, PHRASES):
            if (folder / inside).is_dir():
                found += (folder / inside).iterdir()
    except (OSError, ValueError) as fault:
        raise RegistryError(printable(folder), "", f"cannot be listed: {_reason(fault)}") from fault
    found = [
        path
        for path in found
        if path.name.lower().endswith(_ENDINGS) and not path.name.startswith(".")
    ]
    if len(found) > MAX_FILES:
        problem = f"holds {len(found)} registry files, the limit is {MAX_FILES}"
        raise RegistryError(printable(folder), "", problem)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_file(path: Path, folder: Path) -> bytes:
    """Return the bytes of one registry file; never waits for a pipe and never reads a device.

    A link that leads out of the folder is refused: a folder from a stranger could otherwise have
    parts of a private file printed as problems. The shipped folder is exempt, because some
    installers link every file of a package to a cache.

    Raises:
        RegistryError: No regular file, a link to elsewhere, unreadable, or over `MAX_BYTES`.
    """
    shown = printable(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RegistryError(shown, "", "is not a regular file")
        if not _belongs(path, folder):
            raise RegistryError(shown, "", "is a link that leads out of the registry folder")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        raise RegistryError(shown, "", f"cannot be read: {_reason(fault)}") from fault
    if len(data) > MAX_BYTES:
        raise RegistryError(shown, "", f"is larger than the limit of {MAX_BYTES} bytes")
    return data


def digest(folder: Path) -> str:
    """Return the SHA-256 of all registry files of `folder`, names included, in hexadecimal.

    Raises:
        RegistryError: As `yaml_files` and `read_file`.
    """
    return digest_of(
        {
            path.relative_to(folder).as_posix(): read_file(path, folder)
            for path in yaml_files(folder)
        }
    )


def digest_of(contents: dict[str, bytes]) -> str:
    """Return the digest of files already read, by relative name; the order does not matter.

    >>> digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    True
    >>> digest_of({"a": b"12"}) == digest_of({"a1": b"2"})
    False
    """
    total = hashlib.sha256()
    for name in sorted(contents):
        # Lengths in front, so that no two different folders give the same stream of bytes.
        encoded = name.encode("utf-8", "surrogateescape")
        for part in (encoded, contents[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def _belongs(path: Path, folder: Path) -> bool:
    if folder == Path(__file__).with_name("_registry"):
        return True
    return path.resolve().is_relative_to(folder.resolve())


def _reason(fault: OSError | ValueError) -> str:
    """Return the system's own words without the path, which may hold anything."""
    return (fault.strerror if isinstance(fault, OSError) else None) or type(fault).__name__
