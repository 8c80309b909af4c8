"""Does an address name the host that a browser would open, and is what was seen kept beside it?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.model import Link, Unreadable
from channelguard.parse.link import MAX_URL, link, scheme_of
from channelguard.parse.plain import plain_host

HOSTS = [
    pytest.param("tokenpocket.pro", "tokenpocket.pro", id="bare"),
    pytest.param("HTTPS://TokenPocket.PRO/", "tokenpocket.pro", id="capitals"),
    pytest.param("https://tokenpocket.pro.", "tokenpocket.pro.", id="last dot is kept"),
    pytest.param("https:\\\\tokenpocket.pro\\x", "tokenpocket.pro", id="backslashes"),
    pytest.param("https://evil.example\\@tokenpocket.pro/", "evil.example", id="backslash ends"),
    pytest.param("https://tokenpocket.pro@evil.example/", "evil.example", id="userinfo"),
    pytest.param("https://evil.example;@tokenpocket.pro/", "tokenpocket.pro", id="semicolon"),
    pytest.param("https://a@b@evil.example", "evil.example", id="two at signs: the last counts"),
    pytest.param("https://evil.example#@tokenpocket.pro", "evil.example", id="hash ends the host"),
    pytest.param("https://evil.example?@tokenpocket.pro", "evil.example", id="query ends it, too"),
    pytest.param("https:evil.example", "evil.example", id="no slashes"),
    pytest.param("https:////evil.example", "evil.example", id="four slashes"),
    pytest.param("//evil.example/x", "evil.example", id="no scheme but slashes"),
    pytest.param("https://a\tb.example/\nx", "ab.example", id="tab and newline vanish"),
    pytest.param("https://ev%69l.example/", "evil.example", id="percent-encoded letter"),
    pytest.param("https://evil\u3002example", "evil.example", id="ideographic full stop"),
    pytest.param("https://\uff54\uff50.example", "tp.example", id="full width"),
    pytest.param("https://t\u00adp.example", "tp.example", id="soft hyphen"),
    pytest.param("https://b\u00fccher.example", "xn--bcher-kva.example", id="umlaut"),
    pytest.param("https://fa\u00df.example", "xn--fa-hia.example", id="sharp s is no ss"),
    pytest.param("https://evil.example:443/", "evil.example", id="port of the scheme"),
]
ADDRESSES = [
    pytest.param("http://192.0.2.7/", "192.0.2.7", id="plain IPv4"),
    pytest.param("http://2130706433/", "127.0.0.1", id="one decimal number"),
    pytest.param("http://0x7f.1/", "127.0.0.1", id="hexadecimal, short"),
    pytest.param("http://0177.0.0.01/", "127.0.0.1", id="octal"),
    pytest.param("http://127.0.0.1./", "127.0.0.1", id="last dot"),
    pytest.param("http://\uff11\uff12\uff17.1/", "127.0.0.1", id="full-width digits"),
    pytest.param("http://[::1]/", "[::1]", id="IPv6"),
    pytest.param("http://[0:0::1]:80/x", "[::1]", id="IPv6, longer, with port"),
    pytest.param("http://[::ffff:192.0.2.7]/", "[::ffff:c000:207]", id="IPv4 in IPv6"),
]
NAMES = [
    pytest.param("http://1.2.3.4.example/", id="digits before a name"),
    pytest.param("http://0x.example/", id="begins like hexadecimal"),
    pytest.param("http://a1.b2.example", id="letters with digits"),
    pytest.param("http://127-0-0-1.example", id="hyphens instead of dots"),
    pytest.param("http://xn--bcher-kva.example", id="A-label"),
    pytest.param("http://dead.beef", id="hexadecimal letters"),
    pytest.param("http://localhost", id="one label"),
    pytest.param("http://ipv6.example", id="only the word"),
    pytest.param("http://1e100.net", id="a number to people"),
]
UNREADABLE = [
    pytest.param("https://", "host", id="nothing"),
    pytest.param("https://?x", "host", id="query only"),
    pytest.param("https://a b.example/", "host", id="space"),
    pytest.param("https://a<b.example/", "host", id="forbidden sign"),
    pytest.param("https://[::1/", "host", id="bracket left open"),
    pytest.param("https://256.256.256.256/", "host", id="number too large"),
    pytest.param("https://evil.example:1a/", "host", id="letters in the port"),
    pytest.param("https://" + "a." * 127 + "example", "length", id="host over 253"),
    pytest.param("https://" + "a" * 64 + ".example", "length", id="label over 63"),
]
READABLE = [
    pytest.param("https://" + "a" * 63 + ".example", id="label of 63"),
    pytest.param("https://" + "a." * 122 + "example.", id="host of 251 and a dot"),
    pytest.param("https://a_b.example", id="underscore"),
    pytest.param("https://evil.example:65535", id="highest port"),
    pytest.param("https://-a-.example", id="hyphens at the ends"),
    pytest.param("https://\u4e2d\u56fd.example", id="Han"),
    pytest.param("https://user:secret@evil.example", id="name and password"),
    pytest.param("https://evil.example/" + "a" * MAX_URL, id="longer than is read"),
    pytest.param("https://evil.example/a b", id="space in the path"),
]
MARKS = [
    pytest.param("https:\\\\evil.example", {"backslash"}, id="backslashes for slashes"),
    pytest.param("https://evil.example\\x", {"backslash"}, id="backslash behind the host"),
    pytest.param("https:/evil.example", {"slashes"}, id="one slash"),
    pytest.param("https:///evil.example", {"slashes"}, id="three slashes"),
    pytest.param("ht\ttps://evil.example", {"control"}, id="tab in the scheme"),
    pytest.param("https://evil.ex\nample", {"control"}, id="newline in the host"),
    pytest.param("https://%65vil.example", {"encoded"}, id="percent sign in the host"),
    pytest.param("https://evil.example/a/../b", {"dots"}, id="climbing path"),
    pytest.param("https://evil.example/a/%2e%2E/b", {"dots"}, id="climbing path, encoded"),
]
UNMARKED = [
    pytest.param("https://evil.example", id="plain"),
    pytest.param("evil.example", id="bare"),
    pytest.param("//evil.example", id="without scheme"),
    pytest.param("HTTPS://EVIL.EXAMPLE.", id="capitals and a last dot"),
    pytest.param("https://evil.example/a\\b", id="backslash in the path"),
    pytest.param("https://evil.example/%41?%42#%43", id="percent signs behind the host"),
    pytest.param("https://evil.example/a..b/...", id="dots that do not climb"),
    pytest.param("https://u%40x@evil.example", id="percent sign in the user name"),
    pytest.param("https://evil.example//a//b", id="two slashes in the path"),
]
SCHEMES = [
    pytest.param("https://a.example", "https", id="plain"),
    pytest.param("JavaScript:x", "javascript", id="capitals"),
    pytest.param("java\tscript:x", "javascript", id="tab vanishes"),
    pytest.param("view-source:x", "view-source", id="hyphen"),
    pytest.param("tg:resolve", "tg", id="short"),
]
NO_SCHEME = [
    pytest.param("tokenpocket.pro:443", id="host and port"),
    pytest.param("//a.example", id="slashes only"),
    pytest.param("1a:x", id="begins with a digit"),
    pytest.param("\u0442g:x", id="Cyrillic letter"),
    pytest.param("plain words", id="no colon"),
    pytest.param("", id="nothing"),
]


def _link(raw: str) -> Link:
    found = link(raw, 0)
    assert isinstance(found, Link)
    return found


@pytest.mark.parametrize(("raw", "resolved"), HOSTS)
def test_names_the_host_of_the_browser(raw: str, resolved: str) -> None:
    found = _link(raw)

    assert (found.host.resolved, found.host.address) == (resolved, False)


@pytest.mark.parametrize(("raw", "resolved"), ADDRESSES)
def test_sees_an_address_in_every_spelling(raw: str, resolved: str) -> None:
    host = _link(raw).host

    assert (host.resolved, host.address, host.name, host.suffix) == (resolved, True, resolved, "")


@pytest.mark.parametrize("raw", NAMES)
def test_takes_no_name_for_an_address(raw: str) -> None:
    assert not _link(raw).host.address


@pytest.mark.parametrize(("raw", "why"), UNREADABLE)
def test_says_what_no_browser_opens(raw: str, why: str) -> None:
    assert link(raw, 0) == Unreadable(raw, why, (0, len(raw)))


@pytest.mark.parametrize("raw", READABLE)
def test_reads_what_a_browser_opens(raw: str) -> None:
    assert isinstance(link(raw, 0), Link)


def test_says_that_the_port_is_at_fault() -> None:
    found = link("https://evil.example:99999/", 0)

    assert isinstance(found, Unreadable)
    assert found.why == "port"


@pytest.mark.parametrize(("raw", "marks"), MARKS)
def test_marks_what_was_repaired(raw: str, marks: set[str]) -> None:
    assert set(_link(raw).marks) == marks


@pytest.mark.parametrize("raw", UNMARKED)
def test_marks_nothing_that_is_ordinary(raw: str) -> None:
    assert _link(raw).marks == ()


@pytest.mark.parametrize(("raw", "scheme"), SCHEMES)
def test_finds_the_scheme(raw: str, scheme: str) -> None:
    assert scheme_of(raw) == scheme


@pytest.mark.parametrize("raw", NO_SCHEME)
def test_finds_no_scheme(raw: str) -> None:
    assert scheme_of(raw) == ""


PARTS: list[Any] = [
    pytest.param("https://e.example/a?b#c", "path", "/a", id="path"),
    pytest.param("https://e.example/", "path", "", id="root is no path"),
    pytest.param("https://e.example/a/../b", "path", "/b", id="path as resolved"),
    pytest.param("https://e.example/a?b=1#c", "query", "b=1", id="query"),
    pytest.param("https://e.example/a?b=1#c", "fragment", "c", id="fragment"),
    pytest.param("https://u:p@e.example", "userinfo", "u:p", id="userinfo"),
    pytest.param("https://e.example/@u", "userinfo", "", id="at sign in the path"),
    pytest.param("https://e.example:8443", "port", "8443", id="port"),
    pytest.param("https://e.example:443", "port", "", id="own port"),
    pytest.param("http://e.example:443", "port", "443", id="port of another scheme"),
    pytest.param("e.example", "scheme", "", id="no scheme written"),
    pytest.param("//e.example", "scheme", "", id="no scheme but slashes"),
    pytest.param("HTTP://e.example", "scheme", "http", id="scheme in lower case"),
]


@pytest.mark.parametrize(("raw", "field", "value"), PARTS)
def test_splits_the_rest(raw: str, field: str, value: str) -> None:
    assert getattr(_link(raw), field) == value


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        pytest.param("www.tokenpocket.pro", ("www", "tokenpocket", "pro"), id="one ending"),
        pytest.param("a.b.co.uk", ("a", "b", "co.uk"), id="two-part ending"),
        pytest.param("https://tpwallet.pages.dev", ("", "tpwallet", "pages.dev"), id="private"),
        pytest.param("https://pages.dev", ("", "", "pages.dev"), id="an ending alone"),
        pytest.param("https://server.lan", ("server", "lan", ""), id="no public ending"),
    ],
)
def test_tells_name_from_ending(raw: str, parts: tuple[str, str, str]) -> None:
    host = _link(raw).host

    assert (host.subdomain, host.name, host.suffix) == parts


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        pytest.param("https://tp-waIlet.io/claim", "tp-waIlet.io", id="capital I stays"),
        pytest.param("https://u@T\uff30.example:1/", "T\uff30.example", id="full width stays"),
        pytest.param("https://%65vil.example.", "%65vil.example.", id="percent sign stays"),
        pytest.param("http://[::1]:8080/", "[::1]", id="brackets stay"),
        pytest.param("https:\\\\evil.example\\x", "evil.example", id="behind backslashes"),
        pytest.param("//evil.example", "evil.example", id="behind slashes"),
        pytest.param("evil.example/x", "evil.example", id="bare"),
    ],
)
def test_keeps_what_the_eye_saw_and_where(raw: str, seen: str) -> None:
    found = link(raw, 7)
    assert isinstance(found, Link)
    start, end = found.host.span

    assert (found.host.seen, raw[start - 7 : end - 7]) == (seen, seen)


LABELS = st.from_regex(r"\A[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?\Z")


@given(st.lists(LABELS, min_size=1, max_size=4), st.sampled_from(["com", "co.uk", "PRO", "lan"]))
def test_the_short_way_answers_as_the_parser_does(labels: list[str], ending: str) -> None:
    raw = ".".join([*labels, ending])
    quick = plain_host(raw, (0, len(raw)))

    assert quick is None or quick == link(raw, 0)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("https://a.example", id="scheme"),
        pytest.param("a.example/x", id="path"),
        pytest.param("xn--80ak6aa92e.com", id="A-label: the parser has to agree"),
        pytest.param("t\u0440.example", id="not ASCII"),
        pytest.param("1.2.3.4", id="address"),
        pytest.param("a.example.", id="last dot"),
        pytest.param("a_b.example", id="underscore"),
        pytest.param("localhost", id="one label"),
        pytest.param("a" * 64 + ".example", id="label over 63"),
        pytest.param("a." * 127 + "example", id="over 253"),
    ],
)
def test_the_short_way_leaves_the_rest_to_the_parser(raw: str) -> None:
    assert plain_host(raw, (0, len(raw))) is None


@given(st.text(max_size=60), st.integers(0, 1000))
def test_every_string_is_read_and_stands_where_it_is_said_to(text: str, start: int) -> None:
    found = link(text, start)

    assert found.span == (start, start + len(text))
    if isinstance(found, Link):
        low, high = found.host.span
        assert start <= low <= high <= start + len(text)
