"""Does a message send people to a kind of contact that the brand does not use?

Catches a WeChat id of the "TP钱包客服", a WhatsApp number for "TokenPocket support".
Leaves alone numbers and ids in messages that speak of no brand; weak where nobody is asked to use
them, or is warned.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Contact, Match
from channelguard.registry import Registry


def detect(contact: Contact, registry: Registry) -> Iterator[Match]:
    """Yield contacts of unused kinds beside a brand."""
    beside = registry.by_value.get(contact.beside)
    if beside is not None and not registry.uses(beside.brand, contact.kind):
        yield Match(contact.span, contact.beside, 1.0 if contact.asked else _MENTIONED)


_MENTIONED = 0.4
"""Strength where the words do not ask to use it; a victim names the scammer's number, too."""
