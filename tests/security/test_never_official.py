"""Is anything ever called official that is not exactly a listed channel, spelt plainly?"""

from __future__ import annotations

import pytest

from channelguard import Level, Verdict, check
from channelguard.model import Handle, Link

OFFICIAL = [
    pytest.param("https://tokenpocket.pro/", id="an entry"),
    pytest.param("HTTPS://TokenPocket.PRO/", id="capitals"),
    pytest.param("https://tokenpocket.pro./", id="one trailing dot"),
    pytest.param("tokenpocket.pro", id="bare"),
    pytest.param("https://tokenpocket.pro:443/", id="the scheme's own port"),
    pytest.param("http://tokenpocket.pro:80/", id="the own port of http"),
    pytest.param("https://tokenpocket.pro/en/download?from=app#top", id="path, query, fragment"),
    pytest.param("https://help.tokenpocket.pro/en", id="entry for one host"),
    pytest.param("https://yuque.com/tokenpocket", id="entry for a path"),
    pytest.param("https://yuque.com/tokenpocket/faq", id="below the entry for a path"),
    pytest.param("service@tokenpocket.pro", id="mailbox"),
    pytest.param("TokenPocket <service@tokenpocket.pro>", id="mailbox with its name"),
    pytest.param("https://t.me/tokenPocket_en", id="account by its address"),
    pytest.param("https://t.me/TOKENPOCKET_EN", id="account names of Telegram fold case"),
    pytest.param("tg://resolve?domain=tokenPocket_en", id="account by its deep link"),
    pytest.param("https://x.com/TokenPocket_TP", id="account on X"),
    pytest.param("https://tokenpocket.pro/?next=https://tpwallet.io/", id="leads to official"),
    pytest.param("id6444625622", id="app"),
]

NOT_OFFICIAL = [
    pytest.param("https://tokenpocket.pro.evil.example/", id="official host as a subdomain"),
    pytest.param("https://evil.example/tokenpocket.pro", id="official host in the path"),
    pytest.param("https://tokenpocket-pro.example/", id="hyphen for the dot"),
    pytest.param("@TokenPocket_TP_", id="underscore added to a handle"),
    pytest.param("@TokenPocket_TP", id="bare handle without a platform"),
    pytest.param("service@tokenpocket.pro.evil.example", id="official host before a mail host"),
    pytest.param("service@help.tokenpocket.pro", id="mailbox on another official host"),
    pytest.param("servicee@tokenpocket.pro", id="unlisted mailbox of the official host"),
    pytest.param("https://tokenpocket.pro../", id="two trailing dots"),
    pytest.param("https://t\u043ekenpocket.pro/", id="Cyrillic o"),
    pytest.param("https://tokenpocket\u3002pro/", id="ideographic dot"),
    pytest.param("https://%74okenpocket.pro/", id="percent sign in the host"),
    pytest.param("https://token\u00adpocket.pro/", id="soft hyphen in the host"),
    pytest.param("https://to\u212aenpocket.pro/", id="Kelvin sign"),
    pytest.param("https:\\\\tokenpocket.pro\\x", id="backslashes"),
    pytest.param("https:tokenpocket.pro", id="no slashes"),
    pytest.param("https://tokenpocket.pro@evil.example/", id="official host as user"),
    pytest.param("https://evil.example;@tokenpocket.pro/", id="user before the official host"),
    pytest.param("https://evil.example\\@tokenpocket.pro/", id="backslash before the at sign"),
    pytest.param("https://tokenpocket.pro:8443/", id="unusual port"),
    pytest.param("https://tokenpocket.pro:0/", id="port nought"),
    pytest.param("javascript://tokenpocket.pro/%0aalert(1)", id="script"),
    pytest.param("JAVA\tSCRIPT://tokenpocket.pro/%0aalert(1)", id="script with a tab"),
    pytest.param("data:text/html,https://tokenpocket.pro", id="data"),
    pytest.param("view-source:https://tokenpocket.pro", id="view-source"),
    pytest.param("blob:https://tokenpocket.pro/x", id="blob"),
    pytest.param("ftp://tokenpocket.pro/", id="ftp"),
    pytest.param("ws://tokenpocket.pro/", id="web socket"),
    pytest.param("file://tokenpocket.pro/x", id="file"),
    pytest.param("intent://tokenpocket.pro#Intent;scheme=https;end", id="intent"),
    pytest.param("https://yuque.com/tokenpocket-help", id="the path goes on without a slash"),
    pytest.param("https://yuque.com/tokenpocket/../evil", id="the path climbs"),
    pytest.param("https://yuque.com/tokenpocket/%2e%2e/evil", id="the path climbs, encoded"),
    pytest.param("https://yuque.com/tokenpocket%2f..%2fevil", id="the path climbs, slashes too"),
    pytest.param("https://yuque.com/tokenpocket/..%2fevil", id="the path climbs, one slash"),
    pytest.param("https://yuque.com/tokenpocket/..\\evil", id="the path climbs by backslash"),
    pytest.param("https://yuque.com/", id="the host of an entry for a path"),
    pytest.param("https://other.gitbook.io/", id="a neighbour under a private suffix"),
    pytest.param("https://gitbook.io/", id="a private suffix itself"),
    pytest.param("https://x.tphelp.gitbook.io/", id="below an entry for one host"),
    pytest.param("https://tpglobalwallet.net/", id="a retired entry"),
    pytest.param("https://globalwallet.gitbook.io/", id="a disputed entry"),
    pytest.param("https://t.me/tokenPocket_en_", id="nearly an account"),
    pytest.param("https://t.me/+tokenPocket_en", id="private invitation"),
    pytest.param("https://x.com/tokenPocket_en", id="account of another platform"),
    pytest.param("https://tokenpocket.pro/ https://evil.example/", id="beside another link"),
    pytest.param("id64446256222", id="nearly an app"),
]


