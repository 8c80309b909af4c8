"""Is an official host addressed without encryption?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("http://tokenpocket.pro/", "tokenpocket.pro", id="without encryption"),
    pytest.param("http://help.tpwallet.io/en", "help.tpwallet.io", id="legacy entry"),
]
LEFT_ALONE = [
    pytest.param("https://tokenpocket.pro/", id="encrypted"),
    pytest.param("tokenpocket.pro", id="no scheme written"),
    pytest.param("http://example.org/", id="somebody else's host"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("insecure-scheme", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("insecure-scheme", raw) == []
