"""What the tests of detectors share: one rule, asked about a real input."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channelguard.detectors import RULES
from channelguard.guard import Guard
from channelguard.model import Match
from channelguard.registry import Registry


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
