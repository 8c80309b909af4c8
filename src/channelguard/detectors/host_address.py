"""Is the host a number instead of a name?

Catches ``http://2130706433/``, ``https://195.8323083/x``: spellings that hide the address.
Leaves alone host names that begin with digits. A plain ``192.0.2.7`` is a remark.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Host, Match
from channelguard.registry import Registry


def detect(host: Host, _registry: Registry) -> Iterator[Match]:
    """Yield numeric hosts; unusual spellings of the number are stronger."""
    if host.address:
        usual = host.seen == host.resolved
        yield Match(host.span, "", _PLAIN if usual else 1.0)


_PLAIN = 0.5
"""Strength of an address in its usual spelling: developers use them, support pages do not."""
