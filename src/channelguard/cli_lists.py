"""Which commands fetch and show threat lists?

Parses their arguments and prints what `net.lists` did and `listed` found.
Leaves alone `check`, which is told by a switch to read what lies here. Only ``lists update`` opens
a connection.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from channelguard.cli import HELP, JSON, REGISTRY, Section, examples
from channelguard.console import PROGRAM, Status, complain, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from channelguard.listed import Head, State
    from channelguard.net.lists import Outcome, Progress
    from channelguard.registry import ListSource

CACHE = click.option(
    "--cache",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="where the lists lie  [default: the user's cache folder]",
)


@click.group(
    cls=Section,
    epilog=examples(
        "channelguard lists update",
        "channelguard lists update metamask scamsniffer",
        "channelguard lists show",
        status="Exit status: that of the command; 2 for wrong usage, 1 for a failure.",
    ),
)
@HELP
def lists() -> None:
    """Fetch and show threat lists of others."""


@lists.command(
    epilog=examples(
        "channelguard lists update",
        "channelguard lists update metamask",
        "channelguard lists update --cache /srv/lists",
        status="Exit status: 0, 1 if a list could not be fetched, 2 for wrong usage.",
    ),
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@CACHE
@REGISTRY
@HELP
def update(names: Sequence[str], cache: Path | None, folder: Path | None) -> int:
    """Fetch lists that changed from their publishers.

    NAME is a list that `channelguard lists show` names; all of them if absent. A publisher learns
    the address of this machine and which version of the list it has, and nothing else.
    """
    from channelguard.registry import Registry  # noqa: PLC0415

    registry = Registry.load(folder)
    return fetch(_chosen(registry.lists, names), registry.shared_hosts, cache)


@lists.command(
    epilog=examples(
        "channelguard lists show",
        "channelguard lists show --json",
        "channelguard lists show --cache /srv/lists",
        status="Exit status: 0, or 2 for wrong usage.",
    ),
)
@CACHE
@REGISTRY
@JSON
@HELP
def show(cache: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """List the threat lists and how old they are.

    One line for each that the registry names: hosts, day of the last check, licence, and what is
    wrong with it. Opens no connection.
    """
    from channelguard.listed import HostLists  # noqa: PLC0415
    from channelguard.listing import columns  # noqa: PLC0415
    from channelguard.registry import Registry  # noqa: PLC0415

    sources = Registry.load(folder).lists
    states = HostLists.load((source.id for source in sources), cache).states
    pairs = list(zip(sources, states, strict=True))
    if as_json:
        import json  # noqa: PLC0415

        for source, state in pairs:
            write(json.dumps({**source._asdict(), **asdict(state)}))
        return
    rows = [["NAME", "HOSTS", "CHECKED", "LICENCE", "STATE", "PUBLISHER"]]
    rows += [_row(source, state) for source, state in pairs]
    write("\n".join(columns(rows, right=frozenset({1}))))
    for state in states:
        if state.problem == "unusable":
            complain(f"{state.id}: {state.reason}")


def fetch(
    sources: Iterable[ListSource],
    shared: frozenset[str],
    cache: Path | None = None,
    **how: Any,
) -> Status:
    """Update lists one after another, with a line for each, and return how it ends.

    Args:
        sources: The lists.
        shared: Hosts that no list may warn of as a whole.
        cache: Where the lists lie; the user's cache folder if absent.
        how: Further arguments of `net.lists.update`.
    """
    try:
        from channelguard.net.lists import update as bring  # noqa: PLC0415
    except ModuleNotFoundError:
        complain(f"fetching lists needs more packages: pip install '{PROGRAM}[update]'")
        return Status.FAILED
    status = Status.OFFICIAL
    for source in sources:
        with _bar(source.id) as progress:
            outcome = bring(source, shared, cache, progress=progress, **how)
        if outcome.head is None:
            status = Status.FAILED
        write(_line(outcome))
    return status


def _chosen(sources: tuple[ListSource, ...], names: Sequence[str]) -> list[ListSource]:
    known = {source.id: source for source in sources}
    if not set(names) <= known.keys():
        message = f"NAME takes one of {', '.join(known)}"
        raise click.UsageError(message, click.get_current_context())
    return [known[name] for name in dict.fromkeys(names)] or list(sources)


@contextmanager
def _bar(title: str) -> Iterator[Progress | None]:
    """Show how much of a list has come, where somebody is looking on."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=title, file=sys.stderr) as bar:

        def progress(came: int, expected: int) -> None:
            bar.length = max(expected, came)
            bar.update(came - bar.pos)

        yield progress


def _line(outcome: Outcome) -> str:
    """Say in one line what became of a list."""
    if outcome.head is None:
        return f"{outcome.id}: failed: {outcome.reason}"
    return f"{outcome.id}: {outcome.state}: {_facts(outcome.head)}"


def _facts(head: Head) -> str:
    left = head.skipped + head.refused
    out = f", {left} entries left out" if left else ""
    return f"{head.entries} hosts{out}, fetched {head.fetched}, licence {head.licence}"


def _row(source: ListSource, state: State) -> list[str]:
    head = state.head
    hosts, day = (str(head.entries), head.checked) if head else ("-", "-")
    return [source.id, hosts, day, source.licence, state.problem or "ready", source.publisher]
