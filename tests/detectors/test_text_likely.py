"""Are the ideas of a message, taken together, those of fraud?"""

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
        "U被盗了别急，我认识一个黑客可以追回来，我上个月被骗的8万U就是他帮我拿回来的，加飞机 @zhuihui_hk",
        id="recovery scam, zh 1",
    ),
    pytest.param(
        "共享一下屏幕，点“我的-管理-导出私钥”，别关，我这边帮你抄录登记",
        id="seed request, zh 2",
    ),
    pytest.param(
        "您的账户已被冻结，需缴纳2000U解冻金，到账后即可全额提现",
        id="fee to unlock, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "They say my account is frozen and want 2000 USDT to unlock it. Is that a scam?",
        id="user question, en 1",
    ),
    pytest.param(
        "I lost 3000 USDT to somebody who promised daily profits. What can I do now?",
        id="user complaint, en 2",
    ),
    pytest.param(
        "提醒大家：低价卖U的都是骗子，先付款就拉黑",
        id="warning, zh 1",
    ),
    pytest.param(
        "我被一个老师带单骗了8万U，现在该怎么办？",
        id="user complaint, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-likely", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-likely", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-likely", innocent, "message") == []
