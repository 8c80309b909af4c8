"""What does an answer cost, beside one split of a host by tldextract and beside other tools?

Everything is measured in one run on one machine, so that the ratios mean something anywhere.

    python benchmarks/check.py            # about half a minute
    python benchmarks/check.py --smoke    # fewer turns; fails only above twice a bound
    python benchmarks/check.py --json

The last row needs the compiled data: of an installed wheel, or of ``pip install -e .``. openSquat
and dnstwist are measured where they are installed; neither opens a connection here.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter_ns

import tldextract
from names import BRANDS, LOOKALIKES, MANY, TEMPLATE, UNRELATED

from channelguard import Guard, Registry, suffix
from channelguard.compiled import unsealed
from channelguard.registry_files import bundled_folder, digest
from channelguard.registry_source import compile_folder

CLI = "import sys; from channelguard.command import main; sys.argv[0] = 'channelguard'; main()"
"""The command line without the script that pip writes, which may not be on this machine."""

SLACK = 2.0
"""How far above a bound a smoke run fails: machines shared with others are noisy."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measured ratio and the most that it may be."""

    what: str
    value: float
    bound: float
    note: str = ""
    """Why the ratio does not count here; empty if it does."""


Call = tuple[Callable[[str], object], Sequence[str]]
"""What is called, and with which names."""


def each(calls: dict[str, Call], turns: int) -> dict[str, list[float]]:
    """Return for each call and name the least time of all turns, in microseconds.

    The calls take turns, so that a slow moment of the machine hits all of them; the least time is
    what is left when nobody else was served in between.
    """
    least = {what: [float("inf")] * len(names) for what, (_, names) in calls.items()}
    for _ in range(turns):
        for what, (call, names) in calls.items():
            best = least[what]
            for at, name in enumerate(names):
                start = perf_counter_ns()
                call(name)
                best[at] = min(best[at], (perf_counter_ns() - start) / 1000)
    return least


def split_by_tldextract() -> Callable[[str], object]:
    """Return one tldextract call: private domains on, the same list, no network and no cache."""
    published = suffix.published()
    if published is None:
        raise SystemExit("the package publicsuffixlist is needed")
    extract = tldextract.TLDExtract(
        cache_dir=None,
        suffix_list_urls=(published.as_uri(),),
        fallback_to_snapshot=False,
        include_psl_private_domains=True,
    )
    extract("example.org")  # reads the list
    return extract


