"""Does a message sell the return of lost money?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.model import Match

Sees = Callable[..., list[Match]]

SEEN = [
    pytest.param(
        "Bind your wallet to the new node to get back the pending tokens, our bot will guide you @TP_node_bind_bot",
        id="wallet sync, en 1",
    ),
    pytest.param(
        "Ethical hacker \ud83d\udee1 I hack the scammer wallet & return ur coins. Telegram: @zero_ghost_ret. Testimonials pinned",
        id="recovery scam, en 2",
    ),
    pytest.param(
        "Forgot your wallet password or seed phrase? We can unlock any wallet, DM us now for crypto recovery \ud83d\udcaf",
        id="recovery scam, en 3",
    ),
    pytest.param(
        "U被盗了别急，我认识一个黑客可以追回来，我上个月被骗的8万U就是他帮我拿回来的，加飞机 @zhuihui_hk",
        id="recovery scam, zh 1",
    ),
    pytest.param(
        "助记词丢了忘了也能恢复，只要给我钱包地址和记得的几个单词，暴力破解，成功率95%",
        id="recovery scam, zh 2",
    ),
    pytest.param(
        "看到你发帖说钱包被清了，链上可以逆向回滚，72小时内有效，抓紧联系我",
        id="recovery scam, zh 3",
    ),
]
LEFT_ALONE = [
    pytest.param(
        "Nobody can bring back a confirmed transaction; whoever offers to recover it for a fee is a scammer.",
        id="warning, en 1",
    ),
    pytest.param(
        "A man says he is a hacker and can get my stolen coins back for 500 dollars. Should I trust him?",
        id="user question, en 2",
    ),
    pytest.param(
        "转账确认后无法撤回，说能帮你追回的都是骗子",
        id="warning, zh 1",
    ),
    pytest.param(
        "助记词丢了谁也恢复不了，官方也不行",
        id="help docs, zh 2",
    ),
]


@pytest.mark.parametrize("raw", SEEN)
def test_sees(sees: Sees, raw: str) -> None:
    assert [match.imitates for match in sees("text-recovery", raw, "message")] == [""]


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_leaves_alone(sees: Sees, raw: str) -> None:
    assert sees("text-recovery", raw, "message") == []


def test_leaves_innocent_messages_alone(sees: Sees, innocent: str) -> None:
    assert sees("text-recovery", innocent, "message") == []
