"""Does the whole line work for a brand that it has never heard of?

The brand is invented (``brands/acorn``). Its name holds ``rn``, which the eye reads as m: what is
only compared as written, or only as seen, fails here.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import channelguard
from channelguard import Guard, Level, Registry, Verdict
from channelguard.model import Handle

FOLDER = Path(__file__).with_name("brands") / "acorn"
SRC = Path(channelguard.__file__).parent
SITE = "acornpurse.com"
NEWS = "AcornPurse_News"


@pytest.fixture(scope="module")
def acorn() -> Guard:
    """Return a guard that knows the invented brand alone."""
    return Guard(Registry.load(FOLDER))


def _check(guard: Guard, raw: str) -> Verdict:
    """Check ``raw``, or what stands behind ``kind=...`` or ``platform=...`` in front of it."""
    kind, platform = None, None
    if found := re.match(r"\((\w+)(?: on (\w+))?\) ", raw):
        kind, platform = found[1], found[2]
        raw = raw[found.end() :]
    return guard.check(raw, kind=kind, platform=platform)


OFFICIAL = [
    pytest.param("acornpurse.com", SITE, id="site"),
    pytest.param("https://www.acornpurse.com/zh?x=1#y", SITE, id="site, deeper"),
    pytest.param("https://pay.acornpurse.com", SITE, id="subdomain in the scope of a domain"),
    pytest.param("https://docs.example.com/acornpurse", "docs.example.com/acornpurse", id="path"),
    pytest.param(
        "https://docs.example.com/acornpurse/faq", "docs.example.com/acornpurse", id="below a path"
    ),
    pytest.param("https://forum.acorngrove.org/t/1", "forum.acorngrove.org", id="forum"),
    pytest.param("https://t.me/acornpurse_news", NEWS, id="Telegram, other case"),
    pytest.param("telegram:AcornPurse_News", NEWS, id="Telegram, platform in front"),
    pytest.param("(handle on x) @acornpurse", "acornpurse", id="X, platform given"),
    pytest.param("https://github.com/Acorn-Lab/wallet", "Acorn-Lab", id="GitHub repository"),
    pytest.param("help@acornpurse.com", "help@acornpurse.com", id="mailbox"),
    pytest.param("Acorn Purse <help@acornpurse.com>", "help@acornpurse.com", id="with name"),
    pytest.param("(app) com.acornpurse.app", "com.acornpurse.app", id="app id"),
    pytest.param(
        "https://play.google.com/store/apps/details?id=com.acornpurse.app",
        "com.acornpurse.app",
        id="store page",
    ),
]
FAKES = [
    pytest.param("acornpurse.xyz", SITE, "host-other-suffix", id="other ending"),
    pytest.param("acornprse.com", SITE, "host-typo", id="letter lost"),
    pytest.param("acronpurse.io", SITE, "host-typo", id="letters swapped"),
    pytest.param("\u0430cornpurse.com", SITE, "host-lookalike", id="Cyrillic a"),
    pytest.param("ac0rnpurse.io", SITE, "host-lookalike", id="digit for a letter"),
    pytest.param("acompurse.com", SITE, "host-lookalike", id="m for rn"),
    pytest.param("acornpurse-claim.com", SITE, "host-affix", id="word behind"),
    pytest.param("claimacornpurse.com", SITE, "host-affix", id="word in front"),
    pytest.param("acornpurse.com.evil.top", SITE, "host-subdomain", id="whole address inside"),
    pytest.param("acornpurse.pages.dev", SITE, "host-other-suffix", id="free hosting"),
    pytest.param("purse-acorn.com", SITE, "host-swapped", id="words swapped"),
    pytest.param("acorn-purse.net", "", "channel-retired", id="retired site"),
    pytest.param("https://acornpurse.com@evil.top", SITE, "link-userinfo", id="user name"),
    pytest.param("https://evil.top/acornpurse.com", SITE, "link-path", id="path of another host"),
    pytest.param("https://docs.example.com/other/acornpurse", SITE, "link-path", id="other path"),
    pytest.param("telegram:AcornPurse_Help", SITE, "handle-affix", id="handle with a role"),
    pytest.param("telegram:Ac0rnPurse", SITE, "handle-lookalike", id="handle with a digit"),
    pytest.param("telegram:AcomPurse_Help", SITE, "handle-lookalike", id="handle with m for rn"),
    pytest.param("telegram:acornpurse", "acornpurse", "handle-other-platform", id="X's name"),
    pytest.param("telegram:ACP_Support", SITE, "handle-short", id="abbreviation and role"),
    pytest.param("(handle on whatsapp) acornpurse", SITE, "handle-unused", id="unused platform"),
    pytest.param("(name on telegram) 橡果钱袋客服", SITE, "name-role", id="Chinese name and role"),
    pytest.param("(name) 橡果钱袋", SITE, "display-name", id="Chinese name alone"),
    pytest.param("(name) 橡果\u9322袋", SITE, "display-name", id="traditional characters"),
    pytest.param("Acorn Purse Support", SITE, "display-name", id="English name"),
    pytest.param("acornpurse.help@gmail.com", SITE, "mailbox-local", id="freemail"),
    pytest.param("help@acornpurse.top", SITE, "host-other-suffix", id="mail of another host"),
    pytest.param('"help@acornpurse.com" <x@evil.top>', SITE, "text-target-mismatch", id="shown"),
    pytest.param("(app) com.acornpurse.pro", SITE, "app-unlisted", id="other app id"),
    pytest.param(
        "https://apps.apple.com/us/app/acorn-purse/id123456789",
        SITE,
        "app-unlisted",
        id="App Store",
    ),
    pytest.param("view-source:https://acornpurse-x.com", SITE, "action-scheme", id="view-source"),
]
UNKNOWN = [
    pytest.param("example.org", id="nothing near"),
    pytest.param("purse.com", id="generic word"),
    pytest.param("acorn.com", id="the other word"),
    pytest.param("acorns.com", id="its plural"),
    pytest.param("coinpurse.com", id="another purse"),
    pytest.param("acornhouse.co.uk", id="acorn and another word"),
    pytest.param("acorngrove.org", id="parent of the forum's host"),
    pytest.param("other.acorngrove.org", id="neighbour of the forum's host"),
    pytest.param("docs.example.com", id="host of the path"),
    pytest.param("docs.example.com/other", id="another path of that host"),
    pytest.param("acp.com", id="abbreviation alone"),
    pytest.param("telegram:squirrel_fan", id="unrelated account"),
    pytest.param("telegram:ACP_Magazine", id="abbreviation without role"),
    pytest.param("(handle) AcornPurse_News", id="official name, platform unknown"),
    pytest.param("(name) 橡果", id="part of the Chinese name"),
    pytest.param("(name) 钱袋", id="generic part of it"),
    pytest.param("(name) 橡果钱袋老用户", id="a user of it"),
    pytest.param("bob@gmail.com", id="unrelated mailbox"),
    pytest.param("(app) com.squirrel.app", id="unrelated app"),
    pytest.param("tpwallet.io", id="the shipped brand's own site"),
    pytest.param("tpwallet-claim.com", id="a fake of the shipped brand"),
    pytest.param("telegram:TokenPocket_Support", id="a fake account of it"),
    pytest.param("TP钱包客服", id="its Chinese name"),
    pytest.param("metamask.io", id="a neighbour"),
    pytest.param("https://example.org/?q=purse", id="generic word in a search"),
    pytest.param("https://t.me/s/other", id="another account"),
    pytest.param("https://github.com/Acorn/x", id="another account with a word of it"),
    pytest.param("github.com", id="a platform"),
    pytest.param("pursesbyacorn.example", id="both words, another thing"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "value"), OFFICIAL)
def test_an_official_channel_is_official(acorn: Guard, raw: str, value: str) -> None:
    verdict = _check(acorn, raw)

    assert (verdict.level, verdict.official) == (Level.OFFICIAL, (value,))


@pytest.mark.parametrize(("raw", "imitates", "rule"), FAKES)
def test_a_fake_is_flagged_and_attributed(acorn: Guard, raw: str, imitates: str, rule: str) -> None:
    verdict = _check(acorn, raw)
    rules = {one.rule: one.match.imitates for one in verdict.evidence}

    assert verdict.level >= Level.SUSPICIOUS
    assert rules.get(rule) == imitates


@pytest.mark.parametrize("raw", UNKNOWN)
def test_the_rest_of_the_world_is_unknown(acorn: Guard, raw: str) -> None:
    verdict = _check(acorn, raw)

    assert (verdict.level, verdict.imitates) == (Level.UNKNOWN, "")


def test_strangers_post_in_the_forum(acorn: Guard) -> None:
    assert "user-content" in acorn.check("https://forum.acorngrove.org/t/1").remarks


def test_a_bare_name_is_asked_for_its_platform(acorn: Guard) -> None:
    assert acorn.check("@AcornPurse_News").incomplete == ("platform:telegram",)


def test_people_are_sent_to_the_brand_that_is_imitated(acorn: Guard) -> None:
    assert acorn.check("acornpurse.xyz").instead[0] == SITE


RENAMED = [
    pytest.param("telegram", "AcornPurse_News", "1000200030", "telegram", id="name and id"),
    pytest.param("telegram", "Acorn_Announcements", "1000200030", "telegram", id="new name"),
    pytest.param("x", "acorn_wallet", "44556677", "x", id="new name on X"),
    pytest.param("github", "acorn-code", "987654", "github", id="new name on GitHub"),
    pytest.param("telegram", "acornpurse_NEWS", "", "telegram", id="no id known"),
]
OTHERS = [
    pytest.param("telegram", "AcornPurse_News", "1000200031", id="same name, another id"),
    pytest.param("x", "AcornPurse", "1", id="same name in other case, another id"),
    pytest.param("github", "Acorn-Lab", "987655", id="GitHub name taken over"),
    pytest.param("x", "acorn_wallet", "1000200030", id="the id of another platform"),
    pytest.param("", "AcornPurse_News", "1000200030", id="no platform, so no id either"),
    pytest.param("telegram", "Acorn_Announcements", "", id="new name, no id"),
]


@pytest.mark.parametrize(("platform", "name", "id_", "channel"), RENAMED)
def test_the_listed_id_is_the_official_account_under_any_name(
    acorn: Guard, platform: str, name: str, id_: str, channel: str
) -> None:
    found = acorn.registry.find(Handle(name, platform, (0, len(name)), id_))

    assert found is not None
    assert found.id == channel


@pytest.mark.parametrize(("platform", "name", "id_"), OTHERS)
def test_no_other_id_is(acorn: Guard, platform: str, name: str, id_: str) -> None:
    assert acorn.registry.find(Handle(name, platform, (0, len(name)), id_)) is None


@pytest.mark.parametrize(
    ("name", "id_", "imitates"),
    [
        pytest.param("AcornPurse_News", "1000200031", [NEWS], id="impostor"),
        pytest.param("AcornPurse_News", "1000200030", [], id="the account itself"),
        pytest.param("Acorn_Announcements", "1000200030", [], id="renamed"),
        pytest.param("AcornPurse_News", "", [], id="id unknown"),
        pytest.param("squirrel_fan", "5", [], id="somebody else"),
    ],
)
def test_the_rule_names_the_impostor(
    acorn: Guard, name: str, id_: str, imitates: list[str]
) -> None:
    rule = next(rule for rule in acorn.rules if rule.id == "handle-id")
    handle = Handle(name, "telegram", (0, len(name)), id_)

    assert [match.imitates for match in rule.detect(handle, acorn.registry)] == imitates


@pytest.mark.parametrize(
    ("raw", "level", "value"),
    [
        pytest.param("acornpurse.com", "OFFICIAL", SITE, id="one site"),
        pytest.param("tokenpocket.pro", "OFFICIAL", "tokenpocket.pro", id="the other site"),
        pytest.param("acornpurse-claim.com", "DANGEROUS", SITE, id="fake of one"),
        pytest.param("tokenpocket-claim.com", "DANGEROUS", "tokenpocket.pro", id="of the other"),
        pytest.param("ac0rnpurse.io", "DANGEROUS", SITE, id="lookalike of one"),
        pytest.param("tp-waIlet.io", "DANGEROUS", "tpwallet.io", id="lookalike of the other"),
        pytest.param("橡果钱袋客服", "DANGEROUS", SITE, id="name of one"),
        pytest.param("TP钱包客服", "DANGEROUS", "tpwallet.io", id="name of the other"),
        pytest.param("telegram:AcornPurse_Help", "DANGEROUS", SITE, id="account of one"),
        pytest.param("acornwallet.com", "UNKNOWN", "", id="a word of each"),
        pytest.param("pocketpurse.com", "UNKNOWN", "", id="other words of each"),
        pytest.param("example.org", "UNKNOWN", "", id="neither"),
    ],
)
def test_two_brands_in_one_folder_are_told_apart(
    both: Guard, raw: str, level: str, value: str
) -> None:
    verdict = both.check(raw)
    named = verdict.imitates or "".join(verdict.official)

    assert (verdict.level.name, named) == (level, value)


@pytest.mark.parametrize("raw", ["acornpurse-claim.com", "tokenpocket-claim.com"])
def test_advice_names_the_channels_of_the_brand_imitated(both: Guard, raw: str) -> None:
    verdict = both.check(raw)
    brands = {both.registry.by_value[value].brand for value in verdict.instead}

    assert brands == {both.registry.by_value[verdict.imitates].brand}


SHIPPED = re.compile(r"tp[-_ ]?wallet|token[-_ ]?pocket|tp[-_ ]?(?:钱包|錢包)", re.IGNORECASE)
"""The names of the shipped brand in any spelling."""


def _strings(path: Path) -> list[str]:
    """Return the names and texts that a file works with: all but docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                found.append(text)
            case ast.Constant(value=bytes(data)):
                found.append(data.decode("utf-8", "replace"))
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.append(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.append(name)
            case _:
                pass
    return found


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SRC.rglob("*.py") if "_data" not in path.parts),
    ids=lambda path: path.relative_to(SRC).as_posix(),
)
def test_no_code_knows_the_shipped_brand(path: Path) -> None:

    assert [text for text in _strings(path) if SHIPPED.search(text)] == []


def test_the_test_tells_code_from_prose(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('"""TP Wallet."""\n# tokenpocket\nX = "tpwallet.io"\n"""About X: TP钱包."""\n')

    assert [text for text in _strings(path) if SHIPPED.search(text)] == ["tpwallet.io"]
