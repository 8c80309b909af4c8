"""Does a message ask for a recovery phrase or a private key, or for a look at the screen?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Your import failed on our side, could you take a photo of the backup paper and send it here?",
        id="seed request, en 1",
    ),
    pytest.param(
        "Staff can't see it, it is hashed. Put your phrase in the box and press Restore, then your NFTs reappear.",
        id="seed request, en 2",
    ),
    pytest.param(
        "Please send the 12 words of your wallet so our team can check the missing deposit.",
        id="seed request, en 3",
    ),
    pytest.param(
        "共享一下屏幕，点“我的-管理-导出私钥”，别关，我这边帮你抄录登记",
        id="seed request, zh 1",
    ),
    pytest.param(
        "助记词丢了忘了也能恢复，只要给我钱包地址和记得的几个单词，暴力破解，成功率95%",
        id="recovery scam, zh 2",
    ),
    pytest.param(
        "您把备份页面打开拍张照片给我，我帮您看一下是哪个单词抄错了",
        id="seed request, zh 3",
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
    assert [match.imitates for match in sees("text-secret", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-secret", raw, "message") == []