@pytest.mark.parametrize("raw", OFFICIAL)
def test_what_is_listed_is_official(raw: str) -> None:
    assert check(raw).level is Level.OFFICIAL


@pytest.mark.parametrize("raw", NOT_OFFICIAL)
def test_what_is_not_listed_is_not_official(raw: str) -> None:
    assert check(raw).level is not Level.OFFICIAL


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        pytest.param("https://evil.example\\@tokenpocket.pro/", "evil.example", id="backslash"),
        pytest.param("https:\\\\tokenpocket.pro\\x", "tokenpocket.pro", id="only backslashes"),
        pytest.param("https://tokenpocket.pro@evil.example/", "evil.example", id="user"),
        pytest.param("https://a@tokenpocket.pro@evil.example/", "evil.example", id="two users"),
        pytest.param("https://evil.example#@tokenpocket.pro/", "evil.example", id="fragment"),
        pytest.param("https://evil.example?@tokenpocket.pro/", "evil.example", id="query"),
        pytest.param("http://t.\tme/x", "t.me", id="tab"),
        pytest.param("http://2130706433/", "127.0.0.1", id="decimal address"),
        pytest.param("https://tokenpocket.pro/", "tokenpocket.pro", id="nothing special"),
    ],
)
def test_the_judged_host_is_the_one_that_a_browser_opens(raw: str, host: str) -> None:
    assert _hosts(check(raw))[0] == host


# Schemes, users, ports


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("javascript://tokenpocket.pro/%0aalert(1)", id="javascript"),
        pytest.param("vbscript:msgbox(1)//tokenpocket.pro", id="vbscript"),
        pytest.param("data:text/html,https://tokenpocket.pro", id="data"),
        pytest.param("https://tokenpocket.pro@evil.example/", id="official host as user"),
        pytest.param("https://tokenpocket.pro:443@evil.example/", id="official host as user, port"),
        pytest.param("https://service@tokenpocket.pro@evil.example/", id="mailbox as user"),
    ],
)
def test_scripts_and_false_hosts_are_dangerous(raw: str) -> None:
    assert check(raw).level is Level.DANGEROUS


FLAGGED = [
    pytest.param("http://tokenpocket.pro/", "insecure-scheme", id="http"),
    pytest.param("https://evil.example;@tokenpocket.pro/", "link-userinfo", id="user"),
    pytest.param("https://tokenpocket.pro:8443/", "link-port", id="port"),
    pytest.param("https:\\\\tokenpocket.pro\\x", "link-repaired", id="backslashes"),
    pytest.param("https://%74okenpocket.pro/", "host-disguised", id="percent sign in the host"),
    pytest.param("http://2130706433/", "host-address", id="decimal address"),
    pytest.param("view-source:https://tokenpocket.pro", "action-scheme", id="view-source"),
    pytest.param("ftp://tokenpocket.pro/", "action-scheme", id="ftp"),
]


@pytest.mark.parametrize(("raw", "rule"), FLAGGED)
def test_a_disguise_is_named(raw: str, rule: str) -> None:
    assert rule in _rules(check(raw))


@pytest.mark.parametrize("raw", OFFICIAL)
def test_plain_spellings_raise_nothing(raw: str) -> None:
    verdict = check(raw)

    assert verdict.score == 0
    assert _rules(verdict) <= {"insecure-scheme", "host-unlisted"}


