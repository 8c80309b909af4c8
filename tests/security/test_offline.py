"""Does the package ever reach for the network, or write a file?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import channelguard
from channelguard import check

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


def test_nothing_is_written_and_nobody_is_called(seen: dict[str, list[list[str]]]) -> None:
    calls = [row for row in seen["imported"] + seen["checked"] if row[0] != "open"]
    opened = [row for row in seen["imported"] + seen["checked"] if row[0] == "open"]

    assert [row for row in calls if row[0] not in READS] == []
    assert len(opened) > 1
    assert [row for row in opened if row[3] != os.O_RDONLY] == []


def test_importing_opens_only_code(seen: dict[str, list[list[str]]]) -> None:
    opened = [row[1] for row in seen["imported"] if row[0] == "open"]

    assert [name for name in opened if not name.endswith((".py", ".pyc", ".so", ".pyd"))] == []


def test_checking_opens_only_files_of_the_package(seen: dict[str, list[list[str]]]) -> None:
    package = Path(channelguard.__file__).parent
    own = (str(package), str(package.parents[1] / "registry"))
    code = (".py", ".pyc", ".so", ".pyd", "public_suffix_list.dat")
    opened = [row[1] for row in seen["checked"] if row[0] == "open"]

    assert [name for name in opened if not name.startswith(own) and not name.endswith(code)] == []


def test_a_check_calls_nobody_in_this_process() -> None:
    """Sockets of this process would fail the test; a hook cannot be removed, so it only counts."""
    counted: list[str] = []
    armed = [True]

    def hook(event: str, _args: object) -> None:
        if armed[0] and event.startswith("socket."):
            counted.append(event)

    sys.addaudithook(hook)
    for text in INPUTS:
        check(text)
    armed[0] = False

    assert counted == []


def usable(*command: str) -> None:
    """Skip where a tool of the system is missing or forbidden."""
    path = shutil.which(command[0])
    if path is None:
        pytest.skip(f"cannot run here: there is no {command[0]}")
    done = subprocess.run([path, *command[1:]], capture_output=True, timeout=10, check=False)
    if done.returncode:
        pytest.skip(f"cannot run here: {' '.join(command)} is not permitted")


def test_the_command_makes_no_network_call(child: Child, tmp_path: Path) -> None:
    usable("strace", "-f", "true")
    log = tmp_path / "calls"
    before = ["strace", "-f", "-o", str(log), "-e", "trace=socket,connect,sendto,sendmsg,bind"]
    done = child(["check", *INPUTS], before=before)
    calls = log.read_text("utf-8")

    assert done.returncode == STATUS
    assert "exited with 5" in calls
    assert "AF_INET" not in calls
    assert "connect(" not in calls


def test_a_network_call_would_be_seen(child: Child, tmp_path: Path) -> None:
    usable("strace", "-f", "true")
    log = tmp_path / "calls"
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('::1', 9))"
    code = code.replace("'::1'", "'127.0.0.1'")
    child([], code=code, before=["strace", "-f", "-o", str(log), "-e", "trace=connect"])

    assert "AF_INET" in log.read_text("utf-8")


def test_the_command_works_without_any_network(child: Child) -> None:
    usable("unshare", "-rn", "true")
    with_network = child(["check", *INPUTS])
    without = child(["check", *INPUTS], before=["unshare", "-rn"])

    assert without.returncode == STATUS
    assert without.stderr == b""
    assert without.stdout == with_network.stdout
