"""Is the host a number instead of a name?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("http://2130706433/", "", id="one decimal number"),
    pytest.param("https://195.8323083/x", "", id="two numbers"),
    pytest.param("http://0x7f.1/", "", id="hexadecimal"),
    pytest.param("http://192.0.2.7/", "", id="plain, a remark"),
    pytest.param("https://[2001:db8::1]/login", "", id="IPv6"),
]
LEFT_ALONE = [
    pytest.param("https://192-0-2-7.example/", id="digits in a name"),
    pytest.param("2130706433.example", id="begins with digits"),
    pytest.param("https://1inch.example", id="begins with a digit"),
    pytest.param("https://example.org/192.0.2.7", id="in the path"),
    pytest.param("tokenpocket.pro", id="official"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-address", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-address", raw) == []
