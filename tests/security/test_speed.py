"""Is one answer quick, in processor time, whatever else the machine does?"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from channelguard import Guard, Registry

pytestmark = pytest.mark.full

LINK_MS, MESSAGE_MS = 2.0, 10.0
"""Processor time of the 99th percentile, in milliseconds (acceptance A55)."""


NOMINAL_MS = 1.5
"""What `_loop` takes on the reference machine (two cores, Python 3.11) when it is left alone."""


def _loop() -> float:
    """Return the processor time of a fixed piece of work, in milliseconds."""
    started = time.process_time()
    total = 0
    for number in range(20_000):
        total += number * number % 7
    return (time.process_time() - started) * 1_000


def p99(guard: Guard, texts: list[str]) -> float:
    """Return the 99th percentile of the quickest of three checks, in reference milliseconds.

    A machine that is slowed down by its neighbours is slow for the fixed work beside it, too.
    """
    times = []
    for text in texts:
        runs = []
        for _ in range(3):
            pace = max(1.0, _loop() / NOMINAL_MS)
            started = time.process_time()
            guard.check(text)
            runs.append((time.process_time() - started) * 1_000 / pace)
        times.append(min(runs))
    return sorted(times)[int(len(times) * 0.99)]


@pytest.fixture(scope="module")
def guard() -> Guard:
    """Return a guard that has answered once, so that every table is loaded."""
    found = Guard(Registry.load())
    found.check("https://t\u043ekenpocket.pro/\u5ba2\u670d")
    return found


@pytest.fixture(scope="module")
def links(shared: Path) -> list[str]:
    """Return 2,000 addresses of the development data."""
    rows = (shared / "data" / "urls.dev.tsv").read_text("utf-8").splitlines()
    fields = [field for row in rows for field in row.split("\t")]
    return [field for field in fields if field.startswith("http")][:2_000]


def test_a_link_is_answered_in_two_milliseconds(guard: Guard, links: list[str]) -> None:
    assert len(links) > 100
    assert p99(guard, links) < LINK_MS


def test_a_lookalike_is_answered_in_two_milliseconds(guard: Guard) -> None:
    names = [f"https://t\u043ekenp0cket-{number}.example/claim" for number in range(500)]

    assert p99(guard, names) < LINK_MS


def test_a_long_message_is_answered_in_ten_milliseconds(guard: Guard, links: list[str]) -> None:
    texts = []
    for number in range(200):
        words = " ".join(f"word{count} \u5ba2\u670d, please" for count in range(number, 400))
        texts.append(f"{links[number % len(links)]} {words}"[:4_096])

    assert p99(guard, texts) < MESSAGE_MS
