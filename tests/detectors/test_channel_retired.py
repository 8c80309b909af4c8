"""Was the channel official once, and is no more (or was it never proven)?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tpglobalwallet.net", "", id="withdrawn in 2023"),
    pytest.param("https://discord.gg/rHDeXvzrbw", "", id="invitation of old"),
    pytest.param("https://globalwallet.gitbook.io/", "", id="disputed"),
]
LEFT_ALONE = [
    pytest.param("tokenpocket.pro", id="current"),
    pytest.param("tphelp.gitbook.io", id="legacy"),
    pytest.param("https://discord.gg/NKPM8TXFQk", id="current invitation"),
    pytest.param("https://tpglobalwallet.org", id="never listed"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("channel-retired", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("channel-retired", raw) == []
