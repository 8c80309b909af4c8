"""Do the commands say what happens, ask before it does, and end with the right status?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from channelguard import cli_update, stored
from channelguard.cli import Program
from channelguard.console import Status

pytestmark = pytest.mark.full  # a published registry and a terminal for each

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""
Child = Callable[..., "subprocess.CompletedProcess[bytes]"]
Run = Callable[..., Result]


@pytest.fixture
def program() -> click.Group:
    """Return a program of these commands alone."""
    group = Program("channelguard")
    for command in (cli_update.refresh, cli_update.publish, cli_update.verify):
        group.add_command(command)
    return group


@pytest.fixture
def run(program: click.Group) -> Run:
    """Run a command, at the time of the tests."""

    def invoke(*args: object, stdin: str = "") -> Result:
        runner = CliRunner(env={"COLUMNS": "80"})
        return runner.invoke(program, [str(arg) for arg in args], input=stdin)

    return invoke


@pytest.fixture
def asked(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the options that name the repository; the clock is that of the tests."""
    root = tmp_path / "root.json"
    root.write_bytes(client.repository.root())
    monkeypatch.setattr("time.time", lambda: client.now)
    return ["--url", client.server.url, "--root", root, "--ca", client.server.ca, "--now"]


def test_a_repository_must_be_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHANNELGUARD_UPDATE_URL", "CHANNELGUARD_UPDATE_ROOT"):
        monkeypatch.delenv(name, raising=False)
    done = run("refresh")

    assert done.exit_code == Status.FAILED
    assert done.stderr.startswith("channelguard: no repository is published yet; name one by --url")
    assert done.stderr.count("\n") == 1


def test_changes_are_shown_and_used(client: Client, run: Run, asked: list[object]) -> None:
    version = client.publish(2)
    brand = client.one["brands"][0]["brand"]
    done = run("refresh", "--yes", *asked)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"version {version}:",
        f"+ {brand}: site channelguard-test[.]org (current, website)",
        f"version {version} is in use",
    ]
    assert client.current().version == version
    assert run("refresh", *asked).stdout == f"nothing is newer than version {version}\n"


def test_a_change_of_status_and_a_lost_channel_are_shown(
    client: Client, run: Run, asked: list[object]
) -> None:
    def edit(data: dict[str, Any]) -> None:
        rows = data["brands"][0]["channels"]
        imitated = {row["imitates"] for row in data["brands"][0]["names"]}
        able = [r for r in rows if r["status"] == "current" and r["value"] not in imitated]
        able[0]["status"] = "retired"
        rows.remove(able[1])
        data["neighbours"] = data["neighbours"][1:]

    client.publish(2, edit)
    lines = run("refresh", "--dry-run", *asked).stdout.splitlines()

    assert [line[0] for line in lines[1:3]] == ["-", "~"]
    assert lines[2].endswith(": status current -> retired")
    assert lines[3] == "also different: neighbours"
    assert "was only looked at" in lines[4]


@pytest.mark.full
def test_nobody_to_ask_means_no(client: Client, run: Run, asked: list[object]) -> None:
    version = client.publish(2)
    done = run("refresh", *asked, stdin="y\n")

    assert done.exit_code == Status.FAILED
    assert f"version {version} is not accepted" in done.stderr
    assert client.current().registry == client.one


def test_a_held_update_names_how_to_accept_it(
    client: Client, run: Run, asked: list[object]
) -> None:
    def drop(data: dict[str, Any]) -> None:
        data["brands"][0]["short"] = []

    version = client.publish(2, drop)
    done = run("refresh", "--yes", *asked)

    assert done.exit_code == Status.FAILED
    assert f"version {version} is held: it drops" in done.stderr
    assert done.stderr.rstrip().endswith(f"--accept {version} uses it")
    assert run("refresh", "--accept", version, *asked).exit_code == 0
    assert client.current().version == version


