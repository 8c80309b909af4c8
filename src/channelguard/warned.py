"""What do others' lists say about a host, and what does the registry say about it beside that?

The registry always wins. What it calls official, or a neighbour's own, is kept in the answer so
that the rules can show the conflict instead of hiding it.
Leaves alone addresses that only name an account or an app: their host is everybody's.
"""

from __future__ import annotations

from typing import NamedTuple

from channelguard.lookups import Lists
from channelguard.model import Atom, Link, Mailbox, Span
from channelguard.registry import Listing, Registry


class Listed(NamedTuple):
    """A host that lists warn of."""

    span: Span
    """Where the host stands."""
    names: tuple[str, ...]
    """Ids of the lists; never empty."""
    official: str = ""
    """The registry value, where the registry calls the atom official; else empty."""
    neighbour: str = ""
    """The official domain of the neighbour whose own host it is; else empty."""


def listed_in(
    atom: Atom, listing: Listing | None, registry: Registry, lists: Lists
) -> Listed | None:
    """Return what lists say about the host of an atom; None where they say nothing.

    Args:
        atom: Anything; only links and mailboxes have a host.
        listing: What the registry says of the atom.
        registry: Where neighbours are looked up.
        lists: Where the host is looked up.
    """
    if not isinstance(atom, Link | Mailbox) or (isinstance(atom, Link) and atom.carries):
        return None
    names = lists.find(atom.host.resolved)
    if not names:
        return None
    official = listing.channel.value if listing is not None and listing.official else ""
    return Listed(atom.host.span, names, official, registry.neighbour(atom.host))
