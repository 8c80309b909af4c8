"""Hostile registry files are refused at once, in little memory, and leave the process alive."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from channelguard import registry_source

pytestmark = pytest.mark.full  # some thirty programs that load a registry each

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "yaml-bombs"
HERE = {**os.environ, "PYTHONPATH": str(Path(registry_source.__file__).parents[1])}
"""The environment of a child that is to import the very package under test."""

PWNED = Path("/tmp/channelguard-pwned")  # noqa: S108 - the suite's own proof of code execution

MAX_SECONDS = 1.0
"""Processor time of reading and refusing, imports included."""

FLOOD_SECONDS = 3.0
"""The same for files of 50,000 values, which a busy machine reads in a second."""

MAX_MEBIBYTES = 100
"""Peak memory of the whole child process."""

CHILD = """\
import json, sys, time
from pathlib import Path
started = time.process_time()
from channelguard.errors import RegistryError
from channelguard.registry_source import compile_folder
folder, problems = Path(sys.argv[1]), []
try:
    compile_folder(folder)
except RegistryError as fault:
    problems = list(fault.problems)
seconds = time.process_time() - started
# ru_maxrss would count the parent before the exec, too.
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
print(json.dumps({"problems": problems, "seconds": seconds, "peak": peak}))
"""


def _cases() -> list[Any]:
    manifest = SUITE / "manifest.json"
    if not manifest.exists():
        why = pytest.mark.skip(reason="cannot run here: no folder of suites beside the checkout")
        return [pytest.param("", "", marks=why, id="suite missing")]
    return [
        pytest.param(case["file"], case["expect"], id=case["file"])
        for case in json.loads(manifest.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write all cases, the large ones too, into a folder of their own."""
    made = tmp_path_factory.mktemp("bombs")
    shutil.copy(SUITE / "make.py", made)
    command = [sys.executable, "make.py", "--big"]
    subprocess.run(command, cwd=made, check=True, capture_output=True, timeout=60)
    return made


FLOODS = [
    pytest.param("channels: [" + "{}," * 49_000 + "]", id="empty channels"),
    pytest.param("channels: [" + "{x: y}," * 16_000 + "]", id="unknown keys in channels"),
    pytest.param("names: [" + "{x: y}," * 16_000 + "]", id="unknown keys in names"),
    pytest.param("".join(f"k{number}: x\n" for number in range(24_000)), id="unknown keys"),
    pytest.param("a: x\n" * 24_000, id="one key again and again"),
    pytest.param("a: [" + "no," * 49_000 + "]", id="truth values"),
    pytest.param('operator: "' + "\\u0000" * 170_000 + '"', id="escapes"),
    pytest.param("".join(map(chr, range(0xF0000, 0xFFFF0))), id="private characters"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory with resource")
@pytest.mark.parametrize("text", FLOODS)
def test_a_flood_of_faults_costs_no_more_than_one(tmp_path: Path, text: str) -> None:
    assert _refused(tmp_path, "flood.yaml", text.encode(), FLOOD_SECONDS)


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory with resource")
@pytest.mark.parametrize(("name", "expect"), _cases())
def test_a_hostile_file_is_refused(bombs: Path, tmp_path: Path, name: str, expect: str) -> None:
    mine = _refused(tmp_path, name, (bombs / name).read_bytes(), MAX_SECONDS)

    assert mine or expect != "refuse"
    assert not PWNED.exists()


def _refused(tmp_path: Path, name: str, data: bytes, seconds: float) -> list[str]:
    """Compile a folder with this brand file in a child, within the limits; return its problems."""
    (tmp_path / "brands").mkdir()
    for table in ("platforms", "hosting", "words", "neighbours"):
        (tmp_path / f"{table}.yaml").write_text("a: x\n", encoding="utf-8")
    (tmp_path / "brands" / name).write_bytes(data)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path],
        check=False, env=HERE, capture_output=True, text=True, timeout=10,
    )  # fmt: skip

    assert child.returncode == 0, child.stderr
    answer = json.loads(child.stdout)
    mine = [line for line in answer["problems"] if f"/brands/{name}" in line]
    assert all(line.isprintable() and len(line) < 800 for line in mine)
    assert answer["seconds"] < seconds
    assert answer["peak"] < MAX_MEBIBYTES
    return mine


def test_every_case_of_the_suite_runs() -> None:
    if not SUITE.exists():
        pytest.skip("cannot run here: no folder of suites beside the checkout")

    assert len(_cases()) == 36
