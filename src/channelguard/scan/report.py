"""What did a bulk run find, on one page that can be kept, printed and sent on?

Counts while findings go by, in bounded memory, and writes one HTML file at the end. The file loads
nothing and sends nothing: its policy allows its own style and the one script whose digest it names.
Nothing on it is a link, official or not.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from channelguard.harmless import harmless
from channelguard.model import Level
from channelguard.render import rule_says
from channelguard.scan.gathered import WORST, Gathered
from channelguard.scan.html import Html, constant, foreign, joined, tag
from channelguard.scan.page_counts import bars, over_time
from channelguard.scan.page_names import names
from channelguard.scan.page_style import SCRIPT, STYLE
from channelguard.scan.whole_file import WholeFile
from channelguard.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from channelguard.scan.finding import Finding

_DIGEST = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_DIGEST}'; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do (Content Security Policy 3): nothing but its own style and script."""

NO_GUESSES = "telephone=no, date=no, address=no, email=no, url=no"
"""Keeps telephones from making links of what looks like one (Safari, ``format-detection``)."""


class Report:
    """Counts findings, and writes the page."""

    def __init__(self, lang: str = "en", *, worst: int = WORST) -> None:
        """Begin with nothing.

        Args:
            lang: One of `wording.languages()`.
            worst: Most different names that are shown; at least one.

        Raises:
            InputError: There are no sentences in ``lang``.
        """
        self._say, self._lang = words(lang), lang
        self._gathered = Gathered(worst)

    def add(self, finding: Finding) -> None:
        """Count one finding."""
        self._gathered.add(finding)

    def through(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield every finding as it comes, counted."""
        for finding in findings:
            self._gathered.add(finding)
            yield finding

    def write(self, path: str | Path, *, checked: int | None = None, made: str = "") -> None:
        """Write the page to a file, which is there whole or not at all.

        Args:
            path: Where to.
            checked: How many lines were checked; not told if absent.
            made: The day to tell (ISO date); today in UTC if empty.

        Raises:
            OutputError: The file cannot be written.
        """
        text = self.page(checked=checked, made=made)
        file = WholeFile(path)
        try:
            file.file.write(text.encode())
            file.keep()
        except OSError as fault:
            raise file.problem(fault) from None
        finally:
            file.drop()

    def page(self, *, checked: int | None = None, made: str = "") -> str:
        """Return the page; arguments as for `write`."""
        say, found = self._say, self._gathered
        day = made or datetime.now(UTC).date().isoformat()
        parts = [_beginning(day, say), _numbers(found, checked, say)]
        if found.count:
            parts += [
                tag("div", *self._counts(), class_="charts"),
                over_time(found.days, found.undated, say),
                names(found.worst(), say, self._lang),
            ]
        head = tag("head", *_head(say["report-page.heading"]))
        body = tag("body", *parts, tag("script", constant(SCRIPT)))
        return "<!DOCTYPE html>\n" + tag("html", head, body, lang=self._lang) + "\n"

    def _counts(self) -> list[Html]:
        """List the three pictures of why, where, and whom."""
        say, found = self._say, self._gathered
        return [
            bars("rules", found.rules, lambda rule: rule_says(rule, self._lang)[0], say),
            bars("endings", found.endings, lambda one: _ending(one, say), say),
            bars("brands", found.brands, lambda one: _named(one, say["report-page.nobody"]), say),
        ]


def _head(title: str) -> list[Html]:
    """List what stands in the head of the page; the policy before what it is about."""
    return [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("meta", name="format-detection", content=NO_GUESSES),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", constant(STYLE)),
    ]


def _beginning(day: str, say: Mapping[str, str]) -> Html:
    """Return the heading, when the page was made, and what its words are worth."""
    made = say["report-page.made"].format(date=harmless(day), version=_version())
    return tag(
        "header",
        tag("h1", say["report-page.heading"]),
        tag("p", made, class_="quiet"),
        tag("p", say["report-page.suspected"]),
    )


def _numbers(found: Gathered, checked: int | None, say: Mapping[str, str]) -> Html:
    """Return how many there are of each level, and from when to when."""
    rows = [] if checked is None else [("checked", checked)]
    rows.append(("found", found.count))
    rows += [(one.name.lower(), found.levels[one]) for one in (Level.DANGEROUS, Level.SUSPICIOUS)]
    facts = (
        tag("div", tag("dt", say[f"report-page.{name}"]), tag("dd", f"{count:,}", class_=name))
        for name, count in rows
    )
    after = []
    if found.days.counts:
        first, last = min(found.days.counts), max(found.days.counts)
        after.append(tag("p", say["report-page.dates"].format(first=first, last=last)))
    if not found.count:
        after.append(tag("p", say["report-page.none"]))
    return tag(
        "section",
        tag("h2", say["report-page.numbers"], id="numbers"),
        tag("dl", *facts, class_="facts"),
        *after,
        aria_labelledby="numbers",
    )


def _named(channel: str, nobody: str) -> str | Html:
    return foreign(harmless(channel)) if channel else nobody


def _ending(suffix: str, say: Mapping[str, str]) -> str | Html:
    return foreign(harmless(f".{suffix}")) if suffix else joined(say["report-page.no-ending"])


def _version() -> str:
    """Return the version of the package; empty where it is not installed."""
    try:
        return version("channelguard")
    except PackageNotFoundError:
        return ""
