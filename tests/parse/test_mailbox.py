"""Is a mail address read as its server reads it, and the name beside it as a person does?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.model import Mailbox, Unreadable
from channelguard.parse.mailbox import MAX_LOCAL, looks_like_mailbox, mailbox

READ = [
    pytest.param("service@tokenpocket.pro", "", "service", "tokenpocket.pro", id="bare"),
    pytest.param(" a@evil.example ", "", "a", "evil.example", id="spaces around"),
    pytest.param("<a@evil.example>", "", "a", "evil.example", id="angle brackets"),
    pytest.param("<mailto:a@evil.example>", "", "a", "evil.example", id="mailto"),
    pytest.param("Bob <a@evil.example>", "Bob", "a", "evil.example", id="display name"),
    pytest.param('"Bob, X" <a@evil.example>', "Bob, X", "a", "evil.example", id="quoted name"),
    pytest.param(
        '"service@tokenpocket.pro" <x@evil.example>',
        "service@tokenpocket.pro",
        "x",
        "evil.example",
        id="an address as the name",
    ),
    pytest.param(
        "=?utf-8?B?VFDpkrHljIXlrqLmnI0=?= <a@evil.example>",
        "TP钱包客服",
        "a",
        "evil.example",
        id="name in Base64",
    ),
    pytest.param(
        "=?utf-8?Q?Token=50ocket?= <a@evil.example>",
        "TokenPocket",
        "a",
        "evil.example",
        id="name in quoted-printable",
    ),
    pytest.param(
        "=?utf-8?B?VG9rZW4=?= =?utf-8?Q?Pocket?= <a@evil.example>",
        "TokenPocket",
        "a",
        "evil.example",
        id="name in two words",
    ),
    pytest.param(
        "=?gb2312?B?x66w/A==?= <a@evil.example>", "钱包", "a", "evil.example", id="Chinese encoding"
    ),
    pytest.param(
        "=?bogus?B?VFDp?= <a@evil.example>",
        "=?bogus?B?VFDp?=",
        "a",
        "evil.example",
        id="unknown encoding stays",
    ),
    pytest.param(
        "=?utf-8?B?!!!?= <a@evil.example>",
        "=?utf-8?B?!!!?=",
        "a",
        "evil.example",
        id="broken Base64 stays",
    ),
    pytest.param("a+b.c_d@evil.example", "", "a+b.c_d", "evil.example", id="signs before the at"),
    pytest.param('"a b"@evil.example', "", "a b", "evil.example", id="quoted local part"),
    pytest.param("a@EVIL.Example", "", "a", "evil.example", id="capitals"),
    pytest.param("a@evil.example.", "", "a", "evil.example.", id="last dot"),
    pytest.param("a@b\u00fccher.example", "", "a", "xn--bcher-kva.example", id="umlaut"),
    pytest.param("a@\uff45vil.example", "", "a", "evil.example", id="full width"),
    pytest.param("\u5ba2\u670d@evil.example", "", "客服", "evil.example", id="Han local part"),
    pytest.param("a" * MAX_LOCAL + "@evil.example", "", "a" * 64, "evil.example", id="longest"),
]
BROKEN = [
    pytest.param("a", id="no at sign"),
    pytest.param("@evil.example", id="nothing before it"),
    pytest.param("a@", id="nothing behind it"),
    pytest.param("a@@evil.example", id="two at signs"),
    pytest.param("a b@evil.example", id="space before it"),
    pytest.param("a@evil .example", id="space behind it"),
    pytest.param("a@evil.example, b@evil.example", id="two addresses"),
    pytest.param("a@[192.0.2.7]", id="address literal: no brand stands there"),
    pytest.param("Bob <evil.example>", id="host in angle brackets"),
    pytest.param("<>", id="nothing in angle brackets"),
    pytest.param("a" * (MAX_LOCAL + 1) + "@evil.example", id="local part over 64"),
    pytest.param("a@" + "b" * 64 + ".example", id="label over 63"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize(("raw", "display", "local", "host"), READ)
def test_reads(raw: str, display: str, local: str, host: str) -> None:
    found = mailbox(raw, 0)

    assert isinstance(found, Mailbox)
    assert (found.display, found.local, found.host.resolved) == (display, local, host)


@pytest.mark.parametrize("raw", BROKEN)
def test_says_what_no_server_delivers(raw: str) -> None:
    assert mailbox(raw, 0) == Unreadable(raw, "host", (0, len(raw)))


@pytest.mark.parametrize(
    ("raw", "pieces"),
    [
        pytest.param("a@evil.example", ("a@evil.example", "evil.example", ""), id="bare"),
        pytest.param("Bob <a@e.example>", ("a@e.example", "e.example", "Bob"), id="with name"),
        pytest.param('"B" < a@e.example >', ("a@e.example", "e.example", '"B"'), id="spaces"),
        pytest.param(" a@e.example", ("a@e.example", "e.example", ""), id="space in front"),
        pytest.param("X <a@E.example.>", ("a@E.example.", "E.example.", "X"), id="as written"),
    ],
)
def test_points_at_address_host_and_name(raw: str, pieces: tuple[str, str, str]) -> None:
    found = mailbox(raw, 10)
    assert isinstance(found, Mailbox)
    spans = (found.span, found.host.span, found.display_span)

    assert tuple(raw[max(0, a - 10) : max(0, b - 10)] for a, b in spans) == pieces


@pytest.mark.parametrize("raw", ["a@b.example", "A B <a@b.example>", " a@b ", "<a@b.example>"])
def test_looks_like_one(raw: str) -> None:
    assert looks_like_mailbox(raw)


@pytest.mark.parametrize(
    "raw",
    ["@abc", "a@", "abc", "a@b@c.example", "write to a@b.example", "a@b.example, c@d.example"],
)
def test_does_not_look_like_one(raw: str) -> None:
    assert not looks_like_mailbox(raw)


@given(st.text(alphabet="ab@.<>\"' =?utf-8?B,;\\\n\u202e", max_size=40))
def test_every_string_is_read(text: str) -> None:
    assert isinstance(mailbox(text, 0), Mailbox | Unreadable)
