"""How many names a second do other tools read?

openSquat and eth-phishing-detect compare each name with two by Levenshtein's distance: they detect
misspellings, as we do. dnstwist makes a list of names once; looking names up in that list finds no
misspelling that it did not think of, and costs what a set of Python costs.

Leaves out what is not installed, and says so; only the package of npm is fetched, to a temporary
folder, without running its scripts. None of them opens a connection of its own here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter

MOST = 1_000_000
"""Most names that are read: a rate needs no more, and a file of fifty million no gigabytes."""
FEWER = 100_000
"""Names for openSquat, which takes seconds for them."""
PACKAGE = "eth-phishing-detect@1.2.0"
"""The newest release on npm in November 2026."""
SECONDS = 60
"""How long npm, and node, may take."""
SCRIPT = Path(__file__).with_name("eth_phishing_detect.cjs")


def first_names(path: Path) -> list[str]:
    """Return the first names of a file, at most `MOST`."""
    with path.open(encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in islice(lines, MOST)]


def detecting(names: list[str]) -> dict[str, float]:
    """Return names a second of the tools that detect misspellings of two names."""
    return {
        "openSquat, two keywords": _open_squat(names[:FEWER]),
        "eth-phishing-detect, two names": _eth_phishing_detect(names),
    }


def looked_up(names: list[str]) -> dict[str, float]:
    """Return names a second of the tool that makes a list and finds nothing else."""
    return {"dnstwist, look-up in its set": _dnstwist(names)}


def _open_squat(names: list[str]) -> float:
    try:
        from opensquat.squatting_detector import SquattingDetector  # noqa: PLC0415
    except ImportError:
        return _absent("openSquat", "not installed")
    detector = SquattingDetector(confidence_level=3)
    keywords = ("tokenpocket", "tpwallet")
    return _rate(names, lambda: [detector.check(keyword, names) for keyword in keywords])


def _dnstwist(names: list[str]) -> float:
    try:
        import dnstwist  # noqa: PLC0415
    except ImportError:
        return _absent("dnstwist", "not installed")
    fuzzer = dnstwist.Fuzzer("tokenpocket.pro")
    fuzzer.generate()
    variants = {variant["domain"] for variant in fuzzer.permutations()}
    return _rate(names, lambda: [name for name in names if name in variants])


def _eth_phishing_detect(names: list[str]) -> float:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return _absent(PACKAGE, "no node or no npm")
    with tempfile.TemporaryDirectory() as folder:
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--prefix", folder]
        try:
            _run([npm, "install", *options, PACKAGE], folder)
            return float(_run([node, str(SCRIPT), folder], folder, "\n".join(names)))
        except (OSError, ValueError, subprocess.SubprocessError) as fault:
            return _absent(PACKAGE, f"{type(fault).__name__}: {fault}")


def _run(command: list[str], folder: str, given: str = "") -> str:
    """Return what a command prints."""
    return subprocess.run(  # noqa: S603
        command, cwd=folder, input=given, check=True, capture_output=True, text=True,
        timeout=SECONDS,
    ).stdout  # fmt: skip


def _rate(names: list[str], call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return len(names) / (perf_counter() - start)


def _absent(what: str, why: str) -> float:
    """Say why a tool is left out; nothing a second."""
    print(f"{what} is left out: {why}", file=sys.stderr)
    return 0.0
