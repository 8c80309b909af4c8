"""Was the domain registered lately?"""

from __future__ import annotations

import pytest

from channelguard.detectors import RULES, host_young
from channelguard.lookups import YOUNG, Young
from channelguard.registry import Registry
from channelguard.weigh import SUSPICIOUS

SPAN = (0, 12)
SEEN = [
    pytest.param(0, 1.0, id="today"),
    pytest.param(7, 1.0, id="a week"),
    pytest.param(8, 0.75, id="over a week"),
    pytest.param(30, 0.75, id="a month"),
    pytest.param(31, 0.5, id="over a month"),
    pytest.param(YOUNG, 0.5, id="a quarter of a year"),
]


@pytest.mark.parametrize(("days", "strength"), SEEN)
def test_sees(registry: Registry, days: int, strength: float) -> None:
    (match,) = host_young.detect(Young(SPAN, days), registry)

    assert (match.span, match.imitates, match.strength) == (SPAN, "", strength)


def test_age_alone_is_no_finding() -> None:
    (rule,) = (rule for rule in RULES if rule.id == "host-young")

    assert rule.points < SUSPICIOUS
