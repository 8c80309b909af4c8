"""Which links of a page or a text are no official channels?

    python examples/check_links.py < announcement.md

Prints one line per link that is suspicious or dangerous and exits with 1 if there was any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from channelguard import Guard, Level, Registry, Verdict, explain

LINK = re.compile(r"https?://[^\s<>\"')\]]+")
"""A web address in running text, up to the first character that usually ends one."""


def bad_links(text: str, guard: Guard) -> Iterator[Verdict]:
    """Yield the verdict of each different link that there is something against.

    >>> guard = Guard(Registry.load())
    >>> page = "See https://tokenpocket.pro and https://tokenpocket.pro.evil.example/help"
    >>> [verdict.imitates for verdict in bad_links(page, guard)]
    ['tokenpocket.pro']
    """
    links = dict.fromkeys(LINK.findall(text))
    yield from (v for v in guard.check_many(links) if v.level >= Level.SUSPICIOUS)


def main() -> int:
    """Check standard input."""
    found = list(bad_links(sys.stdin.read(), Guard(Registry.load())))
    for verdict in found:
        # The input is a stranger's text; `explain` shows it so that it links nowhere.
        level, checked, *_ = explain(verdict).splitlines()
        print(level, checked, sep="  ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
