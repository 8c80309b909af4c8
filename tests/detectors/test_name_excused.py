"""Is the name that of a user, a fan, or somebody who warns of fakes?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TP钱包铁粉", "", id="user"),
    pytest.param("TokenPocket victims", "", id="warner"),
]
LEFT_ALONE = [
    pytest.param("TokenPocket Support", id="no such word"),
    pytest.param("fan of coffee", id="no brand"),
    pytest.param("TP钱包客服", id="role word"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("name-excused", raw, kind="name")

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("name-excused", raw, kind="name") == []
