"""Is the registered name an abbreviation of the brand, long enough to be nobody else's?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tknpkt.com", "tokenpocket.pro", id="by consonants"),
    pytest.param("tkpocket.app", "tokenpocket.pro", id="first word cut"),
    pytest.param("tpwllt.vip", "tokenpocket.pro", id="without vowels"),
]
LEFT_ALONE = [
    pytest.param("tp.com", id="two letters"),
    pytest.param("tpt.org", id="three letters"),
    pytest.param("tpw.example", id="three letters and no more"),
    pytest.param("tknpktools.dev", id="only the beginning of a name"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-short", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-short", raw) == []
