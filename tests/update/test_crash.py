"""Does a refresh that is killed or starved at any call leave the old registry or the new one?

The numbers are those of ``suites/own/registry_attacks.json``. The slow tests kill and starve whole
refreshes; the others a program that only stores.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channelguard import stored
from channelguard.compiled import FORMAT
from channelguard.net.store import hold

pytestmark = pytest.mark.full  # programs that are killed

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""
Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

EXCUSE = "cannot run here:"
CALLS = ("openat", "write", "fsync", "rename", "close")
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS")

KEEP = """\
import sys
from pathlib import Path
from channelguard.errors import UpdateError
from channelguard.net.store import hold
try:
    with hold(Path(sys.argv[1])) as store:
        store.begin(0)
        new = {"format": 1, "version": "2026-02-02.b", "expires": "2026-02-03"}
        store.keep({"registry": new, "sha256": "", "follows": [], "until": ""})
        store.done(0)
except UpdateError as fault:
    sys.exit(str(fault))
"""
"""A program that stores a small registry over another."""

REFRESH = """\
import sys
from pathlib import Path
from channelguard.errors import UpdateError
from channelguard.net.refresh import Source, refresh
url, root, ca, now = sys.argv[1:]
try:
    source = Source(url, Path(root).read_bytes(), Path(ca))
    refresh(source, at_once=True, now=float(now))
except UpdateError as fault:
    sys.exit(str(fault))
