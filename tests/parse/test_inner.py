"""Is the address that another one carries found, however it is wrapped?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channelguard.model import Action, Handle, Link
from channelguard.parse.inner import MAX_INNER, addresses, decoded, is_payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject

    Read = Callable[..., Subject]

EVIL = "https%3A%2F%2Fevil.example%2Fx"
CARRIED = [
    pytest.param(f"https://www.google.com/url?q={EVIL}", "wrapper", id="search engine"),
    pytest.param(f"https://l.facebook.com/l.php?u={EVIL}&h=1", "wrapper", id="social network"),
    pytest.param("https://www.google.com/amp/s/evil.example/x", "wrapper", id="in the path"),
    pytest.param("https://evil-example.translate.goog/x", "wrapper", id="in the host"),
    pytest.param(
        "https://evil-example.translate.goog/",
        "wrapper",
        id="in the host, no path",
    ),
    pytest.param(
        f"https://eur01.safelinks.protection.outlook.com/?url={EVIL}&data=1",
        "wrapper",
        id="mail protection",
    ),
    pytest.param("https://t.me/share/url?url=https://evil.example", "wrapper", id="share button"),
    pytest.param(f"https://tokenpocket.pro/go?url={EVIL}", "query", id="redirect parameter"),
    pytest.param(
        "https://tokenpocket.pro/go?url=https%253A%252F%252Fevil.example", "query", id="twice"
    ),
    pytest.param(
        "https://tokenpocket.pro/go?url=https%25253A%25252F%25252Fevil.example",
        "query",
        id="three times",
    ),
    pytest.param("https://a.example/?x=1;next=//evil.example/", "query", id="slashes only"),
    pytest.param("https://a.example/?next=evil.example", "query", id="bare host"),
    pytest.param("https://a.example/?anything=https://evil.example", "query", id="any parameter"),
    pytest.param("https://a.example/#https://evil.example", "query", id="fragment"),
    pytest.param("https://a.example/#/go?to=https://evil.example", "query", id="hash route"),
    pytest.param("https://a.example/r/https://evil.example", "query", id="path"),
    pytest.param(
        "tpoutside://pull.activity?param=%7B%22url%22%3A%22https%3A%2F%2Fevil.example%22%7D",
        "deep-link",
        id="wallet scheme, JSON",
    ),
    pytest.param("okx://wallet/dapp/url?dappUrl=https://evil.example", "deep-link", id="scheme"),
    pytest.param("view-source:https://evil.example", "deep-link", id="view-source"),
    pytest.param("blob:https://evil.example/1", "deep-link", id="blob"),
    pytest.param("MEBKM:TITLE:x;URL:https\\://evil.example;;", "qr", id="QR bookmark"),
    pytest.param("URLTO:https://evil.example", "qr", id="QR address"),
    pytest.param("BEGIN:VCARD\nURL:https://evil.example\nEND:VCARD", "qr", id="QR visiting card"),
]
NOTHING_INSIDE = [
    pytest.param("https://a.example", id="bare"),
    pytest.param("https://a.example/?q=hello.world", id="words with a dot in a search"),
    pytest.param("https://a.example/?next=/account/settings", id="redirect within the site"),
    pytest.param("https://a.example/?next=home", id="redirect to a word"),
    pytest.param("https://a.example/?v=1.2.3&file=a.txt", id="version and file name"),
    pytest.param("https://a.example/?mail=me@b.example", id="mail address"),
    pytest.param("https://a.example/#section-1.2", id="section"),
    pytest.param("https://a.example/docs/v1.2/readme.md", id="dots in the path"),
    pytest.param("https://a.example/?url=", id="empty parameter"),
    pytest.param("https://a.example/?u=%", id="broken percent sign"),
    pytest.param("https://www.google.com/search?q=tokenpocket", id="search"),
    pytest.param("https://www.google.com/url?q=tokenpocket", id="wrapper around a word"),
    pytest.param("https://t.me/share/url?text=hello", id="share button without address"),
    pytest.param("https://a.example/?https=1", id="scheme as a name"),
    pytest.param("https://a.example/http:", id="scheme without host"),
    pytest.param("okx://wallet/dapp", id="wallet scheme without address"),
    pytest.param("WIFI:S:net;T:WPA;P:secret;;", id="QR of a network"),
    pytest.param("https://a.example/?t=12:30:45", id="time"),
    pytest.param("https://a.example/?next=a.b@", id="at sign"),
    pytest.param("https://a.example/?amount=1.50&to=bob", id="amount"),
    pytest.param("https://a.example/?to=12345", id="a number in a redirect parameter"),
    pytest.param("https://a.example/?next=name:value", id="a colon in a redirect parameter"),
    pytest.param("mailto:a@a.example?body=hello", id="letter"),
    pytest.param("tel:+12025550123", id="telephone"),
    pytest.param("tg://resolve?domain=TokenPocket_TP", id="account link"),
]


def _inside(subject: Subject) -> list[Link]:
    return [atom for atom in subject.atoms if isinstance(atom, Link) and atom.via]


@pytest.mark.parametrize(("raw", "via"), CARRIED)
def test_finds_the_inner_address(read: Read, raw: str, via: str) -> None:
    found = _inside(read(raw))

    assert [(one.host.resolved, one.via) for one in found] == [("evil.example", via)]


@pytest.mark.parametrize("raw", NOTHING_INSIDE)
def test_finds_no_address_where_none_is(read: Read, raw: str) -> None:
    assert _inside(read(raw)) == []


@pytest.mark.parametrize("raw", [row.values[0] for row in CARRIED])
def test_an_inner_address_stands_where_the_outer_one_does(read: Read, raw: object) -> None:
    subject = read(str(raw))

    assert {one.span for one in _inside(subject)} <= {(0, len(subject.raw))}


def test_the_outer_link_names_the_hosts_inside(read: Read) -> None:
    outer, inside = read(f"https://tokenpocket.pro/go?url={EVIL}").atoms

    assert isinstance(outer, Link)
    assert isinstance(inside, Link)
    assert outer.targets == (inside.host,)


def test_an_account_inside_is_read_as_an_account(read: Read) -> None:
    raw = "https://www.google.com/url?q=https%3A%2F%2Ft.me%2FTokenPocket_Help"

    assert Handle("TokenPocket_Help", "telegram", (0, len(raw))) in read(raw).atoms


def test_a_script_inside_a_letter_is_no_web_address(read: Read) -> None:
    atoms = read("data:text/html,<b>hello</b>").atoms

    assert [type(atom) for atom in atoms] == [Action]


def test_addresses_within_addresses_end_somewhere(read: Read) -> None:
    raw = "https://www.google.com/url?q=" * 12 + "https://evil.example"
    subject = read(raw)

    assert "inner" in subject.incomplete
    assert len(_inside(subject)) <= MAX_INNER


def test_more_addresses_than_are_read_are_said_to_be_there(read: Read) -> None:
    many = "&".join(f"u{n}=https://e{n}.example" for n in range(MAX_INNER + 1))
    subject = read(f"https://a.example/?{many}")

    assert len(_inside(subject)) == MAX_INNER
    assert subject.incomplete == ("inner",)


def test_as_many_addresses_as_are_read_leave_nothing_out(read: Read) -> None:
    many = "&".join(f"u{n}=https://e{n}.example" for n in range(MAX_INNER))

    assert read(f"https://a.example/?{many}").incomplete == ()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        pytest.param("a%20b", "a b", id="once"),
        pytest.param("a%252520b", "a b", id="three times"),
        pytest.param("a%25252520b", "a%20b", id="four times is left"),
        pytest.param("100%", "100%", id="lone percent sign"),
        pytest.param("plain", "plain", id="nothing to do"),
    ],
)
def test_decodes_three_times(value: str, plain: str) -> None:
    assert decoded(value) == plain


@pytest.mark.parametrize("text", ["MEBKM:URL:x;;", "mecard:N:x;;", "WIFI:S:x;;", "urlto:x"])
def test_knows_the_forms_of_codes(text: str) -> None:
    assert is_payload(text)


@pytest.mark.parametrize("text", ["https://a.example", "urls: two", "wifi", "The URL:x", "tg:x"])
def test_takes_nothing_else_for_a_code(text: str) -> None:
    assert not is_payload(text)


def test_an_address_in_a_field_loses_its_escapes_and_the_end_of_the_field() -> None:
    assert list(addresses("URL:https\\://evil.example/a;;")) == ["https://evil.example/a"]


def test_several_addresses_are_found_in_order() -> None:
    text = "first https://a.example/1, then (http://b.example)."

    assert list(addresses(text)) == ["https://a.example/1", "http://b.example"]
