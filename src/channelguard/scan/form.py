"""What is a format, and what does it write to?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from channelguard.scan.finding import Finding


@dataclass(frozen=True, slots=True)
class Look:
    """How formats for people look."""

    lang: str = "en"
    """One of `wording.languages()`."""
    colour: bool = False
    """Whether a table colours its levels."""
    width: int = 80
    """Columns of the terminal that a table is for; its inputs are shortened to fit."""
    rows: int = 50
    """Most rows of a table, two screens by default; those beyond are counted."""


class Text(Protocol):
    """What takes text: a terminal, a `StringIO`, or `Utf8`."""

    def write(self, text: str, /) -> int:
        """Write ``text`` as it is, line ends included."""

    def flush(self) -> None:
        """Hand on what is kept."""


class Utf8:
    """Takes text for a stream of bytes."""

    def __init__(self, out: BinaryIO) -> None:
        """Write to ``out``."""
        self._out = out

    def write(self, text: str, /) -> int:
        """Write ``text`` in UTF-8."""
        return self._out.write(text.encode())

    def flush(self) -> None:
        """Hand on what is kept."""
        self._out.flush()


class Form(ABC):
    """Findings in one format, written to something that somebody else opens and closes."""

    @abstractmethod
    def write(self, finding: Finding) -> None:
        """Write one finding."""

    def end(self) -> None:  # noqa: B027 - many formats end with their last row
        """Write what stands behind the last finding."""

    def abandon(self) -> None:  # noqa: B027 - few formats write by themselves
        """Write nothing more: there will be no file."""
