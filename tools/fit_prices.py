"""Would other prices of slips, or other limits, judge the labelled names better?

Tries other values for the constants of ``distance`` and ``likeness`` and for the ``max_edits`` of
each name, one at a time, keeps the best, and goes round again until nothing improves. Does so once
on all rows, and once for each of five folds on the rows outside it; whole campaigns fall into one
fold, so that the held-out figures are about campaigns never seen while fitting. Changes no file.

    python tools/fit_prices.py --data ../shared/data

Takes two to four minutes. Leaves alone the points of the rules and the word lists, which no row is
held out from: held-out figures are an upper bound, too.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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

GRID: dict[str, tuple[float, ...]] = {
    "LOOK": (0.05, 0.1, 0.15, 0.2, 0.3),
    "ALIKE": (0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
    "DIGIT": (0.3, 0.4, 0.5, 0.6, 0.75, 1.0),
    "REPEAT": (0.2, 0.35, 0.5, 0.75),
    "MORE": (0.02, 0.05, 0.1, 0.2),
    "SWAP": (0.5, 0.65, 0.8, 1.0),
    "MERGED": (0.1, 0.2, 0.3, 0.5),
    "GONE": (1.0, 1.2, 1.5),
    "UNKNOWN_BESIDE": (0.4, 0.5, 0.55, 0.6, 0.75),
    "LOOK_LIMIT": (0.25, 0.3, 0.35, 0.4, 0.5),
    "PART_LIMIT": (0.4, 0.5, 0.55, 0.6, 0.7),
}
"""The values tried; prices first, then limits."""

LIMITS = ("UNKNOWN_BESIDE", "LOOK_LIMIT", "PART_LIMIT")
EDITS = "max_edits of "

Setting = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled name."""

    text: str
    set: str
    """A key of `ALLOWED`."""
    family: str
    """The campaign of a fake; else the row by itself."""
    target: str = ""
    """Whom a fake of another brand imitates."""


class Bench:
    """The rows, and the answers under every setting tried so far."""

    def __init__(self, folder: Path) -> None:
        """Read the rows and drop the popular names that no setting could accuse."""
        self.compiled = compile_folder(bundled_folder())
        named = [row for brand in self.compiled["brands"] for row in brand["names"]]
        self.grid = GRID | {
            f"{EDITS}{row['text']}": tuple(float(row["max_edits"] + more) for more in (-1, 0, 1))
            for row in named
            if row["max_edits"]
        }
        self.looks = [pair for pair, price in distance.PRICE.items() if price == distance.LOOK]
        self.alikes = [pair for pair, price in distance.PRICE.items() if price == distance.ALIKE]
        self.current = tuple((name, self._value(name, named)) for name in self.grid)
        self.popular = 0
        self.rows = [row for row in self._read(folder) if row.set != "popular" or self._near(row)]
        self.answers: dict[Setting, frozenset[int]] = {}

    def _value(self, name: str, named: list[dict[str, object]]) -> float:
        if name.startswith(EDITS):
            return next(float(str(r["max_edits"])) for r in named if EDITS + str(r["text"]) == name)
        return float(next(getattr(module, name) for module in _modules_with(name)))

    def _read(self, folder: Path) -> Iterator[Row]:
        for row in _table(folder / "tp_impersonations.dev.tsv"):
            yield Row(row["domain"], "fake", row["family"])
        for row in _table(folder / "hard_negatives.dev.tsv"):
            yield Row(row["domain"], "hard", row["domain"])
        for row in _table(folder / "other_brands.dev.tsv"):
            yield Row(row["domain"], "other", row["domain"], row["target"])
        with gzip.open(folder / "popular_domains.dev.txt.gz", "rt", encoding="utf-8") as file:
            for name in file.read().split():
                self.popular += 1
                yield Row(name, "popular", name)

    @cached_property
    def _loosest(self) -> Guard:
        """A guard under the lowest prices and the highest limits."""
        up = (*LIMITS, EDITS)
        return self._guard(
            tuple(
                (n, (max if n.startswith(up) else min)(values)) for n, values in self.grid.items()
            )
        )

    def _near(self, row: Row) -> bool:
        """Tell whether the gate lets a popular name through and the loosest setting sees anything."""
        guard = self._loosest
        atom = parse(row.text, guard.registry.platforms).atoms[0]
        return not guard.registry.nothing_near(atom.host) and bool(guard.check(row.text).evidence)

    def _guard(self, setting: Setting) -> Guard:
        """Put a setting into force and return a guard for it."""
        values = dict(setting)
        for name in GRID:
            for module in _modules_with(name):
                setattr(module, name, values[name])
        distance.PRICE.update(dict.fromkeys(self.alikes, values["ALIKE"]))
        distance.PRICE.update(dict.fromkeys(self.looks, values["LOOK"]))
        compiled = {**self.compiled, "brands": deepcopy(self.compiled["brands"])}
        for row in (row for brand in compiled["brands"] for row in brand["names"]):
            row["max_edits"] = int(values.get(f"{EDITS}{row['text']}", row["max_edits"]))
        return Guard(Registry(compiled))

    def wrong(self, setting: Setting) -> frozenset[int]:
        """Return the indexes of the rows that a setting judges wrongly."""
        if setting not in self.answers:
            guard = self._guard(setting)
            found = (at for at, row in enumerate(self.rows) if _wrong(row, guard))
            self.answers[setting] = frozenset(found)
        return self.answers[setting]

    def shares(self, setting: Setting, folds: Iterable[int]) -> dict[str, float]:
        """Return the share of wrong answers in each set, over some folds; fakes by campaign."""
        wrong, wanted = self.wrong(setting), set(folds)
        tally: dict[str, dict[str, list[bool]]] = {name: {} for name in ALLOWED}
        for at, row in enumerate(self.rows):
            if self.fold[row.family] in wanted:
                tally[row.set].setdefault(row.family, []).append(at in wrong)
        means = {n: [sum(h) / len(h) for h in families.values()] for n, families in tally.items()}
        shares = {name: sum(found) / max(1, len(found)) for name, found in means.items()}
        shares["popular"] = sum(means["popular"]) * FOLDS / (self.popular * len(wanted))
        return shares

    @cached_property
    def fold(self) -> dict[str, int]:
        """The fold of each campaign or single row, dealt out in order of name."""
        return {
            family: at % FOLDS for at, family in enumerate(sorted({r.family for r in self.rows}))
        }

    def loss(self, setting: Setting, folds: Iterable[int]) -> float:
        """Return the wrong answers in units of what is allowed."""
        return sum(share / ALLOWED[name] for name, share in self.shares(setting, folds).items())

    def best(self, folds: tuple[int, ...], until: float) -> Setting:
        """Return the best setting on some folds; a value changes only where that helps."""
        best = self.current
        for _ in range(ROUNDS):
            before = best
            for at, (name, values) in enumerate(self.grid.items()):
                tried = [(*best[:at], (name, value), *best[at + 1 :]) for value in values]
                if time.monotonic() < until:
                    best = min((best, *tried), key=lambda one: round(self.loss(one, folds), 6))
            if best == before:
                break
        return best


