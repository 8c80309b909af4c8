"""Is it a subdomain that the registry does not list, of an official domain?

Catches ``new.tokenpocket.pro``: official, with this remark.
Leaves alone listed hosts and ``www``.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Link, Match
from channelguard.registry import Listing, Registry


def detect(listing: Listing, _registry: Registry) -> Iterator[Match]:
    """Yield the host that is official only through its parent."""
    atom = listing.atom
    if (
        isinstance(atom, Link)
        and listing.channel.kind == "site"
        and listing.channel.scope == "domain"
    ):
        host = atom.host.resolved.removesuffix(".")
        if host not in {listing.channel.value, f"www.{listing.channel.value}"}:
            yield Match(atom.host.span, listing.channel.value)
