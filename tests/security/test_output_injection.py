"""Can text from outside, in any field of a verdict, control what shows the answer?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from channelguard.model import (
    Action,
    App,
    Contact,
    Evidence,
    Handle,
    Host,
    Level,
    Link,
    Mailbox,
    Match,
    Name,
    Subject,
    Text,
    Unreadable,
    Verdict,
)
from channelguard.overview import table
from channelguard.render import explain, languages, to_json

pytestmark = pytest.mark.full  # a program for each payload

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "own" / "output_injection.jsonl"
"""Payloads by the place they are made for."""

RULES = ("host-lookalike", "handle-typo", "display-name", "handle-unused", "of-somebody-else")


def payloads() -> list[pytest.ParameterSet]:
    """Read the suite; without it one skipped row with the reason."""
    if not SUITE.exists():
        reason = "cannot run here: no folder of suites beside the checkout"
        return [pytest.param("", marks=pytest.mark.skip(reason=reason), id="no suite")]
    rows = map(json.loads, SUITE.read_text(encoding="utf-8").splitlines())
    return [pytest.param(row["payload"], id=row["name"]) for row in rows]


def verdicts(payload: str) -> list[Verdict]:
    """Put ``payload`` into every field of a verdict that text can get into, at every level."""
    span = (0, len(payload))
    host = Host(payload, payload, payload, payload, payload, span)
    atoms = (
        Link(host, span, payload, payload, payload, payload, payload, payload, label=payload),
        Action(payload, payload, span),
        Unreadable(payload, "host", span),
        Handle(payload, payload, span, payload),
        Name(payload, payload, span),
        Mailbox(payload, payload, host, span, span),
        App(payload, payload, span, payload),
        Contact(payload, payload, span),
        Text(payload, span),
    )
    found = []
    for number in range(len(atoms)):
        # The first atom decides which sentence fields are filled, so each stands first once.
        subject = Subject(payload, "message", payload, atoms[number:] + atoms[:number], (payload,))
        evidence = tuple(
            Evidence(rule, "name", points, points > 20, Match(span, payload))
            for rule, points in zip((*RULES, payload), (90, 40, 20, 10, 5, 0), strict=True)
        )
        found += [
            Verdict(
                level,
                50,
                subject,
                evidence,
                payload,
                (payload,),
                (payload, f"shortener:{payload}", f"{payload}:x"),
                (payload, payload),
                (f"role:{payload}", payload),
                (payload,),
            )
            for level in Level
        ]
    return found


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("payload", payloads())
def test_no_answer_holds_a_control_character(
    payload: str, lang: str, forbidden: frozenset[str]
) -> None:
    for verdict in verdicts(payload):
        assert forbidden.isdisjoint(explain(verdict, lang))
    assert forbidden.isdisjoint(table(verdicts(payload), lang))


@pytest.mark.full
@pytest.mark.parametrize("payload", payloads())
def test_no_payload_adds_a_line(payload: str) -> None:
    for verdict, tame in zip(verdicts(payload), verdicts("x" * len(payload)), strict=True):
        titles = [line for line in explain(verdict).splitlines() if line.startswith("OFFICIAL")]

        assert len(titles) == (verdict.level is Level.OFFICIAL)
        assert len(explain(verdict).split("\n")) == len(explain(verdict).splitlines())
        assert len(table([verdict]).splitlines()) == len(table([tame]).splitlines())


@pytest.mark.parametrize("payload", payloads())
def test_json_is_one_line_of_ascii_that_reads_back(payload: str) -> None:
    for verdict in verdicts(payload):
        line = to_json(verdict)

        assert line.isascii()
        assert line.isprintable()
        assert json.loads(line)["input"] == payload


@pytest.mark.full
@pytest.mark.parametrize("payload", payloads())
def test_colour_is_always_reset(payload: str) -> None:
    for verdict in verdicts(payload):
        for text in (explain(verdict, colour=True), table([verdict], colour=True)):
            sequences = text.count("\x1b[")

            assert sequences == text.count("\x1b")
            assert sequences == 2 * text.count("\x1b[0m")
