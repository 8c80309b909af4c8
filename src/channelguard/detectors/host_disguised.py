"""Does the host resolve to the official one without being spelt plainly?

Catches full-width letters, a soft hyphen, ``%74okenpocket.pro``: browsers go to the true site, and
a reader or a filter is being tested.
Leaves alone capitals and a trailing dot.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Mailbox, Match
from channelguard.registry import Listing, Registry


def detect(listing: Listing, _registry: Registry) -> Iterator[Match]:
    """Yield official hosts that are not written in plain letters."""
    atom = listing.atom
    if isinstance(atom, Link | Mailbox):
        seen = atom.host.seen.removesuffix(".")
        # The Kelvin sign lower-cases to a plain k: only ASCII can be plain.
        if not seen.isascii() or seen.lower() != atom.host.resolved.removesuffix("."):
            yield Match(atom.host.span, listing.channel.value)
