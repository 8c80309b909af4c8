"""Sightings become points, points a score, and a score a level."""

from __future__ import annotations

import pytest

from channelguard.model import Level, Match
from channelguard.rule import Rule
from channelguard.weigh import DANGEROUS, MAX_SCORE, SUSPICIOUS, level_of, weigh


def rule(name: str, group: str, points: int) -> Rule:
    """Return a rule of which only the price matters."""
    return Rule(name, object, group, points, lambda _thing, _registry: iter(()), "fake-site")


LOOK = rule("look", "name", 80)
TYPO = rule("typo", "name", 60)
PORT = rule("port", "disguise", 40)
EXCUSE = rule("excuse", "claim", 0)
HERE = (0, 5)
THERE = (6, 9)


def test_nothing_seen_is_worth_nothing() -> None:
    assert weigh([]) == ((), 0)


def test_groups_are_added() -> None:
    _, score = weigh([(TYPO, Match(HERE, strength=0.5)), (PORT, Match(HERE))])

    assert score == 70


def test_within_a_group_only_the_strongest_counts() -> None:
    evidence, score = weigh([(TYPO, Match(HERE)), (LOOK, Match(THERE))])

    assert score == 80
    assert [(one.rule, one.counted) for one in evidence] == [("look", True), ("typo", False)]


def test_a_weak_sighting_of_a_dear_rule_gives_way_to_a_strong_one_of_a_cheap_rule() -> None:
    evidence, score = weigh([(LOOK, Match(HERE, strength=0.5)), (TYPO, Match(HERE))])

    assert score == 60
    assert evidence[0].rule == "typo"


def test_the_sum_is_cut() -> None:
    _, score = weigh([(LOOK, Match(HERE)), (PORT, Match(HERE))])

    assert score == MAX_SCORE


def test_points_are_rounded() -> None:
    evidence, score = weigh([(TYPO, Match(HERE, strength=0.66))])

    assert (evidence[0].points, score) == (40, 40)


def test_two_sightings_of_one_rule_in_one_place_are_one_and_the_stronger_stays() -> None:
    evidence, _ = weigh([(LOOK, Match(HERE, strength=0.5)), (LOOK, Match(HERE))])

    assert [one.points for one in evidence] == [80]


def test_the_same_sight_in_two_places_is_shown_twice_and_counted_once() -> None:
    evidence, score = weigh([(LOOK, Match(HERE)), (LOOK, Match(THERE))])

    assert [one.counted for one in evidence] == [True, False]
    assert score == 80


def test_an_exemption_is_shown_and_never_counted() -> None:
    evidence, score = weigh([(EXCUSE, Match(HERE))])

    assert [(one.rule, one.points, one.counted) for one in evidence] == [("excuse", 0, False)]
    assert score == 0


def test_the_counted_come_first_even_where_an_uncounted_one_is_dearer() -> None:
    evidence, _ = weigh([(LOOK, Match(HERE)), (TYPO, Match(HERE)), (PORT, Match(HERE))])

    assert [one.rule for one in evidence] == ["look", "port", "typo"]


@pytest.mark.parametrize(
    ("score", "official", "level"),
    [
        pytest.param(0, True, Level.OFFICIAL, id="listed, nothing against it"),
        pytest.param(0, False, Level.UNKNOWN, id="not listed, nothing against it"),
        pytest.param(1, True, Level.UNKNOWN, id="a single point outweighs a listing"),
        pytest.param(SUSPICIOUS - 1, False, Level.UNKNOWN, id="below the first threshold"),
        pytest.param(SUSPICIOUS, False, Level.SUSPICIOUS, id="at the first threshold"),
        pytest.param(SUSPICIOUS, True, Level.SUSPICIOUS, id="at the first threshold, listed"),
        pytest.param(DANGEROUS - 1, False, Level.SUSPICIOUS, id="below the second threshold"),
        pytest.param(DANGEROUS, False, Level.DANGEROUS, id="at the second threshold"),
        pytest.param(MAX_SCORE, True, Level.DANGEROUS, id="the most there is, listed"),
    ],
)
def test_a_score_has_a_level(score: int, official: bool, level: Level) -> None:  # noqa: FBT001
    assert level_of(score, official=official) is level
