"""How many names a second does a bulk run read, beside a bare pass of Hyperscan and other tools?

Everything is measured in one run on one machine, on popular names blown up to a file.

    python benchmarks/scan.py                     # five million lines, some minutes
    python benchmarks/scan.py --lines 50000000
    python benchmarks/scan.py --smoke             # half a million; fails above twice a bound

Start-up is stated apart: a run on so many lines hardly notices it. So is the look-up in the names
that dnstwist makes: a fixed set finds no misspelling that is not in it, and its rate is that of a
set of Python. The one ratio to other tools is to the fastest of those that compare every name, as
we do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import hyperscan
import peers
from check import SLACK, Ratio, invented
from names import BRANDS, LOOKALIKES, popular

from channelguard import Guard, Registry
from channelguard.scan.block import BLOCK, Block
from channelguard.scan.engine import AHEAD, Judge, judge_all
from channelguard.scan.sources import blocks

PLAIN = (("tokenpocket", 3), ("tpwallet", 1))
"""What a bare pass looks for: two names with their edits, and nothing else."""


def written(path: Path, lines: int) -> int:
    """Write so many popular names to a file; return how many bytes that is."""
    data = "".join(f"{name}\n" for name in popular()).encode()
    count = data.count(b"\n")
    with path.open("wb") as file:
        for _ in range(max(1, lines // count)):
            file.write(data)
    return path.stat().st_size


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def bare(path: Path) -> None:
    """Read the file with Hyperscan alone."""
    scanner = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    extended = vars(hyperscan)["ExpressionExt"]
    scanner.compile(
        expressions=[name.encode() for name, _ in PLAIN],
        ids=list(range(len(PLAIN))),
        elements=len(PLAIN),
        flags=[hyperscan.HS_FLAG_CASELESS] * len(PLAIN),
        ext=[
            extended(flags=hyperscan.HS_EXT_FLAG_EDIT_DISTANCE, edit_distance=edits)
            for _, edits in PLAIN
        ],
    )
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            scanner.scan(block, match_event_handler=lambda *_: None)


def ready(guard: Guard) -> Judge:
    """Return a judge that has read the tables it needs for a lookalike; that is start-up."""
    judge = Judge(guard, few=0)
    judge.judge(Block(1, "".join(f"{name}\n" for name in LOOKALIKES).encode(), "", 0))
    return judge


def alone(path: Path, judge: Judge) -> float:
    """Return how long one process takes for the file, its start-up left out."""
    return seconds(lambda: [judge.judge(block) for block in blocks(str(path))])


def together(path: Path, guard: Guard) -> float:
    """Return how long two workers take for the file, their start-up left out.

    What is measured is the time in which both have work: from when the blocks that were read ahead
    at first have come back until no more are read. That stands for the whole; of a few blocks all
    is measured, with the start-up.
    """
    ends = [(perf_counter(), 0)]
    ends += ((perf_counter(), one.lines) for one in judge_all(blocks(str(path)), guard, workers=2))
    ahead = min(2 * AHEAD, len(ends) // 4)
    full = ends[ahead + 1 : len(ends) - ahead]
    taken = full[-1][0] - ends[ahead][0]
    return taken * sum(lines for _, lines in ends) / sum(lines for _, lines in full)


def measured(lines: int) -> tuple[list[Ratio], dict[str, float]]:
    """Return the ratios, and million names a second; the start-up is in seconds."""
    guard = Guard(Registry.load())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.txt"
        written(path, lines)
        count = sum(block.loaded().lines for block in blocks(str(path)))
        start = seconds(lambda: ready(guard))
        plain = seconds(lambda: bare(path))
        one = alone(path, ready(guard))
        two = together(path, guard)
        with invented(2) as brands:
            few = alone(path, ready(brands))
        with invented(len(BRANDS)) as brands:
            several = alone(path, ready(brands))
        names = peers.first_names(path)
    detecting, looked_up = peers.detecting(names), peers.looked_up(names)
    own = {
        "bare pass of Hyperscan": plain,
        "scan, one worker": one,
        "scan, two workers": two,
        "scan, 2 invented brands": few,
        f"scan, {len(BRANDS)} invented brands": several,
    }
    rates = {what: count / taken / 1e6 for what, taken in own.items()}
    rates |= {what: rate / 1e6 for what, rate in (detecting | looked_up).items() if rate}
    note = "" if lines > 2_000_000 else "too few lines to tell"
    ratios = [
        Ratio("bare Hyperscan / (0.4 times two workers)", 0.4 * two / plain, 1, note),
        Ratio("two workers / one, seconds times 1.6", 1.6 * two / one, 1, note),
        Ratio(f"{len(BRANDS)} brands / 2 brands", several / few, 4),
        Ratio(
            "10 times the fastest peer / one worker", 10 * max(detecting.values()) * one / count, 1,
            note if any(detecting.values()) else "no peer is installed",
        ),
    ]  # fmt: skip
    return ratios, {"start-up, seconds": start} | rates


def main() -> int:
    """Measure and print; 1 if a ratio is above its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="half a million lines, bounds doubled")
    parser.add_argument("--lines", type=int, default=5_000_000, help="how many lines to read")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    ratios, rates = measured(500_000 if args.smoke else args.lines)
    if args.json:
        print(json.dumps({"ratios": {r.what: r.value for r in ratios}, "rates": rates}))
    else:
        print(f"{'ratio':45} {'now':>6} {'bound':>6}")
        for one in ratios:
            mark = "  <-- too high" if one.value > one.bound and not one.note else ""
            print(f"{one.what:45} {one.value:6.2f} {one.bound:6.1f}{mark}  {one.note}".rstrip())
        print(f"\n{'million names a second':45}")
        for what, rate in rates.items():
            print(f"{what:45} {rate:8.2f}")
    slack = SLACK if args.smoke else 1.0
    return int(any(one.value > one.bound * slack for one in ratios if not one.note))


if __name__ == "__main__":
    sys.exit(main())
