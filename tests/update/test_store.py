"""Is only that stored registry used which is whole, ours alone, and of the form that is read?

The numbers are those of ``suites/own/registry_attacks.json``.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channelguard import stored
from channelguard.compiled import FORMAT, sealed
from channelguard.errors import UpdateError

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""
Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

EXCUSE = "cannot run here:"


# spoilt


def test_a_file_cut_at_any_length_is_not_used(client: Client) -> None:
    """R37."""
    path = client.place / "registry.json"
    whole = path.read_bytes()
    for step in range(64):
        path.write_bytes(whole[: step * len(whole) // 64])
        found = client.current()
        assert (found.registry, found.broken) == (None, True)
        assert found.reason == f"{path}: is torn or changed"


def test_a_flipped_bit_is_seen(client: Client) -> None:
    """R37."""
    path = client.place / "registry.json"
    whole = path.read_bytes()
    drawn = random.Random(37)  # noqa: S311 (the same bits each time)
    for _ in range(200):
        at = drawn.randrange(len(whole) - 1)
        path.write_bytes(
            whole[:at] + bytes([whole[at] ^ 1 << drawn.randrange(8)]) + whole[at + 1 :]
        )
        assert client.current().broken


def test_zeros_are_seen(client: Client) -> None:
    """R37."""
    path = client.place / "registry.json"
    path.write_bytes(bytes(path.stat().st_size))

    assert client.current().reason == f"{path}: is torn or changed"


def test_spoilt_metadata_are_fetched_anew(client: Client) -> None:
    version = client.publish(2)
    for path in (client.place / "tuf").rglob("*.json"):
        path.write_bytes(bytes(100))
    (client.place / "state.json").write_bytes(b"\xff")

    assert client.refresh().version == version


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": FORMAT + 1}, id="R39 what is around it"),
        pytest.param({"registry": {"format": FORMAT + 1}}, id="R39 the registry"),
        pytest.param({"registry": {}}, id="no registry"),
    ],
)
def test_another_form_is_not_used(client: Client, change: dict[str, Any]) -> None:
    path = client.place / "registry.json"
    data = json.loads(path.read_bytes().partition(b"\n")[2])
    path.write_text(sealed(data | change))

    assert "of another form" in client.current().reason


def test_a_file_over_the_limit_is_not_read(client: Client) -> None:
    with (client.place / "registry.json").open("ab") as file:
        file.truncate(stored.MAX_BYTES + 1)

    assert "larger than the limit" in client.current().reason


def test_nothing_stored_is_no_fault(cache: Path) -> None:
    found = stored.current()

    assert (found.registry, found.broken) == (None, False)
    assert found.reason == f"{cache}: no registry was fetched"
    assert not cache.parent.exists()


def test_what_is_stored_is_found_in_a_moment_and_without_a_library(
    client: Client, child: Child
) -> None:
    code = (
        "import sys; from channelguard import stored; import time\n"
        "times = []\n"
        "for _ in range(9):\n"
        "    began = time.thread_time(); found = stored.current('', now=0)\n"
        "    times.append(time.thread_time() - began)\n"
        "heavy = {'tuf', 'httpcore', 'ssl', 'socket', 'pydantic', 'yaml', 'cryptography'}\n"
        "assert not heavy & set(sys.modules)\n"
        "print(min(times), found.version)\n"
    )
    done = child([], code=code, env={stored.VARIABLE: str(client.place.parent)})
    seconds, version = done.stdout.split()

    assert done.stderr == b""
    assert version.decode() == client.one["version"]
    assert float(seconds) < 0.01


# not ours


def link(place: Path) -> None:
    place.rename(place.with_name("elsewhere"))
    place.symlink_to(place.with_name("elsewhere"))


def link_above(place: Path) -> None:
    link(place.parent)


def link_of_the_file(place: Path) -> None:
    link(place / "registry.json")


def open_to_all(place: Path) -> None:
    place.chmod(0o777)


def open_above(place: Path) -> None:
    place.parent.chmod(0o1777)


def open_to_the_group(place: Path) -> None:
    place.chmod(0o770)


def open_file(place: Path) -> None:
    (place / "registry.json").chmod(0o666)


def strangers(place: Path) -> None:
    _give_away(place)


def strangers_file(place: Path) -> None:
    _give_away(place / "registry.json")


def _give_away(path: Path) -> None:
    try:
        os.chown(path, 12_345, 12_345)
    except PermissionError:
        pytest.skip(f"{EXCUSE} only root can give files away")


def pipe(place: Path) -> None:
    (place / "registry.json").unlink()
    os.mkfifo(place / "registry.json")


def folder(place: Path) -> None:
    (place / "registry.json").unlink()
    (place / "registry.json").mkdir()


NOT_OURS = [
    pytest.param(link, "is a link", True, id="R38 link"),
    pytest.param(link_above, "is a link", True, id="R38 link above"),
    pytest.param(link_of_the_file, "cannot be read", False, id="R38 link for the file"),
    pytest.param(open_to_all, "written by others", True, id="R38 open to all"),
    pytest.param(open_above, "written by others", True, id="R38 open to all above"),
    pytest.param(open_to_the_group, "written by others", True, id="R38 open to a group"),
    pytest.param(open_file, "written by others", False, id="R38 file open to all"),
    pytest.param(strangers, "another user", True, id="R38 another user's"),
    pytest.param(strangers_file, "another user", False, id="R38 another user's file"),
    pytest.param(pipe, "is a link or no file", False, id="pipe"),
    pytest.param(folder, "cannot be read", False, id="folder"),
]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
@pytest.mark.parametrize(("change", "says", "refuses"), NOT_OURS)
def test_what_others_could_have_written_is_not_used(
    client: Client, change: Callable[[Path], None], says: str, *, refuses: bool
) -> None:
    change(client.place)
    found = client.current()

    assert (found.registry, found.broken) == (None, True)
    assert says in found.reason
    if refuses:
        with pytest.raises(UpdateError, match=says):
            client.refresh()
        assert client.server.asked == []


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_what_is_stored_is_for_us_alone(client: Client) -> None:
    shutil.rmtree(client.place.parent)
    old = os.umask(0)
    try:
        client.refresh()
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in client.place.rglob("*") if p.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in client.place.parent.rglob("*") if p.is_dir()}

    assert modes == {0o600}
    assert folders | {stat.S_IMODE(client.place.parent.stat().st_mode)} == {0o700}


@pytest.mark.parametrize(
    ("env", "place"),
    [
        pytest.param({"CHANNELGUARD_CACHE": "/c"}, "/c/registry", id="chosen"),
        pytest.param({"XDG_CACHE_HOME": "/x"}, "/x/channelguard/registry", id="XDG"),
        pytest.param(
            {"XDG_CACHE_HOME": "x", "HOME": "/h"}, "/h/.cache/channelguard/registry", id="not whole"
        ),
        pytest.param({"HOME": "/h"}, "/h/.cache/channelguard/registry", id="home"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_the_place_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], place: str
) -> None:
    for name in ("CHANNELGUARD_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert stored.folder() == Path(place)


@pytest.mark.parametrize(
    ("env", "says"),
    [
        pytest.param({"CHANNELGUARD_CACHE": "here"}, "an absolute path", id="not absolute"),
        pytest.param({}, "no home folder", id="no home"),
    ],
)
def test_no_place_is_a_reason_and_no_crash(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], says: str
) -> None:
    for name in ("CHANNELGUARD_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert says in stored.current().reason
