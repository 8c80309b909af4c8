"""How do time and memory of a bulk run grow with the number of lines?

Prints, or with ``--write`` puts into ``docs/scan.md`` and ``docs/scan-growth.svg``: for each power
of ten how many seconds ``channelguard scan`` takes with two workers, its start included, and the
most memory that its processes have at once. Opens no connection.

    python tools/measure_scan.py --largest 6
    python tools/measure_scan.py --largest 8 --write    # a quiet machine, and 2 GB of disk

The names are made up from a seed: words, random letters, real public suffixes, and in 2,000
one lookalike of the registry's own names. Each of these is flagged, so that a run which finds fewer
has lost some, and ends the measurement.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
from measure_variants import flagged, page

from channelguard.registry import Registry
from channelguard.suffix import top_level
from channelguard.variants import variants

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scan.md"
PICTURE = ROOT / "docs" / "scan-growth.svg"
SMALLEST = 5
"""Power of ten of the fewest lines; with fewer the start is all there is."""

SEED = 20
_WORDS = (
    "air apple art auto baby bank beach best blue book box bright cafe camp car care cat city "
    "clean cloud club coffee cook craft dance data dental design dog dream easy farm fashion film "
    "fit flower food fresh fun game garden gift glass gold green group hair happy health home "
    "hotel house ice jewel job kids lab land law leaf life light list live love mail map market "
    "media moon music nature news night ocean office online paper park party pet photo pizza "
    "plan play print pro river road rock room school sea shop silver sky smart snow solar sport "
    "star stone store studio sun super tea tech time top toy travel tree trip urban view water "
    "web wedding wine wood world yoga"
)
WORDS = _WORDS.split()
"""What honest names are made of."""
COMMON = (*["com"] * 5, "net", "org", "de", "co.uk", "com.cn", "io", "xyz", "shop", "top", "online")
"""Endings of nine in ten names, `com` for a third of them; the tenth has any public suffix."""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
CHUNK = 10_000
"""Names that are made at a time; every power of ten is a whole number of them."""
ORDINARY = 2_000
"""Lines for each lookalike, as the page says."""
DRAFTS = 10
"""Lookalikes of each class for each channel: some hundred in all, made in seconds."""

START = "from channelguard.command import main; main()"
"""What the installed command does."""
PAUSE = 0.1
"""Seconds between two looks at the memory, each of which takes some milliseconds of a core."""
MEGABYTE = 1_000_000


class Figure(NamedTuple):
    """What one run took, rounded as the page shows it."""

    lines: int
    seconds: float
    """With the start; one decimal."""
    megabytes: int
    """Most of all processes together; pages that they share count in each."""
    found: int


def lookalikes() -> list[str]:
    """Return lookalikes of every site of the registry that a check flags, in a fixed order."""
    made = variants(None, Registry.load(), limit=DRAFTS)
    return sorted(one.text for one in made if one.kind == "url" and flagged(one.level))


def chunks() -> Iterator[list[str]]:
    """Yield names without end, `CHUNK` at a time, the same ones in every run."""
    rng, fakes, endings = random.Random(SEED), lookalikes(), top_level()  # noqa: S311
    makers = (
        lambda: rng.choice(WORDS) + rng.choice(WORDS),
        lambda: f"{rng.choice(WORDS)}-{rng.choice(WORDS)}",
        lambda: f"{rng.choice(WORDS)}{rng.randrange(1000)}",
        lambda: "".join(rng.choices(LETTERS, k=rng.randrange(5, 13))),
    )
    while True:
        names = [make() for make in rng.choices(makers, k=CHUNK)]
        ends = rng.choices(COMMON, k=CHUNK)
        ends[::10] = rng.choices(endings, k=CHUNK // 10)
        lines = [f"{name}.{end}" for name, end in zip(names, ends, strict=True)]
        for at in rng.sample(range(CHUNK), CHUNK // ORDINARY):
            lines[at] = rng.choice(fakes)
        yield lines


def write_names(path: Path, lines: int) -> None:
    """Write so many names to a file, without holding more than a chunk of them."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for some, _ in zip(chunks(), range(lines // CHUNK), strict=False):
            file.write("\n".join(some) + "\n")