def _wrong(row: Row, guard: Guard) -> bool:
    verdict = guard.check(row.text)
    flagged = verdict.level >= Level.SUSPICIOUS
    if row.set == "fake":
        return not flagged
    blamed = {seen.match.imitates for seen in verdict.evidence if seen.counted}
    return flagged and (row.set != "other" or bool(blamed & guard.registry.by_value.keys()))


def _modules_with(name: str) -> list[object]:
    """Return every loaded module of the package that holds the constant; never none."""
    found = [
        m
        for key, m in list(sys.modules.items())
        if key.startswith("channelguard.") and name in vars(m)
    ]
    if not found:
        raise SystemExit(f"no module has a constant {name} any more; bring GRID up to date")
    return found


def _table(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of labelled names")
    parser.add_argument("--seconds", type=int, default=240, help="stop trying after this long")
    args = parser.parse_args()
    until = time.monotonic() + args.seconds
    bench = Bench(args.data)
    every = tuple(range(FOLDS))
    fitted = bench.best(every, until)
    print(f"{len(bench.rows)} rows, {len(set(bench.fold.values()))} folds")
    print(f"{'constant':28}{'now':>8}{'best':>8}")
    for (name, now), (_, best) in zip(bench.current, fitted, strict=True):
        print(f"{name:28}{now:8.2f}{best:8.2f}{'  *' if now != best else ''}")
    held = {"now": bench.current, "best": fitted}
    lines = {what: (bench.shares(one, every), bench.loss(one, every)) for what, one in held.items()}
    outside = []
    for fold in every:
        rest = tuple(other for other in every if other != fold)
        outside.append(bench.shares(bench.best(rest, until), (fold,)))
    mean = {name: sum(shares[name] for shares in outside) / FOLDS for name in ALLOWED}
    lines["best, held out"] = mean, sum(mean[name] / ALLOWED[name] for name in ALLOWED)
    print(f"\n{'':16}{'recall':>9}{'popular/M':>11}{'hard':>8}{'other':>8}{'loss':>8}")
    for what, (shares, loss) in lines.items():
        print(
            f"{what:16}{1 - shares['fake']:9.4f}{1e6 * shares['popular']:11.2f}"
            f"{shares['hard']:8.4f}{shares['other']:8.4f}{loss:8.3f}"
        )
    if time.monotonic() >= until:
        print("stopped early: more --seconds may find better values")


if __name__ == "__main__":
    main()
