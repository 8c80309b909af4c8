"""What every test may ask for, and what a skipped test means on the build machine.

Tests that start the program start it in a process of its own, with a bare environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import channelguard
from channelguard import Guard, Registry
from channelguard.registry_files import bundled_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

SHARED = Path(__file__).parents[1].parent / "shared"
"""Suites and data that are not part of the repository; they stand beside the checkout."""
EXCUSE = "cannot run here:"
"""How the reason of a skip begins that may stand on the build machine too."""

SRC = Path(channelguard.__file__).parents[1]
"""The folder that holds the very package under test."""

INVENTED = Path(__file__).with_name("brands") / "acorn" / "brands" / "acorn.yaml"
"""The brand that no line of the program may know."""

START = "from channelguard.command import main; main()"
"""What the entry point of the package does."""

SECONDS = 60
"""How long a process may take before a test gives up; far above what any of them needs."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of suites and data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"{EXCUSE} no folder of suites beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def forbidden() -> frozenset[str]:
    """Return C0 but the line end, C1, bidirectional, invisible and tag characters, surrogates."""
    return frozenset(
        chr(number)
        for number in (
            *range(0x0A),
            *range(0x0B, 0x20),
            *range(0x7F, 0xA0),
            0x061C,
            *(0x200B, 0x200E, 0x200F),
            *range(0x2028, 0x202F),
            *range(0x2066, 0x206A),
            *range(0xD800, 0xE000),
            0xFEFF,
            *range(0xE0000, 0xE0080),
        )
    )


@pytest.fixture(scope="session")
def guard() -> Guard:
    """Return a guard with the shipped registry and rules."""
    return Guard(Registry.load())


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    """Return a guard that knows the shipped brand and an invented one."""
    folder = tmp_path_factory.mktemp("registry")
    shutil.copytree(bundled_folder() / "brands", folder / "brands")
    shutil.copy(INVENTED, folder / "brands")
    return Guard(Registry.load(folder))


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Return the variables for a process of its own; nothing from outside but the path."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SRC)}


@pytest.fixture(scope="session")
def child(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Start the program in a process of its own; see `run` for what it takes."""

    def run(
        args: Sequence[str],
        *,
        code: str = START,
        before: Sequence[str] = (),
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run ``code`` with ``args`` in a process of its own.

        Args:
            args: Arguments of the program.
            code: The program.
            before: A command, such as ``unshare -n``, that starts it.
            stdin: What stands on its standard input.
            env: Further variables.
        """
        return subprocess.run(
            [*before, sys.executable, "-B", "-c", code, *args],
            input=stdin,
            capture_output=True,
            env={**environment, **(env or {})},
            timeout=SECONDS,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def terminal(environment: dict[str, str]) -> Callable[..., tuple[int, bytes]]:
    """Start the program on a terminal of its own: ``terminal(arguments, NAME=value)``."""

    def run(args: Sequence[str], typed: bytes = b"", **env: str) -> tuple[int, bytes]:
        """Run the program with ``args``, type ``typed``; return its status and what it showed."""
        import pty  # noqa: PLC0415 (POSIX only)

        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-B", "-c", START, *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment, **env},
        ) as process:
            os.close(theirs)
            os.write(ours, typed)
            shown = b""
            while True:
                try:
                    piece = os.read(ours, 65_536)
                except OSError:  # how Linux reports that the other side is closed
                    break
                if not piece:
                    break
                shown += piece
        os.close(ours)
        return process.returncode, shown

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that the build machine sets by the variable ``CI``."""
    parser.addoption(
        "--no-skips",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help=f"a skipped test fails unless its reason begins with '{EXCUSE}'",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, Any, Any]:
    """Turn a skip of one test into a failure."""
    report = yield
    return _strict(item.config, report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, Any, Any]:
    """Turn a skip of a whole file into a failure."""
    report = yield
    return _strict(collector.config, report)


def _strict(config: pytest.Config, report: Any) -> Any:
    """Fail a report whose test was skipped without an excuse; expected failures stay."""
    if report.skipped and not hasattr(report, "wasxfail") and config.getoption("--no-skips"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        if not reason.removeprefix("Skipped: ").startswith(EXCUSE):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {reason}"
    return report
