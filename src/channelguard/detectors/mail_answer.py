"""Would an answer to an official-looking mail go to somebody else?

Catches an official ``From`` with a ``Reply-To`` at another domain.
Leaves alone answers to an official address, and senders that are not official anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Envelope, Match
from channelguard.registry import Registry


def detect(mail: Envelope, registry: Registry) -> Iterator[Match]:
    """Yield addresses that answers go to, unlike the official sender's."""
    entry = registry.find(mail.sender) or registry.find_host(mail.sender.host)
    if entry is None or mail.answer is None:
        return
    if registry.find(mail.answer) is None and registry.find_host(mail.answer.host) is None:
        yield Match(mail.answer.span, entry.value)
