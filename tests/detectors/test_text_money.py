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
    assert [match.imitates for match in sees("text-money", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-money", raw, "message") == []
