"""Does the program start anywhere: no home, no locale, no streams, odd arguments?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import channelguard

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

COMPILED = Path(channelguard.__file__).parent / "_data" / "registry.json"
START = "from channelguard.command import main; main()"
MAX_SECONDS = 1.0
"""Processor time of `channelguard check tokenpocket.pro` (acceptance A57)."""

needs_compiled = pytest.mark.skipif(
    not COMPILED.exists(), reason="a checkout reads YAML until hatch_build.py has compiled it"
)


@needs_compiled
def test_the_first_answer_takes_less_than_a_second(child: Child) -> None:
    before = _children()
    done = child(["check", "tokenpocket.pro"])

    assert done.returncode == 0
    assert _children() - before < MAX_SECONDS


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture
def closed_home(tmp_path: Path) -> Path:
    """Return a home folder in which nothing can be made, not even by root: it is a file."""
    home = tmp_path / "home"
    home.write_text("")
    return home


def test_a_home_that_cannot_be_written_is_no_obstacle(child: Child, closed_home: Path) -> None:
    env = {"HOME": str(closed_home), "XDG_CACHE_HOME": str(closed_home), "TMPDIR": "/nowhere"}
    done = child(["check", "tokenpocket.pro"], env={**env, "LANG": "C"})

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"tokenpocket.pro" in done.stdout


def test_an_empty_environment_is_enough() -> None:
    """HOME, PATH and LANG are unset; only the folder of the package is named."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", START, "check", "tokenpocket.pro"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"PYTHONPATH": str(Path(channelguard.__file__).parents[1])},
        cwd="/",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_nothing_is_left_behind(child: Child, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    child(["check", "tokenpocket.pro", "https://tp-waIlet.io/claim"], env=env)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX streams")
def test_all_streams_closed_at_once_end_without_a_trace() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -B -c "$1" check tokenpocket.pro <&- >&-', sys.executable, START],
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(channelguard.__file__).parents[1])},
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


DASHES = ["-", "--", "--help", "-h", "--json", "--registry=/nowhere", "-1", "--kind", "-e"]
"""Inputs that begin like options."""


def test_what_follows_the_double_dash_is_an_input(child: Child) -> None:
    done = child(["check", "--json", "--", *[text for text in DASHES if text != "-"]])

    assert done.returncode in {3, 4}
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == len(DASHES) - 1
