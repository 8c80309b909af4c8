"""Does an account pair an abbreviation of the brand with a role or lure word?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("TPW_Assist", "telegram", "tokenpocket.pro", id="role word"),
    pytest.param("TPT_claim_app", "telegram", "tokenpocket.pro", id="lure words"),
    pytest.param("TP_kefu_88", "telegram", "tokenpocket.pro", id="role word in pinyin"),
]
LEFT_ALONE = [
    pytest.param("TP_Link", "telegram", id="another firm"),
    pytest.param("tpanda", "x", id="a name that begins so"),
    pytest.param("TPARK", "x", id="another abbreviation"),
    pytest.param("tpt_tom", "telegram", id="no such word beside"),
]


@pytest.mark.parametrize(("raw", "platform", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, platform: str, imitates: str) -> None:
    matches = sees("handle-short", raw, kind="handle", platform=platform or None)

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize(("raw", "platform"), LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str, platform: str) -> None:
    assert sees("handle-short", raw, kind="handle", platform=platform or None) == []
