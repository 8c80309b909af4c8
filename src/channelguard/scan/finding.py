"""What was found in one line of a bulk input."""

from __future__ import annotations

from dataclasses import dataclass

from channelguard.model import Level, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """A line that is suspicious or dangerous."""

    number: int
    """Of the line or row in its source, from 1."""
    input: str
    """The text that was checked, as it stands in the source."""
    level: Level
    score: int
    imitates: str
    """The official channel that is imitated; empty if none in particular."""
    rules: tuple[str, ...]
    """Ids of the rules that counted, strongest first."""
    date: str = ""
    """When the source says it was seen (ISO date); empty if it does not say."""
    source: str = ""
    """Name of the source."""

    @classmethod
    def of(cls, verdict: Verdict, number: int, date: str = "", source: str = "") -> Finding:
        """Return the finding that a verdict is."""
        rules = tuple(dict.fromkeys(one.rule for one in verdict.evidence if one.counted))
        return cls(
            number,
            verdict.subject.raw,
            verdict.level,
            verdict.score,
            verdict.imitates,
            rules,
            date,
            source,
        )
