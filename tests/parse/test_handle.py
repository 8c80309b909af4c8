"""Is an account or app read as what it is, in every form in which people write it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channelguard.model import App, Handle, Link
from channelguard.parse.handle import bare_app, handle, looks_like_handle, package

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject

    Read = Callable[..., Subject]

EXTENSION = "mfgccjchihfkkindfppnaooecgfneiii"

ACCOUNTS = [
    pytest.param("@TokenPocket_TP", "", "TokenPocket_TP", id="at sign"),
    pytest.param("TokenPocket_TP", "", "TokenPocket_TP", id="bare word"),
    pytest.param("telegram:TokenPocket_TP", "telegram", "TokenPocket_TP", id="platform in front"),
    pytest.param("Telegram: @abc", "telegram", "abc", id="platform, space, at sign"),
    pytest.param("tg:TokenPocket_TP", "telegram", "TokenPocket_TP", id="alias tg"),
    pytest.param("tg:@abc", "telegram", "abc", id="alias tg and at sign"),
    pytest.param("twitter:TokenPocket_TP", "x", "TokenPocket_TP", id="old name"),
    pytest.param("vx:abc123", "wechat", "abc123", id="what people call it"),
    pytest.param("微信:abc123", "wechat", "abc123", id="alias in Han"),
    pytest.param("reddit:u/abc", "reddit", "abc", id="u/ in front"),
    pytest.param("x.com/TokenPocket_TP", "x", "TokenPocket_TP", id="address, bare"),
    pytest.param("https://x.com/a_b/status/1?s=20", "x", "a_b", id="address with more behind"),
    pytest.param("https://www.twitter.com/@abc", "x", "abc", id="www, at sign"),
    pytest.param("https://t.me/abc", "telegram", "abc", id="Telegram"),
    pytest.param("https://t.me/s/abc", "telegram", "abc", id="Telegram preview"),
    pytest.param("https://abc.t.me", "telegram", "abc", id="Telegram host form"),
    pytest.param("https://t.me/a%62c", "telegram", "a%62c", id="encoded letter stays: a disguise"),
    pytest.param("tg://resolve?domain=abc&start=1", "telegram", "abc", id="Telegram scheme"),
    pytest.param("tg:resolve?domain=abc", "telegram", "abc", id="Telegram scheme, no slashes"),
    pytest.param("https://discord.gg/AbC", "discord-invite", "AbC", id="invitation"),
    pytest.param("https://discord.com/invite/AbC", "discord-invite", "AbC", id="longer form"),
    pytest.param("https://github.com/TP-Lab/x", "github", "TP-Lab", id="repository"),
    pytest.param("https://medium.com/@abc/post", "medium", "abc", id="at sign in the path"),
    pytest.param("https://www.youtube.com/@abc", "youtube", "abc", id="YouTube name"),
]
NO_ACCOUNTS = [
    pytest.param("https://t.me/", id="platform itself"),
    pytest.param("https://x.com", id="platform's front page"),
    pytest.param("https://t.me/share/url?url=https://a.example", id="share button"),
    pytest.param("https://x.com/home", id="reserved step"),
    pytest.param("https://x.com/intent/tweet?text=a", id="reserved step with more"),
    pytest.param("https://github.com/features", id="page of the platform"),
    pytest.param("https://evil-t.me/abc", id="other host"),
    pytest.param("https://t.me.evil.example/abc", id="platform as subdomain"),
    pytest.param("https://evil.example/t.me/abc", id="platform in the path"),
    pytest.param("https://evil.example/?x=t.me", id="platform in the query"),
    pytest.param("https://discord.gg", id="no code"),
    pytest.param("https://discord.com/channels/1/2", id="inside a server"),
    pytest.param("https://blog.x.com/abc", id="subdomain of a platform"),
    pytest.param("tg://settings", id="Telegram's own page"),
    pytest.param("foo:bar", id="unknown prefix"),
    pytest.param("note: call me", id="a word and a colon"),
    pytest.param("12:30", id="a time"),
    pytest.param("telegram:", id="nothing behind the platform"),
    pytest.param("telegram://abc", id="scheme that nothing opens"),
    pytest.param("service@tokenpocket.pro", id="mail address"),
    pytest.param("a.example", id="host"),
    pytest.param("Marcus | TokenPocket", id="display name"),
    pytest.param("TP钱包客服", id="Han"),
    pytest.param(EXTENSION, id="extension id"),
]
INVITES = [
    pytest.param("https://t.me/+AbCdEf", "AbCdEf", id="plus"),
    pytest.param("https://t.me/joinchat/AbCdEf", "AbCdEf", id="old form"),
]
APPS = [
    pytest.param("id6444625622", "apple", "id6444625622", "", id="Apple id"),
    pytest.param(EXTENSION, "chrome", EXTENSION, "", id="extension id"),
    pytest.param("vip.mytokenpocket", "google-play", "vip.mytokenpocket", "", id="package"),
    pytest.param(
        "https://apps.apple.com/us/app/tp-wallet/id6444625622?l=zh",
        "apple",
        "id6444625622",
        "tp-wallet",
        id="App Store",
    ),
    pytest.param(
        "https://play.google.com/store/apps/details?hl=en&id=vip.mytokenpocket",
        "google-play",
        "vip.mytokenpocket",
        "",
        id="Google Play",
    ),
    pytest.param(
        f"https://chromewebstore.google.com/detail/tp/{EXTENSION}",
        "chrome",
        EXTENSION,
        "tp",
        id="Chrome Web Store",
    ),
]
NO_APPS = [
    pytest.param("id123", id="too few digits"),
    pytest.param("id64446256221234", id="too many digits"),
    pytest.param("idea", id="a word"),
    pytest.param(EXTENSION[:-1] + "z", id="letter beyond p"),
    pytest.param(EXTENSION[:-1], id="31 letters"),
    pytest.param("https://play.google.com/store/apps", id="store's front page"),
    pytest.param("https://apps.apple.com/us/developer/x/id6444625622x", id="no id"),
    pytest.param("https://evil.example/store/apps/details?id=vip.mytokenpocket", id="other host"),
    pytest.param("tokenpocket.pro", id="host"),
    pytest.param("com.example.app", id="a package, but also a host under .app"),
]


@pytest.mark.parametrize(("raw", "platform", "name"), ACCOUNTS)
def test_reads_the_account(read: Read, raw: str, platform: str, name: str) -> None:
    found = [atom for atom in read(raw).atoms if isinstance(atom, Handle)]

    assert [(one.platform, one.text, one.invite) for one in found] == [(platform, name, False)]


@pytest.mark.parametrize("raw", NO_ACCOUNTS)
def test_reads_no_account(read: Read, raw: str) -> None:
    assert [atom for atom in read(raw).atoms if isinstance(atom, Handle)] == []


@pytest.mark.parametrize(("raw", "code"), INVITES)
def test_tells_a_private_invitation(read: Read, raw: str, code: str) -> None:
    found = next(atom for atom in read(raw).atoms if isinstance(atom, Handle))

    assert (found.platform, found.text, found.invite) == ("telegram", code, True)


@pytest.mark.parametrize(("raw", "store", "id_", "slug"), APPS)
def test_reads_the_app(read: Read, raw: str, store: str, id_: str, slug: str) -> None:
    found = next(atom for atom in read(raw).atoms if isinstance(atom, App))

    assert (found.store, found.id, found.slug) == (store, id_, slug)


@pytest.mark.parametrize("raw", NO_APPS)
def test_reads_no_app(read: Read, raw: str) -> None:
    assert [atom for atom in read(raw).atoms if isinstance(atom, App)] == []


@pytest.mark.parametrize("raw", ["https://t.me/abc", "x.com/abc", "https://t.me/+AbC"])
def test_an_address_that_carries_an_account_keeps_its_link(read: Read, raw: str) -> None:
    first, second = read(raw).atoms

    assert isinstance(first, Link)
    assert (first.carries, second.span) == (True, first.span)


def test_the_platform_of_the_caller_counts(read: Read) -> None:
    (found,) = read("@abc", kind="handle", platform="TG").atoms

    assert found == Handle("abc", "telegram", (1, 4))


def test_the_platform_in_the_text_beats_that_of_the_caller(read: Read) -> None:
    (found,) = read("x:abc", kind="handle", platform="telegram").atoms

    assert found == Handle("abc", "x", (2, 5))


def test_an_unknown_platform_is_kept_as_it_is(read: Read) -> None:
    (found,) = read("abc", kind="handle", platform="Myspace").atoms

    assert found == Handle("abc", "myspace", (0, 3))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("@abc", (6, 9), id="at sign is no part of it"),
        pytest.param("u/abc", (7, 10), id="nor is u/"),
        pytest.param("abc", (5, 8), id="nothing to take off"),
        pytest.param("@", (5, 6), id="nothing but the at sign"),
    ],
)
def test_points_at_the_name_alone(text: str, span: tuple[int, int]) -> None:
    assert handle(text, 5, "").span == span


@pytest.mark.parametrize("text", ["abc", "@abc", "a.b-c_d", "_a", "1", "a" * 64])
def test_a_handle_may_look_so(text: str) -> None:
    assert looks_like_handle(text)


@pytest.mark.parametrize("text", ["", "@", "a b", ".a", "-a", "\u0430bc", "a" * 65, "a@b", "a/b"])
def test_a_handle_does_not_look_so(text: str) -> None:
    assert not looks_like_handle(text)


def test_a_package_needs_two_words_that_begin_with_a_letter() -> None:
    assert package("vip.mytokenpocket", (0, 17)) is not None
    assert [package(text, (0, 1)) for text in ("vip", "vip.", "1.a", "a.1", "a-b.c")] == [None] * 5


def test_a_bare_id_keeps_its_prefix() -> None:
    assert bare_app("id6444625622", (3, 15)) == App("apple", "id6444625622", (3, 15))
