"""Does the text that is shown name one address, and the target is another?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param("[tokenpocket.pro](https://evil.example)", "tokenpocket.pro", id="Markdown"),
    pytest.param('"service@tokenpocket.pro" <x@evil.example>', "tokenpocket.pro", id="mailbox"),
    pytest.param('<a href="https://evil.example">tpwallet.io</a>', "tpwallet.io", id="HTML"),
    pytest.param("[example.org](https://evil.example)", "", id="not an official address"),
    pytest.param("[report.pdf 见 example.org](https://evil.example)", "", id="behind a file"),
]
LEFT_ALONE = [
    pytest.param("[press here](https://example.org)", id="shown text names no address"),
    pytest.param("[example.org](https://example.org/a)", id="the very target"),
    pytest.param("[example.org](https://www.example.org)", id="the target with www"),
    pytest.param('"Ann Example" <ann@example.org>', id="a person's name"),
    pytest.param('"ann@example.org" <ann@example.org>', id="the very mailbox"),
    pytest.param('"J.R.Tolkien" <jrr@example.com>', id="initials"),
    pytest.param('"Zhang.Wei" <zhang@example.com>', id="name with a dot"),
    pytest.param("[report.pdf](https://drive.google.com/file/d/1)", id="file"),
    pytest.param("[下载node.js](https://nodejs.org/en)", id="product with a dot"),
]


@pytest.mark.parametrize(("raw", "imitates"), SEEN)
def test_sees(sees: Sees, raw: str, imitates: str) -> None:
    matches = sees("text-target-mismatch", raw)

    assert [one.imitates for one in matches] == [imitates]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-target-mismatch", raw) == []
