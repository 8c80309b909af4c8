"""Does a message lure the reader into private messages or to a desk elsewhere?"""

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
        "Sorry to hear that. Kindly reach our help center on WhatsApp +1 (8O5) 5O3-OO19 for quick assistance, open 24/7",
        id="fake support, en 3",
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
        "合规部通知：地址尾号7Fk9被泰达公司列入观察名单，需要提交资金来源说明及钱包权限，未在两个工作日内提交的予以拉黑。联系专员 @tp_hegui",
        id="account threat, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "Admins never DM you first, so block whoever writes to you in private.",
        id="warning, en 1",
    ),
    pytest.param(
        "Someone told me to contact support on WhatsApp. Do you have a WhatsApp at all?",
        id="user question, en 2",
    ),
    pytest.param(
        "管理员不会主动加你好友，私聊你的都是骗子",
        id="warning, zh 1",
    ),
    pytest.param(
        "有人让我加微信客服处理提现，你们有微信客服吗？",
        id="user question, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-contact", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-contact", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-contact", innocent, "message") == []
