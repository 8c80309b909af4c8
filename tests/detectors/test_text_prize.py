"""Does a message promise something for a click, a signature or an address?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Follow me + drop your solana wallet, first 300 get 2 SOL, no joke \ud83d\udc9c",
        id="giveaway, en 1",
    ),
    pytest.param(
        "Drop your $SOL address \ud83d\udc9c sending 2 SOL to 50 lucky followers today. Must follow + RT + comment done",
        id="giveaway, en 2",
    ),
    pytest.param(
        "\ud83c\udf89 Giving away 10,000 USDT to 100 people! Like, RT and put your TP address, then DM me to get paid.",
        id="giveaway, en 3",
    ),
    pytest.param(
        "TPWallet感恩回馈：扫码海报二维码，绑定钱包，每个地址立领188USDT，邀请一人再得50",
        id="airdrop phish, zh 1",
    ),
    pytest.param(
        "恭喜您的地址获得TPT空投资格，请于今日24点前连接钱包授权领取，逾期作废",
        id="airdrop phish, zh 2",
    ),
    pytest.param(
        "进入流动池无需转账，U还放在您自己钱包，仅需支付一点矿工费授权合约，第二天就能看到利息",
        id="approval phish, zh 3",
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
    assert [match.imitates for match in sees("text-prize", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-prize", raw, "message") == []
