"""Does a message speak as staff while asking for something that staff never asks for?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "This is the TP admin of the English group. For VIP users I can do manual withdrawals, talk to me in private.",
        id="impersonate staff, en 1",
    ),
    pytest.param(
        "I'm @TokenPocket_TP backup account as the main one is rate limited. DM here for refunds.",
        id="impersonate staff, en 2",
    ),
    pytest.param(
        "Mods are busy, message me and I will forward your case to the technical team. What is your balance approx?",
        id="fake support, en 3",
    ),
    pytest.param(
        "合规部通知：地址尾号7Fk9被泰达公司列入观察名单，需要提交资金来源说明及钱包权限，未在两个工作日内提交的予以拉黑。联系专员 @tp_hegui",
        id="account threat, zh 1",
    ),
    pytest.param(
        "你好，系统分配我为您的专属顾问，后续充值提现、额度、风控问题都由我处理，先共享一下屏幕我看看",
        id="fake support, zh 2",
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
    assert [match.imitates for match in sees("text-claim", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-claim", raw, "message") == []
