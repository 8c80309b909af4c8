"""Would other prices of slips, or other limits, judge the labelled names better?

Tries other values for the constants of ``distance`` and ``likeness`` and for the ``max_edits`` of
each name, one at a time, keeps the best, and goes round again until nothing improves: from today's
values on all rows, and from scratch for each of five folds on the rows outside it. Campaigns fall
into one fold whole, so that the held-out figures are about campaigns never seen while fitting.

    python tools/fit_prices.py --data ../shared/data

Takes about half a minute and changes no file. Leaves alone the points of the rules and the word
lists; no row is held out from those, so that the held-out figures are still a little too good.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from channelguard import Guard, Level, Registry, distance
from channelguard.likeness import atom as _atom  # noqa: F401 - loads every module with a constant
from channelguard.parse import parse
from channelguard.registry_files import bundled_folder
from channelguard.registry_source import compile_folder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDS = 5
ROUNDS = 4
"""Most times that all constants are gone through."""

ALLOWED = {"fake": 0.03, "popular": 4.1e-6, "hard": 0.01, "other": 0.01}
"""Share of wrong answers that each set may have; the loss counts in these units."""

PRICES: dict[str, tuple[float, ...]] = {
    "LOOK": (0.05, 0.1, 0.15, 0.2, 0.3),
    "ALIKE": (0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
    "DIGIT": (0.3, 0.4, 0.5, 0.6, 0.75, 1.0),
    "REPEAT": (0.2, 0.35, 0.5, 0.75),
    "MORE": (0.02, 0.05, 0.1, 0.2),
    "SWAP": (0.5, 0.65, 0.8, 1.0),
    "MERGED": (0.1, 0.2, 0.3, 0.5),
    "GONE": (1.0, 1.2, 1.5),
}
"""The values tried for each price; a higher one accuses less."""

LIMITS: dict[str, tuple[float, ...]] = {
    "UNKNOWN_BESIDE": (0.75, 0.65, 0.55, 0.5, 0.4),
    "LOOK_LIMIT": (0.5, 0.4, 0.35, 0.3, 0.25),
    "PART_LIMIT": (0.7, 0.6, 0.55, 0.5, 0.4),
}
"""The values tried for each limit, the one that accuses most first."""

Setting = tuple[float, ...]
"""One value for each constant of the grid, in its order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled name, its set (a key of `ALLOWED`), and the campaign; else the name again."""

    text: str
    set: str
    family: str


class Bench:
    """The rows, and the answers under every setting tried so far."""

    def __init__(self, folder: Path) -> None:
        """Read the rows, and find those whose answer depends on the setting at all."""
        self.compiled = compile_folder(bundled_folder())
        names = [row for brand in self.compiled["brands"] for row in brand["names"]]
        edits = {row["text"]: float(row["max_edits"]) for row in names if row["max_edits"]}
        self.grid = PRICES | LIMITS | {text: (n + 1, n, n - 1) for text, n in edits.items()}
        now = edits | {name: getattr(_with(name)[0], name) for name in PRICES | LIMITS}
        self.now: Setting = tuple(now[name] for name in self.grid)
        self.pairs = {
            name: [pair for pair, price in distance.PRICE.items() if price == now[name]]
            for name in ("LOOK", "ALIKE")
        }
        self.loosest: Setting = tuple(values[0] for values in self.grid.values())
        self.strictest: Setting = tuple(values[-1] for values in self.grid.values())
        self.popular = 0
        self.rows = [*_labelled(folder), *self._popular(folder)]
        families = sorted({row.family for row in self.rows})
        self.fold = {family: at % FOLDS for at, family in enumerate(families)}
        everything = range(len(self.rows))
        loose, strict = (self._wrong(one, everything) for one in (self.loosest, self.strictest))
        self.open, self.always = sorted(loose ^ strict), loose & strict
        self.answers: dict[Setting, frozenset[int]] = {}

    def _popular(self, folder: Path) -> Iterator[Row]:
        """Yield the popular names that the loosest setting accuses; no other can be accused."""
        guard = self.guard(self.loosest)
        with gzip.open(folder / "popular_domains.dev.txt.gz", "rt", encoding="utf-8") as file:
            for name in file.read().split():
                self.popular += 1
                host: Any = parse(name, guard.registry.platforms).atoms[0]
                row = Row(name, "popular", name)
                if not guard.registry.nothing_near(host.host) and _is_wrong(row, guard):
                    yield row

    def guard(self, setting: Setting) -> Guard:
        """Put a setting into force and return a guard for it."""
        values = dict(zip(self.grid, setting, strict=True))
        for name in PRICES | LIMITS:
            for module in _with(name):
                setattr(module, name, values[name])
        for name, pairs in self.pairs.items():
            distance.PRICE.update(dict.fromkeys(pairs, values[name]))
        compiled = {**self.compiled, "brands": deepcopy(self.compiled["brands"])}
        for row in (row for brand in compiled["brands"] for row in brand["names"]):
            row["max_edits"] = int(values.get(row["text"], row["max_edits"]))
        return Guard(Registry(compiled))

    def _wrong(self, setting: Setting, among: Iterable[int]) -> frozenset[int]:
        guard = self.guard(setting)
        return frozenset(at for at in among if _is_wrong(self.rows[at], guard))

    def shares(self, setting: Setting, folds: Iterable[int]) -> dict[str, float]:
        """Return the share of wrong answers in each set over some folds; fakes by campaign."""
        if setting not in self.answers:
            self.answers[setting] = self._wrong(setting, self.open) | self.always
        wrong, wanted = self.answers[setting], set(folds)
        tally: dict[str, dict[str, list[bool]]] = {name: {} for name in ALLOWED}
        for at, row in enumerate(self.rows):
            if self.fold[row.family] in wanted:
                tally[row.set].setdefault(row.family, []).append(at in wrong)
        rates = {n: [sum(h) / len(h) for h in families.values()] for n, families in tally.items()}
        shares = {name: sum(found) / max(1, len(found)) for name, found in rates.items()}
        return shares | {"popular": sum(rates["popular"]) / (self.popular * len(wanted) / FOLDS)}

    def loss(self, setting: Setting, folds: Iterable[int] = range(FOLDS)) -> float:
        """Return the wrong answers in units of what is allowed."""
        return _loss(self.shares(setting, folds))

    def turns(self, setting: Setting, at: int) -> list[Setting]:
        """Return the settings with another value for one constant."""
        values = list(self.grid.values())[at]
        return [(*setting[:at], value, *setting[at + 1 :]) for value in values]

    def best(self, start: Setting, folds: Iterable[int]) -> Setting:
        """Return the best setting on some folds; a value changes only where that helps."""
        best, folds = start, tuple(folds)
        for _ in range(ROUNDS):
            before = best
            for at in range(len(self.grid)):
                tried = (best, *self.turns(best, at))
                best = min(tried, key=lambda one: round(self.loss(one, folds), 6))
            if best == before:
                break
        return best


def _is_wrong(row: Row, guard: Guard) -> bool:
    verdict = guard.check(row.text)
    flagged = verdict.level >= Level.SUSPICIOUS
    if row.set == "fake":
        return not flagged
    blamed = {seen.match.imitates for seen in verdict.evidence if seen.counted}
    return flagged and (row.set != "other" or not blamed.isdisjoint(guard.registry.by_value))


def _loss(shares: dict[str, float]) -> float:
    return sum(share / ALLOWED[name] for name, share in shares.items())


def _labelled(folder: Path) -> Iterator[Row]:
    files = {"tp_impersonations": "fake", "hard_negatives": "hard", "other_brands": "other"}
    for stem, kind in files.items():
        with (folder / f"{stem}.dev.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Row(row["domain"], kind, row["family"] if kind == "fake" else row["domain"])


def _with(name: str) -> list[Any]:
    """Return every loaded module of the package that holds the constant; never none."""
    ours = [module for key, module in sys.modules.items() if key.startswith("channelguard.")]
    found = [module for module in ours if name in vars(module)]
    if not found:
        raise SystemExit(f"no module has a constant {name} any more; bring the grid up to date")
    return found


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of labelled names")
    bench = Bench(parser.parse_args().data)
    every = range(FOLDS)
    best = bench.best(bench.now, every)
    print(
        f"{len(bench.rows)} rows, {len(bench.open)} of them open; matters: loss of the worst value"
    )
    print(f"{'constant':20}{'now':>8}{'best':>8}{'matters':>9}")
    for at, name in enumerate(bench.grid):
        matters = max(map(bench.loss, bench.turns(bench.now, at))) - bench.loss(bench.now)
        mark = "  *" if best[at] != bench.now[at] else ""
        print(f"{name:20}{bench.now[at]:8.2f}{best[at]:8.2f}{matters:9.2f}{mark}")
    lines = {"now": bench.shares(bench.now, every), "best": bench.shares(best, every)}
    for name, start in {"strict": bench.strictest, "loose": bench.loosest}.items():
        lines[f"{name} start, all"] = bench.shares(bench.best(start, every), every)
        outside = [bench.shares(bench.best(start, set(every) - {fold}), (fold,)) for fold in every]
        lines[f"{name}, held out"] = {n: sum(one[n] for one in outside) / FOLDS for n in ALLOWED}
    print(f"\n{'':20}{'recall':>8}{'popular/M':>11}{'hard':>8}{'other':>8}{'loss':>8}")
    for what, shares in lines.items():
        print(
            f"{what:20}{1 - shares['fake']:8.4f}{1e6 * shares['popular']:11.2f}"
            f"{shares['hard']:8.4f}{shares['other']:8.4f}{_loss(shares):8.3f}"
        )


if __name__ == "__main__":
    main()
