"""What does a threat list cost: to load, to keep, to ask, with 250,000 hosts and with 1,000?

Everything is measured in one run on one machine, beside a frozenset of the same names, so that the
ratios mean something anywhere.

    python benchmarks/lists.py            # about a quarter of a minute
    python benchmarks/lists.py --smoke    # fewer turns; fails only above twice a bound
    python benchmarks/lists.py --json

Bounds are those of the acceptance: loading 250,000 hosts takes at most 2 s and adds at most 100 MB,
and a look-up among them takes at most 1.2 times one among 1,000.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from check import SLACK

from channelguard.listed import Head, HostLists, covering, packed

MANY, FEW = 250_000, 1_000
"""How many hosts the lists have."""

ASKED = 2_000
"""How many hosts are looked up in each turn; half of them are listed, most below a listed name."""

BOUNDS = {"load_seconds": 2.0, "memory_mb": 100.0, "lookup_ratio": 1.2}
"""What the acceptance allows (A55)."""

ENDINGS = ("com", "xyz", "app", "co.uk", "pages.dev", "vercel.app", "io", "top")
WORDS = ("claim", "swap", "wallet", "airdrop", "dex", "mint", "bridge", "login", "verify", "drop")

LOADER = """\
import sys, time
from pathlib import Path
from channelguard.listed import HostLists
from channelguard.suffix import split
split("evil.example")
def peak():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
before, start = peak(), time.perf_counter()
if sys.argv[2] == "table":
    kept = HostLists.load(["many"], Path(sys.argv[1]))
else:
    kept = frozenset((Path(sys.argv[1]) / "many.txt").read_text().split())
print(time.perf_counter() - start, (peak() - before) / 1024)
"""
"""Loads in a process of its own; prints seconds and how much the peak of memory grew, in MiB."""


def names(count: int, seed: int) -> list[str]:
    """Return hosts of the shapes that such lists hold."""
    draw = random.Random(seed)  # noqa: S311 - the same names in every run, no secret
    return [
        f"{draw.choice(WORDS)}-{draw.randrange(10**8)}.{draw.choice(ENDINGS)}" for _ in range(count)
    ]


def questions(listed: Sequence[str]) -> list[str]:
    """Return hosts to look up: names below listed ones, and others of the same shapes."""
    return [f"www.{name}" for name in listed[: ASKED // 2]] + names(ASKED // 2, seed=2)


def times(calls: dict[str, Callable[[], object]], turns: int) -> dict[str, list[float]]:
    """Return the seconds of every turn; the calls take turns, so that a slow moment hits all."""
    taken: dict[str, list[float]] = {what: [] for what in calls}
    gc.disable()
    for _ in range(turns):
        for what, call in calls.items():
            start = perf_counter()
            call()
            taken[what].append(perf_counter() - start)
    gc.enable()
    return taken


def loaded(folder: Path, how: str, turns: int) -> tuple[float, float]:
    """Return the least seconds and MiB of loading in a fresh process."""
    rows = []
    for _ in range(turns):
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", LOADER, str(folder), how],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        rows.append(tuple(map(float, done.stdout.split())))
    return min(row[0] for row in rows), min(row[1] for row in rows)


def measured(folder: Path, turns: int) -> dict[str, float]:
    """Return every figure by name."""
    many = sorted(set(names(MANY + MANY // 50, seed=1)))[:MANY]
    random.Random(3).shuffle(many)  # noqa: S311 - as above
    few = many[:FEW]
    head = Head("many", "", "", "", "2026-11-25", "2026-11-25", "", "", "", MANY, 0, 0, 0)
    for name, hosts in (("many", many), ("few", few)):
        (folder / f"{name}.hosts").write_bytes(packed(head, hosts))
    (folder / "many.txt").write_text("\n".join(many))
    seconds, mebibytes = loaded(folder, "table", turns)
    set_seconds, set_mebibytes = loaded(folder, "set", turns)
    tables = {name: HostLists.load([name], folder) for name in ("many", "few")}
    plain = frozenset(many)
    asked = questions(few)

    def ask(lists: HostLists) -> Callable[[], object]:
        return lambda: [lists.find(host) for host in asked]

    calls = {name: ask(lists) for name, lists in tables.items()}
    calls["set"] = lambda: [any(name in plain for name in covering(host)) for host in asked]
    taken = times(calls, 10 * turns)
    ratios = [big / small for big, small in zip(taken["many"], taken["few"], strict=True)]
    per = {what: 1e6 * min(seconds) / len(asked) for what, seconds in taken.items()}
    return {
        "load_seconds": seconds,
        "memory_mb": mebibytes * 1.048576,
        "lookup_ratio": median(ratios),
        "lookup_us": per["many"],
        "lookup_us_of_1000": per["few"],
        "file_mb": (folder / "many.hosts").stat().st_size / 1e6,
        "set_load_seconds": set_seconds,
        "set_memory_mb": set_mebibytes * 1.048576,
        "set_lookup_us": per["set"],
    }


def main() -> int:
    """Print the figures; return 1 if one is above its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--smoke", action="store_true", help="fewer turns and wider bounds")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), 2 if asked.smoke else 5)
    slack = SLACK if asked.smoke else 1.0
    over = [name for name, bound in BOUNDS.items() if figures[name] > bound * slack]
    if asked.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    else:
        for name, value in figures.items():
            bound = f"  at most {BOUNDS[name]:g}" if name in BOUNDS else ""
            print(f"{name:18} {value:9.3f}{bound}{'  MISSED' if name in over else ''}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
