"""Does an official address pass the visitor on to somebody else?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "https://tokenpocket.pro/go?url=https%3A%2F%2Fevil.example",
        "",
        id="encoded once",
    ),
    pytest.param(
        "https://tpwallet.io/?next=https%25253A%25252F%25252Fevil.example",
        "",
        id="encoded three times",
    ),
    pytest.param("https://tokenpocket.pro/#https://evil.example/x", "", id="in the fragment"),
]
LEFT_ALONE = [
    pytest.param(
        "https://tokenpocket.pro/go?url=https%3A%2F%2Fhelp.tokenpocket.pro",
        id="back to an official host",
    ),
    pytest.param("https://tokenpocket.pro/?lang=en", id="an ordinary parameter"),
    pytest.param("https://example.org/?url=https://evil.example", id="somebody else's redirect"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("link-redirect", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("link-redirect", raw) == []
