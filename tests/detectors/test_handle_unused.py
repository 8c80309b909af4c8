"""Does the account stand on a platform that the brand does not use at all?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.detectors import RULES
from channelguard.guard import Guard
from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TPwallet_support", "wechat", "tpwallet.io", id="the brand has no WeChat"),
    pytest.param("tokenpocket_help", "whatsapp", "tokenpocket.pro", id="nor WhatsApp"),
]
LEFT_ALONE = [
    pytest.param("ann_example", "wechat", id="no brand"),
    pytest.param("tpwallet_support", "telegram", id="a platform that the brand uses"),
    pytest.param("wxid_httpwallet", "wechat", id="an ordinary word"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-unused", raw, kind="handle", platform=platform or None)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-unused", raw, kind="handle", platform=platform or None) == []


TWO_BRANDS = [
    pytest.param("tpwallet_support", "wechat", ["tpwallet.io"], id="this brand has no WeChat"),
    pytest.param("acornpurse_help", "wechat", [], id="the other brand may"),
    pytest.param(
        "acornpurse-tpwallet", "wechat", ["tpwallet.io"], id="both names: whose is unused"
    ),
    pytest.param("acornpurse_help", "whatsapp", ["acornpurse.com"], id="neither brand uses it"),
    pytest.param("acornpurse_help", "telegram", [], id="both brands use it"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), TWO_BRANDS)
def test_asks_the_brand_in_the_name(
    both: Guard, raw: str, platform: str, imitates: list[str]
) -> None:
    rule = next(rule for rule in RULES if rule.id == "handle-unused")
    evidence = Guard(both.registry, (rule,)).check(raw, kind="handle", platform=platform).evidence

    assert [one.match.imitates for one in evidence] == imitates
