"""Is a brand named in an address that is not for the web?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("view-source:https://tokenpocket.pro", "tokenpocket.pro", id="page source"),
    pytest.param("blob:https://tpwallet-claim.example/1", "tpwallet.io", id="blob"),
    pytest.param("ftp://tokenpocket.pro/", "tokenpocket.pro", id="file transfer"),
]
LEFT_ALONE = [
    pytest.param("view-source:https://example.org", id="no brand"),
    pytest.param("ftp://example.org/a", id="no brand"),
    pytest.param("tpoutside://pull.activity", id="the brand's own deep link"),
    pytest.param("https://tokenpocket.pro", id="for the web"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("action-scheme", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("action-scheme", raw) == []
