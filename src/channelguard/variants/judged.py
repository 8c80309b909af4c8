"""Which lookalikes are there, and how would each be judged?

Draws from every trick up to the limit, drops what cannot exist, what is official, and what belongs
to a neighbour, merges what several tricks make, asks the guard, and ranks by the score.
Memory is bounded by targets, tricks and limit, whatever the tricks could go on to make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from channelguard.errors import InputError
from channelguard.guard import Guard
from channelguard.model import Level, Link, Verdict
from channelguard.registry import Channel, Registry
from channelguard.variants import possible
from channelguard.variants.tables import Tables
from channelguard.variants.target import Target, all_targets, of_channel, read
from channelguard.variants.tricks import CLASSES, Draft, Trick, fitting

LIMIT = 300
"""Most lookalikes of one class for one channel, where the caller names no limit. A name of eleven
letters has 275 with one letter replaced by another, the largest class of single slips; what is
longer are products of lists, and those begin with what fakes choose most."""

_PATIENCE = 20_000
"""After so many names in a row that cannot exist or came before, a trick is given up: every word
beside a name that fills its platform is too long. With the shipped registry a tenth of it loses
0.7 % of all names, and five times as much would add 0.2 %."""

Progress = Callable[[int, int], None]
"""Is told how many lookalikes are judged, and of how many."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One lookalike of an official channel."""

    text: str
    """The host in ASCII, with a path where the name stands there; or the account name."""
    kind: str
    """``url`` or ``handle``."""
    platform: str
    """Of an account; empty for a host."""
    classes: tuple[str, ...]
    """Every class that makes it, in the order of `tricks.CLASSES`."""
    score: int
    level: Level
    rules: tuple[str, ...]
    """Ids of the rules that counted, strongest first; empty where none sees it."""
    imitates: str
    """The registry value that the guard says is imitated, else empty."""


def variants(  # noqa: PLR0913 (each narrows what is made)
    channel_or_text: Channel | str | None,
    registry: Registry,
    *,
    classes: Iterable[str] | None = None,
    limit: int | None = None,
    platform: str = "",
    progress: Progress | None = None,
) -> Iterator[Variant]:
    """Yield the lookalikes of a channel, the highest score first; what nobody sees comes last.

    Equals are in the order of the classes, then of the text. Official channels and domains of
    neighbours never come.

    Args:
        channel_or_text: A channel of the registry, a domain or account name, or None for every
            current site and account of the registry.
        registry: What is official, and the tables that lookalikes are made with.
        classes: Only these, by name; all if None.
        limit: Most of one class for one channel; `LIMIT` if None.
        platform: Where an account is, by id, if the text does not say.
        progress: Is told how far it is.

    Raises:
        InputError: The text names no domain or account, or a class or the limit is impossible.
    """
    wanted = frozenset(CLASSES if classes is None else classes)
    if not wanted <= set(CLASSES):
        raise InputError(f"classes: there are only {', '.join(CLASSES)}")
    most = LIMIT if limit is None else limit
    if most < 1:
        raise InputError(f"limit is {most}, the least is 1")
    targets = _targets(channel_or_text, registry, platform)
    return _ranked(drafts(targets, registry, wanted, most), Guard(registry), progress)


def _targets(
    channel_or_text: Channel | str | None, registry: Registry, platform: str
) -> list[Target]:
    if channel_or_text is None:
        return list(all_targets(registry))
    if isinstance(channel_or_text, str):
        return read(channel_or_text, registry, platform)
    found = of_channel(channel_or_text, registry)
    if found is None:
        raise InputError(f"a channel of the kind {channel_or_text.kind} has no variants")
    return [found]


def drafts(
    targets: Iterable[Target], registry: Registry, wanted: frozenset[str], most: int
) -> dict[Draft, int]:
    """Return what the tricks make of targets before anybody judges it.

    Each lookalike comes once, with its classes as bits in the order of `tricks.CLASSES`; no more
    than ``most`` are of one class for one target.
    """
    tables = Tables(registry)
    found: dict[Draft, int] = {}
    for target in targets:
        for trick in fitting(target):
            if trick.id in wanted:
                bit = 1 << CLASSES.index(trick.id)
                for draft in _drawn(trick, target, tables, most):
                    found[draft] = found.get(draft, 0) | bit
    return found


def _drawn(trick: Trick, target: Target, tables: Tables, most: int) -> Iterator[Draft]:
    """Yield at most so many lookalikes of one trick, each once, none that cannot exist."""
    seen: set[Draft] = set()
    in_vain = 0
    for made in trick.make(target, tables):
        draft = _fitted(*trick.place(target, made), target, tables)
        in_vain += 1
        if draft is not None and draft not in seen:
            seen.add(draft)
            in_vain = 0
            yield draft
        if len(seen) == most or in_vain == _PATIENCE:
            return


def _fitted(text: str, platform: str, target: Target, tables: Tables) -> Draft | None:
    """Return what can exist, a host in ASCII; None for what cannot and for the channel itself."""
    if not platform:
        text = possible.host(text)
        return (text, "") if text not in ("", target.text) else None
    if not possible.account(text, platform, tables.platforms):
        return None
    same = tables.platforms.by_id[platform].same
    if platform == target.platform and same(text) == same(target.text):
        return None
    return text, platform


def _ranked(made: dict[Draft, int], guard: Guard, progress: Progress | None) -> Iterator[Variant]:
    rules: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: list[Variant] = []
    for done, ((text, platform), bits) in enumerate(made.items(), start=1):
        kind = "handle" if platform else "url"
        verdict = guard.check(text, kind=kind, platform=platform or None)
        if not _taken(verdict, guard.registry):
            one = _variant(text, platform, bits, verdict)
            found.append(replace(one, rules=rules.setdefault(one.rules, one.rules)))
        if progress is not None:
            progress(done, len(made))
    found.sort(key=lambda one: (-one.score, CLASSES.index(one.classes[0]), one.text, one.platform))
    yield from found


def _variant(text: str, platform: str, bits: int, verdict: Verdict) -> Variant:
    return Variant(
        text,
        verdict.subject.kind,
        platform,
        tuple(name for at, name in enumerate(CLASSES) if bits >> at & 1),
        verdict.score,
        verdict.level,
        tuple(dict.fromkeys(one.rule for one in verdict.evidence if one.counted)),
        verdict.imitates,
    )


def _taken(verdict: Verdict, registry: Registry) -> bool:
    """Tell whether a lookalike is official, whatever the day, or the own domain of a neighbour."""
    for atom in verdict.subject.atoms:
        channel = registry.find(atom)
        if channel is not None and channel.status in ("current", "legacy"):
            return True
        if isinstance(atom, Link) and registry.neighbour(atom.host):
            return True
    return bool(verdict.official)
