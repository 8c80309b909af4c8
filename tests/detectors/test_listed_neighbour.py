"""Do lists of others warn of another wallet's own address?"""

from __future__ import annotations

import pytest

from channelguard.detectors import RULES, listed_neighbour
from channelguard.registry import Registry
from channelguard.warned import Listed

SPAN = (8, 23)
SEEN = [
    pytest.param(Listed(SPAN, ("a",), neighbour="binance.com"), id="a neighbour's own"),
    pytest.param(Listed(SPAN, ("a", "b", "c"), neighbour="binance.com"), id="a neighbour's, three"),
]
LEFT_ALONE = [
    pytest.param(Listed(SPAN, ("a",), official="tokenpocket.pro"), id="official"),
    pytest.param(Listed(SPAN, ("a",), official="a.com", neighbour="b.com"), id="both"),
    pytest.param(Listed(SPAN, ("a",)), id="nobody's known own"),
]


@pytest.mark.parametrize("one", SEEN)
def test_sees(registry: Registry, one: Listed) -> None:
    (match,) = listed_neighbour.detect(one, registry)

    assert (match.span, match.imitates) == (SPAN, "")


@pytest.mark.parametrize("one", LEFT_ALONE)
def test_leaves_alone(registry: Registry, one: Listed) -> None:
    assert list(listed_neighbour.detect(one, registry)) == []


def test_it_adds_no_points() -> None:
    assert [rule.points for rule in RULES if rule.id == "listed-neighbour"] == [0]
