"""Is there an ordinary explanation for a likeness?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("httpwallet.com", "", id="an ordinary word"),
    pytest.param("twallet.gov", "", id="an ending closed to the public"),
    pytest.param("tapwallet.app", "", id="one letter makes another word"),
]
LEFT_ALONE = [
    pytest.param("tpwallet.xyz", id="no explanation"),
    pytest.param("tokenpoket.pro", id="a slip without explanation"),
    pytest.param("news.example", id="nothing like a brand"),
    pytest.param("tokenpocket.pro", id="official"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-excused", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-excused", raw) == []
