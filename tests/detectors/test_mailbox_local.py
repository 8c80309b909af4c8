"""Does the brand stand before the @ of somebody else's domain?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenpocket.official@mail.example", "tokenpocket.pro", id="brand and role"),
    pytest.param("service%tpwallet.io@mail.example", "tpwallet.io", id="routing sign of old"),
    pytest.param("t0kenpocket@mail.example", "tokenpocket.pro", id="digit for a letter"),
]
LEFT_ALONE = [
    pytest.param("service@tokenpocket.pro", id="listed"),
    pytest.param("ann.pocket@mail.example", id="a person's name"),
    pytest.param("httpwallet@mail.example", id="an ordinary word"),
    pytest.param("wallet@mail.example", id="the generic word"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("mailbox-local", raw)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("mailbox-local", raw) == []
