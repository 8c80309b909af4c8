"""Can a lookalike exist, and does it not name the channel itself?

A host must be one that browsers open and registrars sell; an account name must follow the rules
of its platform.
"""

from __future__ import annotations

import re

import ada_url

from channelguard import suffix
from channelguard.platforms import Platforms

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A label of letters, digits and inner hyphens, 63 at most (RFC 1035, 2.3.1 and 2.3.4)."""
_LONGEST = 253
"""Longest host in characters (RFC 1035, 2.3.4, without the root)."""
_RESERVED = re.compile(r"..--")
"""Hyphens at the third and fourth place are kept for encodings (RFC 5891, 4.2.3.1)."""


def host(text: str) -> str:
    r"""Return the ASCII form of a host, its path behind it; empty if nobody can register it.

    Letters that a resolver turns into others are refused: they make no host of their own.

    >>> host("\u0430cornpurse.com"), host("acornpurse-.com"), host("com")
    ('xn--cornpurse-zyh.com', '', '')
    """
    name, slash, path = text.partition("/")
    if not name.isascii():
        try:
            found = ada_url.idna_to_ascii(name).decode()
        except ValueError:
            return ""
        if ada_url.idna_to_unicode(found) != name:
            return ""
        name = found
    return name + slash + path if _registrable(name) and _opens(name) else ""


def account(name: str, platform: str, platforms: Platforms) -> bool:
    """Tell whether an account of this name is possible on a platform.

    >>> from channelguard.registry import Registry
    >>> account("token__pocket", "telegram", Registry.load().platforms)
    False
    """
    rules = platforms.by_id[platform]
    return bool(name) and name.lower() not in rules.reserved and rules.possible(name)


def _registrable(name: str) -> bool:
    labels = name.split(".")
    if len(name) > _LONGEST or not all(map(_LABEL.fullmatch, labels)):
        return False
    if any(_RESERVED.match(label) and not label.startswith("xn--") for label in labels):
        return False
    _, own, ending = suffix.split(name)
    return bool(own and ending)


def _opens(name: str) -> bool:
    try:
        return bool(ada_url.URL(f"https://{name}/").hostname == name)
    except ValueError:
        return False
