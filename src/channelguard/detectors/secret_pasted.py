"""Did somebody paste a recovery phrase or a private key?

Catches what `masking` covered, wherever it stands: text, address, account name.
Leaves alone public addresses and transactions. Worth nothing: whoever pastes a secret of their own
is a victim, and the advice to move the funds is what counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Match, Secret
from channelguard.registry import Registry


def detect(secret: Secret, _registry: Registry) -> Iterator[Match]:
    """Yield every secret; there is nothing to doubt about it."""
    yield Match(secret.span)
