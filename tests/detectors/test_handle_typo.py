"""Is an account name a few slips away from an official one?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TokenPoket_TP", "x", "TokenPocket_TP", id="a letter dropped"),
    pytest.param("tokenPockt_en", "telegram", "tokenPocket_en", id="a letter dropped, Telegram"),
    pytest.param("TPWallt", "telegram", "tpwallet.io", id="one l"),
]
LEFT_ALONE = [
    pytest.param("tokenbucket_ops", "telegram", id="another word"),
    pytest.param("TPWallis", "telegram", id="a family name"),
    pytest.param("tokenPocket_en", "telegram", id="listed"),
    pytest.param("topwallet_news", "telegram", id="an ordinary word"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-typo", raw, kind="handle", platform=platform or None)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-typo", raw, kind="handle", platform=platform or None) == []