def test_a_deep_link_is_judged_as_the_account_that_it_opens() -> None:
    atoms = check("tg://resolve?domain=SomeBody_Else").subject.atoms

    assert [(atom.text, atom.platform) for atom in atoms if isinstance(atom, Handle)] == [
        ("SomeBody_Else", "telegram")
    ]


# Wrappers and redirects

REDIRECTS = [
    pytest.param("https://tokenpocket.pro/go?url=https%3A%2F%2Fevil.example", id="query"),
    pytest.param(
        "https://tokenpocket.pro/go?url=https%25253A%25252F%25252Fevil.example", id="encoded thrice"
    ),
    pytest.param("https://tokenpocket.pro/#url=https%3A%2F%2Fevil.example", id="fragment"),
    pytest.param("https://tokenpocket.pro/#/go?to=//evil.example/x", id="route in the fragment"),
    pytest.param("https://tokenpocket.pro/go?url=%5C%5Cevil.example", id="backslashes"),
]
WRAPPERS = [
    pytest.param("https://www.google.com/url?q=https://evil.example", id="search engine"),
    pytest.param("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example%2F", id="social"),
    pytest.param("https://evil-example.translate.goog/", id="translator"),
]


@pytest.mark.parametrize("raw", REDIRECTS)
def test_an_official_host_that_leads_elsewhere_is_suspicious(raw: str) -> None:
    verdict = check(raw)

    assert verdict.level >= Level.SUSPICIOUS
    assert "evil.example" in _hosts(verdict)


@pytest.mark.parametrize("raw", WRAPPERS)
def test_a_wrapped_target_is_read(raw: str) -> None:
    verdict = check(raw)

    assert "evil.example" in _hosts(verdict)
    assert verdict.level is not Level.OFFICIAL


@pytest.mark.parametrize(
    ("inner", "least"),
    [
        pytest.param("https://tp-waIlet.io/claim", Level.DANGEROUS, id="an imitation"),
        pytest.param("https://tpglobalwallet.net/", Level.SUSPICIOUS, id="a retired channel"),
        pytest.param("https://example.org/", Level.UNKNOWN, id="somebody else"),
    ],
)
def test_a_wrapper_takes_the_level_of_its_target(inner: str, least: Level) -> None:
    assert check(inner).level is least
    assert check(f"https://www.google.com/url?q={inner}").level is least


# Shown text and target

MISMATCHES = [
    pytest.param("[tokenpocket.pro](https://evil.example)", id="Markdown"),
    pytest.param("see [tokenpocket.pro](https://evil.example) now", id="Markdown in a sentence"),
    pytest.param('<a href="https://evil.example">tokenpocket.pro</a>', id="HTML"),
    pytest.param('Go: <a href="https://evil.example">tokenpocket.pro</a>.', id="HTML in a text"),
    pytest.param('"service@tokenpocket.pro" <x@evil.example>', id="mailbox shown for another"),
    pytest.param('"tokenpocket.pro" <x@evil.example>', id="host shown for a mailbox"),
]
MATCHES = [
    pytest.param("[tokenpocket.pro](https://tokenpocket.pro)", id="Markdown"),
    pytest.param("[www.example.org](https://example.org)", id="www left out"),
    pytest.param('<a href="https://tokenpocket.pro/en">tokenpocket.pro</a>', id="HTML"),
    pytest.param('<a href="https://example.org">click here</a>', id="words that name no host"),
    pytest.param('"service@tokenpocket.pro" <service@tokenpocket.pro>', id="mailbox"),
    pytest.param("Somebody <x@example.org>", id="a name that is no address"),
]


@pytest.mark.parametrize("raw", MISMATCHES)
def test_text_and_target_that_differ_are_seen(raw: str) -> None:
    verdict = check(raw)

    assert "text-target-mismatch" in _rules(verdict)
    assert verdict.level >= Level.SUSPICIOUS


@pytest.mark.parametrize("raw", MATCHES)
def test_text_and_target_that_agree_are_left_alone(raw: str) -> None:
    verdict = check(raw)

    assert "text-target-mismatch" not in _rules(verdict)
    assert verdict.level < Level.SUSPICIOUS


def test_a_display_name_does_not_make_an_unlisted_account_official() -> None:
    verdict = check("TokenPocket Official Support", kind="name", platform="telegram")

    assert "display-name" in _rules(verdict)
    assert verdict.level >= Level.SUSPICIOUS


def _rules(verdict: Verdict) -> set[str]:
    return {seen.rule for seen in verdict.evidence}


def _hosts(verdict: Verdict) -> list[str]:
    return [atom.host.resolved for atom in verdict.subject.atoms if isinstance(atom, Link)]
