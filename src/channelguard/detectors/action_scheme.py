"""Is a brand named in an address that is not for the web?

Catches ``view-source:https://tokenpocket.pro``, ``blob:https://tpwallet-claim.example/1``.
Leaves alone such addresses without a brand, and the brand's own deep links.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard import fold
from channelguard.model import Action, Link, Match
from channelguard.registry import Registry


def detect(atom: Action | Link, registry: Registry) -> Iterator[Match]:
    """Yield addresses of other schemes that name a brand."""
    if isinstance(atom, Link):
        text = "" if atom.scheme in _WEB else atom.host.resolved
    else:
        text = atom.rest
    flat = "".join(filter(str.isalnum, fold.seen(text)))
    for name in registry.host_names if flat else ():
        if not name.short and name.skeleton in flat:
            yield Match(atom.span, name.imitates)
            return


_WEB = frozenset({"", "http", "https"})
