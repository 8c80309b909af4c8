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

PLAIN = "marzipan marzipan marzipan"
"""No secret, so that nothing covers it before it arrives."""


def forms(text: str) -> list[pytest.ParameterSet]:
    """Return the text as whatever one can send."""
    return [
        pytest.param(text, id="text"),
        pytest.param(text.replace(" ", ""), id="one word"),
        pytest.param(f"https://tp-waIlet.io/?phrase={text.replace(' ', '+')}", id="address"),
        pytest.param(f"@{text.replace(' ', '_')}", id="handle"),
        pytest.param(f"{text.replace(' ', '.')}@example.org", id="mailbox"),
        pytest.param(f"javascript:{text}", id="script"),
    ]


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load the registry before anything is watched; reading its YAML is not the question here."""
    check("example.org")


def holds(text: str, secret: str) -> bool:
    """Tell whether the text holds 16 letters of the secret in a row (acceptance A24)."""
    start = secret.replace(" ", "")[:16]
    return start in "".join(letter for letter in text if letter.isalpha())


@pytest.mark.parametrize("kind", [None, *KINDS])
@pytest.mark.parametrize("raw", forms(SECRET) + forms(PLAIN))
def test_nothing_is_logged(
    raw: str, kind: str | None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(raw, kind=kind)

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("raw", forms(PLAIN))
def test_no_repr_holds_the_input(raw: str) -> None:
    verdict = check(raw)

    assert holds(verdict.subject.raw, PLAIN)
    assert not holds(repr(verdict), PLAIN)
    assert not holds(repr(verdict.subject), PLAIN)
    assert not holds(repr(verdict.subject.atoms), PLAIN)
    assert not holds(str(verdict), PLAIN)


def test_a_guard_does_not_remember_what_it_was_asked() -> None:
    guard = Guard(Registry.load())
    verdict = guard.check(PLAIN)

    assert isinstance(verdict, Verdict)
    assert not holds(repr(guard), PLAIN)
    assert not holds(repr(vars(guard)), PLAIN)
    assert not holds(repr(vars(guard.registry)), PLAIN)


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

    assert not holds(str(caught.value), SECRET)
    assert not holds(repr(caught.value), SECRET)
    assert not holds("".join(traceback.format_exception(caught.value)), SECRET)
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

    with pytest.raises(ValueError, match="cannot read phrase=marzipan"):
        guard.check(f"https://example.org/?phrase={PLAIN.replace(' ', '+')}")


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
    done = child([f"https://example.org/?phrase={PLAIN.replace(' ', '+')}"], code=BROKEN)

    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"channelguard: could not check")
    assert not holds((done.stderr + done.stdout).decode(), PLAIN)
