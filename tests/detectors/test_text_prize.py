"""Does a message promise something for a click, a signature or an address?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Follow me + drop your solana wallet, first 300 get 2 SOL, no joke \ud83d\udc9c",
        id="giveaway, en 1",
    ),
    pytest.param(
        "Drop your $SOL address \ud83d\udc9c sending 2 SOL to 50 lucky followers today. Must follow + RT + comment done",
        id="giveaway, en 2",
    ),
    pytest.param(
        "\ud83c\udf89 Giving away 10,000 USDT to 100 people! Like, RT and put your TP address, then DM me to get paid.",
        id="giveaway, en 3",
    ),
    pytest.param(
        "TPWallet感恩回馈：扫码海报二维码，绑定钱包，每个地址立领188USDT，邀请一人再得50",
        id="airdrop phish, zh 1",
    ),
    pytest.param(
        "恭喜您的地址获得TPT空投资格，请于今日24点前连接钱包授权领取，逾期作废",
        id="airdrop phish, zh 2",
    ),
    pytest.param(
        "进入流动池无需转账，U还放在您自己钱包，仅需支付一点矿工费授权合约，第二天就能看到利息",
        id="approval phish, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "I got a token out of nowhere that says I won 5 ETH and should visit a site. What is it?",
        id="user question, en 1",
    ),
    pytest.param(
        "The snapshot for the airdrop was last week; nobody has to send or sign anything.",
        id="announcement, en 2",
    ),
    pytest.param(
        "这个空投是真的吗？官网上没有看到公告",
        id="user question, zh 1",
    ),
    pytest.param(
        "扫码领空投、送U的都是骗局，不要点链接",
        id="warning, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-prize", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-prize", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-prize", innocent, "message") == []
