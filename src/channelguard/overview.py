"""How do several verdicts stand beside each other?

One line for each, the worst last, aligned for a terminal. Leaves reasons and advice to `render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channelguard import harmless, shown
from channelguard.colour import level_word
from channelguard.difference import padded
from channelguard.difference import width as columns_of
from channelguard.model import Level
from channelguard.wording import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channelguard.model import Verdict

_NARROWEST = 20
"""Columns that the input has at least, however narrow the terminal."""

_CHANNEL = 18
"""Columns that a channel has at least; holds most domains."""

_LONGEST_CHANNEL = 40
"""Code points of a channel that are shown; a registry value is rarely longer."""


def table(
    verdicts: Sequence[Verdict], lang: str = "en", *, colour: bool = False, width: int = 80
) -> str:
    """Return one line per verdict below a heading, the worst last; equals keep their order.

    Args:
        verdicts: Any number.
        lang: One of `languages()`.
        colour: Colour the levels.
        width: Columns of the terminal; the input is shortened to fit.

    Raises:
        InputError: There are no sentences in ``lang``.
    """
    say = words(lang)
    worst_last = sorted(verdicts, key=lambda verdict: (verdict.level, verdict.score))
    rows = [[say[f"table.{column}"] for column in ("level", "score", "channel", "input")]]
    rows += [_row(verdict, say) for verdict in worst_last]
    # Wide enough for any level, so that rows printed one by one stand in the same columns.
    least = [max(columns_of(say[f"level.{level.name.lower()}"]) for level in Level), 0, _CHANNEL]
    columns = [max(least[at], *(columns_of(row[at]) for row in rows)) for at in range(3)]
    room = max(_NARROWEST, width - sum(columns) - 2 * len(columns))
    lines = []
    for at, row in enumerate(rows):
        cells = [padded(cell, wide) for cell, wide in zip(row[:3], columns, strict=True)]
        if at:
            cells[0] = level_word(worst_last[at - 1].level, cells[0], colour=colour)
        lines.append("  ".join([*cells, fitted(row[3], room)]))
    return "\n".join(lines)


def _row(verdict: Verdict, say: dict[str, str]) -> list[str]:
    """Return the cells of one verdict in a table, the input not yet shortened."""
    channel = verdict.imitates or ", ".join(verdict.official[:1]) or "-"
    return [
        say[f"level.{verdict.level.name.lower()}"],
        str(verdict.score),
        harmless.harmless(channel, limit=_LONGEST_CHANNEL),
        shown.whole(verdict, ascii_only=True) or say["line.empty"],
    ]


def fitted(text: str, columns: int) -> str:
    """Shorten harmless ``text`` in the middle until it takes at most ``columns``."""
    limit = columns
    while columns_of(text) > columns and limit > 0:
        shorter = harmless.shortened(text, limit)
        if columns_of(shorter) <= columns:
            return shorter
        limit -= 1
    return text
