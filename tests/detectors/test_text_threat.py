"""Does a message threaten with loss so that the reader acts at once?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Please re-sync your TPWallet today, wallets not synced by midnight will lose access to staking.",
        id="wallet sync, en 1",
    ),
    pytest.param(
        "U被盗了别急，我认识一个黑客可以追回来，我上个月被骗的8万U就是他帮我拿回来的，加飞机 @zhuihui_hk",
        id="recovery scam, zh 1",
    ),
    pytest.param(
        "\ud83d\udce2\u7d27\u6025\u901a\u77e5\uff0c\u6ce2\u573a\u94fe\u5347\u7ea7\uff0cTRC20\u5730\u5740\u5168\u90e8\u66f4\u6362\uff0c\u8bf7\u8054\u7cfb\u7ba1\u7406\u5458\u83b7\u53d6\u60a8\u7684\u65b0\u6536\u6b3e\u5730\u5740\uff0c\u65e7\u5730\u5740\u8f6c\u5165\u4e0d\u5230\u8d26",
        id="fake announcement, zh 2",
    ),
    pytest.param(
        "恭喜您的地址获得TPT空投资格，请于今日24点前连接钱包授权领取，逾期作废",
        id="airdrop phish, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "The network upgrades on Saturday. You need to do nothing, and your coins stay where they are.",
        id="announcement, en 1",
    ),
    pytest.param(
        "I got a message that my wallet will be closed within 24 hours. Is it true?",
        id="user question, en 2",
    ),
    pytest.param(
        "短信说24小时内不验证就冻结钱包，是真的吗？",
        id="user question, zh 1",
    ),
    pytest.param(
        "节点将于周六凌晨升级，期间转账可能变慢，资产不受影响",
        id="announcement, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-threat", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-threat", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-threat", innocent, "message") == []
