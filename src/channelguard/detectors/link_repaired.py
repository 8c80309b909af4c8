r"""Did the address need repair before a browser could open it?

Catches ``https:\\\\x.example``, tabs in the scheme, percent signs in the host, missing slashes.
Leaves alone capitals and a trailing dot.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Match
from channelguard.registry import Registry


def detect(link: Link, _registry: Registry) -> Iterator[Match]:
    """Yield links that are written to confuse a reader or a filter."""
    strength = max((_STRENGTH.get(mark, 1.0) for mark in link.marks), default=0.0)
    if strength:
        yield Match(link.span, "", strength)


_STRENGTH = {"slashes": 0.5, "dots": 0.75, "encoded": 1.0, "backslash": 1.0, "control": 1.0}
"""A climbing path and a missing slash happen by accident; the others do not."""
