"""Is too much refused before any work, and is what was not checked always named?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard import InputError, Level, Verdict, check, explain, to_dict
from channelguard.command import MAX_LINE
from channelguard.model import KINDS, Link, Unreadable
from channelguard.parse import MAX_CHARS
from channelguard.parse.link import MAX_HOST, MAX_LABEL, MAX_URL
from channelguard.render import to_json

MAX_MILLISECONDS = 10
"""Processor time in which something over a limit must be refused (acceptance A17)."""

LABEL = "a" * MAX_LABEL
REFUSED = [
    pytest.param("x" * (MAX_CHARS + 1), id="one character too many"),
    pytest.param("https://tokenpocket.pro/" + "x" * MAX_CHARS, id="a link"),
    pytest.param("\u0300" * (10 * MAX_CHARS), id="ten times too many marks"),
    pytest.param("\ufdfa" * (MAX_CHARS + 1), id="letters that grow when they are folded"),
    pytest.param("\ud800" * (MAX_CHARS + 1), id="lone surrogates"),
]
NAMED = [
    pytest.param("https://example.org/" + "x" * MAX_URL, "cut", id="address"),
    pytest.param("https://example.org/?u=" + "%25" * MAX_URL, "cut", id="query"),
    pytest.param("", "empty", id="nothing"),
    pytest.param(" \t\n", "empty", id="nothing but space"),
    pytest.param("https://bit.ly/3xyz", "shortener:bit.ly", id="shortener"),
    pytest.param("https://t.me/+AbCdEfGhIjK", "invite", id="private invitation"),
    pytest.param("@somebody_else", "platform", id="account without a platform"),
    pytest.param("@tokenPocket_en", "platform:telegram", id="official elsewhere"),
    pytest.param("https://server.lan/", "not-public", id="no public suffix"),
    pytest.param("https://a.example/?url=" + "https://a.example/?url=" * 9, "inner", id="nested"),
]
COMPLETE = [
    pytest.param("https://example.org/", id="a link"),
    pytest.param("https://example.org/" + "x" * 2_000, id="a long link"),
    pytest.param("https://example.org/?url=https%3A%2F%2Fexample.com", id="a link inside"),
    pytest.param("tokenpocket.pro", id="an official host"),
    pytest.param("https://t.me/tokenPocket_en", id="an official account"),
    pytest.param("https://t.me/somebody_else", id="another account"),
    pytest.param("somebody@example.org", id="a mailbox"),
    pytest.param("hello there, how are you", id="a sentence"),
    pytest.param("id6444625622", id="an app"),
]


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time of the faster of two runs."""
    times = []
    for _ in range(2):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times) * 1_000


@pytest.mark.parametrize("kind", [None, *KINDS])
@pytest.mark.parametrize("raw", REFUSED)
def test_what_is_too_long_is_refused_at_once(raw: str, kind: str | None) -> None:
    def refused() -> None:
        with pytest.raises(InputError, match=rf"^input has {len(raw)} characters, the limit is"):
            check(raw, kind=kind)

    assert milliseconds(refused) < MAX_MILLISECONDS


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(f"{LABEL}a.example", id="label"),
        pytest.param(".".join([LABEL] * 4) + ".example", id="host"),
        pytest.param("a." * MAX_HOST + "example", id="many labels"),
        pytest.param("\u00e4" * MAX_LABEL + ".example", id="label that grows"),
    ],
)
def test_what_is_too_long_for_a_name_server_is_unreadable(host: str) -> None:
    raw = f"https://{host}/"

    assert [type(atom) for atom in check(raw).subject.atoms] == [Unreadable]
    assert milliseconds(lambda: check(raw)) < MAX_MILLISECONDS


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(f"{LABEL}.example", id="label"),
        pytest.param(".".join([LABEL] * 3 + ["a" * 53]) + ".example", id="host"),
        pytest.param("a." * 100 + "example", id="many labels"),
        pytest.param("\u00e4" * 40 + ".example", id="label that grows"),
    ],
)
def test_what_just_fits_is_read(host: str) -> None:
    assert [type(atom) for atom in check(f"https://{host}/").subject.atoms] == [Link]


@pytest.mark.parametrize(("raw", "code"), NAMED)
def test_what_was_not_checked_is_named_everywhere(raw: str, code: str) -> None:
    verdict = check(raw)

    assert code in verdict.incomplete
    assert code in [row["code"] for row in json.loads(to_json(verdict))["incomplete"]]
    assert verdict.level is not Level.OFFICIAL
    for lang in ("en", "zh"):
        whole, without = explain(verdict, lang), explain(_complete(verdict), lang)
        assert len(whole.splitlines()) > len(without.splitlines())


def _complete(verdict: Verdict) -> Verdict:
    """Return the same verdict as if everything had been checked."""
    return verdict._replace(incomplete=())


@pytest.mark.parametrize("raw", COMPLETE)
def test_nothing_is_named_where_all_was_checked(raw: str) -> None:
    assert check(raw).incomplete == ()


PROMISE = re.compile(r"\b(?:safe|verified|trusted|trustworthy|legitimate|genuine)\b", re.IGNORECASE)
"""Words that an answer about something unknown must not hold."""


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("example.org", id="host"),
        pytest.param("https://example.org/a", id="link"),
        pytest.param("@somebody_else", id="account"),
        pytest.param("https://t.me/somebody_else", id="account by its address"),
        pytest.param("somebody@example.org", id="mailbox"),
        pytest.param("Somebody Else", id="name"),
        pytest.param("com.example.app", id="app"),
        pytest.param("hello there, how are you", id="message"),
        pytest.param("https://bit.ly/3xyz", id="shortener"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_unknown_input_is_promised_nothing(raw: str) -> None:
    verdict = check(raw)

    assert verdict.level is Level.UNKNOWN
    assert not PROMISE.search(explain(verdict))
    assert not PROMISE.search(json.dumps(to_dict(verdict)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_answer_about_an_unknown_input_is_that_of_an_official_one(lang: str) -> None:
    unknown, official = check("example.org"), check("tokenpocket.pro")

    assert explain(unknown, lang).splitlines()[0] != explain(official, lang).splitlines()[0]


def test_a_line_of_the_command_may_be_as_long_as_an_input() -> None:
    assert len(("\U0001f512" * MAX_CHARS).encode()) == MAX_LINE


@given(st.integers(0, 200), st.sampled_from(["a", "\u0430", "\ud800", "%", "."]))
def test_length_alone_is_no_error(length: int, letter: str) -> None:
    assert check(letter * length).level is not Level.OFFICIAL
