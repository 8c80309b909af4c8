"""How are the worst names shown, with the letters that differ from the official ones?

Each is a row of a table, defanged, with both names one under the other and the letters that differ
marked by more than colour. Leaves alone names that have too little in common with the official one.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from channelguard.difference import named, width
from channelguard.harmless import defang, harmless
from channelguard.render import rule_says
from channelguard.scan.gathered import Seen, day_of
from channelguard.scan.html import Html, foreign, joined, tag
from channelguard.scan.showing import difference, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from channelguard.difference import Difference
    from channelguard.scan.finding import Finding

_CHANGES = 6
"""Most differing runs spelt out for one name, as in an answer."""

_ADDRESS = frozenset(":@")
"""What stands in an address and not in the name of a file."""

_HEADS = (("level", "number"), ("score", "number"), ("name", "text"), ("channel", "text"),
          ("why", ""), ("where", ""))  # fmt: skip
"""The columns, and how each is sorted."""


def names(worst: Sequence[Seen], say: Mapping[str, str], lang: str) -> Html:
    """Return the section of the worst names, with what filters and sorts it."""
    note = say["report-page.worst-note"].format(count=f"{len(worst):,}")
    heads = (
        tag("th", say[f"report-page.{name}"], scope="col", **({"data_sort": kind} if kind else {}))
        for name, kind in _HEADS
    )
    return tag(
        "section",
        tag("h2", say["report-page.worst"], id="worst"),
        _controls(worst, say, lang),
        tag(
            "table",
            tag("caption", note),
            tag("thead", tag("tr", *heads)),
            tag("tbody", *(_row(one, say, lang) for one in worst)),
            class_="names",
            id="names",
            data_sort=say["report-page.sort"],
        ),
        aria_labelledby="worst",
    )


def _controls(worst: Sequence[Seen], say: Mapping[str, str], lang: str) -> Html:
    """Return the fields that filter; hidden until the script is there to read them."""
    levels = sorted({one.finding.level for one in worst}, reverse=True)
    rules = {rule for one in worst for rule in one.finding.rules}
    by_level = [(level.name.lower(), say[f"level.{level.name.lower()}"]) for level in levels]
    by_rule = sorted(((harmless(one), rule_says(one, lang)[0]) for one in rules), key=itemgetter(1))
    return tag(
        "div",
        tag("label", say["report-page.filter"], tag("input", id="text", type="search")),
        _choice("level", say["report-page.any-level"], by_level, say),
        _choice("rule", say["report-page.any-rule"], by_rule, say),
        tag("span", id="visible", role="status", data_says=say["report-page.visible"]),
        class_="controls",
        id="controls",
        hidden=True,
    )


def _choice(
    name: str, every: str, options: Sequence[tuple[str, str]], say: Mapping[str, str]
) -> Html:
    """Return a list to choose from; ``every`` is the first and chooses all."""
    rows = (tag("option", text, value=value) for value, text in [("", every), *options])
    label = say["report-page.reason" if name == "rule" else "report-page.level"]
    return tag("label", label, tag("select", *rows, id=name))


def _row(seen: Seen, say: Mapping[str, str], lang: str) -> Html:
    """Return one name."""
    finding, level = seen.finding, seen.finding.level.name.lower()
    text = shown(finding) or say["line.empty"]
    channel = harmless(finding.imitates)
    why = (tag("li", rule_says(rule, lang)[0]) for rule in finding.rules)
    return tag(
        "tr",
        tag("td", say[f"level.{level}"], class_=f"level {level}", data_value=int(finding.level)),
        tag("td", str(finding.score), class_="number", data_value=finding.score),
        tag("td", foreign(text), _letters(finding, say), class_="name", data_value=text),
        tag("td", foreign(channel or "-"), class_="channel", data_value=channel),
        tag("td", tag("ul", *why, class_="why")),
        tag("td", *_where(seen, say)),
        data_level=level,
        data_rules=" ".join(map(harmless, finding.rules)),
    )


def _where(seen: Seen, say: Mapping[str, str]) -> list[Html]:
    """List where it was found first, when, and how often."""
    finding = seen.finding
    source, number = finding.source, f"{finding.number:,}"
    key = "report-page.at" if source else "report-page.at-line"
    source = (defang if _ADDRESS & set(source) else harmless)(source)
    lines = [
        say[key].format(source=source, number=number),
        day_of(finding.date) or defang(finding.date),
    ]
    if seen.times > 1:
        lines.append(say["report-page.often"].format(count=f"{seen.times:,}"))
    return [tag("div", foreign(line)) for line in lines if line]


def _letters(finding: Finding, say: Mapping[str, str]) -> Html:
    """Return both names lined up, and each change in words; nothing where little is alike."""
    found = difference(finding)
    if found is None:
        return joined()
    here = [_marked(found.seen, found)]
    if found.ascii:
        here.append(joined(f"  ({defang(found.ascii)})"))
    return tag(
        "div",
        tag(
            "dl",
            tag("div", tag("dt", say["line.here"]), tag("dd", *here)),
            tag("div", tag("dt", say["line.there"]), tag("dd", _marked(found.official, found))),
        ),
        tag("ul", *_changes(found, say)),
        class_="letters",
    )


def _changes(found: Difference, say: Mapping[str, str]) -> list[Html]:
    """List what stands here in place of what."""
    lines = []
    for seen, official in found.changes[:_CHANGES]:
        key = "change" if seen and official else "extra" if seen else "lost"
        lines.append(say[f"line.{key}"].format(seen=named(seen), official=named(official)))
    if len(found.changes) > _CHANGES:
        lines.append(say["line.more"].format(count=len(found.changes) - _CHANGES))
    return [tag("li", foreign(line)) for line in dict.fromkeys(lines)]


def _marked(line: str, found: Difference) -> Html:
    """Return one of two lines with what stands above a caret marked."""
    cells = []
    at = 0
    for char in line:
        cells.append((found.carets[at : at + 1] == "^", char))
        at += width(char)
    pieces = []
    for marked, run in groupby(cells, key=lambda cell: cell[0]):
        text = "".join(char for _, char in run)
        pieces.append(tag("mark", text) if marked and text.strip() else joined(text))
    return tag("bdi", *pieces)
