"""Is the public interface exactly what is listed, and does all of it say what it is?"""

from __future__ import annotations

import doctest
import enum
import inspect
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import channelguard
from channelguard import RULES, Guard, Level, Registry

PUBLIC = [name for name in channelguard.__all__ if name != "RULES"]


def test_all_lists_every_public_name_and_no_other() -> None:
    public = {
        name
        for name, value in vars(channelguard).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and (getattr(value, "__module__", "").startswith("channelguard") or name.isupper())
    }

    assert sorted(public) == sorted(channelguard.__all__)


def test_all_is_sorted_and_holds_nothing_twice() -> None:
    names = channelguard.__all__
    order = sorted(set(names), key=lambda name: (not name.isupper(), name[0].islower(), name))

    assert names == order


@pytest.mark.parametrize(
    "name",
    ["check", "explain", "Guard", "Registry", "RULES", "Level", "Verdict", "to_dict", "InputError"],
)
def test_what_was_promised_is_there(name: str) -> None:
    assert name in channelguard.__all__


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_a_docstring(name: str) -> None:
    written = getattr(channelguard, name).__doc__

    assert written
    assert not written.startswith(f"{name}(")


def _methods() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name in PUBLIC:
        value = getattr(channelguard, name)
        if inspect.isclass(value) and not issubclass(value, enum.Enum):
            found += [
                (f"{name}.{method}", member)
                for method, member in vars(value).items()
                if not method.startswith("_")
                and isinstance(member, (FunctionType, classmethod, staticmethod, property))
            ]
    return found


@pytest.mark.parametrize("method", [pytest.param(value, id=name) for name, value in _methods()])
def test_every_public_method_has_a_docstring(method: object) -> None:
    assert method.__doc__


@pytest.mark.parametrize("name", [name for name in PUBLIC if name[0].islower()])
def test_every_public_function_is_typed(name: str) -> None:
    signature = inspect.signature(getattr(channelguard, name))
    kinds = [parameter.annotation for parameter in signature.parameters.values()]

    assert inspect.Signature.empty not in [*kinds, signature.return_annotation]


def test_the_types_are_shipped() -> None:
    assert Path(channelguard.__file__).with_name("py.typed").is_file()


def test_the_example_of_the_module_runs() -> None:
    result = doctest.testmod(channelguard)

    assert (result.failed, result.attempted > 1) == (0, True)


def test_a_guard_answers_as_check_does() -> None:
    guard = Guard(Registry.load(), rules=RULES)
    texts = ["tokenpocket.pro", "https://tp-waIlet.io/claim", "example.org"]
    (first, second, third) = guard.check_many(texts)

    assert (first, second, third) == tuple(map(channelguard.check, texts))
    assert [one.level for one in (first, second, third)] == [
        Level.OFFICIAL, Level.DANGEROUS, Level.UNKNOWN,
    ]  # fmt: skip


def test_the_levels_are_ordered() -> None:
    assert Level.OFFICIAL < Level.UNKNOWN < Level.SUSPICIOUS < Level.DANGEROUS


def test_the_parents_of_the_errors_are_those_that_a_caller_would_catch() -> None:
    assert issubclass(channelguard.InputError, channelguard.ChannelguardError)
    assert issubclass(channelguard.InputError, ValueError)
    assert issubclass(channelguard.RegistryError, channelguard.ChannelguardError)
