"""Everything channelguard raises.

ChannelguardError
├── InputError       the caller handed over something that cannot be read at all
├── CacheError       a folder or file of downloaded data may not or cannot be used
├── OutputError      what was found cannot be written, or not be read back
├── RegistryError    a registry file is missing, malformed or contradicts itself
└── UpdateError      a registry cannot be fetched, believed, kept or published

A suspicious input is never an error: it is a `Verdict`. No message repeats the input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChannelguardError(Exception):
    """The parent of every error that channelguard raises on purpose."""


class InputError(ChannelguardError, ValueError):
    """The text cannot be checked: it is too long, not a string, or the call names no such kind."""


class CacheError(ChannelguardError):
    """A folder or file of downloaded data may not be used, or cannot."""


class OutputError(ChannelguardError):
    """What was found cannot be written where it was asked for, or a written file is torn."""


class RegistryError(ChannelguardError):
    """A registry file cannot be used.

    Attributes:
        path: The file at fault, or the folder where no single file is.
        where: The place inside it, such as ``line 12: channels.3.value``; empty if the whole file.
        problems: Every problem found, each one line that begins with its file; never empty.
    """

    def __init__(
        self, path: object, where: str, problem: str, problems: Sequence[str] = ()
    ) -> None:
        """Keep place and problem apart, so that callers can point at the row."""
        self.path, self.where = str(path), where
        line = f"{path}: {where + ': ' if where else ''}{problem}"
        self.problems = tuple(problems) or (line,)
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(line + more)


class UpdateError(ChannelguardError):
    """A signed registry cannot be fetched, believed, kept or published; what is in use stays so."""