@contextmanager
def invented(count: int) -> Iterator[Guard]:
    """Give a guard for a registry of so many invented brands, compiled from YAML."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "brands").mkdir()
        for first, second in BRANDS[:count]:
            text = TEMPLATE.replace("FIRST", first).replace("SECOND", second)
            (folder / "brands" / f"{first}{second}.yaml").write_text(text, "utf-8")
        yield Guard(Registry(compile_folder(folder)))


def per_name(turns: int) -> tuple[list[Ratio], dict[str, float]]:
    """Return the ratios of single checks, and the costs behind them in microseconds."""
    guard, unrelated = Guard(Registry.load()), [*UNRELATED, *MANY]
    with invented(1) as one, invented(len(BRANDS)) as many:
        calls: dict[str, Call] = {
            "tldextract, unrelated name": (split_by_tldextract(), unrelated),
            "Guard.check, unrelated name": (guard.check, unrelated),
            "Guard.check, lookalike": (guard.check, LOOKALIKES),
            "Guard.check, unrelated, 1 invented brand": (one.check, unrelated),
            f"Guard.check, unrelated, {len(BRANDS)} invented brands": (many.check, unrelated),
        }
        found = each(calls, turns)
    costs = {what: sum(times) / len(times) for what, times in found.items()}
    split, far, near, single, several = costs.values()
    ordered = sorted(found["Guard.check, unrelated name"])
    p99 = ordered[len(ordered) * 99 // 100]
    return [
        Ratio("unrelated name / tldextract", far / split, 5),
        Ratio("lookalike / tldextract", near / split, 40),
        Ratio("unrelated names, p99 / median", p99 / median(ordered), 4),
        Ratio(f"{len(BRANDS)} brands / 1 brand", several / single, 2),
    ], costs


def cpu(command: Sequence[str], turns: int) -> float:
    """Return the median CPU time of a whole process, user and system, in milliseconds."""
    # Without bytecode caches the first of two programs would pay for the second.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    found = []
    for _ in range(turns + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return median(found[1:]) * 1000  # the first writes the caches


def whole_process(turns: int) -> tuple[Ratio, dict[str, float]]:
    """Return the ratio of two whole processes, and their costs in milliseconds."""
    script = Path(sys.executable).with_name("channelguard")
    start = [str(script)] if script.is_file() else [sys.executable, "-c", CLI]
    costs = {
        "channelguard check tokenpocket.pro": cpu([*start, "check", "tokenpocket.pro"], turns),
        'python -c "import tldextract"': cpu([sys.executable, "-c", "import tldextract"], turns),
    }
    ours, theirs = costs.values()
    return Ratio("whole process / import tldextract", ours / theirs, 0.6, not_compiled()), costs


def not_compiled() -> str:
    """Return why the compiled data is not used; empty if it is."""
    whole = unsealed("registry.json", digest(bundled_folder())) is not None
    return "" if whole else "compiled data absent: install the wheel, or run pip install -e ."


def others(turns: int) -> dict[str, float | None]:
    """Return the own cost of other tools per name, in microseconds; None if not installed."""
    names = [*UNRELATED, *LOOKALIKES]
    return {
        "openSquat, two keywords, per name": _opensquat(names, turns),
        "dnstwist, per generated name": _dnstwist(names, turns),
    }


def _opensquat(names: list[str], turns: int) -> float | None:
    try:
        from opensquat.squatting_detector import SquattingDetector  # noqa: PLC0415
    except ImportError:
        return None
    detector = SquattingDetector(confidence_level=3)
    keywords = ("tokenpocket", "tpwallet")
    calls: dict[str, Call] = {"check": (lambda keyword: detector.check(keyword, names), keywords)}
    return sum(each(calls, max(2, turns // 4))["check"]) / len(names)


def _dnstwist(names: list[str], turns: int) -> float | None:
    try:
        import dnstwist  # noqa: PLC0415
    except ImportError:
        return None
    generated = 0

    def generate_and_compare(domain: str) -> None:
        """Make every variant of one domain, and look for each name among them."""
        nonlocal generated
        fuzzer = dnstwist.Fuzzer(domain)
        fuzzer.generate()
        variants = {variant["domain"] for variant in fuzzer.permutations()}
        generated = len(variants)
        for name in names:
            _ = name in variants

    calls: dict[str, Call] = {"generate": (generate_and_compare, ["tokenpocket.pro"])}
    return each(calls, max(2, turns // 8))["generate"][0] / generated


def main() -> int:
    """Measure, print, and return 1 where a ratio is too high."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="few turns; fail above twice a bound")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    turns = 10 if args.smoke else 60
    gc.disable()  # as timeit does
    ratios, micro = per_name(turns)
    process, milli = whole_process(5 if args.smoke else 15)
    ratios.append(process)
    beside = others(turns)
    if args.json:
        rows = [
            {"what": r.what, "value": r.value, "bound": r.bound, "note": r.note} for r in ratios
        ]
        costs = {"microseconds": micro | beside, "milliseconds_cpu": milli}
        print(json.dumps({"ratios": rows, **costs}))
    else:
        show(ratios, micro | beside, milli)
    slack = SLACK if args.smoke else 1.0
    return int(any(ratio.value > slack * ratio.bound and not ratio.note for ratio in ratios))


def show(
    ratios: Sequence[Ratio],
    micro: dict[str, float | None] | dict[str, float],
    milli: dict[str, float],
) -> None:
    """Print the tables."""
    print(f"{'ratio':46}{'now':>8}{'bound':>8}")
    for ratio in ratios:
        high = "  <-- too high" if ratio.value > ratio.bound and not ratio.note else ""
        note = f"  not counted: {ratio.note}" if ratio.note else ""
        print(f"{ratio.what:46}{ratio.value:8.2f}{ratio.bound:8.1f}{high}{note}")
    print(f"\n{'cost per name':46}{'us':>8}")
    for what, cost in micro.items():
        print(f"{what:46}" + ("not installed" if cost is None else f"{cost:8.1f}"))
    print(f"\n{'CPU of a whole process':46}{'ms':>8}")
    for what, cost in milli.items():
        print(f"{what:46}{cost:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
