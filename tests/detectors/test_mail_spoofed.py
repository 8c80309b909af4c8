"""Does a mail bear an official address that a trusted server found to be forged?"""

from __future__ import annotations

import pytest

from channelguard.detectors import mail_spoofed
from channelguard.guard import Guard
from channelguard.model import Envelope, Mail
from channelguard.registry import Registry
from channelguard.rule import Rule

RULE = Rule("mail-spoofed", Envelope, "disguise", 75, mail_spoofed.detect, "fake-mail")
OFFICIAL = "TokenPocket <service@tokenpocket.pro>"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(Registry.load(), (RULE,))


@pytest.mark.parametrize(
    ("sender", "value"),
    [
        pytest.param(OFFICIAL, "service@tokenpocket.pro", id="official mailbox"),
        pytest.param("x@tokenpocket.pro", "tokenpocket.pro", id="official domain"),
    ],
)
def test_sees(guard: Guard, sender: str, value: str) -> None:
    evidence = guard.check_mail(Mail("hello", sender, proof="fail")).evidence

    assert [one.match.imitates for one in evidence] == [value]


@pytest.mark.parametrize(
    ("sender", "proof"),
    [
        pytest.param(OFFICIAL, "pass", id="proven"),
        pytest.param(OFFICIAL, "", id="nothing known"),
        pytest.param("a@example.org", "fail", id="somebody else"),
        pytest.param("", "fail", id="no sender"),
    ],
)
def test_leaves_alone(guard: Guard, sender: str, proof: str) -> None:
    assert guard.check_mail(Mail("hello", sender, proof=proof)).evidence == ()
