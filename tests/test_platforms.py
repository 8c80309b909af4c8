"""Are the rules of every platform followed: which names can exist, and which of them are equal?"""

from __future__ import annotations

import pytest

from channelguard.platforms import Platforms, bare_host, parent
from channelguard.registry import Registry


@pytest.fixture(scope="module")
def platforms() -> Platforms:
    """Return the shipped tables."""
    return Registry.load().platforms


POSSIBLE = [
    pytest.param("telegram", "TokenPocket_TP", id="Telegram"),
    pytest.param("telegram", "a" * 32, id="Telegram, longest"),
    pytest.param("x", "TokenPocket_TP", id="X"),
    pytest.param("x", "a" * 15, id="X, longest"),
    pytest.param("x", "1_", id="X, digit and underscore"),
    pytest.param("discord", "abc.d_1", id="Discord"),
    pytest.param("github", "TP-Lab", id="GitHub, hyphen"),
    pytest.param("github", "a" * 39, id="GitHub, longest"),
    pytest.param("instagram", "a.b_c", id="Instagram, dot"),
    pytest.param("reddit", "abc-d_e", id="Reddit"),
    pytest.param("youtube-channel", "UC" + "a" * 22, id="YouTube id"),
    pytest.param("discord-invite", "AbCdEf", id="invitation"),
    pytest.param("apple", "id6444625622", id="Apple id"),
    pytest.param("chrome", "a" * 32, id="extension id"),
]
IMPOSSIBLE = [
    pytest.param("telegram", "abc", id="Telegram, too short"),
    pytest.param("telegram", "a" * 33, id="Telegram, too long"),
    pytest.param("telegram", "1abcd", id="Telegram, digit first"),
    pytest.param("telegram", "_abcd", id="Telegram, underscore first"),
    pytest.param("telegram", "abcd_", id="Telegram, underscore last"),
    pytest.param("telegram", "ab__cd", id="Telegram, two underscores"),
    pytest.param("telegram", "ab-cd", id="Telegram, hyphen"),
    pytest.param("telegram", "\u0430bcde", id="Telegram, Cyrillic"),
    pytest.param("x", "TokenPocketSupport", id="X, over 15"),
    pytest.param("x", "a.b", id="X, dot"),
    pytest.param("discord", "Abc", id="Discord, capital"),
    pytest.param("discord", "a..b", id="Discord, two dots"),
    pytest.param("github", "-abc", id="GitHub, hyphen first"),
    pytest.param("github", "a_b", id="GitHub, underscore"),
    pytest.param("instagram", "a" * 31, id="Instagram, too long"),
    pytest.param("youtube-channel", "UCabc", id="YouTube id, too short"),
]


@pytest.mark.parametrize(("place", "name"), POSSIBLE)
def test_a_name_can_exist(platforms: Platforms, place: str, name: str) -> None:
    rules = platforms.by_id[place]

    # a store's id is held with its prefix, which its characters do not count
    assert rules.possible(name.removeprefix(rules.prefix))


@pytest.mark.parametrize(("place", "name"), IMPOSSIBLE)
def test_a_name_cannot_exist(platforms: Platforms, place: str, name: str) -> None:
    assert not platforms.by_id[place].possible(name)


EQUAL = [
    pytest.param("telegram", "TokenPocket_TP", "tokenpocket_tp", id="Telegram, case"),
    pytest.param("x", "TokenPocket_TP", "TOKENPOCKET_tp", id="X, case"),
    pytest.param("github", "TP-Lab", "tp-lab", id="GitHub, case"),
    pytest.param("facebook", "token.pocket", "TokenPocket", id="Facebook, dots do not count"),
]
DIFFERENT = [
    pytest.param("telegram", "TokenPocket_TP", "TokenPocketTP", id="Telegram, underscore"),
    pytest.param("telegram", "TokenPocket", "TokenP0cket", id="Telegram, digit"),
    pytest.param("instagram", "token.pocket", "tokenpocket", id="Instagram, dots count"),
    pytest.param("discord-invite", "AbC", "Abc", id="invitation, case"),
    pytest.param("youtube-channel", "UCa", "UCA", id="YouTube id, case"),
    pytest.param("github", "TP-Lab", "TPLab", id="GitHub, hyphen"),
]


@pytest.mark.parametrize(("place", "one", "other"), EQUAL)
def test_two_spellings_are_one_account(
    platforms: Platforms, place: str, one: str, other: str
) -> None:
    rules = platforms.by_id[place]

    assert rules.same(one) == rules.same(other)


@pytest.mark.parametrize(("place", "one", "other"), DIFFERENT)
def test_two_spellings_are_two_accounts(
    platforms: Platforms, place: str, one: str, other: str
) -> None:
    rules = platforms.by_id[place]

    assert rules.same(one) != rules.same(other)


