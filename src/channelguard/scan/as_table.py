"""What is a finding as a line on a terminal?

One line each as it is found, in columns of fixed width that hold for wide characters too; after
`Look.rows` of them the rest is counted. Everything but the imitated channel is defanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channelguard.colour import level_word
from channelguard.difference import padded
from channelguard.difference import width as columns_of
from channelguard.harmless import harmless
from channelguard.model import Level
from channelguard.overview import fitted
from channelguard.scan.form import Form, Look, Text
from channelguard.scan.showing import shown
from channelguard.wording import words

if TYPE_CHECKING:
    from channelguard.scan.finding import Finding

_NARROWEST = 20
"""Columns that the input has at least, however narrow the terminal."""

_NUMBER = 9
"""Columns of the line number; a hundred million lines less one."""

_CHANNEL = 22
"""Columns of a channel; holds most domains and account names whole."""


class Table(Form):
    """Findings as aligned lines below a heading; no heading where there is no finding."""

    def __init__(self, out: Text, look: Look) -> None:
        """Write to ``out``.

        Raises:
            InputError: There are no sentences in that language.
        """
        self._out, self._look = out, look
        self._say = say = words(look.lang)
        self._seen = 0
        self._head = [say[f"table.{name}"] for name in ("level", "score", "channel", "input")]
        self._head.insert(2, say["report-page.line"])
        levels = [columns_of(say[f"level.{level.name.lower()}"]) for level in Level]
        self._wide = [max(levels), columns_of(self._head[1]), _NUMBER, _CHANNEL]
        self._room = max(_NARROWEST, look.width - sum(self._wide) - 2 * len(self._wide))

    def write(self, finding: Finding) -> None:
        """Write one line, or count it."""
        self._seen += 1
        if self._seen > self._look.rows:
            return
        if self._seen == 1:
            self._out.write(self._line(self._head) + "\n")
        cells = [
            self._say[f"level.{finding.level.name.lower()}"],
            str(finding.score),
            str(finding.number),
            harmless(finding.imitates) or "-",
            shown(finding, ascii_only=True) or self._say["line.empty"],
        ]
        self._out.write(self._line(cells, finding.level) + "\n")
        self._out.flush()

    def end(self) -> None:
        """Write how many lines were not shown."""
        if self._seen > self._look.rows:
            self._out.write(
                self._say["line.more"].format(count=self._seen - self._look.rows) + "\n"
            )

    def _line(self, cells: list[str], level: Level | None = None) -> str:
        """Return the cells in their columns, the last one as wide as there is room."""
        rooms = zip(cells, [*self._wide, self._room], strict=True)
        fit = [padded(fitted(one, wide), wide) for one, wide in rooms]
        if level is not None:
            fit[0] = level_word(level, fit[0], colour=self._look.colour)
        return "  ".join(fit).rstrip()
