"""Does something stand before an @ in the address, where a reader takes it for the host?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "https://tokenpocket.pro@evil.example/",
        "tokenpocket.pro",
        id="official address before the @",
    ),
    pytest.param("https://tpwallet:login@evil.example/", "tpwallet.io", id="brand before the @"),
    pytest.param("https://login.example.com%2F@evil.example/", "", id="a host before the @"),
    pytest.param("https://me:secret@example.org/", "", id="user and password"),
]
LEFT_ALONE = [
    pytest.param("https://medium.com/@name", id="@ in the path"),
    pytest.param("https://example.org/?to=a@b.example", id="@ in the query"),
    pytest.param("https://@example.org/", id="empty"),
    pytest.param("tokenpocket.pro", id="official"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("link-userinfo", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("link-userinfo", raw) == []
