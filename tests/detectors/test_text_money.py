"""Does a message ask for a payment before anything is paid out, or move the reader's money?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Selling USDT cheap today at 0.82, you send PayPal first, I release right after, many vouches",
        id="otc dirty, en 1",
    ),
    pytest.param(
        "you won 1.5 ETH on the wheel! transfer 0.03 ETH to cover delivery and the prize will be in your TP wallet",
        id="fee to unlock, en 2",
    ),
    pytest.param(
        "Need people with bank cards to receive transfers and buy USDT, 3% per deal, daily pay",
        id="otc dirty, en 3",
    ),
    pytest.param(
        "您的账户已被冻结，需缴纳2000U解冻金，到账后即可全额提现",
        id="fee to unlock, zh 1",
    ),
    pytest.param(
        "先用TP钱包扫我的收款码付1U，确认是你本人，大额马上打过去",
        id="approval phish, zh 2",
    ),
    pytest.param(
        "多签解除需要开通高级权限，一次性开通费99U，付完技术员远程帮您取消另一个管理员",
        id="fee to unlock, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "How much TRX do I need for the network fee of one USDT transfer?",
        id="user question about network fees, en 1",
    ),
    pytest.param(
        "They want me to pay a 10% tax before the withdrawal. I have not paid yet. Is it a scam?",
        id="user question, en 2",
    ),
    pytest.param(
        "转一笔USDT的矿工费大概要多少？",
        id="user question about network fees, zh 1",
    ),
    pytest.param(
        "凡是提现前要先交钱的都是骗局，千万不要转账",
        id="warning, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-money", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-money", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-money", innocent, "message") == []
