"""Did the address need repair before a browser could open it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("https:\\\\x.example", "", id="backslashes"),
    pytest.param("ht\ttps://x.example/", "", id="tab in the scheme"),
    pytest.param("https://x%2eexample/", "", id="percent sign in the host"),
    pytest.param("https:x.example", "", id="slashes are missing"),
    pytest.param("https://tokenpocket.pro\\@evil.example/", "", id="backslash behind the host"),
]
LEFT_ALONE = [
    pytest.param("HTTPS://X.Example/", id="capitals"),
    pytest.param("https://x.example./", id="trailing dot"),
    pytest.param("https://x.example/a%2eb", id="percent sign in the path"),
    pytest.param("//x.example/", id="no scheme"),
    pytest.param("https://x.example/?a=b\\c", id="backslash in the query"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("link-repaired", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("link-repaired", raw) == []
