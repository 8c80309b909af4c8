"""How are the rules and the channels of a registry shown as a list?

Makes aligned lines for people and plain dictionaries for JSON out of the table of rules and of a
compiled registry.
Leaves alone what is said about an input; that is `render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from channelguard.difference import padded, width
from channelguard.harmless import defang, harmless
from channelguard.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from channelguard.rule import Rule

KINDS_OF_CHANNEL = ("site", "account", "mailbox", "app", "scheme")
"""The kinds in the order in which they are shown, each under the heading ``listing.<kind>``."""

OFFICIAL = frozenset({"current", "legacy"})
"""The statuses that are official; everything else is shown so that it links nowhere."""


def rule_dict(rule: Rule, title: str, more: str) -> dict[str, str | int]:
    """Return one rule for JSON."""
    return {
        "id": rule.id,
        "reads": reads(rule),
        "group": rule.group,
        "points": rule.points,
        "title": title,
        "more": more,
    }


def rule_lines(rules: Iterable[Rule], titles: Mapping[str, str], lang: str) -> list[str]:
    """Return one line for each rule below a heading, aligned."""
    say = words(lang)
    rows = [[say[f"listing.{column}"] for column in ("id", "reads", "group", "points", "name")]]
    rows += [[one.id, reads(one), one.group, str(one.points), titles[one.id]] for one in rules]
    return columns(rows, right=frozenset({3}))


def rule_facts(rule: Rule, lang: str) -> str:
    """Return in one line what a rule reads, its group and its points."""
    facts = {"reads": reads(rule), "group": rule.group, "points": rule.points}
    return words(lang)["listing.rule"].format(**facts)


def reads(rule: Rule) -> str:
    """Return the names of what ``rule`` reads, in lower case, with ``|`` between several."""
    kinds = rule.reads if isinstance(rule.reads, tuple) else (rule.reads,)
    return "|".join(kind.__name__.lower() for kind in kinds)


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return ``rows`` as lines with their columns aligned on a terminal, two spaces apart.

    Args:
        rows: All of one length.
        right: The columns that hold numbers and are aligned to the right.

    >>> columns([["id", "points"], ["host-typo", "5"]], right=frozenset({1}))
    ['id         points', 'host-typo       5']
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            " " * (wide - width(cell)) + cell if index in right else padded(cell, wide)
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def channel_dicts(compiled: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield every channel of a compiled registry for JSON, brand by brand and kind by kind."""
    for brand in compiled["brands"]:
        for row in sorted(brand["channels"], key=lambda row: KINDS_OF_CHANNEL.index(row["kind"])):
            yield {
                "brand": brand["brand"],
                "id": row["id"],
                "kind": row["kind"],
                "platform": row["platform"] or "",
                "value": row["value"],
                "status": row["status"],
                "role": row["role"],
                "until": row["valid_until"] or brand["valid_until"],
            }


def channel_lines(compiled: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Yield a heading for each brand, and under it its channels, aligned, kind by kind."""
    say = words(lang)
    channels = list(channel_dicts(compiled))
    for brand in compiled["brands"]:
        title = brand["title"].get(lang) or brand["title"].get("en") or brand["brand"]
        yield say["listing.brand"].format(
            title=harmless(title), brand=brand["brand"], date=brand["last_verified"]
        )
        for kind in KINDS_OF_CHANNEL:
            rows = [
                [f"  {_shown(row)}", row["status"], row["role"], _until(row, say)]
                for row in channels
                if row["brand"] == brand["brand"] and row["kind"] == kind
            ]
            if rows:
                yield ""
                yield say[f"listing.{kind}"]
                yield from columns(rows)
        yield ""
    yield say["listing.registry"].format(version=compiled["version"], date=compiled["expires"])


def _shown(row: Mapping[str, str]) -> str:
    """Return the value with its platform; defanged where it is no longer official."""
    value = (harmless if row["status"] in OFFICIAL else defang)(row["value"])
    return f"{row['platform']}:{value}" if row["platform"] else value


def _until(row: Mapping[str, str], say: Mapping[str, str]) -> str:
    """Return until when the channel is official; empty where it is not."""
    return say["listing.until"].format(date=row["until"]) if row["status"] in OFFICIAL else ""
