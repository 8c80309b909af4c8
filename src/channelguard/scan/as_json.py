"""What is a finding as a line of JSON?

One object a line with the fields of `Finding`, all ASCII: no text in it can begin a line or reach
a terminal. The text stands as it is, never defanged; this is for programs.
"""

from __future__ import annotations

import json
from dataclasses import fields

from channelguard.scan.finding import Finding
from channelguard.scan.form import Form, Text

FIELDS = tuple(field.name for field in fields(Finding))
"""The names of all fields, in the order in which every format has them."""

_encoded = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(", ", ": ")).encode


def as_dict(finding: Finding) -> dict[str, str | int | list[str]]:
    """Return the fields of a finding in their order, the level by its name in lower case."""
    return {
        "number": finding.number,
        "input": finding.input,
        "level": finding.level.name.lower(),
        "score": finding.score,
        "imitates": finding.imitates,
        "rules": list(finding.rules),
        "date": finding.date,
        "source": finding.source,
    }


class JsonLines(Form):
    r"""Findings as JSON lines; a lone surrogate stays ``\ud83d``, an escape."""

    def __init__(self, out: Text) -> None:
        """Write to ``out``."""
        self._out = out

    def write(self, finding: Finding) -> None:
        """Write one line."""
        self._out.write(_encoded(as_dict(finding)) + "\n")
