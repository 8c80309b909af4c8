"""Does a message send people to a kind of contact that the brand does not use?"""

from __future__ import annotations

import pytest

from channelguard.detectors import contact_unused
from channelguard.guard import Guard
from channelguard.model import Contact
from channelguard.registry import Registry
from channelguard.rule import Rule

RULE = Rule("contact-unused", Contact, "contact", 60, contact_unused.detect, "fake-support")

SEEN = [
    pytest.param("TP钱包官方客服微信\uff1atpkf8866", 60, id="WeChat"),
    pytest.param("TokenPocket support WhatsApp: +1 888 555 0199", 60, id="WhatsApp"),
    pytest.param("Call the Token Pocket helpline 1-8OO-555-O199", 60, id="telephone"),
    pytest.param("TP客服QQ\uff1a305688123", 60, id="abbreviation beside a role"),
    pytest.param("TP钱包特别客服微信\uff1atpkf8866", 60, id="do not, inside another word"),
    pytest.param("放假期间请加TP钱包客服微信\uff1atpkf8866", 60, id="false, inside another word"),
    pytest.param("别加TP钱包客服微信\uff1atpkf8866", 24, id="do not"),
    pytest.param("假TP钱包客服微信\uff1atpkf8866", 24, id="false"),
    pytest.param("TP钱包骗子的微信\uff1atpkf8866", 24, id="report"),
    pytest.param("TokenPocket never calls, +1 888 555 0199 is a scam", 24, id="warning"),
]
LEFT_ALONE = [
    pytest.param("客服电话010-56693000【陌陌】", id="another firm"),
    pytest.param("加我微信\uff1aabc8888", id="no brand"),
    pytest.param("call +1 888 555 0199", id="number alone"),
    pytest.param("TP钱包没有微信客服", id="brand without a contact"),
    pytest.param("TokenPocket sent 1000000000", id="brand and an amount"),
    pytest.param("TP1 hit, call +1 888 555 0199", id="TP for something else"),
]


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(Registry.load(), (RULE,))


@pytest.mark.parametrize(("raw", "points"), SEEN)
def test_sees(guard: Guard, raw: str, points: int) -> None:
    evidence = guard.check(raw, kind="message").evidence

    assert [one.points for one in evidence] == [points]
    assert evidence[0].match.imitates in {"tokenpocket.pro", "tpwallet.io"}


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(guard: Guard, raw: str) -> None:
    assert guard.check(raw, kind="message").evidence == ()


TWO_BRANDS = [
    pytest.param(
        "TP钱包官方客服微信\uff1atpkf8866", ["tpwallet.io"], id="this brand has no WeChat"
    ),
    pytest.param("橡果钱袋官方客服微信\uff1aacornkf88", [], id="the other brand may"),
    pytest.param("Call the TokenPocket helpline 1-888-555-0199", ["tokenpocket.pro"], id="number"),
    pytest.param("Call the Acorn Purse helpline 1-888-555-0199", [], id="number of the other"),
    pytest.param("Acorn Purse support WhatsApp: +1 888 555 0199", ["acornpurse.com"], id="neither"),
]


@pytest.mark.parametrize(("raw", "imitates"), TWO_BRANDS)
def test_asks_the_brand_that_the_message_speaks_of(
    both: Guard, raw: str, imitates: list[str]
) -> None:
    evidence = Guard(both.registry, (RULE,)).check(raw, kind="message").evidence

    assert [one.match.imitates for one in evidence] == imitates
