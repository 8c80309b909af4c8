"""Does a message sell the return of lost money?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Bind your wallet to the new node to get back the pending tokens, our bot will guide you @TP_node_bind_bot",
        id="wallet sync, en 1",
    ),
    pytest.param(
        "Ethical hacker \ud83d\udee1 I hack the scammer wallet & return ur coins. Telegram: @zero_ghost_ret. Testimonials pinned",
        id="recovery scam, en 2",
    ),
    pytest.param(
        "Forgot your wallet password or seed phrase? We can unlock any wallet, DM us now for crypto recovery \ud83d\udcaf",
        id="recovery scam, en 3",
    ),
    pytest.param(
        "U被盗了别急，我认识一个黑客可以追回来，我上个月被骗的8万U就是他帮我拿回来的，加飞机 @zhuihui_hk",
        id="recovery scam, zh 1",
    ),
    pytest.param(
        "助记词丢了忘了也能恢复，只要给我钱包地址和记得的几个单词，暴力破解，成功率95%",
        id="recovery scam, zh 2",
    ),
    pytest.param(
        "看到你发帖说钱包被清了，链上可以逆向回滚，72小时内有效，抓紧联系我",
        id="recovery scam, zh 3",
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
    assert [match.imitates for match in sees("text-recovery", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-recovery", raw, "message") == []
