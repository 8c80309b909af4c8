"""Does a registered name hold the brand's very name among other letters (combosquatting)?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenpocket-claim.xyz", "tokenpocket.pro", id="lure word behind a hyphen"),
    pytest.param("gztokenpocket.com", "tokenpocket.pro", id="unknown letters in front"),
    pytest.param("earntpwallet.io", "tpwallet.io", id="lure word in front"),
    pytest.param("mytpwalletapp.com.cn", "tpwallet.io", id="words on both sides"),
    pytest.param("tpwallet2027.org", "tpwallet.io", id="digits behind"),
]
LEFT_ALONE = [
    pytest.param("httpwallet.com", id="an ordinary word"),
    pytest.param("tokenpocket.evil.example", id="stands in the subdomain"),
    pytest.param("tpwallet.xyz", id="nothing beside the name"),
    pytest.param("bitpocket-claim.xyz", id="another name with a lure word"),
    pytest.param("help.tokenpocket.pro", id="official subdomain"),
    pytest.param("ntpwallet.com", id="an ordinary abbreviation in front"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("host-affix", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("host-affix", raw) == []
