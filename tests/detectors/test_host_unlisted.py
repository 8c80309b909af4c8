"""Is it a subdomain that the registry does not list, of an official domain?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("new.tokenpocket.pro", "tokenpocket.pro", id="no such entry"),
    pytest.param("https://a.b.tpwallet.io/x", "tpwallet.io", id="two labels in front"),
]
LEFT_ALONE = [
    pytest.param("tokenpocket.pro", id="the entry"),
    pytest.param("www.tokenpocket.pro", id="www"),
    pytest.param("help.tokenpocket.pro", id="an entry of its own"),
    pytest.param("new.help.tokenpocket.pro.example", id="somebody else's host"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-unlisted", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-unlisted", raw) == []
