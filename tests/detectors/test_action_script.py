"""Does opening the address run code or show a page made up on the spot?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("javascript://tokenpocket.pro/%0aalert(1)", "", id="runs code"),
    pytest.param("data:text/html,https://tokenpocket.pro", "", id="a page made up"),
    pytest.param("JAVA\nscript:alert(1)", "", id="newline in the scheme"),
    pytest.param("vbscript:x", "", id="old script"),
]
LEFT_ALONE = [
    pytest.param("tg://resolve?domain=tokenPocket_en", id="account link"),
    pytest.param("tpoutside://pull.activity", id="wallet link"),
    pytest.param("mailto:ann@example.org", id="mail"),
    pytest.param("https://example.org/javascript:", id="in a path"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("action-script", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("action-script", raw) == []
