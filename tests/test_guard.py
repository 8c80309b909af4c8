"""The straight line as a whole: what is official, what is not, and what is said about the rest."""

from __future__ import annotations

import re
from itertools import islice, repeat
from pathlib import Path

import pytest

from channelguard.detectors import RULES
from channelguard.errors import InputError
from channelguard.guard import Guard
from channelguard.model import Handle, Level, Link, Message
from channelguard.registry import Registry

ROW = """\
    last_verified: 2026-11-22
    confidence: primary
    evidence: [{source: 'https://acornpurse.example/about', publisher: Acorn, seen: 2026-11-22}]
"""
ACORN = f"""\
schema: "1"
brand: acorn
title: {{en: Acorn Purse}}
operator: Acorn Ltd
last_verified: 2026-11-22
valid_until: UNTIL
names:
  - text: acornpurse
    parts: [acorn, purse]
    generic: [purse]
    coined: "true"
    max_edits: "2"
    imitates: acornpurse.org
    source: invented
    date: 2026-11-22
short: []
unused:
  - {{kind: whatsapp, source: invented, date: 2026-11-22}}
channels:
  - id: web
    kind: site
    value: acornpurse.org
    scope: domain
    role: website
    status: current
    purpose: website
{ROW}  - id: old-web
    kind: site
    value: acorn-purse.net
    scope: host
    role: website
    status: retired
    purpose: website of last year
{ROW}  - id: help
    kind: site
    value: yard.example.org/acorn
    scope: path
    role: support
    status: current
    purpose: help pages
{ROW}  - id: shop
    kind: site
    value: acornshop.org
    scope: domain
    role: product
    status: current
    purpose: shop
{ROW}  - id: chat
    kind: account
    platform: telegram
    value: AcornPurse
    scope: account
    role: community
    status: current
    purpose: group
    user_content: "true"
    account_id: "100200300"
{ROW}"""


def registry_in(folder: Path, until: str = "2099-12-31") -> Registry:
    """Return the invented registry, written into a folder and read back."""
    (folder / "brands").mkdir()
    (folder / "brands" / "acorn.yaml").write_text(ACORN.replace("UNTIL", until), "utf-8")
    return Registry.load(folder)


@pytest.fixture(scope="module")
def shipped() -> Guard:
    """Return a guard with the shipped registry."""
    return Guard(Registry.load())


@pytest.fixture(scope="module")
def acorn(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    """Return a guard with an invented registry."""
    return Guard(registry_in(tmp_path_factory.mktemp("registry")))


# official is exact


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("https://tokenpocket.pro/", id="link"),
        pytest.param("HTTPS://TokenPocket.PRO/", id="capitals"),
        pytest.param("https://tokenpocket.pro./", id="trailing dot"),
        pytest.param("https://help.tokenpocket.pro/en/wallet", id="path behind an entry"),
        pytest.param("https://t.me/TOKENPOCKET_EN", id="account address in capitals"),
        pytest.param("service@tokenpocket.pro", id="mailbox"),
        pytest.param("vip.mytokenpocket", id="app"),
        pytest.param("x:@TokenPocket_TP", id="account with its platform"),
    ],
)
def test_a_listed_channel_spelt_plainly_is_official(shipped: Guard, raw: str) -> None:
    verdict = shipped.check(raw)

    assert verdict.level is Level.OFFICIAL
    assert verdict.score == 0
    assert len(verdict.official) == 1


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("https://tokenpocket.pro.evil.example/", id="in front of another domain"),
        pytest.param("https://evil.example/tokenpocket.pro", id="in the path"),
        pytest.param("https://tokenpocket-pro.example/", id="hyphen for the dot"),
        pytest.param("@TokenPocket_TP_", id="an underscore more"),
        pytest.param("service@tokenpocket.pro.evil.example", id="mailbox elsewhere"),
        pytest.param(
            "https://yuque.com/tokenpocket-help", id="path that only begins like an entry"
        ),
        pytest.param(
            "https://yuque.com/tokenpocket/../evil", id="path that climbs out of an entry"
        ),
        pytest.param("https://yuque.com/tokenpocket%2f..%2fevil", id="the same, encoded"),
        pytest.param("https://other.gitbook.io/", id="a neighbour on the same hosting"),
        pytest.param("https://a.tphelp.gitbook.io/", id="below an entry for one host"),
        pytest.param("https://tokenpocket.pro@evil.example/", id="before an @"),
    ],
)
def test_almost_listed_is_not_official(shipped: Guard, raw: str) -> None:
    verdict = shipped.check(raw)

    assert verdict.level is not Level.OFFICIAL
    assert verdict.official == ()


def test_official_comes_from_the_list_and_never_from_a_score() -> None:
    silent = Guard(Registry.load(), rules=())

    assert silent.check("tokenpocket.pro").level is Level.OFFICIAL
    assert silent.check("tokenpocket.xyz").level is Level.UNKNOWN
    assert silent.check("tokenpocket.xyz").score == 0


def test_a_listed_host_on_another_port_is_named_and_not_official(shipped: Guard) -> None:
    verdict = shipped.check("https://tokenpocket.pro:8443/")

    assert verdict.official == ("tokenpocket.pro",)
    assert verdict.level is Level.SUSPICIOUS


