"""Which host does a text name, if any?"""

from __future__ import annotations

import pytest

from channelguard.scan.showing import host_of

HOSTS = [
    pytest.param("tp-waIlet.io", "tp-wailet.io", id="domain"),
    pytest.param(" https://a.tpwallet.pages.dev/x ", "a.tpwallet.pages.dev", id="link"),
    pytest.param("hxxps://evil[.]example", "evil.example", id="defanged"),
    pytest.param("help@evil.example", "evil.example", id="mailbox"),
    pytest.param("t\u0440wallet\u3002io", "xn--twallet-qjg.io", id="other dot"),
    pytest.param("http://2130706433/", "127.0.0.1", id="number"),
    pytest.param("@TokenPocket_TR", "", id="account"),
    pytest.param("@tokenpocket.pro", "", id="account with a dot"),
    pytest.param("TokenPocket", "", id="name"),
    pytest.param("go to evil.example now", "", id="message"),
    pytest.param("javascript://tokenpocket.pro/%0a", "", id="script"),
    pytest.param("", "", id="empty"),
    pytest.param("a." * 40_000, "", id="long"),
    pytest.param("https://\ud83d.example", "", id="lone surrogate"),
]


@pytest.mark.parametrize(("text", "host"), HOSTS)
def test_the_host_is_that_of_an_address_alone(text: str, host: str) -> None:
    found = host_of(text)

    assert (found.resolved if found else "") == host
