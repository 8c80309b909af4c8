"""Does somebody else's address name the brand behind the host?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "https://evil.example/tokenpocket.pro/claim",
        "tokenpocket.pro",
        id="official address in the path",
    ),
    pytest.param("https://forms.example/to/tpwallet", "tpwallet.io", id="brand in the path"),
    pytest.param(
        "https://x.example/?site=token-pocket",
        "tokenpocket.pro",
        id="brand in the query",
    ),
    pytest.param("https://x.example/#t%70wallet", "tpwallet.io", id="encoded in the fragment"),
]
LEFT_ALONE = [
    pytest.param("https://tokenpocket.pro/tpwallet", id="official host"),
    pytest.param("https://t.me/tokenPocket_en", id="address of an account"),
    pytest.param(
        "https://play.google.com/store/apps/details?id=vip.mytokenpocket",
        id="address of an app",
    ),
    pytest.param("https://www.google.com/search?q=tokenpocket", id="search engine"),
    pytest.param("https://x.example/wallet/pocket", id="ordinary words"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("link-path", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("link-path", raw) == []
