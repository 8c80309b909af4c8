"""Does the wheel hold what is declared, twice the same, and does the package notice damage?"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""How long a build may take."""

COMPILED = (
    "help.json",
    "mnemonics.txt",
    "phrases.json",
    "registry.json",
    "sentences.json",
    "suffixes.txt",
)
"""What ``hatch_build.py`` makes."""

needs_checkout = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").is_file(), reason="cannot run here: no checkout around the tests"
)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build the wheel twice from the checkout."""
    pytest.importorskip("build", reason="needs the package build")
    pytest.importorskip("hatchling", reason="needs the package hatchling")
    found = []
    for turn in ("one", "two"):
        out = tmp_path_factory.mktemp(turn)
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(out)]
        done = subprocess.run(
            [*command, str(ROOT)],
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1764028800", "TMPDIR": str(out)},
            timeout=SECONDS,
            check=False,
        )

        assert done.returncode == 0, done.stderr.decode()[-2_000:]
        found += list(out.glob("*.whl"))
    return found


@pytest.mark.full
@needs_checkout
def test_the_same_wheel_is_built_twice(wheels: list[Path]) -> None:
    one, two = (hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels)

    assert one == two


@pytest.mark.full
@needs_checkout
def test_the_wheel_holds_what_is_declared(wheels: list[Path]) -> None:
    source, registry = ROOT / "src" / "channelguard", ROOT / "registry"
    declared = {
        f"channelguard/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".yaml", ".typed"}
        and "_data" not in path.parts
    }
    declared |= {
        f"channelguard/_registry/{path.relative_to(registry).as_posix()}"
        for path in registry.rglob("*")
        if path.is_file()
    }
    declared |= {f"channelguard/_data/{name}" for name in COMPILED}
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = set(wheel.namelist())
    about = {name for name in names if name.startswith("channelguard-")}

    assert names - about == declared
    assert {name.partition("/")[2] for name in about} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/docs/data-sources.md",
    }


@pytest.mark.full
@needs_checkout
def test_the_wheel_runs_nothing_when_it_is_installed(wheels: list[Path]) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = wheel.namelist()
        tag = wheel.read(next(name for name in names if name.endswith("/WHEEL"))).decode()

    assert [name for name in names if name.endswith((".pth", ".so", ".sh", "setup.py"))] == []
    assert [name for name in names if ".data/" in name] == []
    assert "Tag: py3-none-any" in tag


@pytest.mark.full
@needs_checkout
def test_the_record_of_the_wheel_is_right(wheels: list[Path]) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        record = next(name for name in wheel.namelist() if name.endswith("/RECORD"))
        rows = {row[0]: row[1] for row in csv.reader(io.StringIO(wheel.read(record).decode()))}
        wrong = [
            name
            for name in wheel.namelist()
            if name != record and rows.get(name) != f"sha256={_digest(wheel.read(name))}"
        ]

    assert wrong == []


def _digest(data: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


# Damage

LOADS = """\
from channelguard import check, explain
print(check("tokenpocket.pro").level.name, check("evil-channel.pro").level.name)
print(check("https://a.pages.dev/").subject.atoms[0].host.suffix)
print(explain(check("example.org")).splitlines()[-1])
"""


@pytest.fixture
def installed(wheels: list[Path], tmp_path: Path) -> Path:
    """Unpack the wheel as an installer would."""
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(tmp_path)  # our own, built above
    return tmp_path


def answers(installed: Path) -> tuple[int, str]:
    """Return status and answers of the unpacked package, or its error."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", LOADS],
        capture_output=True,
        env={"PYTHONPATH": str(installed), "PATH": os.environ.get("PATH", "")},
        cwd=installed,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, (done.stderr or done.stdout).decode().strip()


@pytest.fixture
def intact(installed: Path) -> tuple[int, str]:
    """Return the answers of the package before it is damaged."""
    found = answers(installed)

    assert found[0] == 0
    assert found[1].startswith("OFFICIAL UNKNOWN\npages.dev\n")
    return found


@pytest.mark.full
@needs_checkout
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("registry.json", '"tokenpocket.pro"', '"evil-channel.pro"', id="registry"),
        pytest.param("sentences.json", "Report a fake", "Trust a fake", id="sentences"),
    ],
)
def test_a_changed_compiled_file_is_not_believed(
    installed: Path, intact: tuple[int, str], name: str, old: str, new: str
) -> None:
    path = installed / "channelguard" / "_data" / name
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new), "utf-8")

    assert old in text
    status, said = answers(installed)
    assert status != 0 or (status, said) == intact


@pytest.mark.full
@needs_checkout
@pytest.mark.parametrize("name", ["registry.json", "sentences.json"])
@pytest.mark.parametrize("share", [0, 1, 3])
def test_a_truncated_compiled_file_is_not_believed(
    installed: Path, intact: tuple[int, str], name: str, share: int
) -> None:
    path = installed / "channelguard" / "_data" / name
    text = path.read_text("utf-8")
    path.write_text(text[: len(text) * share // 4], "utf-8")

    status, said = answers(installed)

    assert (status, said) == intact or (status and "RegistryError" in said.splitlines()[-1])


@pytest.mark.full
@needs_checkout
def test_a_changed_table_of_suffixes_is_refused(installed: Path) -> None:
    path = installed / "channelguard" / "_data" / "suffixes.txt"
    path.write_text(path.read_text("utf-8").replace("pages", "pagez"), "utf-8")
    status, said = answers(installed)

    assert status != 0
    assert "RegistryError" in said.splitlines()[-1]


# What it is built and tested with


@needs_checkout
def test_every_locked_requirement_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", text), flags=re.IGNORECASE)
    blocks = [block for block in blocks if block.strip()]
    pinned = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==\S+")

    assert len(blocks) > 20
    assert [block for block in blocks if not pinned.match(block)] == []
    assert [b for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", b)] == []


@needs_checkout
def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=!~;\[ ]", line, maxsplit=1)[0].lower() for line in wanted}
    text = (ROOT / "requirements.lock").read_text("utf-8").lower()
    locked = {re.sub(r"[-_.]+", "-", n) for n in re.findall(r"(?m)^([a-z0-9._-]+)==", text)}

    # One package, one name: discord.py is discord-py (PyPA, "Package name normalization").
    assert {re.sub(r"[-_.]+", "-", name) for name in names} <= locked
