"""A string that may be a web address -> `Link` or `Unreadable`.

Only the WHATWG parser (ada) decides which host is meant; this module keeps what a person saw
beside it, and notes what the parser had to repair. Marks of a `Link`:

=============  ==============================================================================
``backslash``  a backslash stood where a slash belongs
``control``    tabs, newlines or control characters were removed
``slashes``    not exactly two slashes after the scheme
``space``      white space inside
``encoded``    percent signs in the host
``dots``       the path climbs (``/../``), so that it is not the one that is seen
=============  ==============================================================================
"""

from __future__ import annotations

import re

from channelguard import suffix
from channelguard.model import Host, Link, Unreadable
from channelguard.parse.plain import MAX_HOST, MAX_LABEL

MAX_URL = 8_192
"""Longest address read, in code points; what is behind it is cut and said to be. Browsers take
2 MB, yet no channel needs more than a few hundred; ada slows down beyond this."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(\s|$)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PORT = re.compile(
    r"//[^/\\?#]*:(?:6553[6-9]|655[4-9]\d|65[6-9]\d\d|6[6-9]\d{3}|[7-9]\d{4}|\d{6,})(?:[/\\?#]|$)"
)
"""A port over 65,535."""
_DOTS = re.compile(r"(?i)/(?:\.|%2e){2}(?:[/?#]|$)")
_DIRTY = re.compile(r"[\t\n\r]")
_ATTRIBUTES = ("hostname", "host_type", "port", "pathname", "search", "hash")
_SPECIAL = ("http", "https", "ws", "wss", "ftp")


def link(
    text: str, start: int, *, via: str = "", label: str = "", default: str = ""
) -> Link | Unreadable:
    """Read one web address.

    Args:
        text: The address, with or without scheme; at most `MAX_URL` characters are read.
        start: Where it stands in the raw input; -1 for an address that was encoded there, whose
            span the caller sets.
        via: Copied to `Link.via`.
        label: Copied to `Link.label`.
        default: The scheme reported where none is written; the parser assumes ``https``.

    Returns:
        An `Unreadable` where no browser would open it, with the reason in one word.
    """
    import ada_url  # noqa: PLC0415 - 20 ms, and a plain bare host never needs it

    end = start + len(text)
    span = (start, end)
    full, scheme, offset = _with_scheme(text[:MAX_URL])
    try:
        url = ada_url.parse_url(full, attributes=_ATTRIBUTES)
    except (ValueError, UnicodeEncodeError):
        why = "port" if _PORT.search(full) else "host"
        return Unreadable(text, why, span)
    seen, where, userinfo, marks = _authority(full, scheme)
    resolved = url["hostname"]
    if not resolved:
        return Unreadable(text, "host", span)
    dns = resolved.removesuffix(".")
    if len(dns) > MAX_HOST or max(map(len, dns.split("."))) > MAX_LABEL:
        return Unreadable(text, "length", span)
    if _DOTS.search(full):
        marks = (*marks, "dots")
    at = max(start, start + where - offset)
    address = url["host_type"] != 0
    subdomain, name, ending = ("", resolved, "") if address else suffix.split(dns)
    host = Host(seen, resolved, name, ending, subdomain, (at, at + len(seen)), address)
    return Link(
        host,
        span,
        scheme if offset == 0 else default,
        userinfo,
        url["port"],
        "" if url["pathname"] == "/" else url["pathname"],
        url["search"].removeprefix("?"),
        url["hash"].removeprefix("#"),
        marks,
        via=via,
        label=label,
    )


def scheme_of(text: str) -> str:
    r"""Return the scheme in lower case as a browser would find it, else the empty string.

    A browser drops tabs and newlines wherever they stand: ``java\tscript:`` is a scheme. A dot
    before the colon means a host and a port (``tokenpocket.pro:443``).
    """
    found = _SCHEME.match(_DIRTY.sub("", text[:128]))
    if not found or "." in found[1]:
        return ""
    scheme = found[1].lower()
    # A word with a colon behind it is a word ("Attention: ..."), unless browsers know the scheme.
    return scheme if found[2] is None or scheme in _SPECIAL else ""


def _with_scheme(text: str) -> tuple[str, str, int]:
    """Return the address with a scheme, that scheme, and how many characters were put in front."""
    scheme = scheme_of(text)
    if scheme in _SPECIAL:
        return text, scheme, 0
    if text[:2].replace("\\", "/") == "//":
        return "https:" + text, "https", 6
    return "https://" + text, "https", 8


def _authority(full: str, scheme: str) -> tuple[str, int, str, tuple[str, ...]]:
    """Find host and userinfo as they were written: host, its place, userinfo, marks."""
    marks: list[str] = []
    at = full.index(":") + 1
    begin = at
    while at < len(full) and full[at] in "/\\\t\n\r":
        at += 1
    opening = full[begin:at]
    if "\\" in opening:
        marks.append("backslash")
    if len(_DIRTY.sub("", opening)) != len("//"):
        marks.append("slashes")
    end = at
    while end < len(full) and full[end] not in "/\\?#":
        end += 1
    if full[end : end + 1] == "\\" and scheme in _SPECIAL:
        marks.append("backslash")
    authority = full[at:end]
    if _CONTROL.search(full[: end + 1]):
        marks.append("control")
    userinfo, _, host = authority.rpartition("@")
    host_at = end - len(host)
    if not host.startswith("["):
        host = re.sub(r":[0-9\t\n\r]*$", "", host)
    elif "]" in host:
        host = host[: host.index("]") + 1]
    if "%" in host:
        marks.append("encoded")
    return host, host_at, userinfo, tuple(dict.fromkeys(marks))
