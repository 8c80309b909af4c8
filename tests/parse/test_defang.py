"""Is an address found that was written so as not to be a link, and prose left alone?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.model import Link, Mailbox
from channelguard.parse.defang import refang

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject

    Read = Callable[..., Subject]

DEFANGED = [
    pytest.param("hxxps://evil[.]example/x", "https://evil.example/x", id="hxxps"),
    pytest.param("hXXp://evil.example", "http://evil.example", id="capitals"),
    pytest.param("h**ps://evil.example", "https://evil.example", id="asterisks"),
    pytest.param("h__p://evil.example", "http://evil.example", id="underscores"),
    pytest.param("hxxps[:]//evil.example", "https://evil.example", id="colon in brackets"),
    pytest.param("hxxps(:)//evil.example", "https://evil.example", id="colon in parentheses"),
    pytest.param("hxxps:[//]evil.example", "https://evil.example", id="slashes in brackets"),
    pytest.param("https : // evil.example", "https://evil.example", id="spaces"),
    pytest.param("evil[.]example", "evil.example", id="brackets"),
    pytest.param("evil(.)example", "evil.example", id="parentheses"),
    pytest.param("evil{.}example", "evil.example", id="braces"),
    pytest.param("evil<.>example", "evil.example", id="angle brackets"),
    pytest.param("evil\\.example", "evil.example", id="backslash"),
    pytest.param("evil[dot]example", "evil.example", id="dot in brackets"),
    pytest.param("evil (DOT) example", "evil.example", id="dot in capitals, spaces"),
    pytest.param("evil dot example", "evil.example", id="the word"),
    pytest.param("evil[\u70b9]example", "evil.example", id="Han word in brackets"),
    pytest.param("evil\u70b9com", "evil.com", id="Han word"),
    pytest.param("evil . example", "evil.example", id="spaces around the dot"),
    pytest.param("evil. com", "evil.com", id="space behind the dot"),
    pytest.param("evil,com", "evil.com", id="comma"),
    pytest.param("a[at]evil[.]example", "a@evil.example", id="at in brackets"),
    pytest.param("a (at) evil (dot) example", "a@evil.example", id="at in parentheses"),
    pytest.param("a[@]evil.example", "a@evil.example", id="at sign in brackets"),
]
LEFT_ALONE = [
    pytest.param("https://evil.example/x", id="an address"),
    pytest.param("evil.example", id="a host"),
    pytest.param("hello, world", id="comma and space"),
    pytest.param("one, two, three", id="list"),
    pytest.param("see you.Me", id="no space behind the full stop"),
    pytest.param("dot", id="the word alone"),
    pytest.param("dotcom", id="inside a word"),
    pytest.param("polkadot example", id="end of a word"),
    pytest.param("Done. Everything works", id="full stop and a long word"),
    pytest.param("look at this", id="at without brackets"),
    pytest.param("[1] first", id="footnote"),
    pytest.param("f(x) = x", id="formula"),
    pytest.param("\u4e00\u70b9\u5c0f\u4e8b", id="Han word among Han"),
    pytest.param("\u4e0b\u5348 3\u70b9\u89c1", id="an hour"),
    pytest.param("hxx", id="letters of the scheme"),
    pytest.param("httpd: // comment", id="another word and a colon"),
    pytest.param("price: 5$", id="colon"),
    pytest.param("a@evil.example", id="mail address"),
    pytest.param("@abc", id="handle"),
    pytest.param("TokenPocket_TP", id="account name"),
    pytest.param("2026-11-22", id="day"),
    pytest.param("12:30", id="time"),
    pytest.param("", id="nothing"),
    pytest.param("\u5b98\u65b9\u5ba2\u670d", id="Han"),
]
HOSTS = [
    pytest.param("hxxps://evil[.]example/x", id="hxxps and brackets"),
    pytest.param("hxxp://evil.example", id="hxxp"),
    pytest.param("h**ps://evil.example", id="asterisks"),
    pytest.param("hXXp[:]//evil[.]example", id="colon in brackets"),
    pytest.param("https://evil[.]example/x", id="brackets in the host"),
    pytest.param("evil[.]example", id="bare, brackets"),
    pytest.param("evil [dot] example", id="bare, word"),
    pytest.param("evil dot example", id="bare, plain word"),
    pytest.param("evil . example", id="bare, spaces"),
    pytest.param("https : // evil . example", id="spaces everywhere"),
    pytest.param("evil\uff0eexample", id="full-width dot"),
    pytest.param("evil\u3002example", id="ideographic full stop"),
]
NO_ADDRESS = [
    pytest.param("connect the dot game", id="dot as a word"),
    pytest.param("see you. me too", id="two sentences"),
    pytest.param("e.g. this", id="abbreviation"),
    pytest.param("Thanks. Bye", id="short sentence"),
    pytest.param("hello, world", id="comma"),
    pytest.param("1,000,000", id="a number"),
    pytest.param("3,50", id="a price"),
    pytest.param("a, b", id="letters"),
    pytest.param("Good morning", id="words"),
    pytest.param("\u4e0b\u5348 3\u70b9", id="an hour"),
    pytest.param("TokenPocket Support", id="display name"),
    pytest.param("@abc", id="handle"),
]


@pytest.mark.parametrize(("text", "address"), DEFANGED)
def test_undoes(text: str, address: str) -> None:
    assert refang(text) == address


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert refang(text) == text


@pytest.mark.parametrize("text", HOSTS)
def test_an_address_written_so_is_read_as_one(read: Read, text: str) -> None:
    found = [atom for atom in read(text).atoms if isinstance(atom, Link)]

    assert [one.host.resolved for one in found] == ["evil.example"]


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_prose_is_read_as_prose(read: Read, text: str) -> None:
    assert [atom for atom in read(text).atoms if isinstance(atom, Link)] == []


@pytest.mark.parametrize("text", ["a[at]evil[.]example", "a (at) evil (dot) example"])
def test_a_mail_address_written_so_is_read_as_one(read: Read, text: str) -> None:

    assert [type(atom) for atom in read(text).atoms] == [Mailbox]


def test_the_span_is_that_of_the_text_as_written(read: Read) -> None:
    (found,) = read("  evil[.]example ").atoms

    assert found.span == (2, 16)


@given(st.text(alphabet="hxtp:/[].,() dot\u70b9@a1", max_size=40))
def test_undoing_twice_changes_nothing_that_matters(text: str) -> None:
    assert len(refang(text)) <= len(text) + 1
