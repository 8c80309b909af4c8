"""Does a message push an app from anywhere but the official places?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "scan this QR to get the Huawei version of TokenPocket, it isn't in AppGallery anymore",
        id="fake app, en 1",
    ),
    pytest.param(
        "商户收款要用TP商户端，不是普通版，apk我传群文件了，权限全开，登录填你原钱包的词",
        id="fake app, zh 1",
    ),
    pytest.param(
        "TP市场部找KOL合作，一条1500U，合同在压缩包里，解压运行后用钱包登录登记收款 @tp_shichang_an",
        id="impersonate staff, zh 2",
    ),
    pytest.param(
        "免费送夹子机器人源码，粘到Remix里部署，打0.5个ETH进去点start，日赚几百刀",
        id="malware link, zh 3",
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
    assert [match.imitates for match in sees("text-install", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-install", raw, "message") == []
