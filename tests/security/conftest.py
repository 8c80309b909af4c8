"""How the security tests start the program: a process of its own, with a bare environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

import channelguard

SRC = Path(channelguard.__file__).parents[1]
"""The folder that holds the very package under test."""

START = "from channelguard.command import main; main()"
"""What the entry point of the package does."""

SECONDS = 60
"""How long a process may take before a test gives up; far above what any of them needs."""

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]


def environment(**changes: str) -> dict[str, str]:
    """Return the variables for a process of its own; nothing from outside but the path."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SRC), **changes}


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
        env=environment(**(env or {})),
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture
def child() -> Child:
    """Start the program in a process of its own; see `run` for what it takes."""
    return run
