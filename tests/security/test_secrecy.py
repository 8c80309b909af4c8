"""Does an input turn up anywhere but in the answer to it: a log, a repr, an exception?"""

from __future__ import annotations

import logging
import subprocess
import traceback
from collections.abc import Callable, Iterator

import pytest

from channelguard import RULES, Guard, InputError, Match, Registry, RegistryError, Verdict, check
from channelguard.model import KINDS, Link
from channelguard.rule import Rule

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

SECRET = "legal winner thank year wave sausage worth useful legal winner thank yellow"  # noqa: S105
"""A phrase of the published BIP-39 vectors; it holds nothing."""

FORMS = [
    pytest.param(SECRET, id="text"),
    pytest.param(SECRET.replace(" ", ""), id="one word"),
    pytest.param(f"https://tp-waIlet.io/?phrase={SECRET.replace(' ', '+')}", id="address"),
    pytest.param(f"@{SECRET.replace(' ', '_')}", id="handle"),
    pytest.param(f"{SECRET.replace(' ', '.')}@example.org", id="mailbox"),
    pytest.param(f"javascript:{SECRET}", id="script"),
]
FLAT = SECRET.replace(" ", "")[:16]
"""The first 16 letters; no more may stand in a row anywhere (acceptance A24)."""


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load the registry before anything is watched; reading its YAML is not the question here."""
    check("example.org")


def holds(text: str) -> bool:
    """Tell whether the text holds the beginning of the secret, however it is spaced."""
    return FLAT in "".join(letter for letter in text if letter.isalpha())


@pytest.mark.parametrize("kind", [None, *KINDS])
@pytest.mark.parametrize("raw", FORMS)
def test_nothing_is_logged(
    raw: str, kind: str | None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(raw, kind=kind)

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("raw", FORMS)
def test_no_repr_holds_the_input(raw: str) -> None:
    verdict = check(raw)

    assert not holds(repr(verdict))
    assert not holds(repr(verdict.subject))
    assert not holds(repr(verdict.subject.atoms))
    assert not holds(str(verdict))


def test_a_guard_does_not_remember_what_it_was_asked() -> None:
    guard = Guard(Registry.load())
    verdict = guard.check(SECRET)

    assert isinstance(verdict, Verdict)
    assert not holds(repr(guard))
    assert not holds(repr(vars(guard)))
    assert not holds(repr(vars(guard.registry)))


REFUSED = [
    pytest.param({"text": SECRET * 1_000}, id="too long"),
    pytest.param({"text": SECRET.encode()}, id="bytes"),
    pytest.param({"text": [SECRET]}, id="list"),
    pytest.param({"text": "x", "kind": SECRET}, id="in place of a kind"),
]


@pytest.mark.parametrize("call", REFUSED)
def test_no_error_holds_the_input(call: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"^(?:input|kind) ") as caught:
        check(**call)

    assert not holds(str(caught.value))
    assert not holds(repr(caught.value))
    assert not holds("".join(traceback.format_exception(caught.value)))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_registry_that_is_not_there_is_named_and_the_input_is_not() -> None:
    with pytest.raises(RegistryError, match="nowhere") as caught:
        Registry.load("/nowhere")

    assert caught.value.path.startswith("/nowhere")


def broken(link: Link, registry: Registry) -> Iterator[Match]:
    """Fail as a detector with a fault would, with the input in its message."""
    del registry
    raise ValueError(f"cannot read {link.query}")
    yield Match((0, 1))


def test_a_fault_in_a_detector_breaks_the_check() -> None:
    rules = (*RULES, Rule("link-broken", Link, "name", 1, broken, "fake-site"))
    guard = Guard(Registry.load(), rules=rules)

    with pytest.raises(ValueError, match="cannot read"):
        guard.check("https://example.org/?a=b")


BROKEN = """\
import sys
from channelguard import RULES, Guard, Registry
from channelguard.command import answer
from channelguard.console import finish
from channelguard.model import Link
from channelguard.rule import Rule

def broken(link, registry):
    raise ValueError("cannot read " + link.query)
    yield

rules = (*RULES, Rule("link-broken", Link, "name", 1, broken, "fake-site"))
finish(lambda: answer(sys.argv[1:], Guard(Registry.load(), rules=rules)))
"""


def test_a_fault_in_a_detector_is_one_line_without_the_input(child: Child) -> None:
    secret = SECRET.replace(" ", "+")
    done = child([f"https://example.org/?phrase={secret}"], code=BROKEN)

    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"channelguard: could not check")
    assert not holds((done.stderr + done.stdout).decode())
