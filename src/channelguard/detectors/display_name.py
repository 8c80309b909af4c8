"""Does a display name carry the brand?

Catches ``TP钱包客服小雨``, ``Oskar | TokenPocket``, a bare ``TokenPocket``; anybody can take any.
Leaves alone users, fans and warners (``TP钱包铁粉``), and the official mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.likeness.found import NameLikeness
from channelguard.model import Match
from channelguard.registry import Registry


def detect(one: NameLikeness, _registry: Registry) -> Iterator[Match]:
    """Yield the brand in a display name; a role word makes it stronger."""
    if not one.excuse:
        yield Match(one.span, one.name.imitates, 1.0 if one.role or one.form != "typo" else _TYPO)


_TYPO = 0.8
"""Strength of a misspelt brand without a role word."""
