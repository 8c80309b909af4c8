"""Is the name a few slips of the finger away from the brand's?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenpoket.pro", "tokenpocket.pro", id="a letter dropped"),
    pytest.param("tokem0ckxt.fun", "tokenpocket.pro", id="four letters changed"),
    pytest.param("tpwalle.fun", "tpwallet.io", id="the last letter dropped"),
    pytest.param("tokenpoceket.io", "tokenpocket.pro", id="a letter added"),
    pytest.param("tpwalelt.app", "tpwallet.io", id="two letters swapped"),
    pytest.param("tokenpackit-help.xyz", "tokenpocket.pro", id="slips and a role word"),
]
LEFT_ALONE = [
    pytest.param("tokenpost.kr", id="a whole word is another"),
    pytest.param("plumwallet.com", id="only the generic word"),
    pytest.param("topwallet.example", id="an ordinary word"),
    pytest.param("tokenrocket.net", id="one letter makes another word"),
    pytest.param("openpocket.dev", id="an ordinary word"),
    pytest.param("tipwallet.org", id="an ordinary word"),
    pytest.param("brokenpocket.com", id="an ordinary word holds it"),
    pytest.param("tpwallet.app", id="the very name"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-typo", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-typo", raw) == []
