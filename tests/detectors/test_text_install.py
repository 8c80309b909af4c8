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
        "Only install the app from the official site or your app store, never from a file in a group.",
        id="warning, en 1",
    ),
    pytest.param(
        "Which Android version does the new release need? It won't install on my old phone.",
        id="user question, en 2",
    ),
    pytest.param(
        "群里有人发apk说是新版本，不要下载",
        id="warning, zh 1",
    ),
    pytest.param(
        "新版本已经上架应用商店，请到官网下载",
        id="announcement, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-install", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-install", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-install", innocent, "message") == []
