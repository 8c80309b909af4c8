"""Does the host resolve to the official one without being spelt plainly?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("https://\uff54okenpocket.pro/", "tokenpocket.pro", id="full-width letter"),
    pytest.param("https://token\u00adpocket.pro/", "tokenpocket.pro", id="soft hyphen"),
    pytest.param("https://%74okenpocket.pro", "tokenpocket.pro", id="percent-encoded"),
    pytest.param("https://tokenpocket\u3002pro/", "tokenpocket.pro", id="ideographic full stop"),
]
LEFT_ALONE = [
    pytest.param("https://TokenPocket.PRO/", id="capitals"),
    pytest.param("https://tokenpocket.pro./", id="trailing dot"),
    pytest.param("https://\uff45xample.org/", id="full-width on somebody else's host"),
    pytest.param("https://help.tokenpocket.pro/", id="plain"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-disguised", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-disguised", raw) == []
