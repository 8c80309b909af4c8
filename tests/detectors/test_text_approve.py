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
        "I bought USDT p2p and now my bank account is frozen. Do I have to show them my wallet?",
        id="user complaint, en 1",
    ),
    pytest.param(
        "TRON transfers need bandwidth and energy. If you don't have enough, TRX will be burned as a fee.",
        id="help docs, en 2",
    ),
    pytest.param(
        "I'm writing a merkle airdrop contract, claim() reverts with invalid proof for addresses with lowercase",
        id="dev talk, en 3",
    ),
    pytest.param(
        "reporting @TP_Assist_Official, he messaged me saying he's from support and wants my phrase",
        id="scam report, en 4",
    ),
    pytest.param(
        "私钥泄露到GitHub了，赶紧轮换，提交历史也要清掉",
        id="dev talk, zh 1",
    ),
    pytest.param(
        "空投页面说我没资格，可是我明明交互过十几次，求解",
        id="user complaint, zh 2",
    ),
    pytest.param(
        "无限授权的含义：允许合约转走您该代币的全部余额，请谨慎选择额度",
        id="help docs, zh 3",
    ),
    pytest.param(
        "提醒：有人冒充TokenPocket商务跟项目方收上币费，我们团队差点打了3BNB过去",
        id="scam report, zh 4",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-approve", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-approve", raw, "message") == []
