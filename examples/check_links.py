"""Which links of a page or a text are no official channels?

    python examples/check_links.py < announcement.md

Prints one line per link that is suspicious or dangerous and exits with 1 if there was any, with 2
if a line was too long to be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from channelguard import Guard, InputError, Level, Registry, Verdict, explain
from channelguard.model import Link


def links(text: str, guard: Guard) -> Iterator[str]:
    r"""Yield the links of each line, wherever the language ends them, with the words shown instead.

    >>> text = "\u770bhttps://tokenpocket.pro\uff0c\u4e5f\u770b\uff08tpwallet.io\uff09\u3002"
    >>> list(links(text, Guard(Registry.load())))
    ['https://tokenpocket.pro', 'tpwallet.io']
    >>> list(links('<a href="https://example.org">here</a>', Guard(Registry.load())))
    ['[here](https://example.org)']

    Raises:
        InputError: A line is longer than a text may be.
    """
    for line in filter(str.strip, text.splitlines()):
        subject = guard.check(line, kind="message").subject
        for atom in subject.atoms:
            if isinstance(atom, Link):
                target = subject.raw[slice(*atom.span)]
                yield f"[{atom.label}]({target})" if atom.label else target


def bad_links(text: str, guard: Guard) -> Iterator[Verdict]:
    """Yield the verdict of each different link that there is something against.

    >>> guard = Guard(Registry.load())
    >>> page = "See https://tokenpocket.pro and https://tokenpocket.pro.evil.example/help"
    >>> [verdict.imitates for verdict in bad_links(page, guard)]
    ['tokenpocket.pro']
    >>> len(list(bad_links("See [tokenpocket.pro](https://evil.example/help)", guard)))
    1
    """
    different = dict.fromkeys(links(text, guard))
    yield from (v for v in guard.check_many(different) if v.level >= Level.SUSPICIOUS)


def main() -> int:
    """Check standard input."""
    try:
        found = list(bad_links(sys.stdin.read(), Guard(Registry.load())))
    except InputError as fault:
        print(fault, file=sys.stderr)
        return 2
    for verdict in found:
        # The input is a stranger's text; `explain` shows it so that it links nowhere.
        level, checked, *_ = explain(verdict).splitlines()
        print(level, checked, sep="  ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
