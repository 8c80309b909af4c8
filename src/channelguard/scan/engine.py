"""How is a bulk input judged: which lines are looked at, by how many workers, in which order?

Every line is either skipped by the `Prefilter` or asked of the ordinary `Guard` as an address, so
that the findings are those of ``check(line, kind="url")``, line by line, and in the order of the
input. Without the extra ``scan`` every line is asked: the same findings, slower.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path
from typing import TYPE_CHECKING

from channelguard.guard import Guard
from channelguard.model import Level, Unreadable, Verdict
from channelguard.parse import MAX_CHARS
from channelguard.scan.block import BLOCK, FOLLOWS, LINE_FEED, TOO_LONG, Block
from channelguard.scan.finding import Finding
from channelguard.scan.sources import blocks

if TYPE_CHECKING:
    from channelguard.scan.prefilter import Prefilter

AHEAD = 3
"""Blocks that are read ahead for each worker; more would only fill the memory."""
FEW = 50_000
"""Lines that are judged one by one at first: with fewer it is not worth to start the prefilter."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one block."""

    block: Block
    """Without its data."""
    lines: int
    """Texts in it, bad ones included."""
    findings: tuple[Finding, ...]
    bad: tuple[tuple[int, str], ...]
    """Lines that could not be read as host or address: number and reason."""

    def moved(self, by: int) -> Judged:
        """Return it with so much added to all numbers of lines."""
        return Judged(
            replace(self.block, first=self.block.first + by),
            self.lines,
            tuple(replace(one, number=one.number + by) for one in self.findings),
            tuple((number + by, reason) for number, reason in self.bad),
        )


class Judge:
    """A guard with its prefilter, for blocks."""

    def __init__(self, guard: Guard, few: int = FEW) -> None:
        """Judge by a guard.

        Args:
            guard: What judges; its lists and other switches count.
            few: Lines that are judged one by one before the prefilter is made.
        """
        self.guard = guard
        self._few = few

    def judge(self, block: Block) -> Judged:
        """Return what is found in a block."""
        block = block.loaded()
        findings: list[Finding] = []
        bad = list(block.bad)
        lines = block.lines
        for at, raw in self._candidates(block.data, lines):
            number = block.numbers[at] if block.numbers else block.first + at
            text, reason = _decoded(raw)
            verdict = None if reason or not text.strip() else self.guard.check(text, kind="url")
            if verdict is None:
                bad += [(number, reason)] if reason else []
            elif verdict.level >= Level.SUSPICIOUS:
                date = block.dates[at] if block.dates else ""
                findings.append(Finding.of(verdict, number, date, block.source))
            elif not _readable(verdict):
                bad.append((number, "is no host and no address"))
        emptied = Block(block.first, b"", block.source, block.read)
        return Judged(emptied, lines, tuple(findings), tuple(sorted(bad)))

    def _candidates(self, data: bytes, lines: int) -> Iterator[tuple[int, bytes]]:
        """Return the lines that have to be judged, with their place."""
        one_by_one = lines <= self._few
        self._few = self._few - lines if one_by_one else 0
        if one_by_one or self._prefilter is None:
            return enumerate(data.split(b"\n")[:-1])
        return self._prefilter.suspects(data)

    @cached_property
    def _prefilter(self) -> Prefilter | None:
        return _prefilter(self.guard)


def scan(
    source: str | Path | Iterable[str], guard: Guard | Judge, *, workers: int = 1, field: str = ""
) -> Iterator[Finding]:
    """Yield what is suspicious or dangerous in a bulk input, in its order.

    Args:
        source: The name of a file (see `sources.blocks`), or texts, one to check in each.
        guard: What judges; its lists and other switches count. A `Judge` where it is used again and
            again: its start takes a second.
        workers: Processes that judge; one is this process itself. More than one need a main module
            that can be imported, as `multiprocessing` says.
        field: The column or key that holds the text.

    Raises:
        InputError: The file cannot be read.
    """
    read = blocks(str(source), field=field) if isinstance(source, str | Path) else _texts(source)
    for judged in judge_all(read, guard, workers=workers):
        yield from judged.findings


def judge_all(read: Iterable[Block], guard: Guard | Judge, *, workers: int = 1) -> Iterator[Judged]:
    """Yield what became of each block, in order."""
    number = 1
    for judged in _each(read, guard, workers):
        here = judged.moved(number - FOLLOWS) if judged.block.first == FOLLOWS else judged
        number = here.block.first + here.lines
        yield here


def _each(read: Iterable[Block], guard: Guard | Judge, workers: int) -> Iterator[Judged]:
    """Yield what became of each block, in order, with the numbers that the blocks know."""
    if workers <= 1:
        judge = guard if isinstance(guard, Judge) else Judge(guard)
        yield from map(judge.judge, read)
        return
    guard = guard.guard if isinstance(guard, Judge) else guard
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload(["channelguard.scan.preload"])
    with context.Pool(workers, _start, (guard,)) as pool:
        yield from _in_order(pool, read, workers * AHEAD)


def _in_order(pool: Pool, read: Iterable[Block], most: int) -> Iterator[Judged]:
    """Hand blocks to the workers, a few ahead, and yield their answers in order."""
    waiting: deque[AsyncResult[Judged]] = deque()
    for block in read:
        waiting.append(pool.apply_async(_work, (block,)))
        while waiting and (len(waiting) >= most or waiting[0].ready()):
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


_judge: Judge | None = None
"""The judge of a worker process."""


def _start(guard: Guard) -> None:
    global _judge  # noqa: PLW0603 - how a process of a pool keeps what it needs
    _judge = Judge(guard)


def _work(block: Block) -> Judged:
    if _judge is None:
        raise RuntimeError("a worker was not started")
    return _judge.judge(block)


def _prefilter(guard: Guard) -> Prefilter | None:
    """Return the prefilter; None without the extra, or where the guard asks more than names."""
    if guard.lists is not None or guard.expand is not None or guard.ages is not None:
        return None
    try:
        from channelguard.scan.prefilter import Prefilter as Fast  # noqa: PLC0415 - the extra scan
    except ModuleNotFoundError:
        return None
    return Fast(guard.registry)


def is_fast() -> bool:
    """Tell whether the extra ``scan`` is there."""
    from importlib.util import find_spec  # noqa: PLC0415

    return all(find_spec(name) is not None for name in ("numba", "numpy"))


def _texts(texts: Iterable[str]) -> Iterator[Block]:
    """Put texts into blocks; one with a line feed is judged as a line that holds one cannot be."""
    numbered = enumerate(texts, 1)
    while some := list(islice(numbered, BLOCK // 64)):
        bad = tuple((number, LINE_FEED) for number, text in some if "\n" in text)
        kept = [(number, text) for number, text in some if "\n" not in text]
        data = "".join(f"{text}\n" for _, text in kept).encode("utf-8", "surrogatepass")
        yield Block(some[0][0], data, "", 0, tuple(number for number, _ in kept), (), bad)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text of a line, and why it is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "", "is not UTF-8"
    if len(text) > MAX_CHARS:
        return "", TOO_LONG
    return text, ""


def _readable(verdict: Verdict) -> bool:
    return not any(isinstance(atom, Unreadable) for atom in verdict.subject.atoms)
