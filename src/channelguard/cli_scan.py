"""Which command reads names in bulk, and what does it take?

Parses the arguments of `scan`, shows how far it is, and turns what was found into an exit status.
Leaves alone reading, judging and writing (`scan`).
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from channelguard.cli import HELP, LANG, REGISTRY, examples
from channelguard.command import registry_of
from channelguard.console import Status, answer_language, coloured, complain, terminal_width
from channelguard.errors import InputError, OutputError
from channelguard.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channelguard.guard import Guard
    from channelguard.scan.checkpoint import Place
    from channelguard.scan.engine import Judged
    from channelguard.scan.finding import Finding
    from channelguard.scan.run import Inputs

ENGINES = ("local", "spark")
FORMATS = ("jsonl", "csv", "parquet", "sarif", "table")
KINDS = ("text", "csv", "tsv", "json", "parquet", "zone")
"""What `--format` and `--kind` take; a test compares them with the modules."""
EVERY = 0.2
"""Seconds between two states of the progress line."""


@click.command(
    epilog=examples(
        "channelguard scan new-domains.txt.gz -o found.jsonl --report found.html",
        "channelguard scan com.zone -o found.csv --since-baseline seen.bin",
        "channelguard scan --engine spark --input s3a://names/ -o s3a://found",
        status="Exit status:\n"
        "  0  nothing was found; with --since-baseline, nothing new\n"
        "  4  the worst that was found is suspicious\n"
        "  5  it is dangerous\n"
        "  1  an input or output failed; beats all of the above\n"
        "  2  wrong usage",
    ),
)
@click.argument("inputs", metavar="INPUT...", nargs=-1)
@click.option("--input", "more", metavar="INPUT", multiple=True, help="the same as an argument")
@click.option("-o", "--output", metavar="FILE",
              help="write findings there  [default: a table on standard output]")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), metavar="FORMAT",
              help=f"one of {', '.join(FORMATS)}  [default: by the file's name]")  # fmt: skip
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", default=None,
              help=f"what INPUT is: {', '.join(KINDS)}  [default: by its name]")  # fmt: skip
@click.option("--field", metavar="NAME", default="", help="the column or key with the text")
@click.option("--bad", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="write lines that are no host and no address there")  # fmt: skip
@click.option("--report", "page", metavar="FILE",
              type=click.Path(dir_okay=False, path_type=Path),
              help="write a page with counts and the worst names there")  # fmt: skip
@click.option("--since-baseline", "baseline", metavar="FILE",
              type=click.Path(dir_okay=False, path_type=Path),
              help="only what FILE does not remember from earlier runs")  # fmt: skip
@click.option("--resume", "go_on", is_flag=True,
              help="go on with an interrupted run; for text files and -o FILE.jsonl")  # fmt: skip
@click.option("--workers", metavar="N", type=click.IntRange(1, 256),
              help="processes that judge  [default: one for each core]")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default="local", metavar="ENGINE",
              help="local, or spark for many machines: text and Parquet from any Hadoop path into"
              " -o FOLDER  [default: local]")  # fmt: skip
@LANG
@REGISTRY
@HELP
def scan(**options: Any) -> int:
    """Read names in bulk and list those that imitate.

    INPUT is a file with a name, address or any field per line: text, CSV, JSON lines, Parquet, zone
    files, certificate logs, gzip and zstd; - for standard input. What is listed is what
    `channelguard check` flags for each line.
    """
    from channelguard.guard import Guard  # noqa: PLC0415
    from channelguard.scan.engine import is_fast  # noqa: PLC0415
    from channelguard.scan.run import Inputs  # noqa: PLC0415

    names = (*options["inputs"], *options["more"])
    if not names:
        raise click.UsageError("Missing argument 'INPUT...'.", click.get_current_context())
    inputs = Inputs(names, options["field"], options["kind"] or "")
    if options["engine"] == "spark":
        return _by_spark(options, inputs)
    if not is_fast():
        complain("without the extra scan this takes longer; pip install 'channelguard[scan]'")
    if options["output"]:  # a file here, where Spark takes the address of a folder
        file = click.Path(dir_okay=False, path_type=Path)
        options["output"] = file.convert(options["output"], None, click.get_current_context())
    guard = Guard(registry_of(options["folder"]))
    progress = _Progress(inputs)
    with ExitStack() as stack:
        stack.callback(progress.end)
        found = _found(options, inputs, guard, progress, stack)
        worst = max((one.level for one in found), default=Level.OFFICIAL)
    progress.sum_up()
    return Status[worst.name] if worst >= Level.SUSPICIOUS else Status.OFFICIAL


def _by_spark(options: dict[str, Any], inputs: Inputs) -> int:
    """Run on the machines of the Spark session that the environment describes."""
    context = click.get_current_context()
    unknown = [
        f"--{name}"
        for name, value in (
            ("bad", options["bad"]), ("report", options["page"]), ("resume", options["go_on"]),
            ("since-baseline", options["baseline"]), ("workers", options["workers"]),
        )
        if value
    ]  # fmt: skip
    if unknown:
        raise click.UsageError(f"--engine spark takes no {unknown[0]}", context)
    if not options["output"]:
        raise click.UsageError("--engine spark needs -o FOLDER", context)
    from channelguard.scan.sources import kind_of  # noqa: PLC0415

    try:
        from channelguard.scan import spark  # noqa: PLC0415
    except ImportError as fault:
        raise InputError("Spark needs more packages: pip install 'channelguard[spark]'") from fault
    form = options["form"] or "parquet"
    kinds = {inputs.kind or kind_of(name) for name in inputs.names}
    if form not in spark.FORMATS or not kinds <= {*spark.KINDS} or len(kinds) > 1:
        message = "--engine spark reads text or parquet, and writes parquet or jsonl"
        raise click.UsageError(message, context)
    inputs = replace(inputs, kind=kinds.pop())
    counts = spark.run(inputs, options["output"], registry_of(options["folder"]), form)
    complain(f"{counts.lines:,} lines read, {counts.findings:,} found")
    return Status[counts.worst.name]


def _found(
    options: dict[str, Any], inputs: Inputs, guard: Guard, progress: _Progress, stack: ExitStack
) -> Iterator[Finding]:
    """Yield the findings, each written where it belongs; outputs are finished when all are."""
    from channelguard.scan.baseline import Baseline  # noqa: PLC0415
    from channelguard.scan.report import Report  # noqa: PLC0415

    lang = answer_language(options["lang"])
    report = Report(lang) if options["page"] else None
    baseline = (
        stack.enter_context(Baseline.load(options["baseline"])) if options["baseline"] else None
    )
    lasting = _lasting(options, inputs)
    if options["go_on"] and not lasting:
        message = "--resume needs text files and -o FILE.jsonl, without --since-baseline"
        raise click.UsageError(message, click.get_current_context())
    workers = options["workers"] or len(os.sched_getaffinity(0))
    if lasting:
        from channelguard.scan.run import resumable  # noqa: PLC0415

        found = resumable(
            inputs, guard, options["output"], bad=options["bad"], workers=workers,
            go_on=options["go_on"], tell=progress.tell,
        )  # fmt: skip
        yield from report.through(found) if report is not None else found
    else:
        yield from _whole(options, inputs, guard, workers, progress, report, baseline, lang)
    if report is not None:
        report.write(options["page"], checked=progress.lines)
    if baseline is not None:
        baseline.save()


def _whole(  # noqa: PLR0913, PLR0917 - what a run has
    options: dict[str, Any],
    inputs: Inputs,
    guard: Guard,
    workers: int,
    progress: _Progress,
    report: Any,
    baseline: Any,
    lang: str,
) -> Iterator[Finding]:
    """Yield findings that are written as a whole, or to standard output as they come."""
    from channelguard.scan.checkpoint import Place  # noqa: PLC0415
    from channelguard.scan.form import Look  # noqa: PLC0415
    from channelguard.scan.run import findings  # noqa: PLC0415
    from channelguard.scan.writers import writer  # noqa: PLC0415

    look = Look(lang, colour=coloured() and not options["output"], width=terminal_width())
    with ExitStack() as stack:
        try:
            side = (
                stack.enter_context(options["bad"].open("w", encoding="ascii", newline="\n"))
                if options["bad"]
                else None
            )
        except OSError as fault:
            raise OutputError(f"{options['bad']}: cannot be written: {fault.strerror}") from fault
        out = stack.enter_context(writer(options["output"] or "-", options["form"] or "", look))
        runs = findings(
            inputs, guard, workers=workers, place=Place([]), tell=progress.tell, bad=side
        )
        every = (one for _, judged in runs for one in judged.findings)
        new = baseline.new(every) if baseline is not None else every
        for one in report.through(new) if report is not None else new:
            out.write(one)
            yield one


def _lasting(options: dict[str, Any], inputs: Inputs) -> bool:
    """Tell whether the run can be gone on with if it is interrupted."""
    output, form = options["output"], options["form"]
    lines = output is not None and (form or output.suffix.lstrip(".")) in {"jsonl", "ndjson"}
    return lines and not options["baseline"] and inputs.can_go_on()


class _Progress:
    """A line on standard error that says how far a run is; only where a terminal shows it."""

    def __init__(self, inputs: Inputs) -> None:
        self.lines = self.bad = self.found = 0
        self._total = (
            sum(path.stat().st_size for path in map(Path, inputs.names) if path.is_file())
            if not any(name.endswith((".gz", ".zst", ".parquet")) for name in inputs.names)
            else 0
        )
        self._done = 0
        self._began = self._shown = time.monotonic()
        self._visible = sys.stderr is not None and sys.stderr.isatty()
        self._line = False

    def tell(self, place: Place, judged: Judged) -> None:
        """Take note of a block."""
        self.lines, self.bad, self.found = place.lines, place.bad, place.findings
        self._done = place.read
        now = time.monotonic()
        if self._visible and now - self._shown > EVERY:
            self._shown = now
            self._show(now - self._began)
        del judged

    def _show(self, seconds: float) -> None:
        rate = self.lines / max(seconds, 1e-9)
        text = f"{self.lines:,} lines, {rate / 1e6:.2f} million a second, {self.found:,} found"
        if self._total and self._done:
            left = seconds * max(0.0, self._total / self._done - 1)
            text += f", {min(99, 100 * self._done // self._total)} %, {left:.0f} s left"
        sys.stderr.write(f"\r{text[: terminal_width() - 1]}\x1b[K")
        sys.stderr.flush()
        self._line = True

    def end(self) -> None:
        """Leave the line clean."""
        if self._line:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def sum_up(self) -> None:
        """Say what was read."""
        text = f"{self.lines:,} lines read, {self.found:,} found"
        complain(f"{text}, {self.bad:,} are no host and no address" if self.bad else text)
