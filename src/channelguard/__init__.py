"""channelguard: is this really their support channel?

>>> verdict = check("https://tp-waIlet.io/claim")
>>> verdict.level.name, verdict.imitates
('DANGEROUS', 'tpwallet.io')
"""

from __future__ import annotations

from channelguard.detectors import RULES
from channelguard.errors import ChannelguardError, InputError, RegistryError
from channelguard.guard import Guard
from channelguard.model import Evidence, Level, Match, Message, Sender, Subject, Verdict
from channelguard.registry import Registry
from channelguard.render import explain, to_dict

__version__ = "0.1.0"

__all__ = [
    "RULES",
    "ChannelguardError",
    "Evidence",
    "Guard",
    "InputError",
    "Level",
    "Match",
    "Message",
    "Registry",
    "RegistryError",
    "Sender",
    "Subject",
    "Verdict",
    "check",
    "explain",
    "to_dict",
]

_guard: Guard | None = None


def check(text: str, *, kind: str | None = None, platform: str | None = None) -> Verdict:
    """Return the verdict of the shipped registry about one input.

    Offline: nothing is looked up, and the input is kept nowhere.

    Args:
        text: Anything up to 65,536 characters.
        kind: ``url``, ``handle``, ``name``, ``email``, ``app``, ``message``; None finds out.
        platform: Where a handle or display name was seen, such as ``telegram``.

    Raises:
        InputError: The text is no string or too long, or the kind is unknown.

    >>> check("tokenpocket.pro").level.name
    'OFFICIAL'
    """
    global _guard  # noqa: PLW0603 - the shipped registry is read once, at the first check
    if _guard is None:
        _guard = Guard(Registry.load())
    return _guard.check(text, kind=kind, platform=platform)
