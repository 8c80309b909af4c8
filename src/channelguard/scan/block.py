"""What is handed to a worker: some lines of an input, and why a line may be none."""

from __future__ import annotations

from dataclasses import dataclass

from channelguard.parse import MAX_CHARS

BLOCK = 1_048_576
"""Bytes of a block; large enough that calls cost nothing, small enough for the caches."""
TOO_LONG = f"is longer than {MAX_CHARS} characters"
"""Why a line is bad that no guard would read."""
LINE_FEED = "holds a line feed"
"""Why a text is bad that no line can hold."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of an input."""

    first: int
    """The number of the first line or row in its source, from 1."""
    data: bytes
    """The texts to check, each with a line feed."""
    source: str
    """The name of the source."""
    read: int = 0
    """Bytes of the source up to the end of this block, as text; nought where that is no place."""
    numbers: tuple[int, ...] = ()
    """The row of each text; empty where every line is one row."""
    dates: tuple[str, ...] = ()
    """The date of each text; empty where the source has none."""
    bad: tuple[tuple[int, str], ...] = ()
    """Rows that hold no text, with the reason."""

    count: int = 0
    """Texts in `data` where that is known, else nought."""

    @property
    def lines(self) -> int:
        """How many texts it holds, bad ones included."""
        return (self.count or self.data.count(b"\n")) + len(self.bad)
