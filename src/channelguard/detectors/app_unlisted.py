"""Does a store page carry the brand while its id is not listed?

Catches a ``tokenpocket-wallet`` page with another number.
Leaves alone apps without the brand in address or id.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard import fold
from channelguard.model import App, Match
from channelguard.registry import Registry


def detect(app: App, registry: Registry) -> Iterator[Match]:
    """Yield apps whose address or id names the brand and whose id is not listed."""
    if registry.find(app):
        return
    flat = "".join(filter(str.isalnum, fold.seen(f"{app.slug} {app.id}")))
    for name in registry.host_names:
        if not name.short and name.skeleton in flat:
            yield Match(app.span, name.imitates)
            return
