"""How many names a second does a bulk run read, beside a bare pass of Hyperscan and other tools?

Everything is measured in one run on one machine, on popular names blown up to a file.

    python benchmarks/scan.py                     # five million lines, some minutes
    python benchmarks/scan.py --lines 50000000
    python benchmarks/scan.py --smoke             # half a million; fails above twice a bound

Start-up is stated apart: a run on so many lines hardly notices it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import hyperscan
from check import SLACK, Ratio, invented
from names import BRANDS, MANY

from channelguard import Guard, Registry
from channelguard.scan.engine import Judge, judge_all
from channelguard.scan.sources import BLOCK, blocks

SHARED = Path(__file__).resolve().parents[2] / "shared"
PLAIN = (("tokenpocket", 3), ("tpwallet", 1))
"""What a bare pass looks for: two names with their edits, and nothing else."""


def written(path: Path, lines: int) -> int:
    """Write so many popular names to a file; return how many bytes that is."""
    popular = SHARED / "data" / "popular_domains.dev.txt.gz"
    data = gzip.decompress(popular.read_bytes()) if popular.is_file() else b""
    data = data or "".join(f"{name}\n" for name in MANY).encode()
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


def alone(path: Path, judge: Judge) -> float:
    """Return how long one process takes for the file, its start-up left out."""
    return seconds(lambda: [judge.judge(block) for block in blocks(str(path))])


def together(path: Path, guard: Guard) -> float:
    """Return how long two workers take for the file, with their start-up."""
    return seconds(lambda: list(judge_all(blocks(str(path)), guard, workers=2)))


def peers(path: Path) -> Iterator[tuple[str, float]]:
    """Yield other tools with their seconds; nothing where they are not installed."""
    names = path.read_text("utf-8").splitlines()
    with suppress(ImportError):
        import dnstwist  # noqa: PLC0415

        fuzzer = dnstwist.Fuzzer("tokenpocket.pro")
        fuzzer.generate()
        variants = {variant["domain"] for variant in fuzzer.permutations()}
        yield "dnstwist, look-up in its set", seconds(lambda: [n for n in names if n in variants])
    with suppress(ImportError):
        from opensquat.squatting_detector import SquattingDetector  # noqa: PLC0415

        some = names[:100_000]
        detector = SquattingDetector(confidence_level=3)
        taken = seconds(
            lambda: [detector.check(word, some) for word in ("tokenpocket", "tpwallet")]
        )
        yield "openSquat, two keywords", taken * len(names) / len(some)


def measured(lines: int) -> tuple[list[Ratio], dict[str, float]]:
    """Return the ratios, and million names a second."""
    guard = Guard(Registry.load())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.txt"
        written(path, lines)
        count = sum(block.data.count(b"\n") for block in blocks(str(path)))
        taken = {
            "start-up of a judge": seconds(lambda: Judge(guard)),
            "bare pass of Hyperscan": seconds(lambda: bare(path)),
            "scan, one worker": alone(path, Judge(guard)),
            "scan, two workers": together(path, guard),
        }
        with invented(2) as two, invented(len(BRANDS)) as many:
            taken["scan, 2 invented brands"] = alone(path, Judge(two))
            taken[f"scan, {len(BRANDS)} invented brands"] = alone(path, Judge(many))
        taken |= dict(peers(path))
    start, plain, one, two_workers, few, several = list(taken.values())[:6]
    others = {what: each for what, each in taken.items() if what.startswith(("dnstwist", "open"))}
    rates = {what: count / each / 1e6 for what, each in taken.items() if each != start}
    note = "" if lines > 2_000_000 else "too few lines: start-up of the workers counts"
    ratios = [
        Ratio("bare Hyperscan / (0.4 times two workers)", 0.4 * two_workers / plain, 1, note),
        Ratio("two workers / one, seconds times 1.6", 1.6 * two_workers / one, 1, note),
        Ratio(f"{len(BRANDS)} brands / 2 brands", several / few, 4),
        *(Ratio(f"10 times {what}", 10 * one / each, 1, note) for what, each in others.items()),
    ]
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
