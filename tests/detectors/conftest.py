"""What the tests of detectors share: one rule, asked about a real input, and innocent messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.detectors import RULES
from channelguard.guard import Guard
from channelguard.model import Match
from channelguard.registry import Registry

INNOCENT = [
    pytest.param(
        "I bought USDT p2p and now my bank account is frozen. Do I have to show them my wallet?",
        id="user complaint, en 1",
    ),
    pytest.param(
        "TRON transfers need bandwidth and energy. If you don't have enough, TRX will be burned as a fee.",
        id="help docs, en 2",
    ),
    pytest.param(
        "I'm writing a merkle airdrop contract, claim() reverts with invalid proof for addresses with lowercase",
        id="dev talk, en 3",
    ),
    pytest.param(
        "reporting @TP_Assist_Official, he messaged me saying he's from support and wants my phrase",
        id="scam report, en 4",
    ),
    pytest.param(
        "私钥泄露到GitHub了，赶紧轮换，提交历史也要清掉",
        id="dev talk, zh 1",
    ),
    pytest.param(
        "空投页面说我没资格，可是我明明交互过十几次，求解",
        id="user complaint, zh 2",
    ),
    pytest.param(
        "无限授权的含义：允许合约转走您该代币的全部余额，请谨慎选择额度",
        id="help docs, zh 3",
    ),
    pytest.param(
        "提醒：有人冒充TokenPocket商务跟项目方收上币费，我们团队差点打了3BNB过去",
        id="scam report, zh 4",
    ),
]
"""Messages that speak of the same things as scams do; no rule about words may see anything."""


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Return the shipped registry."""
    return Registry.load()


@pytest.fixture(scope="session")
def sees(registry: Registry) -> Callable[..., list[Match]]:
    """Return a function that runs one rule over an input: ``sees(rule, raw, kind, platform)``."""
    guards = {rule.id: Guard(registry, (rule,)) for rule in RULES}

    def seen(
        rule: str, raw: str, kind: str | None = None, platform: str | None = None
    ) -> list[Match]:
        """Return what the rule matched, strongest first."""
        verdict = guards[rule].check(raw, kind=kind, platform=platform)
        return [one.match for one in verdict.evidence]

    return seen


@pytest.fixture(params=INNOCENT)
def innocent(request: pytest.FixtureRequest) -> str:
    """Return one innocent message after another; each rule about words is asked about all."""
    return str(request.param)
