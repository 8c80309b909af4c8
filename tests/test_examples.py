"""Do the programs in ``examples/`` run, and do their own examples hold?"""

from __future__ import annotations

import doctest
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
BOTS = Path(__file__).with_name("bots")
"""Where whole programs run against doubles; those need no example inside."""

SOURCE = Path(__file__).parents[1] / "src"
GUILTY = "Claim at https://tp-waIlet.io/claim (see https://tokenpocket.pro)\n"
INNOCENT = "See https://tokenpocket.pro and https://example.org\n"


def run(name: str, *args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run an example on the package of this checkout."""
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *args],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_what_an_example_promises_holds(path: Path) -> None:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    result = doctest.testmod(module)
    runs_elsewhere = (BOTS / f"test_{path.name}").exists()

    assert (result.failed, result.attempted > 0 or runs_elsewhere) == (0, True)


@pytest.mark.parametrize(
    ("text", "status", "lines"),
    [
        pytest.param(GUILTY, 1, 1, id="one bad link of two"),
        pytest.param(INNOCENT, 0, 0, id="official and unlisted links"),
        pytest.param("no link at all\n", 0, 0, id="no link"),
        pytest.param("See [tokenpocket.pro](https://evil.example)\n", 1, 1, id="behind words"),
        pytest.param('<a href="https://evil.example">tpwallet.io</a>\n', 1, 1, id="in HTML"),
    ],
)
def test_check_links(text: str, status: int, lines: int) -> None:
    done = run("check_links.py", text=text)

    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (status, lines, "")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        pytest.param("https://tp-waIlet.io/claim", "DANGEROUS", id="an imitation"),
        pytest.param("tokenpocket.pro", "OFFICIAL: listed as", id="official"),
        pytest.param("hr@tokenpocket.pro", "OFFICIAL, but no support channel", id="not support"),
        pytest.param("example.org", "That is not a listed channel", id="unlisted"),
        pytest.param("a" * 70_000, "That cannot be checked", id="too long"),
    ],
)
def test_library_use(text: str, begins: str) -> None:
    done = run("library_use.py", text)

    assert done.stdout.startswith(begins)
    assert (done.returncode, done.stderr) == (0, "")
