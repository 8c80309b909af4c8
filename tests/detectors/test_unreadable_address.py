"""Is a brand named in something that looks like an address and that no browser opens?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "https://tokenpocket.pro%00.evil.example/",
        "tokenpocket.pro",
        id="encoded nought in the host",
    ),
    pytest.param("https://tokenpocket\u202e.pro/", "tokenpocket.pro", id="bidi control"),
    pytest.param("https://tpwallet.io:99999/", "tpwallet.io", id="impossible port"),
]
LEFT_ALONE = [
    pytest.param("https://exa mple.org%00/", id="no brand"),
    pytest.param("https://[::1", id="no brand, broken bracket"),
    pytest.param("https://tokenpocket.pro/", id="readable"),
    pytest.param("https://example.org:99999/", id="no brand, impossible port"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("unreadable-address", raw)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("unreadable-address", raw) == []
