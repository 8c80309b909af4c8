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
        "I am a moderator here, and I will never write to you first or ask for your keys.",
        id="staff who asks for nothing, en 1",
    ),
    pytest.param(
        "Somebody who says he is the admin wrote to me and asks for my balance. Is he real?",
        id="report of an impostor, en 2",
    ),
    pytest.param(
        "我是群里的管理员，不会主动私聊任何人，也不会问您要助记词",
        id="staff who asks for nothing, zh 1",
    ),
    pytest.param(
        "有个自称官方客服的人让我共享屏幕，是真的吗？",
        id="report of an impostor, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-claim", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-claim", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-claim", innocent, "message") == []
