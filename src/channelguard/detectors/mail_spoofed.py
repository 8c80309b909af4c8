"""Does a mail bear an official address that a trusted server found to be forged?

Catches ``From: service@tokenpocket.pro`` with ``dmarc=fail``.
Leaves alone mails about which no trusted server says anything: that is named as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Envelope, Match
from channelguard.registry import Registry


def detect(mail: Envelope, registry: Registry) -> Iterator[Match]:
    """Yield official senders that failed."""
    entry = registry.find(mail.sender) or registry.find_host(mail.sender.host)
    if entry is not None and mail.proof == "fail":
        yield Match(mail.sender.span, entry.value)
