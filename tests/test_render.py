"""Does an answer say the level, the reasons, the letters, the way out, and nothing else?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from channelguard.difference import compare, of_hosts, of_names, width
from channelguard.errors import InputError
from channelguard.harmless import ascii_host
from channelguard.model import (
    Evidence,
    Handle,
    Host,
    Level,
    Link,
    Match,
    Subject,
    Unreadable,
    Verdict,
)
from channelguard.overview import table
from channelguard.render import explain, languages, rule_says, to_dict, to_json

ROOT = Path(__file__).parents[1]
IDN = ROOT.parent / "shared" / "suites" / "chromium-idn" / "idn_spoof_cases.json"
"""Hosts that a browser shows in their ASCII form."""

OFFICIAL = "tpwallet.io"
"""A registry value; the tests bring their own, the code knows none."""


def host(seen: str, at: int = 0) -> Host:
    """Make a host as the reader of addresses does, near enough for a sentence."""
    resolved = ascii_host(seen)
    name, _, suffix = resolved.rpartition(".")
    numeric = resolved.replace(".", "").isdigit()
    return Host(seen, resolved, name, suffix, "", (at, at + len(seen)), numeric)


def link_verdict(
    seen: str,
    rule: str = "host-lookalike",
    *,
    level: Level = Level.DANGEROUS,
    official: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Verdict:
    """Give the verdict about ``https://<seen>/claim``."""
    raw = f"https://{seen}/claim"
    found = host(seen, 8)
    link = Link(found, (0, len(raw)), "https", path="/claim")
    subject = Subject(raw, "url", "", (link,))
    if level in {Level.OFFICIAL, Level.UNKNOWN}:
        return Verdict(level, 0, subject, official=official, remarks=remarks)
    evidence = (
        Evidence(rule, "name", 75, counted=True, match=Match(found.span, OFFICIAL)),
        Evidence("host-typo", "name", 30, counted=False, match=Match(found.span, OFFICIAL, 0.5)),
        Evidence("host-unlisted", "contact", 0, counted=False, match=Match(found.span)),
    )
    return Verdict(
        level,
        75,
        subject,
        evidence,
        OFFICIAL,
        official,
        (),
        ("2026.1", "2027-01-01"),
        remarks,
        (OFFICIAL, "t.me/brand"),
    )


def test_the_first_line_is_the_level() -> None:
    first = {
        level: explain(link_verdict("evil.example", level=level)).splitlines()[0] for level in Level
    }

    assert [line.split(":")[0].split(" ")[0] for line in first.values()] == [
        "OFFICIAL",
        "UNKNOWN",
        "SUSPICIOUS",
        "DANGEROUS",
    ]


def test_an_official_channel_that_gives_no_support_says_so_first() -> None:
    remarks = ("role:download", "user-content")
    verdict = link_verdict(OFFICIAL, level=Level.OFFICIAL, official=(OFFICIAL,), remarks=remarks)
    text = explain(verdict)

    assert text.splitlines()[0] == (
        f"OFFICIAL, but no support channel: {OFFICIAL} is listed for downloads."
    )
    assert "private messages from them, are not vouched for" in text


def test_an_input_that_is_an_official_value_is_shown_plainly() -> None:
    verdict = Verdict(Level.OFFICIAL, 0, Subject(OFFICIAL, "url", "", ()), official=(OFFICIAL,))

    assert f"Checked: {OFFICIAL}" in explain(verdict).splitlines()


def test_reasons_carry_their_points() -> None:
    text = explain(link_verdict("tp-waIlet.io"))

    assert '   +75  "tp-waIlet[.]io" looks like tpwallet.io but is another address.' in text
    assert ' (+30)  "tp-waIlet[.]io" is a few letters away from tpwallet.io.' in text
    assert '     0  "tp-waIlet[.]io" is not listed itself' in text


def test_letters_that_differ_stand_under_each_other() -> None:
    lines = explain(link_verdict("t\u0440wallet.io")).splitlines()
    at = lines.index("Where it differs:")

    assert lines[at + 1 : at + 5] == [
        "    this      t\u0440wallet   (xn--twallet-qjg[.]io)",
        "    official  tpwallet",
        "               ^",
        "    \u0440 (U+0440 CYRILLIC SMALL LETTER ER) in place of p (U+0070 LATIN SMALL LETTER P)",
    ]


def test_the_real_target_is_what_dns_is_asked_for() -> None:
    assert "It leads to: tp-wailet[.]io" in explain(link_verdict("tp-waIlet.io"))


def test_a_number_as_host_shows_the_usual_address() -> None:
    text = explain(link_verdict("0x7f.1", "host-address"))

    assert "It leads to the numeric address 127[.]0[.]0[.]1, written as 0x7f[.]1" in text


