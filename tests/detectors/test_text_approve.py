"""Does a message talk the reader into a signature, an approval or a bait wallet?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "bro the buyer already paid, escrow just needs u to open this page in TP and tap confirm so the money releases",
        id="approval phish, en 1",
    ),
    pytest.param(
        "质押前要先激活合约，点激活后钱包会弹一个increaseAllowance，数量填最大，别改",
        id="approval phish, zh 1",
    ),
    pytest.param(
        "转错链的币我能提出来，有内部工具，费用对半分，把那个地址的私钥发来我远程弄",
        id="recovery scam, zh 2",
    ),
    pytest.param(
        "TPWallet感恩回馈：扫码海报二维码，绑定钱包，每个地址立领188USDT，邀请一人再得50",
        id="airdrop phish, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "How do I revoke an approval that I gave to a contract last year?",
        id="user question, en 1",
    ),
    pytest.param(
        "The site asks me to approve an unlimited amount of USDT. Should I tap confirm?",
        id="user question, en 2",
    ),
    pytest.param(
        "以前给合约的授权怎么取消？",
        id="user question, zh 1",
    ),
    pytest.param(
        "不要扫陌生人发来的二维码，扫码授权后币会被转走",
        id="warning, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-approve", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-approve", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-approve", innocent, "message") == []
