"""Which lines of a block can be anything but unknown, found without looking at one line at a time?

`Gate` reads the bytes and lets a few lines through. Those with an encoded label are decoded and
folded, and it reads them once more. So nothing may be lost: what is skipped here is what the guard
calls unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import ada_url

from channelguard import fold
from channelguard.scan.gate import NAMES, Gate, Passed, Row
from channelguard.scan.machine import ENCODED

if TYPE_CHECKING:
    from channelguard.registry import BrandName, Registry

_MARKS = str.maketrans("!|$@+", "11547")
"""Marks that a letter may be folded to, and digits for which `distance` asks no more."""


class Prefilter:
    """The candidates of one registry, ready for blocks of lines."""

    def __init__(self, registry: Registry) -> None:
        """Fill the tables of all names."""
        named = zip(registry.host_names, registry.host_gate.rows, strict=True)
        rows = [Row(name, *row) for name, row in named if not name.short]
        hosts = _hosts(registry)
        self._gates = [
            Gate(rows[at : at + NAMES], () if at else hosts)
            for at in range(0, max(len(rows), 1), NAMES)
        ]
        self._others = _other_letters(registry.host_names)

    def suspects(self, block: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a block that have to be judged, in order: number, from 0, and text.

        Args:
            block: Whole lines, each with its line feed.
        """
        found: dict[int, Passed] = {}
        for one in self._passing(block):
            before = found.setdefault(one.number, one)
            found[one.number] = one._replace(why=one.why | before.why)
        encoded = [one for one in found.values() if one.why == ENCODED]
        skipped = {one.number for one in encoded} - self._encoded(block, encoded)
        for number in sorted(found.keys() - skipped):
            yield number, block[found[number].start : found[number].end]

    def _passing(self, block: bytes) -> Iterator[Passed]:
        """Yield what any gate lets through."""
        for gate in self._gates:
            yield from gate.passing(block)

    def _encoded(self, block: bytes, lines: Iterable[Passed]) -> set[int]:
        """Return the numbers of the encoded hosts that have to be judged."""
        numbers, split, judged = [], [], set()
        for line in lines:
            host = block[line.start : line.end].decode("ascii")
            if host.lower() == host and ada_url.check_url(f"http://{host}"):
                numbers.append(line.number)
                split.append(host.split("."))
            else:
                judged.add(line.number)  # it may be no host, and has to be named as such
        seen = fold.unencoded_all({label for host in split for label in host})
        texts = [".".join(seen.get(label, label) for label in host) for host in split]
        others = map(self._others.search, texts)
        judged |= {number for number, found in zip(numbers, others, strict=True) if found}
        plain = "".join(f"{text}\n" for text in texts).translate(_MARKS).encode("ascii", "replace")
        return judged | {numbers[one.number] for one in self._passing(plain.replace(b"?", b"-"))}


def _other_letters(names: Iterable[BrandName]) -> re.Pattern[str]:
    """Return what finds the letters of names that a host can only have encoded."""
    texts = "".join(name.text + name.skeleton for name in names)
    letters = {letter for letter in texts if not letter.isascii()}
    return re.compile(f"[{''.join(sorted(letters))}]" if letters else r"(?!)")


def _hosts(registry: Registry) -> list[str]:
    """Return the hosts and labels that are judged although no name need be near them."""
    sites = [channel.value for channel in registry.channels if channel.kind == "site"]
    listed = {site.partition("/")[0].lower() for site in sites}
    short = {name.text for name in registry.host_names if name.short and name.text.isascii()}
    return sorted({*listed, *short, *registry.official_hosts, *registry.platforms.speaking})
