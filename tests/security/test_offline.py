"""Does the package ever reach for the network, or write a file?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import channelguard

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

INPUTS = [
    "tokenpocket.pro",
    "https://tp-waIlet.io/claim",
    "https://bit.ly/3xyz",
    "https://t.me/tokenPocket_en",
    "service@tokenpocket.pro",
    "http://127.0.0.1/",
    "https://www.google.com/url?q=https://example.org",
]
"""Whatever could tempt somebody to look it up."""

COMPILED = Path(channelguard.__file__).parent / "_data" / "registry.json"
needs_compiled = pytest.mark.skipif(
    not COMPILED.exists(),
    reason="a checkout reads YAML, by libraries with habits of their own, until it is compiled",
)

STATUS = 5
"""One of the inputs is dangerous."""

WATCHED = """\
import json, sys
seen = []
def hook(event, args):
    if event.startswith(("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "urllib.")):
        seen.append([event, str(args[:1])])
    elif event == "open":
        flags = args[2] or 0
        seen.append([event, str(args[0]), str(args[1]), flags & 3])
sys.addaudithook(hook)
import channelguard
imported, seen = seen, []
for text in sys.argv[1:]:
    verdict = channelguard.check(text)
    channelguard.explain(verdict), channelguard.explain(verdict, "zh")
print(json.dumps({"imported": imported, "checked": seen}))
"""
"""Reports every file opened and every other call that Python's audit hooks know."""

READS = {"os.listdir", "os.scandir"}
"""What looks at a folder; the import system does, and so does the registry."""


@pytest.fixture
def seen(child: Child) -> dict[str, list[list[str]]]:
    """Return what the audit hook saw while the package was imported, and while it checked."""
    done = child(INPUTS, code=WATCHED)

    assert done.stderr == b""
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return found


@needs_compiled
def test_nothing_is_written_and_nobody_is_called(seen: dict[str, list[list[str]]]) -> None:
    calls = [row for row in seen["imported"] + seen["checked"] if row[0] != "open"]
    opened = [row for row in seen["imported"] + seen["checked"] if row[0] == "open"]

    assert [row for row in calls if row[0] not in READS] == []
    assert len(opened) > 1
    assert [row for row in opened if row[3] != os.O_RDONLY] == []


def test_importing_opens_only_code(seen: dict[str, list[list[str]]]) -> None:
    opened = [row[1] for row in seen["imported"] if row[0] == "open"]

    assert [name for name in opened if not name.endswith((".py", ".pyc", ".so", ".pyd"))] == []


@needs_compiled
def test_checking_opens_only_files_of_the_package(seen: dict[str, list[list[str]]]) -> None:
    package = Path(channelguard.__file__).parent
    own = (str(package), str(package.parents[1] / "registry"))
    code = (".py", ".pyc", ".so", ".pyd", "public_suffix_list.dat")
    opened = [row[1] for row in seen["checked"] if row[0] == "open"]

    assert [name for name in opened if not name.startswith(own) and not name.endswith(code)] == []


def usable(*command: str) -> None:
    """Skip where a tool of the system is missing or forbidden."""
    path = shutil.which(command[0])
    if path is None:
        pytest.skip(f"cannot run here: there is no {command[0]}")
    done = subprocess.run([path, *command[1:]], capture_output=True, timeout=10, check=False)
    if done.returncode:
        pytest.skip(f"cannot run here: {' '.join(command)} is not permitted")


def traced(child: Child, calls: str, log: Path) -> str:
    """Return the system calls of one run of the command."""
    usable("strace", "-f", "true")
    done = child(
        ["check", *INPUTS], before=["strace", "-f", "-o", str(log), "-e", f"trace={calls}"]
    )
    seen = log.read_text("utf-8")

    assert done.returncode == STATUS
    assert "exited with 5" in seen
    return seen


def test_the_command_calls_nobody(child: Child, tmp_path: Path) -> None:
    seen = traced(child, "connect,sendto,sendmsg,sendmmsg", tmp_path / "calls")

    assert "AF_INET" not in seen
    assert "AF_NETLINK" not in seen


@needs_compiled
def test_the_command_makes_no_socket_for_a_network(child: Child, tmp_path: Path) -> None:
    """One for the machine itself is the C library's, which asks for the name of the user."""
    seen = traced(child, "socket,bind,connect", tmp_path / "calls")

    assert "AF_INET" not in seen
    assert "AF_NETLINK" not in seen


def test_a_network_call_would_be_seen(child: Child, tmp_path: Path) -> None:
    usable("strace", "-f", "true")
    log = tmp_path / "calls"
    code = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    child([], code=code, before=["strace", "-f", "-o", str(log), "-e", "trace=connect"])

    assert "AF_INET" in log.read_text("utf-8")


def test_the_command_works_without_any_network(child: Child) -> None:
    usable("unshare", "-rn", "true")
    with_network = child(["check", *INPUTS])
    without = child(["check", *INPUTS], before=["unshare", "-rn"])

    assert without.returncode == STATUS
    assert without.stderr == b""
    assert without.stdout == with_network.stdout
