"""Does the author of a message go by a word for staff, in the brand's own group?

Catches ``人工客服``, ``Support Desk``, ``admin_helpdesk``: there, no brand need be named.
Leaves alone such names anywhere else, users and fans, and words that are also names or trades
(``Dev``, ``服务员``): they count where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Handle, Match, Name
from channelguard.registry import Registry


def detect(author: Name | Handle, registry: Registry) -> Iterator[Match]:
    """Yield authors in the brand's own group whose name claims a role."""
    if author.author != "own-group":
        return
    from channelguard.likeness.text import is_denied, says_role  # noqa: PLC0415 - only where it is asked

    role, alone = says_role(author.text, registry)
    if (
        role
        and (alone or role not in registry.words.ordinary)
        and not is_denied(author.text, registry)
    ):
        yield Match(author.span)
