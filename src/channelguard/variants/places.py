"""Where else can a name stand: under which ending, host or platform?

These tricks leave the name as it is and yield a whole host, or the id of a platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from channelguard.variants.beside import around, crossed
from channelguard.variants.edits import keyboard, omission, transposition
from channelguard.variants.tables import Tables
from channelguard.variants.target import Target


def ending(target: Target, tables: Tables) -> Iterator[str]:
    """Take another public suffix: those a slip away, those that fakes like, then all others."""
    for one in endings(target, tables):
        yield replace(target, suffix=one).named(target.name)


def dot(target: Target, _tables: Tables) -> Iterator[str]:
    """Put a dot into the name, so that its end is what was registered: ``toke.npocket.pro``."""
    name = target.name
    edges = [end for end in target.ends() if end < len(name)]
    for at in dict.fromkeys([*edges, *range(1, len(name))]):
        yield target.named(f"{name[:at]}.{name[at:]}")


def glued(target: Target, tables: Tables) -> Iterator[str]:
    """Leave a dot out, before the name or behind it: ``wwwtokenpocket.pro``."""
    name, own = target.name, target.suffix
    front = target.subdomain or "www"
    flat = own.replace(".", "")
    for one in (own, *endings(target, tables)):
        for mark in ("-", ""):
            yield f"{front.replace('.', mark)}{mark}{name}.{one}"
            if not target.part:
                yield f"{name}{mark}{flat}.{one}"


def nested(target: Target, tables: Tables) -> Iterator[str]:
    """Put the whole official host in front of another name: ``tokenpocket.pro-claim.com``."""
    pairs = pairwise(tables.site_words)
    for (word, other), one in crossed(pairs, endings(target, tables)):
        yield f"{target.text}-{word}.{one}"
        yield f"{target.text}.{word}-{other}.{one}"


def hosting(target: Target, tables: Tables) -> Iterator[str]:
    """Take the name as a customer of free hosting: ``tokenpocket.pages.dev``."""
    for host in tables.hosting:
        yield f"{target.name}.{host}"


def path(target: Target, tables: Tables) -> Iterator[str]:
    """Put the name or the official host into a path where all customers share one host."""
    for host in tables.shared:
        yield f"{host}/{target.name}"
        yield f"{host}/{target.text}"


def affix_hosting(target: Target, tables: Tables) -> Iterator[str]:
    """Put a word beside the name, under free hosting."""
    for (before, after), host in crossed(around(target, tables), tables.hosting):
        yield f"{before}{target.name}{after}.{host}"


def affix_ending(target: Target, tables: Tables) -> Iterator[str]:
    """Put a word beside the name, under another ending."""
    for (before, after), one in crossed(around(target, tables), endings(target, tables)):
        yield replace(target, suffix=one).named(before + target.name + after)


def other_platform(target: Target, tables: Tables) -> Iterator[str]:
    """Yield every other platform on which the name is possible and anybody may choose one."""
    for platform, rules in tables.platforms.by_id.items():
        if platform not in (target.platform, *tables.platforms.stores) and rules.case != "exact":
            yield platform


def case(target: Target, _tables: Tables) -> Iterator[str]:
    """Write letters of a code with the other case, where capitals count."""
    name = target.name
    yield from (name.lower(), name.upper(), name.swapcase())
    for at, letter in enumerate(name):
        yield name[:at] + letter.swapcase() + name[at + 1 :]


def endings(target: Target, tables: Tables) -> list[str]:
    """Return every other public suffix; first those that are a slip away from the own one."""
    own = replace(target, name=target.suffix)
    real = frozenset(tables.endings)
    slips = (
        one
        for trick in (omission, transposition, keyboard)
        for one in trick(own, tables)
        if one in real
    )
    return [one for one in dict.fromkeys([*slips, *tables.endings]) if one != target.suffix]
