"""What does it cost to remember what earlier bulk runs found?

Three runs, each in a process of its own: the first, one of which half is known, and one of which
all is known.

    python benchmarks/baseline.py                    # a million, about a minute
    python benchmarks/baseline.py --count 10000000   # 160 MB on the disk; ten times as long
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

PART = """\
import resource, sys, time
from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.baseline import Baseline
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
path, first, last, step = sys.argv[1], *map(int, sys.argv[2:])
before, start = peak(), time.perf_counter()
known = Baseline.load(path)
loaded, used = time.perf_counter() - start, peak() - before
found = (Finding(1, f"{n}.example", Level.DANGEROUS, 75, "", ()) for n in range(first, last, step))
start = time.perf_counter()
new = sum(1 for _ in known.new(found))
looked = time.perf_counter() - start
start = time.perf_counter()
known.save()
print(loaded, used, looked, time.perf_counter() - start, peak() - before, new)
known.close()
"""
"""One run in a process of its own; prints seconds, and how much the peak of memory grew, in MiB."""

HEAD = "run                     load s  load MiB  us/finding  save s  peak MiB        new"


def run(what: str, path: Path, *numbers: int) -> None:
    """Print the figures of one run."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", PART, str(path), *map(str, numbers)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    load, used, looked, save, peak, new = map(float, done.stdout.split())
    each = 1e6 * looked / len(range(*numbers))
    print(f"{what:22}{load:8.2f}{used:10.1f}{each:12.1f}{save:8.1f}{peak:10.1f}{new:11,.0f}")


def main() -> None:
    """Measure three runs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=1_000_000, help="findings that are remembered")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "known"
        print(HEAD)
        run("first, all new", path, 0, count, 1)
        print(f"{path.stat().st_size / 1e6:.0f} MB on the disk")
        run("half of it known", path, count // 2, count * 3 // 2, 1)
        run("all known", path, 0, count, 10)


if __name__ == "__main__":
    main()
