"""Has an account the official name and another immutable id?"""

from __future__ import annotations

import pytest

from channelguard.detectors import handle_id
from channelguard.model import Handle
from channelguard.registry import Registry

SEEN = [
    pytest.param("tokenPocket_en", "999", id="given up and registered again"),
    pytest.param("TOKENPOCKET_EN", "999", id="in capitals, which do not count there"),
]
LEFT_ALONE = [
    pytest.param("tokenPocket_en", "", id="id not known"),
    pytest.param("tokenPocket_en", "100200300", id="the listed id"),
    pytest.param("tokenPocket_cn", "999", id="no id listed to compare with"),
    pytest.param("ann_example", "999", id="another name"),
]


@pytest.fixture(scope="module")
def with_id() -> Registry:
    """Return the shipped registry with an id for one Telegram account."""
    shipped = Registry.load()
    account = shipped.account("telegram", "tokenPocket_en")
    assert account is not None
    shipped.channels = tuple(
        one._replace(account_id="100200300") if one is account else one for one in shipped.channels
    )
    shipped._index_channels()  # noqa: SLF001 - ids of accounts are rare: no shipped entry has one
    return shipped


@pytest.mark.parametrize(("name", "number"), SEEN)
def test_sees(with_id: Registry, name: str, number: str) -> None:
    handle = Handle(name, "telegram", (0, len(name)), id=number)

    assert [one.imitates for one in handle_id.detect(handle, with_id)] == ["tokenPocket_en"]


@pytest.mark.parametrize(("name", "number"), LEFT_ALONE)
def test_leaves_alone(with_id: Registry, name: str, number: str) -> None:
    handle = Handle(name, "telegram", (0, len(name)), id=number)

    assert list(handle_id.detect(handle, with_id)) == []
