"""Is it an official code with the case of a letter changed?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("NKPM8TXFQK", "discord-invite", "NKPM8TXFQk", id="the last letter is a capital"),
    pytest.param("nkpm8txfqk", "discord-invite", "NKPM8TXFQk", id="all small"),
]
LEFT_ALONE = [
    pytest.param("NKPM8TXFQk", "discord-invite", id="the code itself"),
    pytest.param("TOKENPOCKET_EN", "telegram", id="case does not count there"),
    pytest.param("NKPM8TXFQK", "telegram", id="no such code there"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-case", raw, kind="handle", platform=platform or None)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-case", raw, kind="handle", platform=platform or None) == []
