"""Does the whole line reach the targets on the development data?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import channelguard
from channelguard import Level, check

EXPLAINED = "popular.called_official"
"""One popular name is called official because it is: ``tptool.pro`` is a channel of the brand. A
test of its own sees to it that every such name is listed in the registry."""


@pytest.fixture(scope="module")
def answers(shared: Path) -> list[str]:
    """Return the lines of one evaluation: the figures as JSON, then the popular names it lists."""
    command = [sys.executable, str(shared / "eval" / "evaluate.py"), "--json", "--show", "popular"]
    here = {**os.environ, "PYTHONPATH": str(Path(channelguard.__file__).parents[1])}
    run = subprocess.run(command, capture_output=True, check=True, env=here, text=True, timeout=900)
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def figures(answers: list[str]) -> dict[str, float]:
    """Return the figures by name."""
    return dict(json.loads(answers[0]))


@pytest.mark.full
def test_every_target_is_reached(shared: Path, figures: dict[str, float]) -> None:
    targets = tomllib.loads((shared / "eval" / "targets.toml").read_text("utf-8"))["targets"]
    wanted = {name: bound for name, bound in targets.items() if name != EXPLAINED}
    short = {
        name: (figures[name], bound)
        for name, bound in wanted.items()
        if not _reached(figures[name], bound)
    }

    assert wanted
    assert short == {}


@pytest.mark.full
def test_a_popular_name_that_is_called_official_is_listed(
    answers: list[str], figures: dict[str, float]
) -> None:
    named = [line.rpartition(" ")[2] for line in answers[1:] if ": OFFICIAL " in line]
    listed = {value for name in named for value in check(name).official}

    assert len(named) == figures[EXPLAINED]
    assert set(named) == listed
    assert all(check(name).level is Level.OFFICIAL for name in named)


@pytest.mark.parametrize(
    ("value", "bound", "reached"),
    [
        pytest.param(0.98, ">= 0.98", True, id="just enough"),
        pytest.param(0.97, ">= 0.98", False, id="too little"),
        pytest.param(0, "<= 0", True, id="none where none is allowed"),
        pytest.param(1, "<= 0", False, id="one too many"),
    ],
)
def test_a_bound_is_read_as_it_is_written(value: float, bound: str, reached: bool) -> None:  # noqa: FBT001
    assert _reached(value, bound) == reached


def _reached(value: float, bound: str) -> bool:
    sign, number = bound.split()
    return value >= float(number) if sign == ">=" else value <= float(number)
