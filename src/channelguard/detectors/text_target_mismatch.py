"""Does the text that is shown name one address, and the target is another?

Catches ``[tokenpocket.pro](https://evil.example)``, ``"service@tokenpocket.pro" <x@evil.example>``.
Leaves alone shown text that names no address (``report.pdf``, ``J.R.Tolkien``), and text that names
the very target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from channelguard import fold, suffix
from channelguard.model import Link, Mailbox, Match
from channelguard.registry import Registry


def detect(atom: Link | Mailbox, registry: Registry) -> Iterator[Match]:
    """Yield atoms whose shown text names another host than theirs."""
    shown = atom.label if isinstance(atom, Link) else atom.display
    if not shown:
        return
    for found in _HOST.finditer(fold.plain(shown)):
        named = found[0].removeprefix("www.")
        _, name, ending = suffix.split(named)
        if not (name and ending):
            continue
        if not f".{atom.host.resolved}".endswith(f".{named}"):
            listed = named if named in registry.by_value else ""
            yield Match(atom.span, listed, 1.0 if listed else _OTHER)
            return


_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}")
_OTHER = 0.7
"""Strength where the shown address is not an official one."""
