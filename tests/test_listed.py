"""Which hosts does a table answer for, and which tables are believed?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from channelguard.listed import (
    KEY,
    SLOT,
    STALE_DAYS,
    Head,
    HostLists,
    covering,
    packed,
    table_path,
    unpacked,
    utc_day,
)
from channelguard.lookups import Lists

HEAD = Head(
    id="one",
    address="https://lists.example/one",
    publisher="Somebody",
    licence="MIT",
    checked="2026-11-01",
    fetched="2026-10-01",
    modified="",
    etag='"one"',
    rules="0",
    entries=3,
    excepted=1,
    skipped=0,
    refused=0,
)
NAMES = ["evil.example", "trap.evil.org", "192.0.2.7", "bad.pages.dev"]
EXCEPTED = ["fine.evil.example"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one table."""
    (tmp_path / "one.hosts").write_bytes(packed(HEAD, NAMES, EXCEPTED))
    return tmp_path


FOUND = [
    pytest.param("evil.example", id="the host"),
    pytest.param("a.evil.example", id="a name under it"),
    pytest.param("a.b.evil.example", id="two names under it"),
    pytest.param("evil.example.", id="a last dot"),
    pytest.param("trap.evil.org", id="a name that is listed without the one above it"),
    pytest.param("192.0.2.7", id="an address"),
    pytest.param("x.bad.pages.dev", id="a customer of free hosting, and below"),
]
SILENT = [
    pytest.param("evil.org", id="the name above a listed one"),
    pytest.param("good.evil.org", id="a name beside a listed one"),
    pytest.param("notevil.example", id="a name that ends alike"),
    pytest.param("evil.example.com", id="a name that begins alike"),
    pytest.param("fine.evil.example", id="taken out"),
    pytest.param("a.fine.evil.example", id="under what is taken out"),
    pytest.param("pages.dev", id="a public suffix"),
    pytest.param("other.pages.dev", id="another customer of free hosting"),
    pytest.param("192.0.2.70", id="another address"),
    pytest.param("[2001:db8::7]", id="an address of the sixth version"),
    pytest.param("example", id="one word"),
    pytest.param("", id="nothing"),
    pytest.param(".", id="a dot"),
    pytest.param("..evil", id="empty labels"),
]


@pytest.mark.parametrize("host", FOUND)
def test_finds(folder: Path, host: str) -> None:
    assert HostLists.load(["one"], folder).find(host) == ("one",)


@pytest.mark.parametrize("host", SILENT)
def test_finds_nothing(folder: Path, host: str) -> None:
    assert HostLists.load(["one"], folder).find(host) == ()


def test_every_list_is_named_in_the_order_asked_for(folder: Path) -> None:
    for name, hosts in (("two", ["a.evil.example"]), ("three", ["other.example"])):
        (folder / f"{name}.hosts").write_bytes(packed(replace(HEAD, id=name), hosts))
    lists = HostLists.load(["three", "two", "one"], folder)

    assert lists.find("b.a.evil.example") == ("two", "one")
    assert lists.find("evil.example") == ("one",)
    assert lists.find("other.example") == ("three",)


def test_what_one_list_takes_out_another_may_name(folder: Path) -> None:
    (folder / "two.hosts").write_bytes(packed(HEAD, ["evil.example"]))

    assert HostLists.load(["one", "two"], folder).find("fine.evil.example") == ("two",)


def test_it_is_what_a_guard_takes(folder: Path) -> None:
    lists: Lists = HostLists.load(["one"], folder, today="2026-11-02")

    assert lists.gaps == ()


@pytest.mark.parametrize("count", [0, 1, 7, 5_000])
def test_all_hosts_of_a_table_are_found_and_no_others(count: int) -> None:
    names = [f"host{number}.example" for number in range(count)]
    head, slots = unpacked(packed(HEAD, names))
    lists = HostLists({"one": slots})

    assert head == HEAD
    assert [name for name in names if not lists.find(name)] == []
    assert [name for name in names if lists.find(f"x{name}")] == []
    assert len(slots) == (count + 1) * 2 * SLOT


def test_no_public_suffix_is_ever_looked_up() -> None:
    assert list(covering("a.b.co.uk")) == ["a.b.co.uk", "b.co.uk"]
    assert list(covering("github.io")) == []


# ---------------------------------------------------------------- what is believed

AGES = [
    pytest.param("2026-11-01", (), id="checked today"),
    pytest.param("2026-11-15", (), id="at the limit"),
    pytest.param("2026-11-16", ("one",), id="a day above it"),
    pytest.param("2026-10-31", ("one",), id="from the future: the clock is wrong"),
]


