"""What is a finding as a result of SARIF?

Writes the Static Analysis Results Interchange Format 2.1.0 (OASIS, with errata 01), result by
result; the rules that occurred stand at the end, where the order of JSON lets them. The message is
for people and defanged, with braces doubled (3.11.5) and no ``](`` that would be a link (3.11.6).
The text itself is the property ``input``, for programs. All ASCII.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from channelguard.model import Level
from channelguard.render import rule_says
from channelguard.scan.baseline import key
from channelguard.scan.form import Form, Text
from channelguard.scan.showing import shown
from channelguard.wording import words

if TYPE_CHECKING:
    from channelguard.scan.finding import Finding

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
"""The identifier of the format's own schema; nothing is fetched from there."""

LEVELS = {
    Level.OFFICIAL: "none",
    Level.UNKNOWN: "none",
    Level.SUSPICIOUS: "warning",
    Level.DANGEROUS: "error",
}
"""What SARIF calls each level (3.27.10)."""

FINGERPRINT = "inputAndImitated/v1"
"""Name of what stays the same from run to run (3.27.17): what a baseline remembers."""

UNNAMED = "stdin"
"""What a location says where the source has no name."""

_RULE = "other"
"""The rule of a finding that has none; it has a sentence of its own."""


class SarifLog(Form):
    """Findings as one SARIF log with one run."""

    def __init__(self, out: Text, lang: str) -> None:
        """Write the beginning of the log to ``out``.

        Raises:
            InputError: There are no sentences in ``lang``.
        """
        self._out, self._lang = out, lang
        self._sentence = words(lang)["report-page.result"]
        self._rules: dict[str, int] = {}
        self._between = "\n"
        head = f'"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0"'
        out.write(f'{{{head}, "runs": [{{"language": {json.dumps(lang)}, "results": [')

    def write(self, finding: Finding) -> None:
        """Write one result on a line of its own."""
        self._out.write(self._between + json.dumps(self._result(finding), allow_nan=False))
        self._between = ",\n"

    def end(self) -> None:
        """Write the rules that occurred, and close the log."""
        driver = {"name": "channelguard", **_version()}
        driver["rules"] = [_descriptor(rule, self._lang) for rule in self._rules]
        self._out.write(f'\n], "tool": {json.dumps({"driver": driver})}}}]}}\n')

    def _result(self, finding: Finding) -> dict[str, Any]:
        rule = next(iter(finding.rules), _RULE)
        index = self._rules.setdefault(rule, len(self._rules))
        title, more = rule_says(rule, self._lang)
        message = self._sentence.format(input=shown(finding), title=title, more=more)
        return {
            "ruleId": rule,
            "ruleIndex": index,
            "level": LEVELS[finding.level],
            "rank": float(finding.score),
            "message": {"text": message.replace("{", "{{").replace("}", "}}")},
            "locations": [{"physicalLocation": _place(finding)}],
            "partialFingerprints": {FINGERPRINT: key(finding).hex()},
            "properties": {
                "input": finding.input,
                "imitates": finding.imitates,
                "rules": list(finding.rules),
                "date": finding.date,
            },
        }


def _place(finding: Finding) -> dict[str, Any]:
    """Return source and line; the name of the source as a relative reference without a host."""
    name = finding.source.encode("utf-8", "surrogatepass")
    return {
        "artifactLocation": {
            "uri": quote(b"/" * name.startswith(b"/") + name.lstrip(b"/")) or UNNAMED
        },
        "region": {"startLine": max(1, finding.number)},
    }


def _descriptor(rule: str, lang: str) -> dict[str, Any]:
    """Return what SARIF says once of a rule."""
    title, more = rule_says(rule, lang)
    return {"id": rule, "shortDescription": {"text": title}, "fullDescription": {"text": more}}


def _version() -> dict[str, Any]:
    """Return the version of the package, where it is installed."""
    try:
        return {"version": version("channelguard")}
    except PackageNotFoundError:
        return {}
