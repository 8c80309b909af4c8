"""What does `channelguard check` read, print and return, once its arguments are understood?

Reads arguments and standard input, a line at a time and never more than the limit; hands each to
the guard; prints answers as they come; adds up the exit status.
Leaves alone the parsing of options (`cli`) and every sentence about an input (`render`).
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from channelguard.console import (
    Status,
    StreamError,
    answer_language,
    coloured,
    complain,
    finish,
    terminal_width,
    write,
)
from channelguard.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from channelguard.guard import Guard
    from channelguard.model import Level, Verdict
    from channelguard.registry import Registry

MAX_LINE = 4 * 65_536
"""Longest line of standard input that is read, in bytes without its line end: the guard's own limit
in code points, of which UTF-8 writes none in more than four bytes. A longer one could not be
checked anyway."""

MAX_SKIP = 4 * MAX_LINE
"""How many bytes of an over-long line are passed over in search of its end; a source that shows
no line end in that much, such as ``/dev/zero``, has none."""

STDIN = "-"
"""The argument that stands for standard input."""


class Asked(NamedTuple):
    """One input and where it came from."""

    place: str
    """Such as ``input 2`` or ``standard input, line 7``; empty if there is only one."""
    text: str
    """Empty where `problem` is not."""
    problem: str = ""
    """Why it was not even read to its end; empty if it was."""


class Output(NamedTuple):
    """Where answers and complaints go, and in what dress."""

    write: Callable[[str], None]
    """Takes one finished answer, without its last line end."""
    complain: Callable[[str], None]
    """Takes one line for standard error, without prefix."""
    lang: str
    json: bool = False
    colour: bool = False
    width: int = 80
    """Columns of the terminal."""


def registry_of(folder: Path | None) -> Registry:
    """Return the registry in a folder, else the newest: fetched, if it may be used, or shipped.

    If what was fetched cannot be used because of a fault, that is said on standard error.

    Raises:
        RegistryError: As `Registry.load`.
    """
    from channelguard.registry import Registry  # noqa: PLC0415

    if folder is not None:
        return Registry.load(folder)
    registry, found = Registry.newest()
    if found.broken:
        complain(f"{found.reason}; the shipped list is used instead")
    return registry


def streams(inputs: Sequence[str]) -> bool:
    """Return whether standard input is to be read.

    >>> streams([]), streams(["tokenpocket.pro", "-"]), streams(["tokenpocket.pro"])
    (True, True, False)
    """
    return not inputs or STDIN in inputs


def asked(inputs: Sequence[str], stdin: BinaryIO | None) -> Iterator[Asked]:
    """Yield the inputs in order, with the lines of standard input where ``-`` stands.

    Raises:
        StreamError: Standard input is closed, or a line of it has no end.
    """
    if not inputs:
        yield from lines(stdin)
    for number, text in enumerate(inputs, start=1):
        if text == STDIN:
            yield from lines(stdin)
        else:
            yield Asked(f"input {number}" if len(inputs) > 1 else "", text)


def lines(stdin: BinaryIO | None) -> Iterator[Asked]:
    """Yield the lines of ``stdin`` as they arrive, blank ones left out.

    Bytes that are not UTF-8 become lone surrogates, exactly as they do in arguments. A line
    above `MAX_LINE` is yielded as a problem.

    Raises:
        StreamError: ``stdin`` is None (closed) or fails, or a line goes on past `MAX_SKIP`.
    """
    if stdin is None:
        raise StreamError("standard input is closed and there is no other input")
    number = 0
    while True:
        number += 1
        place = f"standard input, line {number}"
        line = _read(stdin, MAX_LINE + 2)
        if not line:
            return
        body = line.rstrip(b"\r\n")
        if len(body) > MAX_LINE or (len(line) == MAX_LINE + 2 and not line.endswith(b"\n")):
            if not line.endswith(b"\n"):
                _skip(stdin, place)
            yield Asked(place, "", f"the line has more than {MAX_LINE} bytes, which is the limit")
            continue
        text = body.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")
        if text.strip():
            yield Asked(place, text.decode("utf-8", "surrogateescape"))


def _read(stdin: BinaryIO, limit: int) -> bytes:
    """Return the next line or its first ``limit`` bytes; nothing at the end."""
    try:
        return stdin.readline(limit)
    except OSError as fault:
        raise StreamError(f"standard input cannot be read: {fault.strerror}") from fault


def _skip(stdin: BinaryIO, place: str) -> None:
    """Pass over the rest of a line without keeping it."""
    for _ in range(MAX_SKIP // MAX_LINE):
        rest = _read(stdin, MAX_LINE)
        if not rest or rest.endswith(b"\n"):
            return
    raise StreamError(
        f"{place}: no line end within {MAX_SKIP} bytes; the rest of standard input was not read"
    )


class Answering:
    """One run of `channelguard check`: counts levels and problems, keeps the worst verdict."""

    def __init__(self, guard: Guard, kind: str | None, platform: str | None, out: Output) -> None:
        """Remember whom to ask, what the caller knows already, and how to answer."""
        self.guard, self.kind, self.platform, self.out = guard, kind, platform, out
        self.worst: Verdict | None = None
        self.failed = False

    def run(self, inputs: Sequence[str], stdin: BinaryIO | None) -> Status:
        """Answer everything in ``inputs`` and return the exit status."""
        verdicts = self._verdicts(inputs, stdin)
        if self.out.json:
            self._objects(verdicts)
        elif streams(inputs):
            self._rows(verdicts)
        else:
            self._table(list(verdicts))
        if self.failed or self.worst is None:
            return Status.FAILED
        return Status.of([self.worst.level])

    def _verdicts(self, inputs: Sequence[str], stdin: BinaryIO | None) -> Iterator[Verdict]:
        """Yield a verdict for each input that can be checked; complain about the others."""
        try:
            for one in asked(inputs, stdin):
                verdict = self._verdict(one)
                if verdict is not None:
                    if self.worst is None or _badness(verdict) >= _badness(self.worst):
                        self.worst = verdict
                    yield verdict
        except StreamError as fault:
            self._complain("", str(fault))
        if self.worst is None and not self.failed:
            self._complain("", "standard input holds nothing to check")

    def _verdict(self, one: Asked) -> Verdict | None:
        """Ask the guard; None where there is no verdict, which has then been said."""
        problem = one.problem
        if not problem:
            try:
                return self.guard.check(one.text, kind=self.kind, platform=self.platform)
            except InputError as fault:
                problem = str(fault)
        self._complain(one.place, problem)
        return None

    def _complain(self, place: str, problem: str) -> None:
        """Say that something could not be checked, and remember it."""
        self.failed = True
        self.out.complain(f"{place}: {problem}" if place else problem)

    def _objects(self, verdicts: Iterator[Verdict]) -> None:
        """Print one JSON object per line, each as soon as it is known."""
        from channelguard.render import to_json  # noqa: PLC0415 (costs start-up elsewhere)

        for verdict in verdicts:
            self.out.write(to_json(verdict, self.out.lang))

    def _rows(self, verdicts: Iterator[Verdict]) -> None:
        """Print one row per verdict as soon as it is known, and at the end explain the worst."""
        from channelguard.overview import table  # noqa: PLC0415

        heading = True
        for verdict in verdicts:
            rows = table([verdict], self.out.lang, colour=self.out.colour, width=self.out.width)
            self.out.write(rows if heading else rows.rpartition("\n")[2])
            heading = False
        self._explain_worst(blank=True)

    def _table(self, verdicts: list[Verdict]) -> None:
        """Explain one verdict; of several print a table, worst last, and explain the worst."""
        several = len(verdicts) > 1
        if several:
            from channelguard.overview import table  # noqa: PLC0415

            rows = table(verdicts, self.out.lang, colour=self.out.colour, width=self.out.width)
            self.out.write(rows)
        self._explain_worst(blank=several)

    def _explain_worst(self, *, blank: bool) -> None:
        """Print the explanation of the worst verdict, if there is any."""
        from channelguard.render import explain  # noqa: PLC0415

        if self.worst is not None:
            text = explain(self.worst, self.out.lang, colour=self.out.colour)
            self.out.write("\n" + text if blank else text)

    def run_mail(self, path: Path, trusted: Sequence[str]) -> Status:
        """Answer one mail file and return the exit status."""
        from channelguard.mail import read_mail  # noqa: PLC0415 (the e-mail parser costs start-up)

        try:
            self.worst = self.guard.check_mail(read_mail(path, trusted))
        except InputError as fault:
            self._complain("", str(fault))
            return Status.FAILED
        if self.out.json:
            self._objects(iter([self.worst]))
        else:
            self._explain_worst(blank=False)
        return Status.of([self.worst.level])


def _badness(verdict: Verdict) -> tuple[Level, int]:
    """Return what the order of the table goes by."""
    return verdict.level, verdict.score


def answer(  # noqa: PLR0913 (one for each option)
    inputs: Sequence[str],
    guard: Guard,
    kind: str | None = None,
    platform: str | None = None,
    lang: str | None = None,
    *,
    json: bool = False,
) -> Status:
    """Answer ``inputs`` on the standard streams; the whole of `channelguard check`."""
    out = _output(lang, json=json)
    stdin = sys.stdin.buffer if streams(inputs) and sys.stdin is not None else None
    return Answering(guard, kind, platform, out).run(inputs, stdin)


def answer_mail(
    path: Path, trusted: Sequence[str], guard: Guard, lang: str | None = None, *, json: bool = False
) -> Status:
    """Answer one mail file on the standard streams; `channelguard check --eml`."""
    return Answering(guard, None, None, _output(lang, json=json)).run_mail(path, trusted)


def _output(lang: str | None, *, json: bool) -> Output:
    return Output(write, complain, answer_language(lang), json, coloured(), terminal_width())


def main() -> NoReturn:
    """Start the program; the entry point of the package.

    A check without options, the common case, does not load click, a fifth of its start-up time.
    """
    args = sys.argv[1:]
    plain = len(args) > 1 and args[0] == "check" and not any(a.startswith("-") for a in args)
    if plain and "_CHANNELGUARD_COMPLETE" not in os.environ:
        finish(lambda: _plain(args[1:]))
    from channelguard.cli import cli  # noqa: PLC0415 (loads click)

    cli.main()


def _plain(inputs: Sequence[str]) -> Status:
    """Answer ``inputs`` from the shipped registry."""
    from channelguard.guard import Guard  # noqa: PLC0415 (inside `finish`, which reports faults)

    return answer(inputs, Guard(registry_of(None)))
