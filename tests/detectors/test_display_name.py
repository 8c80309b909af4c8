"""Does a display name carry the brand?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TP钱包客服小雨", "tpwallet.io", id="role word in Chinese"),
    pytest.param("Oskar | TokenPocket", "tokenpocket.pro", id="person and brand"),
    pytest.param("TokenPocket", "tokenpocket.pro", id="the bare name"),
    pytest.param("TP Walet Support", "tpwallet.io", id="misspelt"),
]
LEFT_ALONE = [
    pytest.param("TP钱包铁粉", id="user"),
    pytest.param("防骗 TP钱包", id="warner"),
    pytest.param("I love TokenPocket", id="fan"),
    pytest.param("Support Team", id="no brand"),
    pytest.param("Pocket Money", id="ordinary words"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("display-name", raw, kind="name")

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("display-name", raw, kind="name") == []
