"""Does the brand, or a whole official address, stand in front of somebody else's domain?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenpocket.pro.evil.example", "tokenpocket.pro", id="official address in front"),
    pytest.param("tpwallet-login.evil.example", "tpwallet.io", id="brand and a lure word in front"),
    pytest.param("toke.npocket.pro", "tokenpocket.pro", id="split by a dot"),
    pytest.param(
        "https://tpwallet.io-verify.evil.example/",
        "tpwallet.io",
        id="address glued to a word",
    ),
    pytest.param(
        "app.tokenpocket.cloud.example.org",
        "tokenpocket.pro",
        id="between two other labels",
    ),
]
LEFT_ALONE = [
    pytest.param("new.tokenpocket.pro", id="unlisted subdomain of an official domain"),
    pytest.param("wallet.evil.example", id="the ordinary word in front"),
    pytest.param("tokenpocket.xyz", id="stands in the registered name"),
    pytest.param("http.wallet.example.org", id="p and wallet meet at a dot by accident"),
    pytest.param("pocket.token.example.org", id="ordinary words"),
    pytest.param("httpwallet.example.org", id="an ordinary word in front"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-subdomain", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-subdomain", raw) == []
