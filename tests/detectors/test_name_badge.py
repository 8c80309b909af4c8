"""Does a display name wear a badge?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TokenPocket \u2705", "", id="check mark"),
    pytest.param("\U0001f6e1 TP钱包", "", id="shield"),
]
LEFT_ALONE = [
    pytest.param("Ann \u2705", id="no brand"),
    pytest.param("TokenPocket", id="no badge"),
    pytest.param("TokenPocket \U0001f600", id="a smile is no badge"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("name-badge", raw, kind="name")

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("name-badge", raw, kind="name") == []
