"""Every detector has its row, its test and an input of the corpus on which it fires."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from channelguard import detectors
from channelguard.detectors import RULES
from channelguard.guard import Guard
from channelguard.rule import GROUPS, Rule

FILES = sorted(
    path.stem for path in Path(detectors.__file__).parent.glob("*.py") if path.stem != "__init__"
)
TESTS = Path(__file__).parent
UNREACHED = {
    "handle-id": "no text carries the immutable id of an account",
    "host-listed": "threat lists are off unless a caller hands them over",
    "host-young": "no age is asked for unless a caller switches that on",
    "listed-neighbour": "threat lists are off unless a caller hands them over",
    "listed-official": "threat lists are off unless a caller hands them over",
    "mail-answer": "only a whole mail has an address for answers",
    "mail-spoofed": "only a whole mail has an envelope",
    "redirect-insecure": "no link is followed unless a caller switches that on",
    "sender-role": "only a message with a sender in the brand's own group has one",
}
"""Rules that no row of the corpus can reach, and why."""

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_every_detector_file_has_one_row_and_every_row_its_file() -> None:
    assert sorted(rule.id.replace("-", "_") for rule in RULES) == FILES


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


@every_rule
def test_the_id_is_the_file_name_with_hyphens(rule: Rule) -> None:
    module = rule.detect.__module__.rpartition(".")[2]

    assert rule.id == module.replace("_", "-")
    assert rule.detect.__name__ == "detect"


@every_rule
def test_the_detector_has_a_test_file_of_the_same_name(rule: Rule) -> None:
    assert (TESTS / "detectors" / f"test_{rule.id.replace('-', '_')}.py").is_file()


@pytest.mark.parametrize("path", sorted(TESTS.glob("detectors/test_*.py")), ids=lambda p: p.stem)
def test_no_test_file_outlives_its_detector(path: Path) -> None:
    assert path.stem.removeprefix("test_") in FILES


@every_rule
def test_the_group_is_one_of_the_listed(rule: Rule) -> None:
    assert rule.group in GROUPS


@every_rule
def test_the_points_are_between_nought_and_a_hundred(rule: Rule) -> None:
    assert 0 <= rule.points <= 100


@every_rule
def test_the_topic_is_a_word_with_hyphens(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.topic)


@every_rule
def test_the_module_says_what_it_catches_and_what_it_leaves_alone(rule: Rule) -> None:
    text = vars(detectors)[rule.id.replace("-", "_")].__doc__

    assert text.split("\n")[0].endswith("?")
    assert re.search(r"^Catches ", text, re.MULTILINE)
    assert re.search(r"^Leaves alone ", text, re.MULTILINE)


def test_every_rule_fires_on_some_row_of_the_corpus(guard: Guard) -> None:
    fired: set[str] = set()
    for path in sorted((TESTS / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            verdict = guard.check(row["input"], kind=row["kind"], platform=row["platform"])
            fired.update(one.rule for one in verdict.evidence)

    assert sorted({rule.id for rule in RULES} - fired) == sorted(UNREACHED)