def test_a_listed_host_by_another_protocol_is_suspicious(shipped: Guard) -> None:
    assert shipped.check("ftp://tokenpocket.pro/").level is Level.SUSPICIOUS


def test_without_encryption_is_official_with_a_remark_that_costs_nothing(shipped: Guard) -> None:
    verdict = shipped.check("http://tokenpocket.pro/")

    assert verdict.level is Level.OFFICIAL
    assert [(one.rule, one.points, one.counted) for one in verdict.evidence] == [
        ("insecure-scheme", 0, False)
    ]


def test_a_retired_entry_is_suspicious_because_anybody_may_own_it_now(acorn: Guard) -> None:
    verdict = acorn.check("https://acorn-purse.net/")

    assert verdict.level is Level.SUSPICIOUS
    assert verdict.official == ()
    assert [one.rule for one in verdict.evidence] == ["channel-retired"]


def test_an_expired_registry_calls_nothing_official_and_says_so(tmp_path: Path) -> None:
    verdict = Guard(registry_in(tmp_path, until="2026-11-23")).check("acornpurse.org")

    assert verdict.level is not Level.OFFICIAL
    assert "expired:2026-11-23" in verdict.incomplete


# several things at once


def test_an_official_link_does_not_vouch_for_its_neighbour(shipped: Guard) -> None:
    verdict = shipped.check("first https://tokenpocket.pro then https://tokenpocket-claim.xyz/")

    assert verdict.level is Level.DANGEROUS
    assert verdict.official == ("tokenpocket.pro",)
    assert verdict.imitates == "tokenpocket.pro"


def test_an_official_link_does_not_vouch_for_a_stranger(shipped: Guard) -> None:
    verdict = shipped.check("[tokenpocket.pro](https://tokenpocket.pro) or https://example.org/")

    assert verdict.level is Level.UNKNOWN
    assert verdict.official == ("tokenpocket.pro",)


def test_an_official_address_that_leads_away_is_suspicious_and_names_the_target(
    shipped: Guard,
) -> None:
    verdict = shipped.check("https://tokenpocket.pro/go?url=https%3A%2F%2Fevil.example")
    hosts = [atom.host.resolved for atom in verdict.subject.atoms if isinstance(atom, Link)]

    assert verdict.level is Level.SUSPICIOUS
    assert hosts == ["tokenpocket.pro", "evil.example"]


def test_a_wrapper_takes_the_level_of_its_target(shipped: Guard) -> None:
    verdict = shipped.check("https://www.google.com/url?q=https://tokenpocket-claim.xyz/")

    assert verdict.level is Level.DANGEROUS
    assert verdict.imitates == "tokenpocket.pro"


def test_every_address_of_a_message_is_read_in_order(shipped: Guard) -> None:
    verdict = shipped.check("a https://one.example b https://two.example c ann@three.example")
    kinds = [type(atom).__name__ for atom in verdict.subject.atoms]

    assert kinds == ["Text", "Link", "Link", "Mailbox"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Attention: visit tokenpocket-claim.xyz", id="English"),
        pytest.param("TP钱包: tokenpocket-claim.xyz", id="Chinese"),
        pytest.param("Attention visit tokenpocket-claim.xyz", id="no colon"),
    ],
)
def test_a_word_with_a_colon_is_no_scheme_and_hides_nothing(shipped: Guard, raw: str) -> None:
    verdict = shipped.check(raw)

    assert verdict.subject.kind == "message"
    assert verdict.level is Level.DANGEROUS


# accounts


def test_a_bare_handle_is_never_official_and_the_platform_is_asked_for(shipped: Guard) -> None:
    verdict = shipped.check("@TokenPocket_TP")

    assert verdict.level is Level.UNKNOWN
    assert verdict.incomplete == ("platform:x",)


def test_a_bare_handle_that_is_nowhere_official_asks_for_any_platform(shipped: Guard) -> None:
    assert shipped.check("@ann_example").incomplete == ("platform",)


def test_the_platform_may_come_from_the_caller(shipped: Guard) -> None:
    assert shipped.check("@TokenPocket_TP", platform="x").level is Level.OFFICIAL
    assert shipped.check("@TokenPocket_TP", platform="telegram").level is Level.DANGEROUS


def test_a_private_invitation_cannot_be_checked(shipped: Guard) -> None:
    verdict = shipped.check("https://t.me/+AbCdEfGhIjK")

    assert verdict.level is Level.UNKNOWN
    assert verdict.incomplete == ("invite",)


@pytest.mark.parametrize(
    ("name", "number", "value"),
    [
        pytest.param("AcornPurse", "", "AcornPurse", id="name alone"),
        pytest.param("AcornPurse", "100200300", "AcornPurse", id="name and id"),
        pytest.param("AcornPurseNews", "100200300", "AcornPurse", id="renamed, the id stays"),
        pytest.param("AcornPurse", "999", None, id="the name with another id"),
        pytest.param("Hazel", "999", None, id="neither"),
    ],
)
def test_an_immutable_id_outranks_the_name(
    acorn: Guard, name: str, number: str, value: str | None
) -> None:
    channel = acorn.registry.find(Handle(name, "telegram", (0, len(name)), id=number))

    assert (channel.value if channel else None) == value