"""
"""A program that refreshes."""


def strace(*options: str, paths: list[Path]) -> list[str]:
    """Return the command that watches what a program does with some files, or skip."""
    path = shutil.which("strace")
    if path is None:
        pytest.skip(f"{EXCUSE} there is no strace")
    done = subprocess.run([path, "-f", "true"], capture_output=True, timeout=10, check=False)
    if done.returncode:
        pytest.skip(f"{EXCUSE} strace is not permitted")
    watched = [word for each in paths for word in ("-P", str(each))]
    return [path, "-f", "-qq", "-o", os.devnull, *options, *watched]


def touched(place: Path) -> list[Path]:
    """Return every file and folder that a refresh writes."""
    names = ["registry.json", "state.json"]
    tuf = ["timestamp.json", "snapshot.json", "targets.json"]
    roots = ["1.root.json"]
    history = place / "tuf" / "root_history"
    files = [
        folder / name
        for folder, group in ((place, names), (place / "tuf", tuf), (history, roots))
        for each in group
        for name in (each, f".tmp-{each}")
    ]
    return [place, place / "tuf", history, place / "lock", *files]


def small(place: Path) -> None:
    """Store a small registry."""
    with hold(place) as store:
        old = {"format": FORMAT, "version": "2026-01-01.a", "expires": "2026-02-03"}
        store.keep({"registry": old, "sha256": "", "follows": [], "until": ""})


def litter(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.name.startswith(".tmp-")]


# killed


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("write"),
        pytest.param("rename"),
        pytest.param("openat", marks=pytest.mark.full),
        pytest.param("fsync", marks=pytest.mark.full),
        pytest.param("close", marks=pytest.mark.full),
    ],
)
def test_a_store_that_is_killed_leaves_old_or_new(child: Child, tmp_path: Path, call: str) -> None:
    """R35."""
    place = tmp_path / "cache" / "registry"
    small(place)
    seen = set()
    paths = [place / name for name in ("registry.json", ".tmp-registry.json")] + [place]
    for number in range(1, 41):
        killed = strace(
            f"-etrace={call}", f"-einject={call}:signal=KILL:when={number}", paths=paths
        )
        done = child([str(place)], code=KEEP, before=killed)
        data = stored.read(place)
        assert data is not None
        assert litter(place) == []
        seen.add(data["registry"]["version"])
        if done.returncode == 0:
            break
    else:
        pytest.fail("it was killed every time")

    assert number > 1
    assert seen <= {"2026-01-01.a", "2026-02-02.b"}
    assert data["registry"]["version"] == "2026-02-02.b"


@pytest.mark.full
@pytest.mark.parametrize("call", CALLS)
def test_a_refresh_that_is_killed_leaves_old_or_new(
    client: Client, child: Child, tmp_path: Path, call: str
) -> None:
    """R35: at each call that touches what is stored, up to the fortieth."""
    version = client.publish(2)
    old = client.place.parent.with_name("old")
    shutil.copytree(client.place.parent, old)
    root = tmp_path / "root.json"
    root.write_bytes(client.repository.root())
    args = [client.server.url, str(root), str(client.server.ca), str(client.now)]
    env = {stored.VARIABLE: str(client.place.parent)}
    for number in range(1, 41):
        shutil.rmtree(client.place.parent)
        shutil.copytree(old, client.place.parent)
        killed = strace(
            f"-etrace={call}",
            f"-einject={call}:signal=KILL:when={number}",
            paths=touched(client.place),
        )
        done = child(args, code=REFRESH, before=killed, env=env)
        began = time.monotonic()
        found = client.current()
        assert time.monotonic() - began < 1
        assert found.version in {client.one["version"], version}
        assert litter(client.place) == []
        if done.returncode == 0:
            break

    assert number > 3
    assert client.refresh().version == version


def test_data_are_on_the_disk_before_the_name_and_the_name_before_the_end(
    child: Child, tmp_path: Path
) -> None:
    place, log = tmp_path / "cache" / "registry", tmp_path / "log"
    small(place)
    paths = [place, place / "registry.json", place / ".tmp-registry.json"]
    watch = strace(
        "-y", "-o", str(log), "-etrace=write,fsync,rename,renameat,renameat2", paths=paths
    )
    child([str(place)], code=KEEP, before=watch)
    calls = [
        line.partition(" ")[2].strip().split("(")[0] + (":folder" if f"{place}>" in line else "")
        for line in log.read_text("utf-8").splitlines()
        if "registry.json" in line or "fsync" in line
    ]
    at = calls.index("rename")

    assert calls[at - 1 : at + 2] == ["fsync", "rename", "fsync:folder"]
    assert "write" in calls[:at]


def test_python_tufs_files_are_on_the_disk_too(client: Client) -> None:
    """What it writes goes through `Store.write`, like the rest; it makes no files of its own."""
    client.publish(2)
    client.refresh()
    names = sorted(path.relative_to(client.place).as_posix() for path in client.place.rglob("*"))

    assert names == [
        "lock",
        "registry.json",
        "state.json",
        "tuf",
        "tuf/root_history",
        "tuf/root_history/1.root.json",
        "tuf/snapshot.json",
        "tuf/targets.json",
        "tuf/timestamp.json",
    ]


def test_litter_of_a_killed_refresh_is_removed_unless_one_runs(client: Client) -> None:
    left = [client.place / ".tmp-registry.json", client.place / "tuf" / ".tmp-timestamp.json"]
    for path in left:
        path.write_bytes(b"{")
    with hold(client.place):
        left[0].write_bytes(b"{")
        assert client.current().registry == client.one
        assert left[0].exists()

    assert client.current().registry == client.one
    assert litter(client.place) == []


# starved


@pytest.mark.parametrize(
    ("error", "call"),
    [
        pytest.param("ENOSPC", "write"),
        pytest.param("EROFS", "write"),
        pytest.param("EIO", "write", marks=pytest.mark.full),
        pytest.param("EDQUOT", "write", marks=pytest.mark.full),
        pytest.param("EIO", "fsync", marks=pytest.mark.full),
        pytest.param("ENOSPC", "rename", marks=pytest.mark.full),
    ],
)
def test_a_disk_that_fails_leaves_the_old_registry(
    child: Child, tmp_path: Path, error: str, call: str
) -> None:
    """R36."""
    place = tmp_path / "cache" / "registry"
    small(place)
    path = place / "registry.json"
    broken = strace(
        f"-etrace={call}",
        f"-einject={call}:error={error}",
        paths=[path.with_name(".tmp-registry.json")],
    )
    done = child([str(place)], code=KEEP, before=broken)
    data = stored.read(place)

    assert done.returncode == 1
    assert f"{path}: cannot be written: ".encode() in done.stderr
    assert data is not None
    assert data["registry"]["version"] == "2026-01-01.a"
    assert litter(place) == []


@pytest.mark.full
@pytest.mark.parametrize("error", ERRORS)
def test_a_refresh_on_a_disk_that_fails_keeps_the_old_registry(
    client: Client, child: Child, tmp_path: Path, error: str
) -> None:
    """R36: at each write."""
    client.publish(2)
    root = tmp_path / "root.json"
    root.write_bytes(client.repository.root())
    args = [client.server.url, str(root), str(client.server.ca), str(client.now)]
    env = {stored.VARIABLE: str(client.place.parent)}
    for number in range(1, 41):
        before = (client.place / "registry.json").read_bytes()
        broken = strace(
            "-etrace=write",
            f"-einject=write:error={error}:when={number}",
            paths=touched(client.place),
        )
        done = child(args, code=REFRESH, before=broken, env=env)
        if done.returncode == 0:
            break
        assert f"{client.place}".encode() in done.stderr
        assert b"cannot be written: " in done.stderr
        assert done.stderr.count(b"\n") == 1
        assert (client.place / "registry.json").read_bytes() == before
        assert client.current().registry == client.one
        assert litter(client.place) == []

    assert number > 3


def test_a_small_disk_that_is_full(client: Client, child: Child, tmp_path: Path) -> None:
    """R36: 64 KB of memory as the disk; the registry has four times that."""
    client.publish(2)
    unshare, disk = shutil.which("unshare"), tmp_path / "disk"
    mount = [unshare or "", "-rm", "sh", "-c", 'mount -t tmpfs -o size=64k none "$0" && exec "$@"']
    disk.mkdir()
    if (
        not unshare
        or subprocess.run(
            [*mount, str(disk), "true"], capture_output=True, timeout=10, check=False
        ).returncode
    ):
        pytest.skip(f"{EXCUSE} no disk of memory can be mounted")
    root = tmp_path / "root.json"
    root.write_bytes(client.repository.root())
    args = [client.server.url, str(root), str(client.server.ca), str(client.now)]
    done = child(
        args, code=REFRESH, before=[*mount, str(disk)], env={stored.VARIABLE: f"{disk}/cache"}
    )

    assert done.returncode == 1
    assert b"disk/cache/registry/registry.json: cannot be written: No space left" in done.stderr
