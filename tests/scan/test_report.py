"""Does the page tell what was found, in bounded memory, and can nothing on it do anything?"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from channelguard.errors import InputError, OutputError
from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.page_style import SCRIPT, STYLE
from channelguard.scan.report import POLICY, Report
from channelguard.wording import languages, words

FOUND = Finding(
    7,
    "https://tp-waIlet.io/claim",
    Level.DANGEROUS,
    85,
    "tpwallet.io",
    ("host-lookalike", "host-typo"),
    "2026-11-25",
    "a.txt",
)

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """html head meta title style body header section h1 h2 p dl dt dd div span table caption
        thead tbody tr th td svg rect figure figcaption details summary bdi mark ul li label input
        select option script""",
    )
)
"""What the page is made of; none of it leads anywhere or loads anything."""


class Page(HTMLParser):
    """Takes a page apart as a browser would."""

    def __init__(self, text: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.headings: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and its attributes."""
        self.elements[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in {"meta", "input", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Fail unless it is the one that was opened last."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text under the element that it stands in."""
        for tag in self._open[-1:]:
            self.texts.setdefault(tag, []).append(data)

    def of(self, name: str) -> list[str]:
        """Return the values of an attribute."""
        return [value for _, key, value in self.attributes if key == name]


def page(*findings: Finding, lang: str = "en", **facts: int) -> str:
    report = Report(lang)
    for one in findings:
        report.add(one)
    return report.page(made="2026-11-25", **facts)


def hostile(shared: Path) -> list[Finding]:
    """Put every payload into every field that holds text, at every level."""
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    forms = ("{}", "https://tp-waIlet.io/{}", "https://t\u043ekenpocket{}.pro/", "@tokenpocket_{}")
    return [
        Finding(1, form.replace("{}", one), level, 50, one, (one, "host-typo"), one, one)
        for one, form, level in itertools.product(payloads, forms, Level)
    ]


def test_a_page_is_complete_and_nested(shared: Path) -> None:
    for lang in languages():
        parts = Page(page(FOUND, *hostile(shared), lang=lang))

        assert set(parts.elements) <= ELEMENTS
        assert [parts.elements[one] for one in ("html", "h1", "style", "script")] == [1, 1, 1, 1]
        assert parts.texts["script"] == [SCRIPT]
        assert parts.texts["style"] == [STYLE]


def test_nothing_on_a_page_leads_or_loads_or_runs(shared: Path) -> None:
    parts = Page(page(FOUND, *hostile(shared)))
    names = {name for _, name, _ in parts.attributes}

    assert "a" not in parts.elements
    assert not names & {"href", "src", "action", "style", "srcset", "data", "formaction", "xmlns"}
    assert not [name for name in names if name.startswith("on")]
    assert not re.search(r"url\(|@import|eval|innerHTML|fetch|XMLHttp", STYLE + SCRIPT)


def test_the_policy_allows_one_script_and_it_is_that_one() -> None:
    parts = Page(page(FOUND))
    [script] = parts.texts["script"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert POLICY in parts.of("content")
    assert f"script-src 'sha256-{digest}'" in POLICY
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline'; ")
    assert page(FOUND).index("Content-Security-Policy") < page(FOUND).index("<title>")


def test_no_control_and_no_address_reaches_the_page(
    shared: Path, forbidden: frozenset[str]
) -> None:
    """But for the channel imitated, which is the registry's, and plain names of files."""
    found = (replace(one, imitates="tpwallet.io") for one in hostile(shared))
    addresses = (one for one in found if "/" not in one.source or ":" in one.source)
    text = page(FOUND, *addresses)
    parts = Page(text)
    said = " ".join(itertools.chain(*parts.texts.values(), parts.of("data-value")))

    assert forbidden.isdisjoint(text)
    for address in ("https://", "evil.example/", "javascript:a", "tp-waIlet.io"):
        assert address not in said.replace(SCRIPT, "").replace(STYLE, "")


def test_text_of_strangers_is_isolated_from_what_stands_beside_it() -> None:
    text = page(replace(FOUND, input="TokenPocket \u05d0\u05d1\u05d2", source="\u05d0.txt"))

    assert "<bdi>TokenPocket \u05d0\u05d1\u05d2</bdi>" in text
    assert "<bdi>\u05d0.txt, line 7</bdi>" in text


def test_a_page_tells_what_was_found() -> None:
    text = page(FOUND, FOUND, replace(FOUND, level=Level.SUSPICIOUS, input="x"), checked=1_234)

    for part in (
        '<dt>Lines checked</dt><dd class="checked">1,234</dd>',
        '<dt>Findings</dt><dd class="found">3</dd>',
        '<dt>Dangerous</dt><dd class="dangerous">2</dd>',
        '<dt>Suspicious</dt><dd class="suspicious">1</dd>',
        '<th scope="row">Host that looks like an official one</th>',
        '<th scope="row"><bdi>.io</bdi></th>',
        '<th scope="row">no ending</th>',
        '<th scope="row"><bdi>tpwallet.io</bdi></th>',
        "<bdi>hxxps://tp-waIlet[.]io/claim</bdi>",
        "<bdi>a.txt, line 7</bdi>",
        "<bdi>found 2 times</bdi>",
        "Made on 2026-11-25",
    ):
        assert part in text


def test_letters_that_differ_are_marked_in_both_names() -> None:
    text = page(FOUND)

    assert "<bdi>tp<mark>-</mark>wa<mark>I</mark>let</bdi>" in text
    assert "<bdi>tp wa<mark>l</mark>let</bdi>" in text
    assert "<bdi>I (U+0049 LATIN CAPITAL LETTER I) in place of l (U+006C LATIN" in text


def test_letters_of_another_script_stand_beside_the_ascii_form() -> None:
    text = page(replace(FOUND, input="t\u0440wallet.io"))

    assert "xn--twallet-qjg[.]io (t&lt;U+0440&gt;wallet[.]io)" in text
    assert "t<mark>\u0440</mark>wallet</bdi>  (xn--twallet-qjg[.]io)" in text


def test_an_account_is_lined_up_too() -> None:
    text = page(replace(FOUND, input="@TokenPocket_TR", imitates="TokenPocket_TP"))

    assert "<bdi>TokenPocket_T<mark>R</mark></bdi>" in text


def test_nothing_found_is_a_page_without_pictures() -> None:
    text = page(checked=10)

    assert words("en")["report-page.none"] in text
    assert "<svg" not in text
    assert 'id="names"' not in text


@pytest.mark.parametrize("lang", languages())
def test_a_page_can_be_read_aloud(lang: str) -> None:
    text = page(FOUND, replace(FOUND, date="2026-11-01"), lang=lang)
    parts = Page(text)

    assert f'<html lang="{lang}">' in text
    assert parts.elements["table"] == parts.elements["caption"] == 5
    assert parts.elements["figure"] == parts.elements["figcaption"] == 1
    assert [value for tag, key, value in parts.attributes if tag == "th" and key == "scope"]
    assert parts.elements["th"] == parts.of("scope").count("col") + parts.of("scope").count("row")
    assert set(parts.of("aria-labelledby")) <= set(parts.of("id"))
    assert len(parts.of("id")) == len(set(parts.of("id")))
    assert parts.elements["label"] == parts.elements["input"] + parts.elements["select"]


def test_without_a_script_there_is_nothing_that_needs_one() -> None:
    assert re.search(r'<div class="controls" id="controls" hidden>', page(FOUND))
    assert "<button" not in page(FOUND)


PAIRS = ["ink", "quiet", "danger", "doubt"]


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_every_ink_can_be_read_on_its_ground(at: int) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", STYLE.split(":root {")[at + 1]))

    for ground in ("ground", "band"):
        for ink in PAIRS:
            assert contrast(colours[ink], colours[ground]) >= 4.5
    assert contrast(colours["on-mark"], colours["mark"]) >= 4.5
    assert contrast(colours["bar"], colours["ground"]) >= 3  # WCAG 2.2, 1.4.11


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1.4.3)."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    report = Report()

    assert list(report.through([FOUND])) == [FOUND]
    report.write(tmp_path / "found.html", made="2026-11-25")
    assert [one.name for one in tmp_path.iterdir()] == ["found.html"]
    assert (tmp_path / "found.html").read_text("utf-8") == report.page(made="2026-11-25")
    with pytest.raises(OutputError, match="cannot be written: No such file"):
        report.write(tmp_path / "none" / "found.html")


def test_an_unknown_language_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="there are: en, zh"):
        Report("xx")


def test_a_date_that_is_none_counts_as_none() -> None:
    text = page(replace(FOUND, date="yesterday"), FOUND)

    assert "1 have no date" in text
    assert "Over time" not in page(replace(FOUND, date=""))
