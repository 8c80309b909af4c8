"""Is there an ordinary explanation for the likeness of an account name?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("tokenbucket_ops", "telegram", "", id="another word"),
    pytest.param("httpwallet_dev", "telegram", "", id="an ordinary word holds it"),
]
LEFT_ALONE = [
    pytest.param("TokenPocket_Support", "telegram", id="no explanation"),
    pytest.param("ann_example", "telegram", id="nothing like a brand"),
    pytest.param("TPWallt", "telegram", id="a slip without explanation"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-excused", raw, kind="handle", platform=platform or None)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-excused", raw, kind="handle", platform=platform or None) == []
