"""Is strangers' text shown so that it controls nothing and leads nowhere?"""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.harmless import LIMIT, ascii_host, defang, harmless, host, shortened

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Every bidirectional control."""

SHOWN = [
    pytest.param("\x1b[2J", "\\x1b[2J", id="escape sequence"),
    pytest.param("\x9b31m", "\\x9b31m", id="8-bit control sequence"),
    pytest.param("a\r\nb", "a\\x0d\\x0ab", id="line break"),
    pytest.param("a\x7fb", "a\\x7fb", id="delete"),
    pytest.param("a\u2028b", "a<U+2028>b", id="line separator"),
    pytest.param("a\u202eb", "a<U+202E>b", id="right-to-left override"),
    pytest.param("t\u200bp", "t<U+200B>p", id="zero width space"),
    pytest.param("t\u00adp", "t<U+00AD>p", id="soft hyphen"),
    pytest.param("\ud83d", "<U+D83D>", id="lone surrogate"),
    pytest.param("x\U000e006f", "x<U+E006F>", id="tag character"),
    pytest.param("a\u3164b", "a<U+3164>b", id="Hangul filler"),
    pytest.param("a\ufe0fb", "a<U+FE0F>b", id="variation selector"),
    pytest.param("a\u00a0b", "a<U+00A0>b", id="no-break space"),
    pytest.param("\u0301a", "<U+0301>a", id="mark without a letter"),
    pytest.param("a" + "\u0301" * 4, "a\u0301\u0301<U+0301><U+0301>", id="tower of marks"),
]
AS_IS = [
    pytest.param("plain text, with [brackets] <and> 100 %", id="ASCII"),
    pytest.param("TP钱包 官方客服", id="Chinese"),
    pytest.param("Ti\u1ec7n \u00edch", id="Vietnamese"),
    pytest.param("e\u0301", id="letter with its mark"),
    pytest.param("\u0645\u062d\u0641\u0638\u0629", id="Arabic letters"),
    pytest.param("\U0001f600", id="emoji"),
    pytest.param("back\\slash \\n", id="backslash that was typed"),
]
DEFANGED = [
    pytest.param("https://evil.example/x", "hxxps://evil[.]example/x", id="address"),
    pytest.param("HTTP://Evil.Example", "hxxp://Evil[.]Example", id="capital scheme"),
    pytest.param("see evil.example.", "see evil[.]example.", id="bare domain, full stop"),
    pytest.param("name@host.tld", "name[@]host[.]tld", id="mailbox"),
    pytest.param("tg://resolve?domain=x", "tg[:]//resolve?domain=x", id="app scheme"),
    pytest.param("javascript:alert(1)", "javascript[:]alert(1)", id="active scheme"),
    pytest.param("[a.pro](https://e.x)", "[a[.]pro] (hxxps://e[.]x)", id="masked link"),
    pytest.param("https:\\\\e.x", "hxxps:\\\\e[.]x", id="backslashes"),
    pytest.param(
        "https://t\u0440wallet.io/a",
        "hxxps://xn--twallet-qjg[.]io (t<U+0440>wallet[.]io)/a",
        id="Cyrillic er, ASCII form first",
    ),
    pytest.param("https://北京.cn", "hxxps://xn--1lq90i[.]cn (北京[.]cn)", id="Han host"),
    pytest.param("t\u200bp.pro", "tp[.]pro (t<U+200B>p[.]pro)", id="hidden character"),
]
NOT_BROKEN = [
    pytest.param("@name", id="account"),
    pytest.param("tokenpocket", id="word"),
    pytest.param("Wait... what? Yes. No.", id="sentences"),
    pytest.param("你好。再见。", id="Chinese sentences"),
    pytest.param("../../etc/passwd", id="path"),
    pytest.param("at 12:30", id="time"),
    pytest.param("hxxps://evil[.]example a[@]b[.]c tg[:]//x", id="defanged already"),
]


@pytest.mark.parametrize(("text", "wanted"), SHOWN)
def test_shows_what_cannot_be_seen(text: str, wanted: str) -> None:
    assert harmless(text) == wanted


@pytest.mark.parametrize("text", AS_IS)
def test_leaves_what_shows_itself(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(("text", "wanted"), DEFANGED)
def test_breaks_what_leads_somewhere(text: str, wanted: str) -> None:
    assert defang(text) == wanted


@pytest.mark.parametrize("text", NOT_BROKEN)
def test_leaves_what_leads_nowhere(text: str) -> None:
    assert defang(text) == text


def test_a_sentence_around_a_plain_address_is_no_host() -> None:
    assert defang("请打开tokenpocket.pro领取") == "请打开tokenpocket[.]pro领取"


def test_a_known_host_is_paired_even_in_a_chinese_sentence() -> None:
    assert defang("打开 北京.cn", ["北京.cn"]) == "打开 xn--1lq90i[.]cn (北京[.]cn)"


def test_the_ascii_form_alone_where_room_is_short() -> None:
    assert defang("https://北京.cn", ascii_only=True) == "hxxps://xn--1lq90i[.]cn"


def test_a_host_that_cannot_be_resolved_is_spelt_by_code_points() -> None:
    assert host("\u0440\ud800.io") == "<U+0440><U+D800>[.]io"


def test_a_numeric_spelling_stands_beside_the_usual_one() -> None:
    assert host("0x7f.1", "127.0.0.1") == "127[.]0[.]0[.]1 (0x7f[.]1)"


def test_long_text_loses_its_middle_and_no_half_of_an_escape() -> None:
    text = shortened("\\x1b" * 10, 25)

    assert text == "\\x1b\\x1b ... \\x1b\\x1b"


def test_very_long_text_is_cut() -> None:
    assert len(defang("A" * 1_000_000)) <= LIMIT


def controls(text: str) -> list[str]:
    """List what must never reach a terminal or a log."""
    return [
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or char in BIDI
    ]


@given(st.text(st.characters(), max_size=400))
def test_nothing_gets_through_that_controls(text: str) -> None:
    assert controls(harmless(text)) == []
    assert controls(defang(text)) == []


@given(st.text(st.sampled_from("ab\u0440北.:/@[]()\u3002\u200b\ud800h"), max_size=40))
def test_defanging_leaves_no_dot_inside_a_name(text: str) -> None:
    assert not re.search(r"[a-z\u0440]\.[a-z\u0440]", defang("https://a.b" + text))


@given(st.text(max_size=60))
def test_showing_twice_is_showing_once(text: str) -> None:
    assert harmless(harmless(text, limit=10_000), limit=10_000) == harmless(text, limit=10_000)


@given(st.text(st.sampled_from("tp\u0440\u0430\u03bf\u0561.-"), min_size=1, max_size=20))
def test_no_host_is_shown_in_other_letters_than_ascii(text: str) -> None:
    shown = host(text)

    assert shown.isascii()
    assert not ascii_host(text) or shown.replace("[.]", ".").startswith(ascii_host(text))
