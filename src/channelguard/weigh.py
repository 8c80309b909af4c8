"""All arithmetic of the score: sightings -> evidence, score, level.

A sighting is worth its rule's points times its strength. Within a group only the strongest
counts; groups are added and the sum is cut at `MAX_SCORE`.
"""

from __future__ import annotations

from collections.abc import Iterable

from channelguard.model import Evidence, Level, Match
from channelguard.rule import Rule

SUSPICIOUS = 30
"""Least score of SUSPICIOUS, in points. Fitted on the development data of 2026-11 together with
the points of the rules, frozen by ``tests/corpus``."""

DANGEROUS = 60
"""Least score of DANGEROUS, in points; source as above."""

MAX_SCORE = 100
"""Where the sum is cut."""


def weigh(sightings: Iterable[tuple[Rule, Match]]) -> tuple[tuple[Evidence, ...], int]:
    """Return the evidence, strongest first, and the score.

    Two sightings of one rule in one place are one sighting. Evidence worth nothing never counts.
    """
    worth: dict[tuple[str, tuple[int, int], str], tuple[int, Rule, Match]] = {}
    for rule, match in sightings:
        points = round(rule.points * match.strength)
        key = (rule.id, match.span, match.imitates)
        if key not in worth or worth[key][0] < points:
            worth[key] = (points, rule, match)
    ranked = sorted(worth.values(), key=lambda row: -row[0])
    seen: set[str] = set()
    evidence, score = [], 0
    for points, rule, match in ranked:
        counted = points > 0 and rule.group not in seen
        if counted:
            seen.add(rule.group)
            score += points
        evidence.append(Evidence(rule.id, rule.group, points, counted, match))
    evidence.sort(key=lambda one: not one.counted)
    return tuple(evidence), min(MAX_SCORE, score)


def level_of(score: int, *, official: bool) -> Level:
    """Return the level of a score; `official` says that every named thing is a plain entry."""
    if score >= DANGEROUS:
        return Level.DANGEROUS
    if score >= SUSPICIOUS:
        return Level.SUSPICIOUS
    return Level.OFFICIAL if official and not score else Level.UNKNOWN
