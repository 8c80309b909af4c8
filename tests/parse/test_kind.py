"""What is an input taken for when nobody says what it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.errors import InputError
from channelguard.model import KINDS, Link
from channelguard.parse import MAX_CHARS, parse
from channelguard.parse.reader import MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject
    from channelguard.platforms import Platforms

    Read = Callable[..., Subject]

URLS = [
    pytest.param("https://evil.example/x", id="address"),
    pytest.param("evil.example", id="host"),
    pytest.param("evil.example/x", id="host and path"),
    pytest.param("evil.example/x?y=1", id="host, path and query"),
    pytest.param("evil.example:8443", id="host and port"),
    pytest.param("//evil.example", id="slashes"),
    pytest.param("t\u0440wallet.io", id="Cyrillic"),
    pytest.param("tokenpocket\u3002pro", id="ideographic full stop"),
    pytest.param("\u4e2d\u56fd.example", id="Han host"),
    pytest.param("[evil.example]", id="in brackets"),
    pytest.param("`evil.example`", id="in backticks"),
    pytest.param("\u300cevil.example\u300d", id="in corner brackets"),
    pytest.param("evil[.]example", id="defanged"),
    pytest.param("evil dot example", id="defanged by words"),
    pytest.param("javascript:alert(1)", id="script"),
    pytest.param("tg://resolve?domain=abc", id="account link"),
    pytest.param("tpoutside://x", id="wallet scheme"),
    pytest.param("mailto:a@evil.example", id="mail link"),
    pytest.param("MEBKM:URL:https\\://evil.example;;", id="code"),
    pytest.param("192.0.2.7", id="number"),
    pytest.param("x.com/abc", id="address of an account"),
    pytest.param("com.example.app", id="ends like a package and like a host: a host"),
]
HANDLES = [
    pytest.param("@abc", id="at sign"),
    pytest.param("TokenPocket_TP", id="word with underscore"),
    pytest.param("tokenpocket", id="one word"),
    pytest.param("telegram:abc", id="platform in front"),
    pytest.param("x: @abc", id="platform and space"),
    pytest.param("tg:abc", id="alias in front"),
    pytest.param("微信:abc123", id="alias in Han"),
    pytest.param("@evil.example", id="at sign and dot"),
]
MAILBOXES = [
    pytest.param("a@evil.example", id="bare"),
    pytest.param("Bob <a@evil.example>", id="with name"),
    pytest.param('"a.example" <b@evil.example>', id="name like a host"),
    pytest.param("<a@evil.example>", id="angle brackets"),
    pytest.param("a@b", id="host of one label"),
]
APPS = [
    pytest.param("id6444625622", id="Apple id"),
    pytest.param("mfgccjchihfkkindfppnaooecgfneiii", id="extension id"),
    pytest.param("vip.mytokenpocket", id="package"),
]
NAMES = [
    pytest.param("TP钱包客服", id="Han"),
    pytest.param("TokenPocket Support", id="two words"),
    pytest.param("Marcus | TokenPocket", id="bar"),
    pytest.param("\U0001f600", id="emoji"),
    pytest.param("TokenPocket\u2705", id="badge"),
    pytest.param("tokenpocket official support team", id="four words"),
    pytest.param("Acorn Purse Holding Inc.", id="abbreviation at the end"),
    pytest.param("a b" + "c" * (MAX_NAME - 3), id="longest"),
]
MESSAGES = [
    pytest.param("Hello there, friend!", id="sentence"),
    pytest.param("Send me your recovery phrase.", id="four words and a full stop"),
    pytest.param("first line\nsecond line", id="two lines"),
    pytest.param("go to evil.com now", id="names a host"),
    pytest.param("ask @abc please", id="names an account"),
    pytest.param("https://a.example is down", id="begins with an address"),
    pytest.param("[a](https://evil.example)", id="Markdown"),
    pytest.param('<a href="https://evil.example">tokenpocket.pro</a>', id="HTML"),
    pytest.param("a@evil.example, b@evil.example", id="two mail addresses"),
    pytest.param("a b" + "c" * (MAX_NAME - 2), id="longer than a name"),
    pytest.param("请访问https://evil.example/x。谢谢", id="address among Han"),
    pytest.param("你好。请问客服在哪里\uff1f", id="Han sentences"),
    pytest.param("", id="nothing"),
    pytest.param(" \n\t ", id="white space"),
]
GUESSES = {"url": URLS, "handle": HANDLES, "email": MAILBOXES, "app": APPS, "name": NAMES,
           "message": MESSAGES}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(row.values[0], kind, id=f"{kind}: {row.id}")
        for kind, rows in GUESSES.items()
        for row in rows
    ],
)
def test_takes_it_for(read: Read, raw: str, kind: str) -> None:
    assert read(raw).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_the_caller_knows_better(read: Read, kind: str) -> None:
    assert read("tokenpocket.pro", kind=kind).kind == kind


@pytest.mark.parametrize("text", ["", "  ", "\n"])
@pytest.mark.parametrize("kind", ["url", "email", "app", None])
def test_nothing_is_named_as_such(read: Read, text: str, kind: str | None) -> None:
    subject = read(text, kind=kind)

    assert (subject.atoms, subject.incomplete) == ((), ("empty",))


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        pytest.param("  evil.example\n", "evil.example", id="white space"),
        pytest.param("(evil.example)", "evil.example", id="brackets"),
        pytest.param('" evil.example "', "evil.example", id="quotes and spaces"),
        pytest.param("\uff08evil.example\uff09", "evil.example", id="full-width brackets"),
        pytest.param("see (evil.com).", "evil.com", id="within a message"),
    ],
)
def test_spans_point_into_the_input_as_it_came(read: Read, raw: str, piece: str) -> None:
    start, end = read(raw).atoms[-1].span

    assert raw[start:end] == piece


def test_a_platform_makes_a_word_a_handle(read: Read) -> None:
    assert read("evil.example", platform="x").kind == "handle"


def test_a_cut_address_is_said_to_be_cut(read: Read) -> None:
    subject = read("https://evil.example/" + "a" * 10_000)

    assert isinstance(subject.atoms[0], Link)
    assert subject.incomplete == ("cut",)


@pytest.mark.parametrize(
    ("raw", "kind", "says"),
    [
        pytest.param(b"evil.example", None, "input is a bytes, it must be a string", id="bytes"),
        pytest.param(None, None, "input is a NoneType", id="None"),
        pytest.param("a" * (MAX_CHARS + 1), None, "65537 characters, the limit", id="long"),
        pytest.param("a", "link", "kind must be one of url, handle, name", id="unknown kind"),
    ],
)
def test_refuses_a_wrong_call(platforms: Platforms, raw: str, kind: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse(raw, platforms, kind=kind)


def test_the_longest_input_is_read(read: Read) -> None:
    assert read("a" * MAX_CHARS).kind == "message"


CRUMBS = st.sampled_from(
    ["https://", "evil.example", "@", "[", "](", ")", "<", ">", "xn--", "tokenpocket.pro", ":",
     "/", "\\", "?url=", "%2f", " ", "\n", "\u3002", "tg:", "mailto:", "\u200b", "\ud800"]
)  # fmt: skip


@given(
    st.lists(CRUMBS | st.characters(), max_size=12).map("".join),
    st.sampled_from([None, *KINDS]),
)
def test_every_string_is_read_and_every_span_lies_inside(
    platforms: Platforms, raw: str, kind: str | None
) -> None:
    subject = parse(raw, platforms, kind=kind)

    assert subject.raw == raw
    assert all(0 <= a.span[0] <= a.span[1] <= len(raw) for a in subject.atoms)
