"""Is downloaded data only ever read from, and written to, a place that is this user's alone?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from channelguard import cache
from channelguard.errors import CacheError

posix = pytest.mark.skipif(os.name != "posix", reason="cannot run here: needs owners and modes")
root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0,
    reason="cannot run here: only root can give a file away",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a file lies in a folder of its own."""
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o700)
    (folder / "file").write_bytes(b"old")
    return folder / "file"


def test_a_file_is_made_with_its_folder_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    cache.write(path, b"new")

    assert cache.read(path) == b"new"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_replaced_as_a_whole(path: Path) -> None:
    with path.open("rb") as before:
        cache.write(path, b"new")
        assert (before.read(), cache.read(path)) == (b"old", b"new")


def test_a_missing_file_is_told_apart(path: Path) -> None:
    for lost in (path.with_name("none"), path.parent / "none" / "file"):
        with pytest.raises(FileNotFoundError):
            cache.read(lost)


def linked_file(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to(path.with_name("other"))


def linked_folder(path: Path) -> None:
    path.parent.rename(path.parents[1] / "other")
    path.parent.symlink_to(path.parents[1] / "other")


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder_for_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


FOLDERS = [
    pytest.param(linked_folder, "is a link", id="a folder that is a link"),
    pytest.param(lambda path: path.parent.chmod(0o702), "can be written", id="a folder for all"),
    pytest.param(lambda path: path.parent.chmod(0o720), "can be written", id="one for a group"),
    pytest.param(lambda path: os.chown(path.parent, 1, 1), "another user", id="another's folder",
                 marks=root),
]  # fmt: skip
FILES = [
    pytest.param(linked_file, "cannot be read", id="a file that is a link"),
    pytest.param(lambda path: path.chmod(0o602), "can be written", id="a file for all"),
    pytest.param(piped, "is no file", id="a pipe"),
    pytest.param(folder_for_file, "cannot be read", id="a folder in place of the file"),
    pytest.param(lambda path: os.chown(path, 1, 1), "another user", id="another's file",
                 marks=root),
]  # fmt: skip


@posix
@pytest.mark.parametrize(("spoil", "problem"), [*FOLDERS, *FILES])
def test_what_others_could_have_written_is_not_read(
    path: Path, spoil: Callable[[Path], None], problem: str
) -> None:
    spoil(path)
    with pytest.raises(CacheError, match=problem):
        cache.read(path)


@posix
@pytest.mark.parametrize(("spoil", "problem"), FOLDERS)
def test_nothing_is_written_where_others_write(
    path: Path, spoil: Callable[[Path], None], problem: str
) -> None:
    spoil(path)
    with pytest.raises(CacheError, match=problem):
        cache.write(path, b"new")

    assert path.read_bytes() == b"old"


@posix
def test_a_link_is_replaced_and_not_followed(path: Path) -> None:
    linked_file(path)
    cache.write(path, b"new")

    assert (cache.read(path), path.with_name("other").read_bytes()) == (b"new", b"old")


def test_a_file_over_the_limit_is_refused(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(cache.MAX_BYTES + 1)  # a hole that takes no room
    with pytest.raises(CacheError, match="larger than the limit"):
        cache.read(path)


def test_a_file_in_place_of_a_folder_is_refused(path: Path) -> None:
    with pytest.raises(CacheError, match="cannot be made"):
        cache.write(path / "file", b"new")
    with pytest.raises(CacheError, match="is no folder"):
        cache.check_folder(path)


PLACES = [
    pytest.param({"XDG_CACHE_HOME": "/x"}, "/x/channelguard", id="as told"),
    pytest.param({"XDG_CACHE_HOME": "x", "HOME": "/h"}, "/h/.cache/channelguard", id="relative"),
    pytest.param({"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/channelguard", id="empty"),
]


@posix
@pytest.mark.parametrize(("env", "folder"), PLACES)
def test_the_folder_is_where_the_user_keeps_such_data(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], folder: str
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert cache.cache_folder() == Path(folder)


@posix
def test_a_path_controls_no_terminal(path: Path) -> None:
    odd = path.with_name("a\x1b[31m\u202e")
    odd.mkdir()
    with pytest.raises(CacheError) as caught:
        cache.check_folder(odd / ".." / odd.name) or cache.read(odd)

    assert str(caught.value).isprintable()
