"""Is it the official name of one platform on another?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenPocket_en", "x", "tokenPocket_en", id="official on Telegram only"),
    pytest.param("TokenPocket_TP", "instagram", "TokenPocket_TP", id="official on X only"),
]
LEFT_ALONE = [
    pytest.param("tokenPocket_en", "", id="no platform known"),
    pytest.param("tokenPocket_en", "telegram", id="where it is official"),
    pytest.param("tokenPocket_fr", "x", id="official nowhere"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-other-platform", raw, kind="handle", platform=platform or None)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-other-platform", raw, kind="handle", platform=platform or None) == []
