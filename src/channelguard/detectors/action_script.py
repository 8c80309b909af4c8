"""Does opening the address run code or show a page made up on the spot?

Catches ``javascript://tokenpocket.pro/%0aalert(1)``, ``data:text/html,...``.
Leaves alone wallet and account links such as ``tg:``.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Action, Match
from channelguard.registry import Registry


def detect(action: Action, _registry: Registry) -> Iterator[Match]:
    """Yield script and data schemes."""
    if action.scheme in _SCRIPT:
        yield Match(action.span)


_SCRIPT = frozenset({"javascript", "vbscript", "data", "livescript", "mocha"})
"""Schemes that browsers have run or rendered as content of their own (WHATWG URL and HTML)."""
