"""Does an account name hold the brand's very name?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TokenPocket_Support", "telegram", "tokenpocket.pro", id="role word behind"),
    pytest.param("trueTokenPocket", "x", "tokenpocket.pro", id="word in front"),
    pytest.param("t.o.k.e.n_pocket", "instagram", "tokenpocket.pro", id="dots between the letters"),
    pytest.param("TokenPocket", "instagram", "tokenpocket.pro", id="the very name"),
    pytest.param("tpwallet_vip_cn", "telegram", "tpwallet.io", id="words behind"),
]
LEFT_ALONE = [
    pytest.param("TokenPocket_TP", "x", id="listed"),
    pytest.param("tokenPocket_cn", "telegram", id="listed"),
    pytest.param("TP-Lab", "github", id="listed"),
    pytest.param("pocket_money_uk", "telegram", id="ordinary words"),
    pytest.param("httpwallet_dev", "telegram", id="an ordinary word holds it"),
    pytest.param("wallet_support", "telegram", id="role word without a brand"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-affix", raw, kind="handle", platform=platform or None)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-affix", raw, kind="handle", platform=platform or None) == []
