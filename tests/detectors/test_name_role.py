"""Does a display name claim a role at the brand?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TokenPocket Customer Desk", "tokenpocket.pro", id="English"),
    pytest.param("TP钱包官方", "tpwallet.io", id="Chinese"),
    pytest.param("tpqianbao kefu", "tpwallet.io", id="pinyin"),
]
LEFT_ALONE = [
    pytest.param("Support", id="no brand"),
    pytest.param("TokenPocket", id="no role"),
    pytest.param("非官方 TokenPocket 客服", id="says that it is not official"),
    pytest.param("客服小美", id="Chinese, no brand"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("name-role", raw, kind="name")

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("name-role", raw, kind="name") == []