def measured(lines: int, folder: Path) -> Figure:
    """Return what a run on so many lines takes.

    Raises:
        SystemExit: The run failed, or found too little.
    """
    names, out = folder / "names.txt", folder / "out.jsonl"
    write_names(names, lines)
    command = [sys.executable, "-c", START, "scan", str(names), "-o", str(out), "--workers", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        most = most_memory(process)
    taken = time.perf_counter() - start
    if process.returncode not in {0, 4, 5}:
        raise SystemExit(f"the run on {lines:,} lines ended with {process.returncode}")
    with out.open("rb") as findings:
        found = sum(1 for _ in findings)
    if found < lines // ORDINARY:
        raise SystemExit(f"of {lines // ORDINARY:,} lookalikes {found:,} were found")
    return Figure(lines, round(taken, 1), round(most / MEGABYTE), found)


def most_memory(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a process; return the most that it and its children had, in bytes."""
    most, root = 0, psutil.Process(process.pid)
    while process.poll() is None:
        most = max(most, sum(map(resident, family(root))))
        time.sleep(PAUSE)
    return most


def family(root: psutil.Process) -> list[psutil.Process]:
    """Return a process and its children; nothing if it has ended."""
    try:
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def resident(process: psutil.Process) -> int:
    """Return the bytes that a process has in memory, its part of shared ones; none if it ended."""
    try:
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.rss))  # only Linux knows who shares
    except psutil.Error:
        return 0


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as Markdown."""
    rows = [
        f"| {one.lines:,} | {one.seconds} | {one.megabytes} | {one.found:,} |" for one in figures
    ]
    return "\n".join(["| lines | seconds | megabytes | found |", "| ---: " * 4 + "|", *rows])


# The picture

WIDTH, HEIGHT = 720, 300
LEFT, TOP, PANEL, TALL = 56, 44, 280, 200
"""Where the first panel begins, how wide and tall a panel is; the second is half a `WIDTH` on."""
GREY, BLUE = "#767676", "#2a7fde"
"""Of text and of lines: contrast of at least four, and of three, on white and on near black."""
MARGIN = 0.12
"""Share of a panel between its edge and the nearest point, so that labels have room."""


def picture(figures: Sequence[Figure]) -> str:
    """Return an SVG with two panels, both axes of which grow tenfold from mark to mark."""
    lines = [one.lines for one in figures]
    seconds, megabytes = [one.seconds for one in figures], [one.megabytes for one in figures]
    told = "; ".join(f"{a:,} lines: {b} s, {c} MB" for a, b, c, _ in figures)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title desc" font-family="sans-serif" font-size="12" fill="{GREY}">',
        '<title id="title">Time and memory of a scan by the number of lines</title>',
        f'<desc id="desc">{told}</desc>',
        *panel("seconds", lines, seconds, LEFT),
        *panel("megabytes", lines, megabytes, LEFT + WIDTH // 2),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def panel(name: str, lines: Sequence[int], values: Sequence[float], left: int) -> Iterator[str]:
    """Yield one panel: a grid at powers of ten, a line, and a label for each point."""
    across, up = powers(lines), powers(values)
    x, y = axis(across, left, PANEL), axis(up, TOP + TALL, -TALL)
    bottom = TOP + TALL
    yield f'<text x="{left}" y="{TOP - 16}" font-size="14">{name}</text>'
    for power in across:
        at = x(10**power)
        yield f'<path d="M{at} {TOP}V{bottom}" stroke="{GREY}" stroke-opacity=".3"/>'
        yield f'<text x="{at}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in up:
        at = y(10**power)
        yield f'<path d="M{left} {at}h{PANEL}" stroke="{GREY}" stroke-opacity=".3"/>'
        yield f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:,g}</text>'
    yield f'<text x="{left + PANEL / 2:g}" y="{bottom + 38}" text-anchor="middle">lines</text>'
    points = [(x(count), y(value)) for count, value in zip(lines, values, strict=True)]
    drawn = " ".join(f"{a},{b}" for a, b in points)
    yield f'<polyline points="{drawn}" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    for (a, b), value in zip(points, values, strict=True):
        yield f'<circle cx="{a}" cy="{b}" r="4" fill="{BLUE}"/>'
        yield f'<text x="{a}" y="{b - 9:.1f}" text-anchor="middle">{value}</text>'


def powers(values: Sequence[float]) -> range:
    """Return the powers of ten from below the least value to above the greatest."""
    return range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)


def axis(marks: range, start: int, length: int) -> Callable[[float], float]:
    """Return what turns a value into a place, rounded to a tenth, on an axis with such marks."""
    step = length * (1 - 2 * MARGIN) / max(1, len(marks) - 1)
    return lambda value: round(start + length * MARGIN + (math.log10(value) - marks[0]) * step, 1)


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--largest", type=int, choices=range(SMALLEST + 1, 9), default=7,
                        help="power of ten of the most lines")  # fmt: skip
    parser.add_argument("--write", action="store_true", help="put the figures into the page")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = [measured(10**n, Path(name)) for n in range(SMALLEST, args.largest + 1)]
    if args.write:
        text = page(PAGE.read_text("utf-8"), {"growth": table(figures)})
        PAGE.write_text(text, "utf-8", newline="\n")
        PICTURE.write_text(picture(figures), "utf-8", newline="\n")
    else:
        print(table(figures))


if __name__ == "__main__":
    main()