@pytest.mark.parametrize(("today", "gaps"), AGES)
def test_an_old_list_is_a_gap_and_still_asked(
    folder: Path, today: str, gaps: tuple[str, ...]
) -> None:
    lists = HostLists.load(["one"], folder, today=today)

    assert STALE_DAYS == 14
    assert (lists.gaps, lists.find("evil.example")) == (gaps, ("one",))


def test_the_limit_of_age_can_be_chosen(folder: Path) -> None:
    assert HostLists.load(["one"], folder, days=100, today="2026-12-01").gaps == ()


def test_a_missing_list_is_a_gap(tmp_path: Path) -> None:
    lists = HostLists.load(["one", "one"], tmp_path / "none")

    assert (lists.gaps, lists.find("evil.example")) == (("one",), ())
    assert [(state.problem, state.head) for state in lists.states] == [("missing", None)]


def test_every_altered_byte_is_noticed(folder: Path) -> None:
    path = folder / "one.hosts"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        lists = HostLists.load(["one"], folder)
        assert (lists.gaps, lists.find("evil.example")) == (("one",), ()), at


@pytest.mark.parametrize("kept", [0, 1, 100, -SLOT, -1])
def test_a_torn_file_is_refused(folder: Path, kept: int) -> None:
    path = folder / "one.hosts"
    path.write_bytes(path.read_bytes()[:kept])
    (state,) = HostLists.load(["one"], folder).states

    assert (state.problem, state.head) == ("unusable", None)
    assert "fetch the list again" in state.reason


def full(head: bytes, slots: bytes) -> tuple[bytes, bytes]:
    return head, bytes((1,)) * len(slots)


SEALED = [
    pytest.param(full, id="no free slot, so that a look-up would never end"),
    pytest.param(lambda head, slots: (head, slots[:-1]), id="half a slot"),
    pytest.param(lambda head, _: (head, b""), id="no slots"),
    pytest.param(lambda head, slots: (head.replace(b"MIT", b"M\\u"), slots), id="torn JSON"),
    pytest.param(lambda _, slots: (b"[" * 90_000, slots), id="deep JSON"),
    pytest.param(lambda _, slots: (b"[]", slots), id="no mapping"),
    pytest.param(lambda head, slots: (head.replace(b"etag", b"gate"), slots), id="another key"),
    pytest.param(lambda head, slots: (head.replace(b": 3", b": true"), slots), id="another type"),
    pytest.param(lambda head, slots: (head.replace(b"2026-11-01", b"soon"), slots), id="no day"),
]
"""What carries a right checksum and is no table, because somebody wrote it by hand."""


@pytest.mark.parametrize("change", SEALED)
def test_a_right_checksum_is_not_enough(
    folder: Path, change: Callable[[bytes, bytes], tuple[bytes, bytes]]
) -> None:
    import hashlib  # noqa: PLC0415 - the seal, made as a stranger would

    mark, head, slots = (folder / "one.hosts").read_bytes().split(b"\n", 2)
    rest = b"\n".join(change(head, slots))
    seal = hashlib.sha256(rest).hexdigest().encode()
    (folder / "one.hosts").write_bytes(mark[:-64] + seal + b"\n" + rest)

    assert [state.problem for state in HostLists.load(["one"], folder).states] == ["unusable"]


def test_the_head_is_a_line_of_json(folder: Path) -> None:
    line = (folder / "one.hosts").read_bytes().split(b"\n", 2)[1]

    assert json.loads(line)["licence"] == "MIT"


def test_a_foreign_folder_is_refused(folder: Path) -> None:
    folder.chmod(0o777)
    (state,) = HostLists.load(["one"], folder).states

    assert (state.problem, state.reason.partition(": ")[2]) == (
        "unusable", "can be written by other users, so it is not used"
    )  # fmt: skip


def test_loading_needs_no_network_code(
    folder: Path, child: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    code = (
        "import sys, pathlib; from channelguard.listed import HostLists;"
        "print(HostLists.load(['one'], pathlib.Path(sys.argv[1])).find('a.evil.example'),"
        " sorted({'httpx', 'socket', 'ssl', 'asyncio', 'pydantic'} & set(sys.modules)))"
    )
    done = child([str(folder)], code=code)

    assert (done.stdout, done.stderr) == (b"('one',) []\n", b"")


def test_paths_are_names_of_lists(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))

    assert table_path("one") == folder / "channelguard" / "one.hosts"
    assert table_path("one", folder) == folder / "one.hosts"
    assert (KEY, len(utc_day())) == (11, 10)