NAMES_ONE = [
    pytest.param("t.me", "/abc/12", "", ("telegram", "abc"), id="more behind"),
    pytest.param("www.t.me", "/abc", "", ("telegram", "abc"), id="www"),
    pytest.param("telegram.me", "/abc", "", ("telegram", "abc"), id="other host"),
    pytest.param("abc.t.me", "", "", ("telegram", "abc"), id="host form"),
    pytest.param("mobile.x.com", "/abc", "", ("x", "abc"), id="mobile"),
    pytest.param("x.com", "/@abc", "", ("x", "abc"), id="at sign"),
    pytest.param("discord.com", "/INVITE/AbC", "", ("discord-invite", "AbC"), id="capitals"),
    pytest.param("m.facebook.com", "/abc.de", "", ("facebook", "abc.de"), id="m"),
    pytest.param("play.google.com", "/store/apps/details", "hl=en&id=a.b", ("google-play", "a.b"),
                 id="query"),
    pytest.param("apps.apple.com", "/us/app/x/id123456789", "", ("apple", "id123456789"),
                 id="prefix kept"),
]  # fmt: skip
NAMES_NONE = [
    pytest.param("t.me", "", "", id="platform itself"),
    pytest.param("t.me", "/share/url", "url=x", id="reserved"),
    pytest.param("www.telegram.org", "/abc", "", id="the platform's own site"),
    pytest.param("t.me.evil.example", "/abc", "", id="subdomain elsewhere"),
    pytest.param("evil-x.com", "/abc", "", id="longer name"),
    pytest.param("a.b.t.me", "", "", id="too deep"),
    pytest.param("discord.com", "/invite", "", id="no code"),
    pytest.param("play.google.com", "/store/apps/details", "hl=en", id="no parameter"),
    pytest.param("play.google.com", "/store/apps/details", "Id=a.b", id="parameter in other case"),
    pytest.param("example.org", "/abc", "", id="no platform"),
    pytest.param("", "", "", id="nothing"),
]


@pytest.mark.parametrize(("host", "path", "query", "named"), NAMES_ONE)
def test_an_address_names_an_account_or_app(
    platforms: Platforms, host: str, path: str, query: str, named: tuple[str, str]
) -> None:
    found = platforms.read(host, path, query)

    assert found is not None
    assert (found.platform, found.value) == named


@pytest.mark.parametrize(("host", "path", "query"), NAMES_NONE)
def test_an_address_names_none(platforms: Platforms, host: str, path: str, query: str) -> None:
    assert platforms.read(host, path, query) is None


def test_a_scheme_names_an_account(platforms: Platforms) -> None:
    found = platforms.read_scheme("tg", "resolve", "x=1&domain=abc")

    assert found is not None
    assert (found.platform, found.value) == ("telegram", "abc")


@pytest.mark.parametrize(
    ("scheme", "host", "query"),
    [("tg", "settings", "domain=abc"), ("tg", "resolve", "x=1"), ("xx", "resolve", "domain=abc")],
)
def test_another_scheme_names_none(
    platforms: Platforms, scheme: str, host: str, query: str
) -> None:
    assert platforms.read_scheme(scheme, host, query) is None


def test_every_alias_leads_to_a_platform(platforms: Platforms) -> None:
    assert set(platforms.alias.values()) <= set(platforms.by_id)


def test_no_address_form_names_a_reserved_word(platforms: Platforms) -> None:
    telegram = platforms.by_id["telegram"]

    assert [word for word in telegram.reserved if platforms.read("t.me", f"/{word}", "")] == []


@pytest.mark.parametrize(
    ("host", "kinds"),
    [
        pytest.param("www.google.com", True, id="www"),
        pytest.param("eur01.safelinks.protection.outlook.com", True, id="any name in front"),
        pytest.param("evil-example.translate.goog", True, id="the name is the target"),
        pytest.param("google.com.evil.example", False, id="elsewhere"),
        pytest.param("safelinks.example", False, id="other host"),
        pytest.param("outlook.com", False, id="above"),
    ],
)
def test_knows_the_wrappers(platforms: Platforms, host: str, kinds: bool) -> None:  # noqa: FBT001
    assert bool(platforms.wrapper_rows(host)) is kinds


@pytest.mark.parametrize(
    ("host", "bare"),
    [("www.a.b", "a.b"), ("m.a.b", "a.b"), ("a.b.", "a.b"), ("ww.a", "ww.a"), ("a.m.b", "a.m.b")],
)
def test_takes_off_what_stands_before_every_host(host: str, bare: str) -> None:
    assert bare_host(host) == bare


@pytest.mark.parametrize(("host", "above"), [("a.b.c", "b.c"), ("a", ""), ("", "")])
def test_goes_up_one_label(host: str, above: str) -> None:
    assert parent(host) == above
