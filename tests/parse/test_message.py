"""Is everything that a message names found, in order and in its place, and nothing else?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.model import Handle, Link, Mailbox, Text
from channelguard.parse.message import MAX_NAMED, has_anchor, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject

    Read = Callable[..., Subject]

NAMED = [
    pytest.param("go to https://e.example/x?y=1#z now", ["https://e.example/x?y=1#z"], id="URL"),
    pytest.param("go to evil.com now", ["evil.com"], id="bare host"),
    pytest.param("evil.com/a/b?c is it", ["evil.com/a/b?c"], id="bare host with a path"),
    pytest.param("open evil.com:8443/x.", ["evil.com:8443/x"], id="port"),
    pytest.param("write to a.b+c@evil.com.", ["a.b+c@evil.com"], id="mail address"),
    pytest.param("ask @TokenPocket_TP!", ["@TokenPocket_TP"], id="handle"),
    pytest.param("(see https://e.example/a).", ["https://e.example/a"], id="brackets around"),
    pytest.param("**https://e.example**", ["https://e.example"], id="bold in Markdown"),
    pytest.param("https://a.example, https://b.example", ["https://a.example", "https://b.example"],
                 id="two"),
    pytest.param("请访问https://e.example/x。谢谢", ["https://e.example/x"], id="among Han"),
    pytest.param("打开 evil.com\uff0c联系 @abc_d。", ["evil.com", "@abc_d"], id="Han full stop"),
    pytest.param("\u201chttps://e.example\u201d", ["https://e.example"], id="curly quotes"),
    pytest.param("open okx://wallet/x?y=1", ["okx://wallet/x?y=1"], id="other scheme"),
    pytest.param("at t.me/abc_d today", ["t.me/abc_d"], id="address of an account"),
    pytest.param("evil.com\nok.example.org\n", ["evil.com", "ok.example.org"], id="lines"),
    pytest.param("[x](https://e.example)", ["https://e.example"], id="Markdown"),
    pytest.param("<a href='https://e.example'>x</a>", ["https://e.example"], id="HTML"),
    pytest.param('<A class="b" HREF = https://e.example >x</A>', ["https://e.example"],
                 id="HTML, untidy"),
    pytest.param("a.com [b](https://c.com) d.com", ["a.com", "https://c.com", "d.com"],
                 id="in order"),
    pytest.param("请访问evil.com领取", ["evil.com"], id="between Han without spaces"),
    pytest.param("打开https://evil.com/x领取", ["https://evil.com/x"], id="URL between Han"),
    pytest.param("evil.com和https://b.com/和c.com", ["evil.com", "https://b.com/", "c.com"],
                 id="three between Han"),
    pytest.param("看 tp钱包.com 吗", ["tp钱包.com"], id="host in Han"),
    pytest.param("看 中国银行.中国", ["中国银行.中国"], id="host and ending in Han"),
    pytest.param("hxxps://evil[.]com/x now", ["hxxps://evil[.]com/x"], id="defanged URL"),
    pytest.param("go to evil[.]com/x now", ["evil[.]com/x"], id="dot in brackets"),
    pytest.param("evil (dot) com is it", ["evil (dot) com"], id="dot as a word in brackets"),
    pytest.param("at evil dot com today", ["evil dot com"], id="dot as a word"),
    pytest.param("go to tokenpocket . pro now", ["tokenpocket . pro"], id="spaces around the dot"),
    pytest.param("evil\uff0ecom", ["evil\uff0ecom"], id="full-width dot"),
    pytest.param("evil\u3002com", ["evil\u3002com"], id="ideographic full stop for a dot"),
    pytest.param("https\uff1a//evil.com/x", ["evil.com/x"], id="full-width colon"),
    pytest.param("evil\u200b.com", ["evil\u200b.com"], id="zero width space inside"),
    pytest.param("a [at] evil [dot] com", ["a [at] evil [dot] com"], id="defanged mail address"),
    pytest.param("联系@abc_d吧", ["@abc_d"], id="handle between Han"),
    pytest.param("\uff20abc_d", ["\uff20abc_d"], id="full-width at sign"),
    pytest.param("see e.example/a_(b).", [], id="ending that is not public, brackets"),
    pytest.param("https://e.example/a_(b).", ["https://e.example/a_(b)"], id="brackets inside"),
    pytest.param("[url=https://e.example]x[/url]", ["https://e.example"], id="BBCode"),
    pytest.param("<https://e.example|x>", ["https://e.example"], id="Slack"),
    pytest.param('[x](<https://e.example> "t")', ["https://e.example"], id="Markdown with a title"),
    pytest.param("install com.evil.wallet today", ["com.evil.wallet"], id="Android package"),
    pytest.param("get id1436028697", ["id1436028697"], id="App Store id"),
]  # fmt: skip
NOTHING = [
    pytest.param("", id="nothing"),
    pytest.param("Hello there, friend!", id="words"),
    pytest.param("e.g. this, i.e. that", id="abbreviations"),
    pytest.param("version 1.2.3 is out", id="version"),
    pytest.param("it costs 3.50 or 1,000.00", id="numbers"),
    pytest.param("open readme.txt and a.exe", id="file names"),
    pytest.param("wait...what", id="dots"),
    pytest.param("end.Of sentence.Then", id="full stop without space"),
    pytest.param("12:30 on 2026-11-22", id="time and day"),
    pytest.param("a @ b", id="lone at sign"),
    pytest.param("@ abc", id="at sign and space"),
    pytest.param("@a", id="one letter"),
    pytest.param("x@y", id="at sign inside a word"),
    pytest.param("note: this", id="colon"),
    pytest.param("你好\uff0c请问客服在哪里\uff1f", id="Han"),
    pytest.param("f(x)[1] (2)", id="brackets"),
    pytest.param("a/b/c and 1/2", id="slashes"),
    pytest.param("foo.bar.lan", id="ending that is not public"),
    pytest.param("https is a scheme", id="the word for a scheme"),
    pytest.param("I like it.It is good", id="sentence without a space"),
    pytest.param("works . it does", id="full stop with spaces"),
    pytest.param("connect the dot game", id="a dot that is one"),
    pytest.param("我用iPhone。OK", id="full stop between letters"),
    pytest.param("说明.例如", id="Han around a dot"),
    pytest.param("f@@kn f#@kn", id="at sign for a letter"),
    pytest.param("import os.path.join", id="dotted names of a program"),
]
LABELS = [
    pytest.param("[tokenpocket.pro](https://evil.example)", "tokenpocket.pro", id="Markdown"),
    pytest.param('<a href="https://evil.example">tokenpocket.pro</a>', "tokenpocket.pro",
                 id="HTML"),
    pytest.param("[官网](https://evil.example)", "官网", id="Han"),
    pytest.param("see https://evil.example", "", id="no label"),
    pytest.param("see [1] https://evil.example", "", id="footnote"),
    pytest.param('<a href="https://evil.example"><b>tokenpocket.pro</b></a>', "tokenpocket.pro",
                 id="HTML with markup inside"),
    pytest.param("[url=https://evil.example]tokenpocket.pro[/url]", "tokenpocket.pro", id="BBCode"),
    pytest.param("<https://evil.example|tokenpocket.pro>", "tokenpocket.pro", id="Slack"),
    pytest.param("[a] (https://evil.example)", "", id="space between"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_finds(text: str, found: list[str]) -> None:
    assert [one.text for one in named(text)] == found


@pytest.mark.parametrize("text", NOTHING)
def test_finds_nothing(text: str) -> None:
    assert list(named(text)) == []


@pytest.mark.parametrize("text", [row.values[0] for row in NAMED])
def test_points_at_what_it_found(text: object) -> None:
    assert all(str(text)[one.at : one.at + len(one.text)] == one.text for one in named(str(text)))


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_keeps_the_text_that_is_shown_instead(read: Read, text: str, label: str) -> None:
    links = [atom for atom in read(text, kind="message").atoms if isinstance(atom, Link)]

    assert [(one.label, one.host.resolved) for one in links] == [(label, "evil.example")]


def test_the_words_come_first_and_the_named_things_follow(read: Read) -> None:
    text = "Write to a@evil.com or @abc, or https://x.com/abc."
    atoms = read(text, kind="message").atoms

    assert atoms[0] == Text(text, (0, len(text)))
    assert [type(atom) for atom in atoms[1:]] == [Mailbox, Handle, Link, Handle]


def test_a_handle_in_a_message_is_on_the_platform_of_the_message(read: Read) -> None:
    atoms = read("ask @abc", kind="message", platform="telegram").atoms

    assert atoms[1] == Handle("abc", "telegram", (5, 8))


def test_more_than_is_read_is_said_to_be_there(read: Read) -> None:
    subject = read("a.com " * (MAX_NAMED + 1), kind="message")

    assert len(subject.atoms) == 1 + MAX_NAMED
    assert subject.incomplete == ("inner",)


def test_as_much_as_is_read_leaves_nothing_out(read: Read) -> None:
    assert read("a.com " * MAX_NAMED, kind="message").incomplete == ()


@pytest.mark.parametrize("text", ["[a](b)", "x [a b](https://c) y", "<a href=x>y</a>"])
def test_sees_an_anchor(text: str) -> None:
    assert has_anchor(text)


@pytest.mark.parametrize("text", ["[a]", "(b)", "[a] (b)", "[](b)", "<a>y</a>", "<b>a</b>"])
def test_sees_no_anchor(text: str) -> None:
    assert not has_anchor(text)


@given(st.text(alphabet="a.@:/[]()<> h\u3002com=\"'", max_size=60))
def test_whatever_is_found_stands_there_and_in_order(text: str) -> None:
    found = list(named(text))
    places = [one.at for one in found]

    assert places == sorted(places)
    assert all(text[one.at :].startswith(one.text) for one in found)