def test_the_way_out_and_the_standing_advice_close_the_answer() -> None:
    lines = explain(link_verdict("tp-waIlet.io")).splitlines()

    assert lines[-4] == f"Use instead: {OFFICIAL}, t.me/brand"
    assert "recovery phrase" in lines[-3]
    assert "writes to you first" in lines[-2]
    assert "channelguard check --json" in lines[-1]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        pytest.param("platform:telegram", "official on telegram", id="official somewhere"),
        pytest.param("platform", "may belong to somebody else", id="no platform"),
        pytest.param("shortener:bit.ly", "short link bit[.]ly was not opened", id="short link"),
        pytest.param("expired:2027-01-01", "last valid on 2027-01-01", id="old registry"),
        pytest.param("moon:full", "could not be checked: moon:full", id="code of somebody else"),
    ],
)
def test_what_was_not_checked_is_named(code: str, says: str) -> None:
    verdict = Verdict(Level.UNKNOWN, 0, Subject("x", "handle", "", ()), incomplete=(code,))

    assert says in explain(verdict)
    assert says in json.dumps(to_dict(verdict))


@pytest.mark.parametrize("lang", languages())
def test_nothing_found_is_never_called_safe(lang: str) -> None:
    text = explain(link_verdict("evil.example", level=Level.UNKNOWN), lang)

    assert not re.search(r"\b(safe|verified|trusted)\b|安全|已验证|可信", text, re.IGNORECASE)


def test_only_what_the_registry_vouches_for_can_be_clicked() -> None:
    text = explain(link_verdict("evil.example"))
    clickable = set(re.findall(r"[\w-]+(?:\.[a-z]{2,})+", text))

    assert clickable == {OFFICIAL, "t.me", "github.com", "verdict.yml"}


def test_an_official_name_beside_a_fake_vouches_for_nothing() -> None:
    text = explain(link_verdict("evil.example", official=(OFFICIAL,), remarks=("role:product",)))

    assert f"It also names an official channel ({OFFICIAL})." in text
    assert "it is no support channel" in text


def test_an_account_is_lined_up_too() -> None:
    subject = Subject("@brand_help1", "handle", "x", (Handle("brand_help1", "x", (0, 12)),))
    seen = Evidence("handle-typo", "name", 60, counted=True, match=Match((0, 12), "brand_help"))
    text = explain(Verdict(Level.DANGEROUS, 60, subject, (seen,), "brand_help"))

    assert "    this      brand_help1\n    official  brand_help\n" in text
    assert "              " + " " * 10 + "^\n" in text


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="there are: en, zh"):
        explain(link_verdict("evil.example"), "xx")
    with pytest.raises(InputError, match="there are: en, zh"):
        to_json(link_verdict("evil.example"), "")


def test_colour_only_where_asked_for() -> None:
    verdict = link_verdict("tp-waIlet.io")

    assert "\x1b" not in explain(verdict) + table([verdict])
    assert explain(verdict, colour=True).startswith("\x1b[1;31mDANGEROUS\x1b[0m")
    assert re.sub(r"\x1b\[[0-9;]*m", "", explain(verdict, colour=True)) == explain(verdict)


NAMES_ALONE = [
    pytest.param('"TokenPocket"', "tokenpocket.pro", id="the brand itself, in quotes"),
    pytest.param("quite another name", "tokenpocket.pro", id="nothing in common"),
]


@pytest.mark.parametrize(("seen", "official"), NAMES_ALONE)
def test_leaves_names_alone(seen: str, official: str) -> None:
    assert of_names(seen, official) is None


def test_words_attached_to_a_name_are_marked() -> None:
    found = of_names("tpwallet_support", OFFICIAL)

    assert found is not None
    assert found.changes == (("_support", ""),)


LINED_UP = [
    pytest.param("tp-waIlet.io", ("tp-waIlet", "tp wallet", "  ^  ^"), id="hyphen, capital I"),
    pytest.param("tpwalet.io", ("tpwal et", "tpwallet", "     ^"), id="letter lost"),
    pytest.param(
        "tpwallet.xyz", ("tpwallet[.]xyz", "tpwallet[.]io", " " * 11 + "^^^"), id="ending"
    ),
    pytest.param("tpwallet-app.io", ("tpwallet-app", "tpwallet", " " * 8 + "^^^^"), id="affix"),
    pytest.param(
        "tpwallet.io.x.cc",
        ("tpwallet[.]io[.]x[.]cc", "tpwallet[.]io", " " * 13 + "^" * 9),
        id="official host inside",
    ),
    pytest.param(
        "\u0442\u0440wallet.io",
        ("\u0442\u0440wallet", "tpwallet", "^^"),
        id="two Cyrillic letters",
    ),
    pytest.param("xn--twallet-qjg.io", ("t\u0440wallet", "tpwallet", " ^"), id="ASCII form"),
]


@pytest.mark.parametrize(("seen", "lines"), LINED_UP)
def test_lines_up_hosts(seen: str, lines: tuple[str, str, str]) -> None:
    found = of_hosts(seen, ascii_host(seen), OFFICIAL)

    assert found is not None
    assert (found.seen, found.official, found.carets) == lines


