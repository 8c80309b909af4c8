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

LIMIT = 200
"""Most lookalikes of one class for one channel, where the caller names no limit. With it every
class that is not a product of two lists is whole for a name of twelve letters, but for the endings
that nobody has been seen to choose."""

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
    return _ranked(_drafts(targets, registry, wanted, most), Guard(registry), progress)


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


def _drafts(
    targets: list[Target], registry: Registry, wanted: frozenset[str], most: int
) -> dict[Draft, int]:
    """Return what the tricks make, each with its classes as bits."""
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
    for made in trick.make(target, tables):
        text, platform = trick.place(target, made)
        if not platform:
            text = possible.host(text)
        elif not possible.account(text, platform, tables.platforms):
            continue
        if not text or (text, platform) in seen or _same(text, platform, target, tables):
            continue
        seen.add((text, platform))
        yield text, platform
        if len(seen) == most:
            return


def _same(text: str, platform: str, target: Target, tables: Tables) -> bool:
    """Tell whether it is the imitated channel itself, by the rules of its platform."""
    if not platform or platform != target.platform:
        return not platform and text == target.text
    rules = tables.platforms.by_id[platform]
    return rules.same(text) == rules.same(target.text)


def _ranked(
    drafts: dict[Draft, int], guard: Guard, progress: Progress | None
) -> Iterator[Variant]:
    rules: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: list[Variant] = []
    for done, ((text, platform), bits) in enumerate(drafts.items(), start=1):
        kind = "handle" if platform else "url"
        verdict = guard.check(text, kind=kind, platform=platform or None)
        if not _taken(verdict, guard.registry):
            one = _variant(text, platform, bits, verdict)
            found.append(replace(one, rules=rules.setdefault(one.rules, one.rules)))
        if progress is not None:
            progress(done, len(drafts))
    found.sort(
        key=lambda one: (-one.score, CLASSES.index(one.classes[0]), one.text, one.platform)
    )
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
