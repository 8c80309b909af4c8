"""Any string -> `Subject`: what it is, and the atoms it is made of.

Reading does not depend on what we hope to find: no registry is asked here, only the tables of
platforms and public suffixes.
"""

from __future__ import annotations

from channelguard.errors import InputError
from channelguard.model import KINDS, Subject
from channelguard.parse.plain import plain_host
from channelguard.platforms import Platforms

MAX_CHARS = 65_536
"""Longest input, in code points; sixteen times the longest Telegram message."""


def parse(
    raw: str,
    platforms: Platforms,
    *,
    kind: str | None = None,
    platform: str | None = None,
    account_id: str | None = None,
) -> Subject:
    """Read one input.

    Args:
        raw: The input; at most `MAX_CHARS` code points.
        platforms: The tables of account platforms and wrappers.
        kind: One of `KINDS`, or None to find out.
        platform: Where a handle or name was seen (an id or alias of ``platforms.yaml``; others are
            kept as they are and never hold anything official), or None.
        account_id: The platform's immutable id of a handle, or None.

    Returns:
        A `Subject`; for every string, however broken.

    Raises:
        InputError: The input is no string or too long, or the kind is not one of `KINDS`.
    """
    if kind is None and platform is None and isinstance(raw, str):
        bare = plain_host(raw, (0, len(raw)))
        if bare is not None and bare.host.suffix and not platforms.names_accounts(bare.host):
            return Subject(raw, "url", "", (bare,))
    _refuse(raw, kind)
    from channelguard.parse.reader import read  # noqa: PLC0415 - 15 ms that a plain host never needs

    named = (platform or "").lower()
    return read(raw, platforms, kind, platforms.alias.get(named, named), account_id or "")


def _refuse(raw: object, kind: str | None) -> None:
    if not isinstance(raw, str):
        msg = f"input is a {type(raw).__name__}, it must be a string"
        raise InputError(msg)
    if len(raw) > MAX_CHARS:
        msg = f"input has {len(raw)} characters, the limit is {MAX_CHARS}"
        raise InputError(msg)
    if kind is not None and kind not in KINDS:
        msg = f"kind must be one of {', '.join(KINDS)}"
        raise InputError(msg)
