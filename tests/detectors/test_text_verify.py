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
    assert [match.imitates for match in sees("text-verify", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-verify", raw, "message") == []
