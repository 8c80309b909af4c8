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
        "Never share your recovery phrase with anyone, not even with people who say they are support.",
        id="warning, en 1",
    ),
    pytest.param(
        "Where in the app do I see my recovery phrase? I want to write it down on paper.",
        id="user question, en 2",
    ),
    pytest.param(
        "官方人员绝不会向您索要助记词或私钥，请不要告诉任何人",
        id="warning, zh 1",
    ),
    pytest.param(
        "有人让我把助记词发给他，我没有发，这是骗子吧？",
        id="user question, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-secret", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-secret", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-secret", innocent, "message") == []
