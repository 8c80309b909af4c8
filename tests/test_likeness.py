"""Where is a brand read, in which form, what stands beside it, and what excuses it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channelguard.likeness.atom import in_atom
from channelguard.parse import parse
from channelguard.registry import Registry

if TYPE_CHECKING:
    from channelguard.likeness.found import Likeness


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Return the shipped registry."""
    return Registry.load()


def _in(registry: Registry, raw: str, kind: str | None, platform: str | None) -> list[Likeness]:
    subject = parse(raw, registry.platforms, kind=kind, platform=platform)
    return [
        one
        for atom in subject.atoms
        if registry.find(atom) is None
        for one in in_atom(atom, registry)
    ]


HOSTS = [
    pytest.param("tpwallet.xyz", "tpwallet", "exact", "name", id="other ending"),
    pytest.param("tp-wallet.xyz", "tpwallet", "exact", "name", id="hyphen"),
    pytest.param("tpwallet-claim.com", "tpwallet", "exact", "name", id="word behind"),
    pytest.param("tpwallet.pages.dev", "tpwallet", "exact", "name", id="free hosting"),
    pytest.param("tpwallet.vercel.app", "tpwallet", "exact", "name", id="free hosting, other"),
    pytest.param("tokenpocket.evil.example", "tokenpocket", "exact", "subdomain", id="subdomain"),
    pytest.param("tp.wallet-x.cc", "tpwallet", "exact", "joined", id="split by a dot"),
    pytest.param("tokenpocket.pro.evil.top", "tokenpocket.pro", "exact", "official", id="whole"),
    pytest.param("tp-waIlet.io", "tpwallet", "look", "name", id="capital I"),
    pytest.param("t\u0440wallet.io", "tpwallet", "look", "name", id="Cyrillic er"),
    pytest.param("xn--twallet-qjg.io", "tpwallet", "look", "name", id="Cyrillic er, A-label"),
    pytest.param("tpvvallet.io", "tpwallet", "look", "name", id="two letters for one"),
    pytest.param("t0kenpocket.cc", "tokenpocket", "look", "name", id="zero"),
    pytest.param("pocket-token.me", "tokenpocket", "swapped", "name", id="words swapped"),
    pytest.param("tokenpoket.pro", "tokenpocket", "typo", "name", id="letter lost"),
    pytest.param("tokezp2ckmt.mom", "tokenpocket", "typo", "name", id="four letters"),
    pytest.param("tknpkt.com", "tknpkt", "short", "name", id="abbreviation"),
]
HOSTS_ALONE = [
    pytest.param("wallet.io", id="generic word"),
    pytest.param("token.com", id="other generic word"),
    pytest.param("pocket.com", id="and another"),
    pytest.param("tp.com", id="two letters"),
    pytest.param("tp-link.com", id="two letters and a word"),
    pytest.param("mywallet.xyz", id="word before the generic one"),
    pytest.param("bitwallet.com", id="another wallet"),
    pytest.param("token-wallet.com", id="words of two names"),
    pytest.param("tokens.pocketgames.example", id="words apart"),
    pytest.param("walletsupport.example", id="generic word and role"),
    pytest.param("example.org", id="nothing near"),
    pytest.param("tpain.com", id="begins alike"),
    pytest.param("192.0.2.7", id="address"),
    pytest.param("pages.dev", id="an ending"),
    pytest.param("xn--bcher-kva.example", id="A-label of a word"),
    pytest.param("\u94b1\u5305.example", id="Han generic word"),
    pytest.param("tokenizer.dev", id="longer word"),
    pytest.param("pickpocket.net", id="another pocket"),
]
EXCUSED = [
    pytest.param("httpwallet.com", "word", id="ordinary word"),
    pytest.param("topwallet.com", "word", id="ordinary compound"),
]
TEXTS = [
    pytest.param("TokenPocket_Support", "handle", "tokenpocket", "exact", True, id="role"),
    pytest.param("realTokenPocket", "handle", "tokenpocket", "exact", False, id="no role"),
    pytest.param("t.o.k.e.n.pocket", "handle", "tokenpocket", "exact", False, id="dots"),
    pytest.param("TPWaIIet", "handle", "tpwallet", "look", False, id="capital I twice"),
    pytest.param("T0kenPocket_kefu", "handle", "tokenpocket", "look", True, id="zero, pinyin"),
    pytest.param("TokenPockt_Helper", "handle", "tokenpocket", "typo", True, id="letter lost"),
    pytest.param("TPW_Support", "handle", "tpw", "short", True, id="abbreviation and role"),
    pytest.param("TP钱包客服小美", "name", "tp钱包", "exact", True, id="Han and role"),
    pytest.param("Marcus | TokenPocket", "name", "tokenpocket", "exact", False, id="beside a name"),
    pytest.param("T\u043ekenPocket", "name", "tokenpocket", "look", False, id="Cyrillic o"),
]
TEXTS_ALONE = [
    pytest.param("TP_Link", "handle", id="another firm"),
    pytest.param("tpain", "handle", id="a singer"),
    pytest.param("TPUSA", "handle", id="other letters"),
    pytest.param("squirrel", "handle", id="nothing near"),
    pytest.param("wallet_support", "handle", id="generic word and role"),
    pytest.param("Support", "name", id="role alone"),
    pytest.param("官方客服", "name", id="role in Han"),
    pytest.param("钱包客服", "name", id="generic word in Han"),
    pytest.param("Token Economy", "name", id="one word of it"),
    pytest.param("\U0001f600", "name", id="emoji"),
]


