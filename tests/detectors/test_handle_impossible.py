"""Can no account of this name exist on the platform?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TokenPocketAssistant", "x", "", id="over fifteen characters"),
    pytest.param("abc", "telegram", "", id="under the least length"),
    pytest.param("a b", "telegram", "", id="space"),
    pytest.param("ann--example", "github", "", id="two hyphens in a row"),
]
LEFT_ALONE = [
    pytest.param("TokenPocketAssistant", "signal2", id="platform is not known"),
    pytest.param("ann_example", "x", id="possible"),
    pytest.param("TokenPocketAssistant", "telegram", id="possible there"),
    pytest.param("TokenPocketAssistant", "", id="no platform"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-impossible", raw, kind="handle", platform=platform or None)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-impossible", raw, kind="handle", platform=platform or None) == []