@pytest.mark.parametrize(
    ("seen", "official"),
    [
        pytest.param("evil.example", OFFICIAL, id="nothing in common"),
        pytest.param(OFFICIAL, OFFICIAL, id="the same"),
        pytest.param("TPWALLET.io", OFFICIAL, id="capital letters of a host"),
        pytest.param("a" * 200 + ".io", "a" * 199 + ".io", id="too long for a line"),
    ],
)
def test_leaves_hosts_alone(seen: str, official: str) -> None:
    assert of_hosts(seen, seen.lower(), official) is None


def test_carets_are_as_wide_as_han_characters() -> None:
    found = compare("TP\u9322\u5305x", "TP\u94b1\u5305")

    assert found is not None
    assert (found.carets, width(found.seen)) == ("  ^^  ^", 7)


def test_case_counts_where_nothing_else_differs() -> None:
    found = of_names("NmWQ7Ngs", "NmWQ7NgS")

    assert found is not None
    assert found.changes == (("s", "S"),)


def test_a_wholly_foreign_spelling_is_lined_up_by_its_looks() -> None:
    found = of_hosts("\u0430\u0440\u0440\u04cf\u0435.io", "xn--80ak6aa92e.io", "apple.io")

    assert found is not None
    assert found.carets == "^^^^^"
    assert found.ascii == "xn--80ak6aa92e.io"


def test_the_table_has_one_row_each_and_the_worst_last() -> None:
    levels = (Level.DANGEROUS, Level.OFFICIAL, Level.SUSPICIOUS, Level.UNKNOWN)
    rows = table([link_verdict("evil.example", level=level) for level in levels]).splitlines()

    assert [row.split()[0] for row in rows] == [
        "LEVEL",
        "OFFICIAL",
        "UNKNOWN",
        "SUSPICIOUS",
        "DANGEROUS",
    ]


@pytest.mark.parametrize("lang", languages())
def test_the_table_fits_and_is_aligned(lang: str) -> None:
    verdicts = [link_verdict(seen) for seen in ("evil.example", "北京" * 20 + ".cn", "e" * 300)]
    rows = table(verdicts, lang, width=72).splitlines()
    ends = {width(row.partition("hxxps")[0]) for row in rows[1:]}

    assert max(map(width, rows)) <= 72
    assert len(ends) == 1


def test_an_empty_table_is_its_heading() -> None:
    assert table([]).split() == ["LEVEL", "SCORE", "CHANNEL", "INPUT"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("level", Level)
def test_json_follows_its_schema(level: Level, lang: str) -> None:
    schema = json.loads((ROOT / "docs" / "verdict.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    line = to_json(link_verdict("t\u0440wallet.io", level=level), lang)

    jsonschema.Draft202012Validator(schema).validate(json.loads(line))
    assert line.isascii()
    assert "\n" not in line


def test_json_holds_the_input_itself() -> None:
    verdict = link_verdict("t\u0440wallet.io")
    lone = Verdict(Level.UNKNOWN, 0, Subject("\ud83d", "name", "", ()))

    assert to_dict(verdict)["input"] == "https://t\u0440wallet.io/claim"
    assert to_dict(verdict)["imitates"] == OFFICIAL
    assert '"input": "\\ud83d"' in to_json(lone)
    assert '"imitates": null' in to_json(lone)


@pytest.mark.parametrize("lang", languages())
def test_a_rule_has_a_title_and_an_explanation(lang: str) -> None:
    title, more = rule_says("host-lookalike", lang)

    assert len(title) < len(more)
    assert rule_says("nobody-knows", lang) != (title, more)


def idn_rows() -> list[pytest.ParameterSet]:
    """Read the hosts of other letters; without the suite one skipped row with the reason."""
    if not IDN.exists():
        reason = "the suites beside the repository are not here"
        return [pytest.param({}, marks=pytest.mark.skip(reason=reason), id="no suite")]
    cases = json.loads(IDN.read_text(encoding="utf-8"))["cases"]
    return [
        pytest.param(row, id=row["ascii"] or "empty")
        for row in cases
        if row["unicode"] and not row["unicode"].isascii()
    ]


@pytest.mark.parametrize("row", idn_rows())
def test_a_host_in_other_letters_never_stands_alone(row: dict[str, str]) -> None:
    seen = row["unicode"].rstrip(".")
    resolved = ascii_host(seen)
    if resolved:
        verdict = link_verdict(seen)
    else:
        raw = f"https://{seen}/claim"
        at = (0, len(raw))
        verdict = Verdict(
            Level.SUSPICIOUS,
            20,
            Subject(raw, "url", "", (Unreadable(raw, "host", at),)),
            (Evidence("unreadable-address", "disguise", 20, counted=True, match=Match(at)),),
        )
    text = explain(verdict)

    for line in text.replace("[.]", ".").splitlines():
        if any(label in line for label in seen.split(".") if not label.isascii()):
            assert resolved
            # A line that names the letters one by one shows no host.
            assert resolved in line or "U+" in line
    assert not resolved or resolved in text.replace("[.]", ".")