def test_a_refusal_is_one_line(client: Client, run: Run, asked: list[object]) -> None:
    client.publish(0)
    done = run("refresh", "--yes", *asked)

    assert (done.exit_code, done.stdout) == (Status.FAILED, "")
    assert done.stderr.startswith(f"channelguard: {client.server.url}: refused: version ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
@pytest.mark.parametrize(
    ("typed", "ended"),
    [
        pytest.param(b"y\n", 0, id="yes"),
        pytest.param(b"n\n", 1, id="no", marks=pytest.mark.full),
        pytest.param(b"\n", 1, id="nothing"),
        pytest.param(b"\x04", 1, id="end", marks=pytest.mark.full),
    ],
)
def test_a_terminal_is_asked(
    client: Client,
    asked: list[object],
    environment: dict[str, str],
    typed: bytes,
    ended: int,
) -> None:
    import pty  # noqa: PLC0415 (POSIX only)

    version = client.publish(2)
    code = (
        f"import time; time.time = lambda: {client.now}\n"
        "from channelguard.cli import Program\n"
        "from channelguard.cli_update import refresh\n"
        "group = Program('channelguard'); group.add_command(refresh); group.main()\n"
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-B", "-c", code, "refresh", *map(str, asked)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, stored.VARIABLE: str(client.place.parent)},
    ) as process:
        os.close(theirs)
        os.write(ours, typed)
        shown, said = process.communicate(timeout=60)
    os.close(ours)

    assert b"use it? [y/N]" in said
    assert b"channelguard-test[.]org" in shown
    assert (process.returncode == 0) == (ended == 0)
    assert (client.current().version == version) == (ended == 0)


def test_a_root_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    done = run("refresh", "--url", "https://registry.example", "--root", tmp_path / "none.json")

    assert done.exit_code == Status.FAILED
    assert f"{tmp_path / 'none.json'}: cannot be read: No such file" in done.stderr


def test_without_the_extra_the_answer_is_how_to_get_it(child: Child, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['tuf'] = None\n"
        "from channelguard.cli import Program\n"
        "from channelguard.cli_update import refresh\n"
        "group = Program('channelguard'); group.add_command(refresh); group.main()\n"
    )
    done = child(
        ["refresh", "--url", "https://registry.example", "--root", str(tmp_path / "root.json")],
        code=code,
    )

    assert done.returncode == Status.FAILED
    assert b"pip install 'channelguard[update]'" in done.stderr
    assert b"Traceback" not in done.stderr


def test_new_keys_make_a_repository(run: Run, tmp_path: Path, first: Any) -> None:
    registry = first.folder.parent / "registry"
    done = run(
        "publish", tmp_path / "public", "--new-keys", tmp_path / "keys", "--registry", registry,
        "--days", "timestamp=3",
    )  # fmt: skip

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith(f"is published in {tmp_path / 'public'}")
    assert (tmp_path / "public" / "metadata" / "1.root.json").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        pytest.param([], "either --keys or --new-keys", id="no keys"),
        pytest.param(["--keys", "a", "--new-keys", "b"], "either --keys or", id="both"),
        pytest.param(["--keys", "a", "--days", "x=3"], "a role and days", id="no role"),
        pytest.param(["--keys", "a", "--days", "root=x"], "a role and days", id="no days"),
    ],
)
def test_wrong_usage_of_publish(run: Run, tmp_path: Path, args: list[str], says: str) -> None:
    done = run("publish", tmp_path, *args)

    assert done.exit_code == Status.USAGE
    assert says in done.stderr


def test_keys_that_are_not_there(run: Run, tmp_path: Path) -> None:
    done = run("publish", tmp_path / "public", "--keys", tmp_path / "keys.json")

    assert done.exit_code == Status.FAILED
    assert f"{tmp_path / 'keys.json'}: cannot be read" in done.stderr


def test_verify_wants_to_be_told(run: Run) -> None:
    done = run("verify")

    assert done.exit_code == Status.USAGE
    assert "--live" in done.stderr


def test_help_names_every_option(program: click.Group) -> None:
    context = click.Context(program, info_name="channelguard")
    pages = [command.get_help(context) for command in program.commands.values()]

    assert all("Exit status:" in page for page in pages)
    assert stored.VARIABLE not in "".join(pages)
