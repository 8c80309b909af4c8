"""What share of the lookalikes does a rule see, and how do they compare with those of others?

Prints, or with ``--write`` puts into ``docs/variants.md``: for each class how many lookalikes it
makes and what share is flagged; for each fuzzer of dnstwist what share of its names is made or
flagged here, where that is installed; and, with the labelled sets beside the checkout, what share
of reported fakes is made letter for letter. Opens no connection, and names no row.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from channelguard.guard import Guard
from channelguard.model import Level
from channelguard.registry import Registry
from channelguard.suffix import registrable, split
from channelguard.variants import CLASSES, Variant, variants
from channelguard.variants.tables import Tables

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "variants.md"
FAKES = ROOT.parent / "shared" / "data" / "tp_impersonations.dev.tsv"
NAMES = {
    "tokenpocket.pro": "",
    "tpwallet.io": "",
    "TokenPocket_TP": "x",
    "tokenPocket_en": "telegram",
}
"""What the shares are measured on: the two websites of most fakes, and an account on X and on
Telegram."""
SITES = tuple(name for name, platform in NAMES.items() if not platform)


def flagged(level: Level) -> bool:
    """Tell whether a level asks for care."""
    return level >= Level.SUSPICIOUS


def class_rows(found: dict[str, list[Variant]], everything: list[Variant]) -> Iterator[list[str]]:
    """Yield for each class the number and the flagged share: of each name, and of all channels."""
    for name in CLASSES:
        row = [f"`{name}`"]
        for some in (*found.values(), everything):
            mine = [one for one in some if name in one.classes]
            row.append(f"{len(mine)}" if mine else "-")
            row.append(_share(sum(flagged(one.level) for one in mine), len(mine)))
        yield row
    row = ["all"]
    for some in (*found.values(), everything):
        row += [str(len(some)), _share(sum(flagged(one.level) for one in some), len(some))]
    yield row


def twist_rows(
    registry: Registry, found: dict[str, list[Variant]]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield for each fuzzer: its names, those made here, those flagged, those that are either."""
    from dnstwist import Fuzzer  # noqa: PLC0415 - a peer, installed only to be compared with

    tables, guard = Tables(registry), Guard(registry)
    rows: dict[str, Counter[str]] = {}
    for site in SITES:
        made = {one.text for one in found[site]}
        fuzzer = Fuzzer(site, dictionary=tables.site_words[:25], tld_dictionary=tables.endings[:75])
        fuzzer.generate()
        for one in fuzzer.domains:
            host, kind = one["domain"], one["fuzzer"]
            if host == site or not host:
                continue
            seen, ours = flagged(guard.check(host, kind="url").level), host in made
            counts = rows.setdefault(kind, Counter())
            counts += Counter(names=1, made=ours, flagged=seen, either=ours or seen)
            rows[kind] = counts
    for kind, counts in sorted(rows.items()):
        yield kind, counts["names"], counts["made"], counts["flagged"], counts["either"]


def fakes_line(everything: list[Variant]) -> str:
    """Say what share of reported fakes is made: letter for letter, and under any ending."""
    with FAKES.open(encoding="utf-8", newline="") as lines:
        hosts = {row["domain"] for row in csv.DictReader(lines, delimiter="\t")}
    made = {one.text.partition("/")[0] for one in everything if one.kind == "url"}
    labels = {split(host)[1] for host in made}
    exact = sum(host in made or registrable(host) in made for host in hosts)
    names = {split(host)[1] for host in hosts}
    known = sum(name in labels for name in names)
    return (
        f"Of {len(hosts)} reported fakes {exact} are made letter for letter "
        f"({exact / len(hosts):.1%}); of their {len(names)} registered names "
        f"{known} under some ending ({known / len(names):.1%})."
    )


def tables() -> dict[str, str]:
    """Return what can be measured here, as Markdown by the name of its place on the page."""
    registry = Registry.load()
    found = {
        name: list(variants(name, registry, platform=platform)) for name, platform in NAMES.items()
    }
    everything = list(variants(None, registry))
    heads = [f"{name} | flagged" for name in (*(f"`{one}`" for one in NAMES), "all channels")]
    parts = {"classes": _table(f"class | {' | '.join(heads)}", class_rows(found, everything))}
    if find_spec("dnstwist"):
        rows = (
            [f"`{kind}`", str(names), *(_share(one, names) for one in rest)]
            for kind, names, *rest in twist_rows(registry, found)
        )
        parts["dnstwist"] = _table("fuzzer | names | made | flagged | made or flagged", rows)
    if FAKES.is_file():
        parts["fakes"] = fakes_line(everything)
    return parts


def page(text: str, parts: dict[str, str]) -> str:
    """Return the page with the measured parts in their places."""
    for name, part in parts.items():
        first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(first)
        text = f"{before}{first}\n{part}\n{last}{rest.partition(last)[2]}"
    return text


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _table(head: str, rows: Iterator[list[str]]) -> str:
    columns = head.count("|")
    lines = [f"| {head} |", "| --- |" + " ---: |" * columns]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the figures into the page")
    parts = tables()
    if parser.parse_args().write:
        PAGE.write_text(page(PAGE.read_text("utf-8"), parts), "utf-8", newline="\n")
    else:
        print("\n\n".join(parts.values()))


if __name__ == "__main__":
    main()
