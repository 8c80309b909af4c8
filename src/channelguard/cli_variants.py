"""Which command lists the lookalikes of official channels?

Parses its arguments and prints what `variants` makes: a line each, JSON or CSV.
Leaves alone how they are made and judged, and judging an input of one's own (`check`).
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from channelguard.cli import HELP, JSON, LANG, REGISTRY, examples
from channelguard.console import answer_language, coloured, complain, write
from channelguard.errors import InputError

if TYPE_CHECKING:
    from channelguard.registry import Registry
    from channelguard.variants import Variant
    from channelguard.variants.judged import Progress

CLASSES = (
    "omission", "doubling", "transposition", "keyboard", "replacement", "insertion", "vowel",
    "sound", "bitflip", "plural", "number", "digit", "look", "merged", "homoglyph", "script",
    "accent", "case", "separator", "swapped", "affix", "affixes", "tail", "abbreviation", "ending",
    "dot", "glued", "nested", "hosting", "path", "other-platform", "edit+edit", "edit+affix",
    "edit+ending", "edit+hosting", "affix+ending", "affix+hosting",
)  # fmt: skip
"""What `--class` takes; a test compares it with `variants.CLASSES`."""

COLUMNS = ("text", "kind", "platform", "classes", "level", "score", "rules", "imitates")
"""The columns of CSV and the keys of JSON."""

_CLASSES = 24
"""Columns for the classes; the few names that many classes make are out of line."""


@click.command(
    epilog=examples(
        "channelguard variants tp.xyz --limit 50",
        "channelguard variants --class digit --class look",
        "channelguard variants --csv > lookalikes.csv",
        status="Exit status: 0, 1 if the registry cannot be used, 2 for wrong usage.",
    ),
)
@click.argument("name", metavar="[DOMAIN|HANDLE]", required=False)
@click.option("--platform", metavar="NAME", default="", help="where HANDLE is, such as telegram")
@click.option(
    "--class",
    "classes",
    metavar="NAME",
    multiple=True,
    type=click.Choice(CLASSES),
    help=f"only this one, may be repeated: {', '.join(CLASSES)}",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="most of one class for one channel  [default: 300]",
)
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="print a table with commas")
@LANG
@REGISTRY
@HELP
def variants(  # noqa: PLR0913 (one for each option)
    name: str | None,
    *,
    platform: str,
    classes: tuple[str, ...],
    limit: int | None,
    as_json: bool,
    as_csv: bool,
    lang: str | None,
    folder: Path | None,
) -> None:
    """List lookalikes of a channel, the worst first.

    DOMAIN or HANDLE is what is imitated; every current official site and account if absent. Each
    line has level, score, classes and name. Opens no connection: whether a name is in use is not
    looked up. What is unknown comes last: no rule would see it.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other", click.get_current_context())
    if platform and name is None:
        raise click.UsageError("--platform needs HANDLE", click.get_current_context())
    from channelguard.registry import Registry  # noqa: PLC0415
    from channelguard.variants import variants as made  # noqa: PLC0415

    registry = Registry.load(folder)
    where = _place(platform, registry)
    with _bar() as progress:
        try:
            found = list(
                made(
                    name,
                    registry,
                    classes=classes or None,
                    limit=limit,
                    platform=where,
                    progress=progress,
                )
            )
        except InputError as fault:
            raise click.UsageError(str(fault), click.get_current_context()) from fault
    if found and not any(one.rules for one in found):
        complain("no rule sees any of these; is the name in the registry?")
    if as_json:
        _write_objects(found)
    elif as_csv:
        _write_table(found)
    else:
        _write_lines(found, answer_language(lang))


def _place(platform: str, registry: Registry) -> str:
    """Return the id of the platform that was named; empty for none."""
    rules = registry.platforms
    found = rules.alias.get(platform.lower(), "") if platform else ""
    if platform and (not found or found in rules.stores):
        names = ", ".join(sorted(rules.by_id.keys() - set(rules.stores)))
        raise click.UsageError(f"--platform takes one of {names}", click.get_current_context())
    return found


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """Show how many are judged, where somebody is looking on."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="judging", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield progress


def _write_lines(found: list[Variant], lang: str) -> None:
    """Write one line for each: level, score, name (defanged), classes."""
    from channelguard.colour import level_word  # noqa: PLC0415
    from channelguard.difference import padded, width  # noqa: PLC0415
    from channelguard.harmless import defang  # noqa: PLC0415
    from channelguard.model import Level  # noqa: PLC0415
    from channelguard.wording import words  # noqa: PLC0415

    say, colour = words(lang), coloured()
    level = {one: say[f"level.{one.name.lower()}"] for one in Level}
    widest = max(map(width, level.values()))
    classes = max((len(",".join(one.classes)) for one in found), default=0)
    for one in found:
        word = level_word(one.level, padded(level[one.level], widest), colour=colour)
        name = f"{one.platform}: {defang(one.text)}" if one.platform else defang(one.text)
        write(f"{word}  {one.score:3}  {','.join(one.classes):{min(classes, _CLASSES)}}  {name}")


def _write_objects(found: list[Variant]) -> None:
    """Write one ASCII-only JSON object per line."""
    import json  # noqa: PLC0415

    for one in found:
        row = {key: getattr(one, key) for key in COLUMNS}
        write(json.dumps(row | {"level": one.level.name.lower()}))


def _write_table(found: list[Variant]) -> None:
    """Write a table with commas, a heading first; its cells are those of bulk runs."""
    from channelguard.scan.as_csv import cell  # noqa: PLC0415

    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\n")
    write(",".join(COLUMNS))
    for one in found:
        row = asdict(one) | {"level": one.level.name.lower()}
        row |= {"classes": " ".join(one.classes), "rules": " ".join(one.rules)}
        table.writerow([cell(str(row[column])) for column in COLUMNS])
        write(lines.getvalue().removesuffix("\n"))
        lines.seek(0)
        lines.truncate()
