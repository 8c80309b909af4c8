"""Are the right lookalikes made, can they exist, and are they judged as everything else is?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ada_url
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from channelguard import Guard, Level, Registry
from channelguard.errors import InputError
from channelguard.registry import plain_data
from channelguard.suffix import split, top_level
from channelguard.variants import CLASSES, LIMIT, Variant, variants
from channelguard.variants.beside import crossed
from channelguard.variants.judged import drafts
from channelguard.variants.tables import Tables
from channelguard.variants.target import all_targets, read
from channelguard.variants.tricks import fitting

pytestmark = pytest.mark.full  # whole lists of lookalikes

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "variants.md").read_text("utf-8")
sys.path.insert(0, str(ROOT / "tools"))

import measure_variants  # noqa: E402 - a script, found by its folder

ALIVE = ("current", "legacy")


@cache
def made(text: str, platform: str, registry: Registry, limit: int = LIMIT) -> dict[str, set[str]]:
    """Return what each class makes of a name, with the platform in front where that is another."""
    found: dict[str, set[str]] = {name: set() for name in CLASSES}
    targets = read(text, registry, platform)
    for (name, place), bits in drafts(targets, registry, frozenset(CLASSES), limit).items():
        moved = place and place != targets[0].platform
        for at, one in enumerate(CLASSES):
            if bits >> at & 1:
                found[one].add(f"{place}:{name}" if moved else name)
    return found


# What each class makes: of two shipped sites, a shipped account, and an invented site and account

SITE, OTHER, ACCOUNT = "tokenpocket.pro", "tpwallet.io", "TokenPocket_TP"
INVENTED, NEWS = "acornpurse.com", "AcornPurse_News"
PLACES = {ACCOUNT: "x", NEWS: "telegram"}

# fmt: off
MAKES: list[tuple[str, str, str, str]] = [
    # class            imitated  contains                                           does not contain
    ("omission",       SITE,     "tokenpoket.pro okenpocket.pro",                   "tokenpocket.pro tokenpoet.pro"),
    ("omission",       OTHER,    "tpwalet.io pwallet.io",                           "tpwallet.io tpwaet.io"),
    ("omission",       ACCOUNT,  "TokenPoket_TP TokenPocket_P",                     "TokenPocketTP TokenPocket_"),
    ("omission",       INVENTED, "acornpurs.com acrnpurse.com",                     "acornpurse.co"),
    ("doubling",       SITE,     "tokenpockket.pro tokenpoccket.pro",               "tookeenpocket.pro"),
    ("doubling",       OTHER,    "tpwwallet.io tpwalllet.io",                       "tpwallet.io tppwwallet.io"),
    ("doubling",       ACCOUNT,  "TookenPocket_TP",                                 "TooookenPocket_TP TokenPocket__TP"),
    ("doubling",       INVENTED, "acornpursse.com acornpurssse.com",                "accornpursse.com"),
    ("transposition",  SITE,     "otkenpocket.pro tokenpokcet.pro",                 "otekn.pro tokenpocket.pro"),
    ("transposition",  OTHER,    "ptwallet.io tpwaltel.io",                         "tpwallet.io wptlalet.io"),
    ("transposition",  ACCOUNT,  "oTkenPocket_TP",                                  "TokenPocket_TP tokenpocket_pt"),
    ("transposition",  INVENTED, "caornpurse.com acornpuesr.com",                   "acornpurse.com"),
    ("keyboard",       SITE,     "tokenpocjet.pro rokenpocket.pro tokenpockez.pro", "pokenpocket.pro"),
    ("keyboard",       OTHER,    "tpwqllet.io tpwalley.io",                         "tpwzzllet.io tpwallep.io"),
    ("keyboard",       ACCOUNT,  "RokenPocket_TP",                                  "rokenPocket_TP PokenPocket_TP"),
    ("keyboard",       INVENTED, "scornpurse.com qcornpurse.com",                   "pcornpurse.com"),
    ("replacement",    SITE,     "xokenpocket.pro tokenpockex.pro",                 "xokenpockex.pro"),
    ("replacement",    OTHER,    "tpwaxlet.io tpwalle9.io",                         "tpwallet.io"),
    ("replacement",    ACCOUNT,  "XokenPocket_TP TokenPocket_XP",                   "TokenPocketXTP"),
    ("replacement",    INVENTED, "xcornpurse.com",                                  "acornpurse.com"),
    ("insertion",      SITE,     "tokenpockjet.pro tokenpocketx.pro 9tokenpocket.pro", "tokenxpocket.pro"),
    ("insertion",      OTHER,    "tpwallety.io xtpwallet.io",                       "tpwallet-.io"),
    ("insertion",      ACCOUNT,  "TokenPocket_TP9",                                 "TokenPocket_TP99"),
    ("insertion",      INVENTED, "acornpursee.com sacornpurse.com",                 "acornpursexx.com"),
    ("vowel",          SITE,     "tokanpocket.pro tikenpocket.pro",                 "tikanpocket.pro toyenpocket.pro"),
    ("vowel",          OTHER,    "tpwollet.io tpwallat.io",                         "tpwollat.io"),
    ("vowel",          ACCOUNT,  "TokinPocket_TP",                                  "TokenPocket_TP TokynPocket_TP"),
    ("vowel",          INVENTED, "ecornpurse.com acornporse.com",                   "acornpurs.com"),
    ("sound",          SITE,     "tokenpoket.pro tocenpocket.pro",                  "tophenpocket.pro"),
    ("sound",          OTHER,    "tpwhallet.io dpwallet.io",                        "tpvallet.io"),
    ("sound",          ACCOUNT,  "TokenPoket_TP",                                   "TokenPocket_TP"),
    ("sound",          INVENTED, "akornpurse.com acornpurze.com",                   "aphornpurse.com"),
    ("bitflip",        SITE,     "uokenpocket.pro dokenpocket.pro",                 "udkenpocket.pro tokenpocket.pro"),
    ("bitflip",        OTHER,    "vpwallet.io",                                     "TPwallet.io"),
    ("bitflip",        ACCOUNT,  "UokenPocket_TP",                                  "tokenPocket_TP"),
    ("bitflip",        INVENTED, "ccornpurse.com",                                  "bcornpurse.comm"),
    ("plural",         SITE,     "tokenspocket.pro tokenpockets.pro",               "tokenpsocket.pro"),
    ("plural",         OTHER,    "tpwallets.io tpswallet.io",                       "tpwallsets.io"),
    ("plural",         ACCOUNT,  "TokenPockets_TP",                                 "TokenPocketes_TPs"),
    ("plural",         NEWS,     "AcornPurse_New AcornsPurse_News",                 "AcornPurs_News"),
    ("number",         SITE,     "tokenpocket24.pro tokenpocket-1.pro 88tokenpocket.pro", "tokenpocket-.pro"),
    ("number",         OTHER,    "tpwallet365.io",                                  "tpwallet.365"),
    ("number",         ACCOUNT,  "TokenPocket_TP1",                                 "TokenPocket_TP24"),
    ("number",         NEWS,     "AcornPurse_News_24",                              "24AcornPurse_News"),
    ("digit",          SITE,     "t0kenpocket.pro t0kenp0cket.pro 70k3n90ck37.pro", "tokenpocket0.pro"),
    ("digit",          OTHER,    "tpwa11et.io tpw4llet.io",                         "tpwallet1.io"),
    ("digit",          ACCOUNT,  "T0kenPocket_TP T0kenP0cket_TP",                   "TOkenPocket_TP"),
    ("digit",          INVENTED, "4cornpurse.com ac0rnpur5e.com",                   "acornpurse0.com"),
    ("look",           SITE,     "tokenqocket.pro tokempocket.pro",                 "tokenzocket.pro t0kenpocket.pro"),
    ("look",           OTHER,    "tpwailet.io tpwaiiet.io tqwallet.io",             "tpwallet.io tpwa1let.io"),
    ("look",           ACCOUNT,  "TokenQocket_TP",                                  "TokenZocket_TP"),
    ("look",           INVENTED, "acornqurse.com acornpvrse.com",                   "acornzurse.com"),
    ("merged",         SITE,     "tokenpoclcet.pro tokenpodket.pro",                "tokenpockket.pro"),
    ("merged",         OTHER,    "tpvvallet.io tpuuallet.io",                       "tpvallet.io"),
    ("merged",         ACCOUNT,  "TolcenPocket_TP",                                 "TokkenPocket_TP"),
    ("merged",         INVENTED, "acompurse.com cicornpurse.com",                   "acornnpurse.com"),
    ("homoglyph",      SITE,     "xn--tkenpocket-evi.pro",                          "tokenpocket.pro xn--tkenpocket-gbb.pro"),
    ("homoglyph",      OTHER,    "xn--twallet-qjg.io",                              "tpwailet.io"),
    ("homoglyph",      ACCOUNT,  "",                                                "T\u043ekenPocket_TP"),
    ("homoglyph",      INVENTED, "xn--cornpurse-zyh.com",                           "acornpurse.com"),
    ("script",         SITE,     "xn--e1aaigcudpkdj.pro",                           "xn--tkenpocket-evi.pro"),
    ("script",         OTHER,    "",                                                "xn--twallet-qjg.io"),
    ("script",         ACCOUNT,  "",                                                "TokenPocket_TP"),
    ("accent",         SITE,     "xn--tkenpocket-gbb.pro",                          "xn--tkenpocket-evi.pro"),
    ("accent",         INVENTED, "xn--cornpurse-z1a.com",                           "acornpurse.com"),
    ("case",           SITE,     "",                                                "TOKENPOCKET.PRO"),
    ("case",           ACCOUNT,  "",                                                "tokenpocket_tp"),
    ("separator",      SITE,     "token-pocket.pro t-okenpocket.pro",               "token_pocket.pro -tokenpocket.pro"),
    ("separator",      OTHER,    "tp-wallet.io",                                    "tp--wallet.io"),
    ("separator",      ACCOUNT,  "TokenPocketTP Token_Pocket_TP",                   "TokenPocket-TP TokenPocket.TP"),
    ("separator",      NEWS,     "AcornPurseNews Acorn_Purse_News",                 "AcornPurse__News"),
    ("swapped",        SITE,     "pockettoken.pro pocket-token.pro",                "tokenpocket.pro"),
    ("swapped",        OTHER,    "wallettp.io wallet-tp.io",                        "wallet.tp.io"),
    ("swapped",        ACCOUNT,  "TP_Token_Pocket PocketTokenTP",                   "TokenPocketTP"),
    ("swapped",        INVENTED, "purseacorn.com",                                  "acorn-purse.com"),
    ("affix",          SITE,     "tokenpocket-claim.pro claim-tokenpocket.pro tokenpocketapp.pro", "tokenpocket-.pro claim.pro"),
    ("affix",          OTHER,    "tpwallet-support.io airdroptpwallet.io",          "tpwallet.support.io"),
    ("affix",          ACCOUNT,  "",                                                "TokenPocket_TP_support"),
    ("affix",          NEWS,     "AcornPurse_News_support adminAcornPurse_News",    "AcornPurse_News-support"),
    ("affixes",        SITE,     "app-tokenpocket-app.pro claim-tokenpocket-app.pro", "tokenpocket-app.pro"),
    ("affixes",        NEWS,     "support_AcornPurse_News_helpdesk",                "AcornPurse_News_support"),
    ("tail",           ACCOUNT,  "TokenPocket TokenPocket_mod",                     "TokenPocket_TP TokenPocket_support"),
    ("tail",           NEWS,     "AcornPurse AcornPurse_support",                   "Acorn_News Acorn"),
    ("tail",           SITE,     "",                                                "token.pro"),
    ("abbreviation",   OTHER,    "tpapp.io tpw-claim.io",                           "tp.io tpwallet.io"),
    ("abbreviation",   ACCOUNT,  "tpw_support supporttpw",                          "tpw"),
    ("abbreviation",   INVENTED, "acp-claim.com claimacp.com",                      "acp.com tpw-claim.com"),
    ("ending",         SITE,     "tokenpocket.com tokenpocket.ro tokenpocket.top tokenpocket.co.uk", "tokenpocket.lo tokenpocket.pro"),
    ("ending",         OTHER,    "tpwallet.com tpwallet.vip",                       "tpwallet.io tpwallet.lan"),
    ("ending",         INVENTED, "acornpurse.cm acornpurse.net acornpurse.co",      "acornpurse.com"),
    ("dot",            SITE,     "token.pocket.pro toke.npocket.pro",               "tokenpocket.pro .tokenpocket.pro"),
    ("dot",            OTHER,    "tp.wallet.io",                                    "tp.wal.let.io"),
    ("dot",            INVENTED, "acorn.purse.com",                                 "acornpurse.com"),
    ("glued",          SITE,     "wwwtokenpocket.pro tokenpocketpro.com tokenpocket-pro.com", "www.tokenpocket.pro"),
    ("glued",          OTHER,    "wwwtpwallet.io tpwallet-io.com",                  "tpwallet.com"),
    ("glued",          "help.tokenpocket.pro", "helptokenpocket.pro help-tokenpocket.pro", "help.tokenpocket.pro"),
    ("nested",         SITE,     "tokenpocket.pro-app.com tokenpocket.pro.app-claim.com", "tokenpocket.pro.com"),
    ("nested",         OTHER,    "tpwallet.io-claim.top",                           "tpwallet.io"),
    ("hosting",        SITE,     "tokenpocket.pages.dev tokenpocket.github.io",     "pages.dev tokenpocket.com"),
    ("hosting",        INVENTED, "acornpurse.vercel.app",                           "acornpurse.com"),
    ("path",           SITE,     "zendesk.com/tokenpocket zendesk.com/tokenpocket.pro", "pages.dev/tokenpocket"),
    ("other-platform", ACCOUNT,  "telegram:TokenPocket_TP instagram:TokenPocket_TP", "github:TokenPocket_TP discord-invite:TokenPocket_TP TokenPocket_TP"),
    ("other-platform", NEWS,     "x:AcornPurse_News",                               "discord:AcornPurse_News google-play:AcornPurse_News"),
    ("edit+edit",      SITE,     "",                                                "tokenpocket.pro"),
    ("edit+affix",     SITE,     "okenpocket-app.pro app-7okenpocket.pro",          "tokenpocket-app.pro"),
    ("edit+affix",     NEWS,     "cornPurse_News_support",                          "AcornPurse_News_support"),
    ("edit+ending",    SITE,     "okenpocket.com",                                  "tokenpocket.com okenpocket.pro"),
    ("edit+hosting",   OTHER,    "pwallet.pages.dev",                               "tpwallet.pages.dev"),
    ("affix+ending",   SITE,     "tokenpocket-app.com app-tokenpocket.top",         "tokenpocket.com tokenpocket-app.pro"),
    ("affix+hosting",  INVENTED, "acornpurse-app.pages.dev",                        "acornpurse.pages.dev"),
]
# fmt: on


@pytest.mark.parametrize(
    ("name", "imitated", "holds", "lacks"),
    [pytest.param(*row, id=f"{row[0]} of {row[1]}") for row in MAKES],
)
def test_a_class_makes_what_it_says(
    both: Guard, name: str, imitated: str, holds: str, lacks: str
) -> None:
    found = made(imitated, PLACES.get(imitated, ""), both.registry)[name]

    assert set(holds.split()) - found == set()
    assert set(lacks.split()) & found == set()


def test_every_class_is_in_the_table() -> None:
    assert {row[0] for row in MAKES} == set(CLASSES)
    assert {row[0] for row in MAKES if row[2]} == set(CLASSES) - {"case", "edit+edit"}


def test_a_code_is_changed_only_to_what_looks_the_same(guard: Guard) -> None:
    found = made("discord-invite:NKPM8TXFQk", "", guard.registry)

    assert {name for name, texts in found.items() if texts} == {"case", "digit", "look"}
    assert {"nkpm8txfqk", "NKPM8TXFQK", "nKPM8TXFQk"} <= found["case"]


def test_two_edits_are_of_different_kinds(guard: Guard) -> None:
    found = made(SITE, "", guard.registry)
    single = set().union(*(texts for name, texts in found.items() if "+" not in name))
    double = found["edit+edit"] - single

    assert len(double) > LIMIT / 2
    assert "tokenpocket.pro" not in double


def test_a_handle_keeps_its_capitals(guard: Guard) -> None:
    found = made("telegram:walletmcp", "", guard.registry)

    assert {"waIletmcp", "walIetmcp"} <= found["look"]


# Laws

ENDINGS = ["com", "pro", "io", "co.uk", "pages.dev", "xn--p1ai"]
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?", fullmatch=True)
HANDLE = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{2,15}", fullmatch=True)


@settings(deadline=None, max_examples=40)
@given(name=LABEL.filter(lambda text: text[2:4] != "--"), ending=st.sampled_from(ENDINGS))
def test_every_host_can_be_registered_and_opened(guard: Guard, name: str, ending: str) -> None:
    assume(split(f"{name}.{ending}")[1])  # such as x0.com, under which strangers register

    for texts in made.__wrapped__(f"{name}.{ending}", "", guard.registry, 20).values():
        for text in texts:
            host, _, path = text.partition("/")
            _, own, suffix = split(host)

            assert ada_url.URL(f"https://{text}").hostname == host
            assert host.isascii()
            assert len(host) <= 253
            assert all(0 < len(label) <= 63 for label in host.split("."))
            assert own
            assert suffix
            assert text != f"{name}.{ending}"
            assert path in ("", name, f"{name}.{ending}")


@settings(deadline=None, max_examples=40)
@given(name=HANDLE, data=st.data())
def test_every_account_is_possible_on_its_platform(
    guard: Guard, name: str, data: st.DataObject
) -> None:
    rules = guard.registry.platforms
    places = [one for one in rules.by_id if one not in rules.stores]
    place = data.draw(st.sampled_from([p for p in places if rules.by_id[p].possible(name)]))
    targets = read(name, guard.registry, place)
    found = drafts(targets, guard.registry, frozenset(CLASSES), 20)

    assert [one for one in found if not rules.by_id[one[1]].possible(one[0])] == []
    assert [one for one in found if one[0].lower() in rules.by_id[one[1]].reserved] == []
    same = rules.by_id[place].same
    assert [text for text, where in found if where == place and same(text) == same(name)] == []


@settings(deadline=None, max_examples=20)
@given(first=st.lists(st.integers(), max_size=9), second=st.lists(st.integers(), max_size=9))
def test_crossing_makes_every_pair_once(first: list[int], second: list[int]) -> None:
    pairs = list(crossed(range(len(first)), range(len(second))))

    assert sorted(pairs) == [(a, b) for a in range(len(first)) for b in range(len(second))]
    assert [sum(pair) for pair in pairs] == sorted(sum(pair) for pair in pairs)


# Judging


@pytest.fixture(scope="module")
def everything(guard: Guard) -> list[Variant]:
    """Return a few of every class, for every channel."""
    return list(variants(None, guard.registry, limit=1))


def test_nothing_official_comes_and_nothing_of_neighbours(
    guard: Guard, everything: list[Variant]
) -> None:
    registry = guard.registry
    official = {
        (one.platform, registry.platforms.by_id[one.platform].same(one.value))
        for one in registry.channels
        if one.kind == "account" and one.status in ALIVE
    }
    for one in everything:
        verdict = guard.check(one.text, kind=one.kind, platform=one.platform or None)
        assert verdict.level is not Level.OFFICIAL
        assert verdict.official == ()
        if one.platform:
            same = registry.platforms.by_id[one.platform].same(one.text)
            assert (one.platform, same) not in official
        else:
            assert one.text.partition("/")[0] not in registry.neighbour_domains


def test_every_verdict_is_that_of_the_ordinary_guard(
    guard: Guard, everything: list[Variant]
) -> None:
    for one in everything[:: max(1, len(everything) // 200)]:
        verdict = guard.check(one.text, kind=one.kind, platform=one.platform or None)
        rules = tuple(dict.fromkeys(e.rule for e in verdict.evidence if e.counted))

        assert (one.level, one.score, one.rules, one.imitates) == (
            verdict.level,
            verdict.score,
            rules,
            verdict.imitates,
        )


def test_the_worst_come_first_and_what_nobody_sees_comes_last(everything: list[Variant]) -> None:
    keys = [(-one.score, CLASSES.index(one.classes[0]), one.text) for one in everything]

    assert keys == sorted(keys)
    assert everything[0].level is Level.DANGEROUS
    assert everything[-1].level is Level.UNKNOWN


def test_every_lookalike_comes_once_with_all_its_classes(everything: list[Variant]) -> None:
    names = [(one.text, one.platform) for one in everything]

    assert len(names) == len(set(names))
    assert all(one.classes == tuple(sorted(one.classes, key=CLASSES.index)) for one in everything)


def test_several_classes_are_merged(guard: Guard) -> None:
    some = ["sound", "omission", "plural"]
    found = {one.text: one.classes for one in variants(SITE, guard.registry, classes=some)}

    assert found["tokenpoket.pro"] == ("omission", "sound")


def test_the_order_does_not_change(guard: Guard) -> None:
    twice = [list(variants(SITE, guard.registry, limit=9)) for _ in range(2)]

    assert twice[0] == twice[1]


def test_every_current_site_and_account_is_imitated(guard: Guard) -> None:
    texts = {target.text for target in all_targets(guard.registry)}
    wanted = {
        channel.value
        for channel in guard.registry.channels
        if channel.status == "current"
        and channel.kind in ("site", "account")
        and channel.scope != "path"
    }

    assert texts == wanted


def test_a_host_under_a_listed_domain_is_not_misspelt_twice(guard: Guard) -> None:
    found = [one.text for one in variants(None, guard.registry, classes=["omission"])]

    assert "tokenpoket.pro" in found
    assert [text for text in found if text.startswith(("help.", "elp."))] == []


def test_the_domain_of_a_neighbour_never_comes(guard: Guard) -> None:
    found = [one.text for one in variants("metamaskk.io", guard.registry, classes=["omission"])]

    assert found
    assert "metamask.io" not in found


def test_an_official_site_never_comes_even_after_its_last_day() -> None:
    data = plain_data()
    for brand in data["brands"]:
        brand["valid_until"] = "2020-01-01"
        for channel in brand["channels"]:
            channel["valid_until"] = "2020-01-01"
    old = Registry(data)
    found = [one.text for one in variants("tokenpockett.pro", old, classes=["omission"])]

    assert found
    assert "tokenpocket.pro" not in found


def test_a_channel_of_the_registry_may_be_given(guard: Guard) -> None:
    channel = guard.registry.by_value[OTHER]
    given_channel = list(variants(channel, guard.registry, limit=3))

    assert given_channel == list(variants(OTHER, guard.registry, limit=3))


def test_only_the_classes_that_are_asked_for(guard: Guard) -> None:
    found = list(variants(OTHER, guard.registry, classes=["dot", "plural"], limit=2))

    assert {name for one in found for name in one.classes} == {"dot", "plural"}
    assert len(found) == 4


def test_progress_counts_up_to_all(guard: Guard) -> None:
    heard: list[tuple[int, int]] = []
    found = variants(
        OTHER, guard.registry, classes=["omission"], progress=lambda *at: heard.append(at)
    )

    assert heard == []
    assert len(list(found)) == len(heard)
    assert heard[-1] == (len(heard), len(heard))


@pytest.mark.parametrize("name", ["edit+edit", "edit+affix", "affix+ending", "affixes"])
def test_a_product_is_drawn_only_up_to_the_limit(guard: Guard, name: str) -> None:
    targets = read(SITE, guard.registry)

    assert len(drafts(targets, guard.registry, frozenset([name]), 5)) == 5


PROBLEMS = [
    pytest.param("hello there you", {}, "neither a domain nor an account", id="words"),
    pytest.param("service@tokenpocket.pro", {}, "a mailbox or an app", id="a mailbox"),
    pytest.param("id6444625622", {}, "a mailbox or an app", id="an app"),
    pytest.param("nobody", {}, "its platform is needed", id="no platform is known"),
    pytest.param("ab", {"platform": "telegram"}, "no account of this name", id="too short"),
    pytest.param("https://t.me/+AbCdEf", {}, "neither", id="a private invitation"),
    pytest.param("192.0.2.1", {}, "neither", id="an address"),
    pytest.param("com", {"platform": ""}, "its platform is needed", id="an ending alone"),
    pytest.param(SITE, {"classes": ["pigeon"]}, "there are only omission", id="no such class"),
    pytest.param(SITE, {"limit": 0}, "limit is 0, the least is 1", id="no limit"),
]


@pytest.mark.parametrize(("text", "how", "says"), PROBLEMS)
def test_what_cannot_be_imitated_is_refused_without_repeating_it(
    guard: Guard, text: str, how: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        variants(text, guard.registry, **how)  # type: ignore[arg-type]

    assert text not in str(caught.value)


def test_a_channel_without_a_name_is_refused(guard: Guard) -> None:
    app = next(one for one in guard.registry.channels if one.kind == "app")

    with pytest.raises(InputError, match="kind app"):
        variants(app, guard.registry)


# The tables


def test_endings_of_the_table_are_public_suffixes_and_hosting_is_listed(guard: Guard) -> None:
    first = guard.registry.variants["first"]

    assert [one for one in first["endings"] if split(f"name.{one}")[2] != one] == []
    assert set(first["hosting"]) <= guard.registry.platforms.hosting
    assert set(top_level()) <= set(Tables(guard.registry).endings)


def test_neighbours_of_keys(guard: Guard) -> None:
    keys = Tables(guard.registry).keys

    assert set("qwsz") <= set(keys["a"])
    assert set("fghbcv") & set(keys["g"]) == set("fhbv")
    assert all(one in keys[other] for one, others in keys.items() for other in others)
    assert all(re.fullmatch(r"[a-z0-9]+", others) for others in keys.values())


def test_letters_of_other_alphabets_look_like_latin_ones(guard: Guard) -> None:
    tables = Tables(guard.registry)

    assert tables.glyphs["cyrillic"]["o"].startswith("\u043e")  # CYRILLIC SMALL LETTER O
    assert "\u03bf" in tables.glyphs["greek"]["o"]  # GREEK SMALL LETTER OMICRON
    assert "\u00e9" in tables.accents["e"]  # LATIN SMALL LETTER E WITH ACUTE
    assert tables.alike["l"].startswith("i")


# The page


def test_the_page_names_every_class_and_the_total(guard: Guard) -> None:
    rows = re.findall(r"^\| `([a-z+-]+)` \|", PAGE, re.MULTILINE)
    targets = len(list(all_targets(guard.registry)))

    site, account = (len(fitting(read(name, guard.registry)[0])) for name in (SITE, ACCOUNT))

    assert rows[: len(CLASSES)] == list(CLASSES)
    assert f"A site has {site} classes and an account {account}" in PAGE
    assert f"than {site * LIMIT:,} or {account * LIMIT:,} names" in PAGE
    assert f"{LIMIT} lookalikes of each class for each channel" in PAGE
    assert f"{targets} channels" in PAGE


def twist() -> Iterator[tuple[str, int, int]]:
    """Yield for each fuzzer of dnstwist how many names it makes, and how many are known here."""
    pytest.importorskip("dnstwist", reason="cannot run here: no dnstwist to be compared with")
    registry = Registry.load()
    found = {site: list(variants(site, registry)) for site in measure_variants.SITES}
    for kind, names, *_, either in measure_variants.twist_rows(registry, found):
        yield kind, names, either


@pytest.mark.full
def test_what_dnstwist_makes_is_made_here_or_flagged() -> None:
    missed = {kind: names - either for kind, names, either in twist() if either < 0.999 * names}

    assert missed == {}


@pytest.mark.full
def test_the_page_has_the_figures_of_today(shared: Path) -> None:
    assert shared
    pytest.importorskip("dnstwist", reason="cannot run here: no dnstwist to be compared with")

    assert measure_variants.page(PAGE, measure_variants.tables()) == PAGE, "run the tool"
