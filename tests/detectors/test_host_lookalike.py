"""Does the name look the same as the brand's without being it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("https://tp-waIlet.io/claim", "tpwallet.io", id="capital I for l, hyphen"),
    pytest.param("https://t\u0440wallet.example", "tpwallet.io", id="Cyrillic er for p"),
    pytest.param("tpvvallet.io", "tpwallet.io", id="two v for w"),
    pytest.param("t0kenpocket.cc", "tokenpocket.pro", id="digit nought for o"),
    pytest.param(
        "xn--tkenpocket-hqh.example",
        "tokenpocket.pro",
        id="A-label with Greek omicron, typed as DNS has it",
    ),
    pytest.param("claim.t0kenpocket-app.example", "tokenpocket.pro", id="in a longer name"),
]
LEFT_ALONE = [
    pytest.param("tpwallet.xyz", id="the very name under another ending"),
    pytest.param("wallet.xyz", id="the ordinary word alone"),
    pytest.param("m0neypocket.example", id="a digit in another word"),
    pytest.param(
        "\u043f\u0440\u0438\u043c\u0435\u0440.example",
        id="Cyrillic word without a brand",
    ),
    pytest.param("https://b\u00fccher.example/tp", id="German umlaut"),
    pytest.param("https://TPWALLET.IO/", id="official in capitals"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-lookalike", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-lookalike", raw) == []
