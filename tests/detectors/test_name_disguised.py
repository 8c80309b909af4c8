"""Is a brand in a display name only readable after undoing a disguise?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("\uff34oken\uff30ocket Support", "tokenpocket.pro", id="full-width"),
    pytest.param(
        "\U0001d413\U0001d428\U0001d424\U0001d41e\U0001d427Pocket",
        "tokenpocket.pro",
        id="mathematical letters",
    ),
    pytest.param("T\u043ekenPocket", "tokenpocket.pro", id="Cyrillic o"),
    pytest.param("To\u200bkenPocket", "tokenpocket.pro", id="zero width space"),
    pytest.param("\u202etekcoPnekoT", "tokenpocket.pro", id="reversed"),
]
LEFT_ALONE = [
    pytest.param("\uff21\uff4e\uff4e", id="styled, no brand"),
    pytest.param("\U0001d400\U0001d427\U0001d427", id="mathematical, no brand"),
    pytest.param("TokenPocket", id="plain"),
    pytest.param("\u0410\u043d\u043d\u0430", id="a Cyrillic name"),
    pytest.param("TP钱包", id="Chinese letters are plain"),
    pytest.param("TokenPocket\uff08中文社区\uff09", id="full-width brackets"),
    pytest.param("TokenPocket\uff1a小雨", id="full-width colon"),
    pytest.param("TokenPocket\u3000小雨", id="ideographic space"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("name-disguised", raw, kind="name")

    assert imitates in [one.imitates for one in matches]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("name-disguised", raw, kind="name") == []
