"""Does a message demand that a wallet be verified, synchronised or activated?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "ACTION: TP v3 node migration. Re-link wallet before block 71,200,000. Unlinked wallets stay on the dead chain.",
        id="wallet sync, en 1",
    ),
    pytest.param(
        "Please re-sync your TPWallet today, wallets not synced by midnight will lose access to staking.",
        id="wallet sync, en 2",
    ),
    pytest.param(
        "质押前要先激活合约，点激活后钱包会弹一个increaseAllowance，数量填最大，别改",
        id="approval phish, zh 1",
    ),
    pytest.param(
        "请各位群成员配合完成钱包备案，备案机器人 @tp_beian_bot ，把钱包连上即可，两分钟",
        id="wallet sync, zh 2",
    ),
    pytest.param(
        "提现需先支付10%个人所得税，请将税款转到以下地址，审核通过后秒到账",
        id="fee to unlock, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "We never ask you to verify, sync or activate your wallet.",
        id="warning, en 1",
    ),
    pytest.param(
        "A mail asks me to verify my wallet by connecting it. I deleted it, was that right?",
        id="user question, en 2",
    ),
    pytest.param(
        "换了节点以后余额不同步，怎么刷新？",
        id="user question, zh 1",
    ),
    pytest.param(
        "官方不会要求您验证、同步或激活钱包",
        id="warning, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-verify", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-verify", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-verify", innocent, "message") == []
