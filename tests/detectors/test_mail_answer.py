"""Would an answer to an official-looking mail go to somebody else?"""

from __future__ import annotations

import pytest

from channelguard.detectors import mail_answer
from channelguard.guard import Guard
from channelguard.model import Envelope, Mail
from channelguard.registry import Registry
from channelguard.rule import Rule

RULE = Rule("mail-answer", Envelope, "contact", 60, mail_answer.detect, "fake-mail")
OFFICIAL = "TokenPocket <service@tokenpocket.pro>"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(Registry.load(), (RULE,))


@pytest.mark.parametrize("answer", ["help@evil.example.com", "Desk <tp@gmail.com>"])
def test_sees(guard: Guard, answer: str) -> None:
    verdict = guard.check_mail(Mail("hello", OFFICIAL, reply_to=answer))

    assert [one.match.imitates for one in verdict.evidence] == ["service@tokenpocket.pro"]
    assert verdict.subject.raw[slice(*verdict.evidence[0].match.span)] in answer


@pytest.mark.parametrize(
    ("sender", "answer"),
    [
        pytest.param(OFFICIAL, "", id="none"),
        pytest.param(OFFICIAL, OFFICIAL, id="the same"),
        pytest.param(OFFICIAL, "other@tokenpocket.pro", id="the same domain"),
        pytest.param("a@example.org", "b@example.com", id="somebody else"),
    ],
)
def test_leaves_alone(guard: Guard, sender: str, answer: str) -> None:
    assert guard.check_mail(Mail("hello", sender, reply_to=answer)).evidence == ()
