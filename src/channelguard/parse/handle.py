"""A string that may name an account -> `Handle`, or an app -> `App`."""

from __future__ import annotations

import re

from channelguard.model import App, Handle, Link, Span
from channelguard.platforms import Platforms

_BARE = re.compile(r"@?[A-Za-z0-9_][A-Za-z0-9_.\-]{0,63}")
_EXTENSION = re.compile(r"[a-p]{32}")
"""A Chrome extension id: 32 letters a to p (the hexadecimal digits of a hash, shifted)."""
_APPLE = re.compile(r"id[0-9]{6,12}")
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+")
"""An Android application id (developer.android.com, "Set the application ID")."""


def looks_like_handle(text: str) -> bool:
    """Tell whether the text can be an account name somewhere: LDH, dots, underscores."""
    return bool(_BARE.fullmatch(text))


def handle(text: str, start: int, platform: str) -> Handle:
    """Read an account name as the caller or a prefix says; ``@`` and ``u/`` are taken off."""
    bare = text
    for prefix in ("@", "u/", "/u/", "r/"):
        if bare.startswith(prefix) and len(bare) > len(prefix):
            bare = bare[len(prefix) :]
            break
    offset = len(text) - len(bare)
    return Handle(bare, platform, (start + offset, start + len(text)))


def prefixed(text: str, platforms: Platforms) -> tuple[str, int] | None:
    """Return platform and length of the prefix of ``telegram:name`` or ``x:@name``, else None."""
    name, colon, rest = text.partition(":")
    platform = platforms.alias.get(name.strip().lower())
    if not colon or platform is None or rest.startswith("//") or "?" in rest:
        return None
    if len(rest.split()) != 1:
        return None
    return platform, len(text) - len(rest.lstrip())


def bare_app(text: str, span: Span) -> App | None:
    """Return the app that a bare store or extension id names, else None."""
    if _APPLE.fullmatch(text):
        return App("apple", text, span)
    if _EXTENSION.fullmatch(text):
        return App("chrome", text, span)
    return None


def package(text: str, span: Span) -> App | None:
    """Return the app for an Android package name, else None."""
    return App("google-play", text, span) if _PACKAGE.fullmatch(text) else None


def carried(link: Link, platforms: Platforms) -> Handle | App | None:
    """Return the account or app that an http(s) address only carries, else None."""
    if link.scheme not in ("", "http", "https"):
        return None
    reading = platforms.read(link.host.resolved, link.path, link.query)
    if reading is None:
        return None
    if reading.store:
        return App(reading.platform, reading.value, link.span, reading.slug)
    return Handle(reading.value, reading.platform, link.span, invite=reading.invite)
