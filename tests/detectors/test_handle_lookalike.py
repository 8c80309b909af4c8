"""Does an account name look the same as an official one without being it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TPWalIet", "telegram", "tpwallet.io", id="two capital I for l"),
    pytest.param("T0kenPocket_TP", "x", "TokenPocket_TP", id="nought for o"),
    pytest.param("t\u043ekenpocket_help", "telegram", "tokenpocket.pro", id="Cyrillic o"),
]
LEFT_ALONE = [
    pytest.param("tokenpocket_EN", "telegram", id="the official account, case does not count"),
    pytest.param("TOKENPOCKET_TP", "x", id="the official account, case does not count"),
    pytest.param("T0ny_Wallet", "telegram", id="another name with a digit"),
    pytest.param("TokenPocket_Support", "telegram", id="the very name"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-lookalike", raw, kind="handle", platform=platform or None)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-lookalike", raw, kind="handle", platform=platform or None) == []