@pytest.mark.parametrize(("raw", "name", "form", "place"), HOSTS)
def test_a_brand_is_read_in_a_host(
    registry: Registry, raw: str, name: str, form: str, place: str
) -> None:
    found = _in(registry, raw, "url", None)[0]

    assert (found.name.text, found.form, found.place, found.excuse) == (name, form, place, "")


@pytest.mark.parametrize("raw", HOSTS_ALONE)
def test_no_brand_is_read_in_other_hosts(registry: Registry, raw: str) -> None:
    assert [one for one in _in(registry, raw, "url", None) if not one.excuse] == []


@pytest.mark.parametrize(("raw", "excuse"), EXCUSED)
def test_what_is_left_alone_says_why(registry: Registry, raw: str, excuse: str) -> None:
    assert {one.excuse for one in _in(registry, raw, "url", None)} == {excuse}


@pytest.mark.parametrize(("raw", "kind", "name", "form", "role"), TEXTS)
def test_a_brand_is_read_in_an_account_or_a_name(  # noqa: PLR0913, PLR0917
    registry: Registry,
    raw: str,
    kind: str,
    name: str,
    form: str,
    role: bool,  # noqa: FBT001
) -> None:
    found = _in(registry, raw, kind, "telegram")[0]

    assert (found.name.text, found.form, found.role) == (name, form, role)


@pytest.mark.parametrize(("raw", "kind"), TEXTS_ALONE)
def test_no_brand_is_read_in_others(registry: Registry, raw: str, kind: str) -> None:
    assert [one for one in _in(registry, raw, kind, "telegram") if not one.excuse] == []


@pytest.mark.parametrize("raw", ["TP钱包老用户", "TokenPocket fan", "I love TokenPocket"])
def test_fans_and_users_are_excused(registry: Registry, raw: str) -> None:
    assert {one.excuse for one in _in(registry, raw, "name", None)} == {"fan"}


@pytest.mark.parametrize(
    ("raw", "beside", "bounded"),
    [
        pytest.param("tpwallet-claim.com", ("", "claim"), True, id="known word"),
        pytest.param("tpwallet88.com", ("", "88"), True, id="digits"),
        pytest.param("gdtokenpocket.com", ("gd", ""), False, id="unknown letters"),
        pytest.param("tpwallet.xyz", ("", ""), True, id="nothing"),
    ],
)
def test_what_stands_beside_is_told(
    registry: Registry,
    raw: str,
    beside: tuple[str, str],
    bounded: bool,  # noqa: FBT001
) -> None:
    found = _in(registry, raw, "url", None)[0]

    assert (found.before, found.after, found.bounded) == (*beside, bounded)


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        pytest.param("https://a.tp-waIlet.io/x", "tp-waIlet", id="label"),
        pytest.param("https://tokenpocket.evil.example", "tokenpocket", id="subdomain"),
        pytest.param("https://tokenpocket.pro.evil.top/x", "tokenpocket.pro.evil.top", id="whole"),
    ],
)
def test_it_stands_where_it_is_said_to(registry: Registry, raw: str, piece: str) -> None:
    start, end = _in(registry, raw, "url", None)[0].span

    assert raw[start:end] == piece


def test_each_channel_is_imitated_once(registry: Registry) -> None:
    found = _in(registry, "tokenpocket.tokenpocket-claim.com", "url", None)

    assert [one.name.imitates for one in found] == ["tokenpocket.pro"]


def test_a_bare_name_that_is_official_somewhere_is_no_likeness(registry: Registry) -> None:
    assert _in(registry, "@TokenPocket_TP", None, None) == []
    assert _in(registry, "@TokenPocket_TP_", None, None) != []
