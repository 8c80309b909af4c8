"""Does a store page carry the brand while its id is not listed?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "https://apps.apple.com/us/app/tokenpocket-wallet/id1999999999",
        "tokenpocket.pro",
        id="another number",
    ),
    pytest.param(
        "https://play.google.com/store/apps/details?id=com.tpwallet.pro",
        "tpwallet.io",
        id="brand in the id",
    ),
    pytest.param("com.tokenpocket.wallet", "tokenpocket.pro", id="bare package"),
]
LEFT_ALONE = [
    pytest.param("https://apps.apple.com/us/app/tokenpocket/id6444625622", id="listed"),
    pytest.param("vip.mytokenpocket", id="listed package"),
    pytest.param("https://apps.apple.com/us/app/notes/id1999999999", id="no brand"),
    pytest.param("com.example.wallet", id="the generic word"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("app-unlisted", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("app-unlisted", raw) == []
