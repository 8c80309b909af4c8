"""Does the address name an unusual port?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("https://tokenpocket.pro:8443/", "", id="official host"),
    pytest.param("http://example.org:3000/", "", id="any host, weak"),
]
LEFT_ALONE = [
    pytest.param("https://tokenpocket.pro:443/", id="the scheme's own"),
    pytest.param("http://example.org:80/", id="the scheme's own"),
    pytest.param("https://example.org/a:8443", id="in the path"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("link-port", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("link-port", raw) == []
