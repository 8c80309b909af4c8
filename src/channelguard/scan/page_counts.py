"""How are counts shown, so that they can be seen, read aloud and printed?

A table whose cells hold bars is picture and table in one. Time runs from left to right, which a
table cannot show, so that it is a picture, with the table below.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from channelguard.scan.html import Html, joined, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from channelguard.scan.tally import Tally

BARS = 15
"""Most bars of one picture; the rest is one more."""

COLUMNS = 62
"""Most columns over time: two months of days, five years of months."""

_UNITS = {"day": 10, "month": 7, "year": 4}
"""The units of time, and how much of an ISO date names one of them."""

_STEP, _FILLED, _HEIGHT = 10, 8, 100
"""The picture over time in its own units: a period, its column, and the highest column."""


def bars(
    key: str, tally: Tally, shown: Callable[[str], str | Html], say: Mapping[str, str]
) -> Html:
    """Return the section ``key``: the most frequent things, each with its bar and number.

    Args:
        key: The heading is the sentence of that name, the caption the one with ``-note``.
        tally: What was counted.
        shown: Makes the text of a thing fit to be shown.
        say: The sentences.
    """
    top, rest = tally.top(BARS)
    rows = [(shown(what), count) for what, count in top]
    rows += [(say["report-page.rest"], rest)] if rest else []
    longest = max((count for _, count in rows), default=1)
    return tag(
        "section",
        tag("h2", say[f"report-page.{key}"], id=key),
        tag(
            "table",
            tag("caption", say[f"report-page.{key}-note"]),
            _head(say, "what", "count"),
            tag("tbody", *(_bar(what, count, longest) for what, count in rows)),
            class_="bars",
        ),
        aria_labelledby=key,
    )


def over_time(days: Tally, undated: int, say: Mapping[str, str]) -> Html:
    """Return the section of findings over time; nothing where no finding has a date."""
    if not days.counts:
        return joined()
    unit, periods = by_period(days.counts)
    note = say["report-page.times-note"].format(
        unit=say[f"report-page.by-{unit}"], undated=f"{undated + days.rest:,}"
    )
    rows = (
        tag("tr", tag("th", period, scope="row"), tag("td", f"{count:,}", class_="number"))
        for period, count in periods
    )
    same = tag("table", tag("caption", note), _head(say, "date", "count"), tag("tbody", *rows))
    return tag(
        "section",
        tag("h2", say["report-page.times"], id="times"),
        tag("figure", tag("figcaption", note), _columns(periods, say["report-page.times"])),
        tag("details", tag("summary", say["report-page.numbers-table"]), same),
        aria_labelledby="times",
    )


def by_period(days: Mapping[str, int]) -> tuple[str, list[tuple[str, int]]]:
    """Return the narrowest unit that `COLUMNS` can show, and each period with its count, in order.

    Empty periods stand among them, unless even years are too many.

    >>> by_period({"2026-01-31": 2, "2026-02-02": 1})
    ('day', [('2026-01-31', 2), ('2026-02-01', 0), ('2026-02-02', 1)])
    """
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    for unit in _UNITS:
        counts = dict.fromkeys(_periods(unit, first, last), 0)
        if len(counts) <= COLUMNS:
            break
    else:
        counts = {}
    for day, count in sorted(days.items()):
        period = day[: _UNITS[unit]]
        counts[period] = counts.get(period, 0) + count
    return unit, list(counts.items())[-COLUMNS:]


def _periods(unit: str, first: date, last: date) -> Iterator[str]:
    """Yield every period from the first to the last, and no more than one too many."""
    if unit == "day":
        ordinals = range(first.toordinal(), last.toordinal() + 1)
        yield from (date.fromordinal(one).isoformat() for one in ordinals[: COLUMNS + 1])
    elif unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        yield from (f"{one // 12:04}-{one % 12 + 1:02}" for one in months[: COLUMNS + 1])
    else:
        yield from (f"{one:04}" for one in range(first.year, last.year + 1)[: COLUMNS + 1])


def _bar(what: str | Html, count: int, longest: int) -> Html:
    """Return a row: the thing, its bar and its number."""
    rect = tag("rect", width=f"{100 * count / longest:.1f}%", height="100%", rx=2)
    amount = tag("div", tag("svg", rect, aria_hidden="true"), tag("span", f"{count:,}"))
    return tag("tr", tag("th", what, scope="row"), tag("td", amount, class_="number"))


def _head(say: Mapping[str, str], *names: str) -> Html:
    """Return the heads of columns."""
    cells = (tag("th", say[f"report-page.{name}"], scope="col") for name in names)
    return tag("thead", tag("tr", *cells))


def _columns(periods: list[tuple[str, int]], title: str) -> Html:
    """Return the picture of counts over time, with the highest count and both ends named."""
    highest = max(count for _, count in periods)
    drawn = (
        tag(
            "rect",
            tag("title", f"{period}: {count:,}"),
            x=at * _STEP,
            y=f"{_HEIGHT - _HEIGHT * count / highest:.1f}",
            width=_FILLED,
            height=f"{_HEIGHT * count / highest:.1f}",
        )
        for at, (period, count) in enumerate(periods)
    )
    box = f"0 0 {_STEP * len(periods)} {_HEIGHT}"
    ends = [tag("span", period) for period in dict.fromkeys((periods[0][0], periods[-1][0]))]
    return joined(
        tag("div", f"{highest:,}"),
        tag("svg", *drawn, viewBox=box, preserveAspectRatio="none", role="img", aria_label=title),
        tag("div", *ends),
    )
