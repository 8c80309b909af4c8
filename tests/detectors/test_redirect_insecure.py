"""Does a link that was followed leave the encrypted connection?"""

from __future__ import annotations

import pytest

from channelguard.detectors import redirect_insecure
from channelguard.lookups import Chain, Followed
from channelguard.registry import Registry

SPAN = (0, 12)
SEEN = [
    pytest.param(["https://a.com/", "http://b.com/"], id="at once"),
    pytest.param(["http://a.com/", "https://b.com/", "http://c.com/"], id="later"),
    pytest.param(["https://a.com/", "http://b.com/", "https://c.com/"], id="and back"),
]
LEFT_ALONE = [
    pytest.param([], id="nothing"),
    pytest.param(["https://a.com/"], id="no step"),
    pytest.param(["https://a.com/", "https://b.com/"], id="always encrypted"),
    pytest.param(["http://a.com/", "http://b.com/"], id="never encrypted"),
    pytest.param(["http://a.com/", "https://b.com/"], id="into encryption"),
    pytest.param(["https://a.com/", "tg://resolve?domain=b"], id="into another program"),
]


@pytest.mark.parametrize("hops", SEEN)
def test_sees(registry: Registry, hops: list[str]) -> None:
    (match,) = redirect_insecure.detect(Followed(SPAN, Chain(tuple(hops), "final")), registry)

    assert (match.span, match.imitates) == (SPAN, "")


@pytest.mark.parametrize("hops", LEFT_ALONE)
def test_leaves_alone(registry: Registry, hops: list[str]) -> None:
    assert not list(redirect_insecure.detect(Followed(SPAN, Chain(tuple(hops), "final")), registry))
