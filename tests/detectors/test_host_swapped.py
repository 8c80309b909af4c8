"""Are the brand's words there in the other order?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("pocket-token.cc", "tokenpocket.pro", id="hyphen between"),
    pytest.param("wallettp-desk.com", "tpwallet.io", id="role word behind"),
    pytest.param("pockettoken-app.xyz", "tokenpocket.pro", id="lure word behind"),
]
LEFT_ALONE = [
    pytest.param("pockettokens-of-love.example", id="other letters beside"),
    pytest.param("tokenpocket.xyz", id="in the right order"),
    pytest.param("pocket-coin.me", id="one of the words is another"),
    pytest.param("wallethttp.com", id="letters of another word beside"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-swapped", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-swapped", raw) == []
