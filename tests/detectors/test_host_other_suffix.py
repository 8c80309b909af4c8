"""Does the brand's very name stand under an ending that the brand does not use?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tpwallet.xyz", "tpwallet.io", id="another ending"),
    pytest.param("tokenpocket.com.cn", "tokenpocket.pro", id="ending of two labels"),
    pytest.param("token-pocket.org", "tokenpocket.pro", id="hyphen between the words"),
    pytest.param("wwwtpwallet.io", "tpwallet.io", id="the dot behind www is missing"),
    pytest.param(
        "tokenpocket.pages.dev",
        "tokenpocket.pro",
        id="a name of one's own on free hosting",
    ),
]
LEFT_ALONE = [
    pytest.param("wallet.xyz", id="the ordinary word alone"),
    pytest.param("tp-waIlet.io", id="only looks like the name"),
    pytest.param("tokenpocket.pro", id="official"),
    pytest.param("www.tpwallet.io", id="official with www"),
    pytest.param("tokenpocket.example.com", id="left of somebody else's domain"),
    pytest.param("tokenpocket-claim.xyz", id="longer than the name"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-other-suffix", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-other-suffix", raw) == []
