"""Which colours does an answer have on a terminal?

Sequences of Select Graphic Rendition (ECMA-48, 8.3.117), written only where colour was asked for.
"""

from __future__ import annotations

from channelguard.model import Level

LEVELS = {
    Level.OFFICIAL: "\x1b[32m",  # green
    Level.UNKNOWN: "\x1b[36m",  # cyan
    Level.SUSPICIOUS: "\x1b[33m",  # yellow
    Level.DANGEROUS: "\x1b[1;31m",  # bold red
}
"""The colour of each level's word."""

CARETS = "\x1b[1;35m"
"""Bold magenta, for the marks below differing letters."""

RESET = "\x1b[0m"
"""Ends every colour."""


def level_word(level: Level, word: str, *, colour: bool) -> str:
    """Return ``word`` in the colour of ``level``, or as it is."""
    return LEVELS[level] + word + RESET if colour else word