# what else is said


def test_a_group_is_official_and_its_members_are_not(acorn: Guard) -> None:
    verdict = acorn.check("https://t.me/AcornPurse")

    assert verdict.level is Level.OFFICIAL
    assert verdict.remarks == ("user-content",)


def test_a_shop_is_official_and_no_place_for_support(acorn: Guard) -> None:
    assert acorn.check("acornshop.org").remarks == ("role:product",)


def test_a_website_needs_no_remark(acorn: Guard) -> None:
    assert acorn.check("acornpurse.org").remarks == ()


def test_a_shortened_address_cannot_be_checked(shipped: Guard) -> None:
    assert shipped.check("https://bit.ly/3abcdef").incomplete == ("shortener:bit.ly",)


BARE = ["example.org", "bit.ly", "stonemarket.nl", "pocketguide.travel", "tokenring.museum"]


@pytest.mark.parametrize("name", BARE)
def test_a_bare_host_gets_the_answer_of_the_same_host_in_a_link(shipped: Guard, name: str) -> None:
    bare, link = shipped.check(name), shipped.check(f"https://{name}")

    assert (bare.level, bare.score, bare.incomplete) == (link.level, link.score, link.incomplete)
    assert [one.rule for one in bare.evidence] == [one.rule for one in link.evidence]


def test_an_expired_registry_says_so_of_strangers_too(tmp_path: Path) -> None:
    verdict = Guard(registry_in(tmp_path, until="2026-11-23")).check("example.org")

    assert verdict.incomplete == ("expired:2026-11-23",)


def test_a_link_apart_from_the_text_has_its_place_in_the_text(shipped: Guard) -> None:
    message = Message("press here", links=(("here", "mailto:support@tokenpocket-help.com"),))
    verdict = shipped.check_message(message)

    assert verdict.level is Level.DANGEROUS
    assert {verdict.subject.raw[slice(*one.match.span)] for one in verdict.evidence} == {"here"}


def test_nothing_to_check_is_unknown_and_incomplete(shipped: Guard) -> None:
    verdict = shipped.check("  ")

    assert (verdict.level, verdict.incomplete) == (Level.UNKNOWN, ("empty",))


def test_another_brand_has_its_own_fakes(acorn: Guard, shipped: Guard) -> None:
    fake = "https://acornpurse-claim.xyz/"

    assert acorn.check(fake).imitates == "acornpurse.org"
    assert acorn.check(fake).level is Level.DANGEROUS
    assert shipped.check(fake).level is Level.UNKNOWN


def test_another_brand_knows_nothing_of_the_shipped_one(acorn: Guard) -> None:
    assert acorn.check("tokenpocket.pro").level is Level.UNKNOWN
    assert acorn.check("tokenpocket-claim.xyz").level is Level.UNKNOWN


def test_the_channels_to_use_instead_are_those_of_the_imitated_brand(acorn: Guard) -> None:
    verdict = acorn.check("acornpurse-claim.xyz")

    assert verdict.instead[0] == "acornpurse.org"
    assert set(verdict.instead) <= {channel.value for channel in acorn.registry.channels}


def test_the_registry_that_was_asked_is_named(acorn: Guard) -> None:
    version, expires = acorn.check("example.org").registry

    assert re.fullmatch(r"2026-11-22\.[0-9a-f]{8}", version)
    assert expires == "2099-12-31"


def test_spans_point_at_what_was_seen(shipped: Guard) -> None:
    raw = "look https://www.tokenpocket-claim.xyz/now"
    start, end = shipped.check(raw).evidence[0].match.span

    assert raw[start:end] in {"tokenpocket-claim", "www.tokenpocket-claim.xyz"}


# calls


def test_many_are_answered_one_by_one_in_order(shipped: Guard) -> None:
    levels = [one.level for one in shipped.check_many(["tokenpocket.pro", "example.org"])]

    assert levels == [Level.OFFICIAL, Level.UNKNOWN]


def test_many_may_be_endless(shipped: Guard) -> None:
    verdicts = islice(shipped.check_many(repeat("example.org")), 3)

    assert [one.level for one in verdicts] == [Level.UNKNOWN] * 3


def test_a_guard_asks_only_the_rules_that_it_was_given() -> None:
    one = Guard(Registry.load(), [rule for rule in RULES if rule.id == "host-typo"])

    assert one.check("tokenpocket-claim.xyz").evidence == ()
    assert [seen.rule for seen in one.check("tokenpaket.xyz").evidence] == ["host-typo"]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        pytest.param("a" * 65_537, None, "65537 characters, the limit is 65536", id="too long"),
        pytest.param(b"tokenpocket.pro", None, "bytes, it must be a string", id="bytes"),
        pytest.param("x", "fax", "kind must be one of url, handle", id="no such kind"),
    ],
)
def test_a_wrong_call_is_an_error(shipped: Guard, text: str, kind: str | None, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        shipped.check(text, kind=kind)
