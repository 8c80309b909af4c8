"""Can any regular expression of the package be made to run for ever?

Looks at every pattern that the modules hold once a registry is loaded, and at every literal that
the sources hand to `re`, with regexploit, which finds two parts that can fight over the same text.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import channelguard
from channelguard import Registry

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it reads the standard library's parser
    regexploit = pytest.importorskip("regexploit", reason="needs the package regexploit")
    from regexploit.ast.sre import SreOpParser
    from regexploit.redos import find

PACKAGE = Path(channelguard.__file__).parent
STARRINESS = 2
"""How many unbounded parts may fight over one text; the square of a length that has a limit is
measured in ``test_hostile_inputs``. The same threshold as regexploit's own command."""

Pattern = tuple[str, int]
"""The text of a regular expression, and its flags."""


def compiled() -> set[Pattern]:
    """Collect what the modules and a loaded registry hold."""
    found: set[Pattern] = set()
    things: list[object] = [Registry.load()]
    for module in pkgutil.walk_packages(channelguard.__path__, "channelguard."):
        things += vars(importlib.import_module(module.name)).values()
    for thing in things:
        found |= set(_held(thing, depth=3))
    return found


def _held(thing: object, depth: int) -> Iterator[Pattern]:
    """Yield the patterns inside a thing of ours or a container of such things."""
    if isinstance(thing, re.Pattern) and isinstance(thing.pattern, str):
        yield thing.pattern, thing.flags
    elif depth and isinstance(thing, dict):
        for value in thing.values():
            yield from _held(value, depth - 1)
    elif depth and isinstance(thing, list | tuple | set | frozenset):
        for value in thing:
            yield from _held(value, depth - 1)
    elif depth and type(thing).__module__.startswith("channelguard"):
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        names = [*getattr(thing, "__dict__", ()), *slots]
        for name in names:
            yield from _held(getattr(thing, name, None), depth - 1)


def literals() -> set[Pattern]:
    """Collect the literals that are handed to a function of `re`."""
    found: set[Pattern] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                found |= {
                    (one.value, 0)
                    for one in node.args[:1]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def vulnerable(pattern: Pattern) -> list[str]:
    """Return what regexploit finds in a pattern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = SreOpParser().parse_sre(*pattern)
        return [str(one) for one in find(parsed) if one.starriness > STARRINESS]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(a+)+$", id="nested"),
        pytest.param(r"a*a*a*$", id="three in a row"),
        pytest.param(r"\s*\s*\s*x", id="spaces"),
    ],
)
def test_a_bad_pattern_would_be_found(pattern: str) -> None:
    assert vulnerable((pattern, 0))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"[a-z]+\.[a-z]+", id="parts that cannot fight"),
        pytest.param(r"a{1,8}b", id="bounded"),
        pytest.param(r"\s+x", id="one part"),
    ],
)
def test_a_good_pattern_is_left_alone(pattern: str) -> None:
    assert vulnerable((pattern, 0)) == []


def test_no_pattern_of_the_package_can_run_for_ever() -> None:
    patterns = compiled() | literals()

    assert len(patterns) > 50

    assert [found for pattern in sorted(patterns) if (found := vulnerable(pattern))] == []
