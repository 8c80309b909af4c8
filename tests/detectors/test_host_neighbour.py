"""Is it another wallet's own address, or a likeness that is nearer to another wallet?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenpocket.binance.com", "binance.com", id="another firm's own address"),
    pytest.param("tokenpockat-kraken.xyz", "kraken.com", id="a slip, and another firm's very name"),
]
LEFT_ALONE = [
    pytest.param("tpwallet.example", id="names no neighbour"),
    pytest.param("tokenpoket.pro", id="nearer to this brand"),
    pytest.param("news.example", id="nothing like a wallet"),
    pytest.param("tpwallet.io", id="official"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-neighbour", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-neighbour", raw) == []
