"""Is a channel's value possible where it claims to live?

Catches a site that is a public suffix (anybody could have a name under it), a host that browsers
spell differently, a mailbox of no form, an account name that its platform would not register.
Leaves alone whether the channel exists, and the values of retired accounts: rules change.

Every function returns what is wrong in words that follow the value, and nothing where all is well.
"""

from __future__ import annotations

import re

import ada_url

from channelguard.registry_schema import FORMS, HOST_FORM, SCHEME_FORM, Platform, Store
from channelguard.suffix import split

MAX_HOST = 253
"""Longest host name, in characters (RFC 1035)."""

MAX_LOCAL = 64
"""Longest part of a mailbox before the at sign, in bytes (RFC 5321)."""

MAILBOX_FORM = r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$"
PATH_FORM = r"^(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+$"

WEB_SCHEMES = frozenset(
    {
        "about", "blob", "data", "file", "ftp", "http", "https", "intent", "javascript", "mailto",
        "sms", "tel", "vbscript", "ws", "wss",
    }
)  # fmt: skip
"""Schemes that belong to everybody and so can be no brand's own."""


def host_problem(host: str) -> str:
    """Say why a host cannot be a channel; empty if it can.

    >>> host_problem("tokenpocket.pro"), host_problem("github.io")
    ('', 'is a public suffix: anybody can have a name under it')
    """
    for wrong, problem in (
        ("*" in host, "is a wildcard: it would vouch for strangers"),
        (not host.isascii(), "is not ASCII: write the xn-- form"),
        (len(host) > MAX_HOST or not re.fullmatch(HOST_FORM, host), FORMS[HOST_FORM]),
    ):
        if wrong:
            return problem
    return _spelling_problem(host) or _suffix_problem(host)


def _spelling_problem(host: str) -> str:
    try:
        read = ada_url.URL(f"https://{host}/")
    except ValueError:
        return "is opened by no browser"
    if read.host_type != ada_url.HostType.DEFAULT:
        return "is an address, not a name"
    if read.hostname != host or not _well_encoded(host):
        return "is not spelt as browsers spell it"
    return ""


def _suffix_problem(host: str) -> str:
    _, name, ending = split(host)
    if not ending:
        return "does not end in a public suffix"
    return "" if name else "is a public suffix: anybody can have a name under it"


def _well_encoded(host: str) -> bool:
    seen = ada_url.idna_to_unicode(host)
    encoded = any(label.startswith("xn--") for label in host.split("."))
    return not encoded or (seen != host and ada_url.idna_to_ascii(seen) == host.encode())


def site_problem(value: str, scope: str, *, exact: bool) -> str:
    """Say why a value cannot be a site; `exact` asks for a path that can be compared."""
    host, slash, path = value.partition("/")
    if problem := host_problem(host):
        return problem
    if (scope == "path") != bool(slash):
        return "must be host/path for the scope path, and a host alone for any other"
    if not exact or not slash:
        return ""
    if not re.fullmatch(PATH_FORM, slash + path):
        return "has a path with a query, a fragment, an empty step or a slash at its end"
    if ada_url.URL(f"https://{value}").pathname != slash + path:
        return "has a path that browsers spell differently"
    return ""


def address_problem(address: str) -> str:
    """Say why nothing should be fetched from an address; empty if it may be.

    >>> address_problem("https://acornpurse.com/list.txt"), address_problem("http://acornpurse.com/")
    ('', 'must begin with https://')
    """
    host, slash, _ = address.removeprefix("https://").partition("/")
    if not address.startswith("https://"):
        return "must begin with https://"
    if problem := host_problem(host):
        return f"has a host that {problem}"
    if not slash or "#" in address or "?" in address or ada_url.URL(address).href != address:
        return "must have a path, no query or fragment, and be spelt as browsers spell it"
    return ""


def mailbox_problem(value: str) -> str:
    """Say why a value cannot be a mailbox; empty if it can.

    >>> mailbox_problem("service@tokenpocket.pro"), mailbox_problem("x@gitbook.io")
    ('', 'has a host that is a public suffix: anybody can have a name under it')
    """
    local, at, host = value.rpartition("@")
    if not at or len(local) > MAX_LOCAL or not re.fullmatch(MAILBOX_FORM, local):
        return "must be a lower-case mailbox, such as service@acornpurse.com"
    problem = host_problem(host)
    return f"has a host that {problem}" if problem else ""


def scheme_problem(value: str) -> str:
    """Say why a value cannot be a brand's own scheme; empty if it can."""
    if not re.fullmatch(SCHEME_FORM, value):
        return FORMS[SCHEME_FORM]
    return "is a scheme that belongs to everybody" if value in WEB_SCHEMES else ""


def name_problem(value: str, place: Platform | Store) -> str:
    """Say why a value can be no name of this platform or id of this store; empty if it can."""
    if isinstance(place, Store):
        if not value.startswith(place.prefix):
            return f"must begin with {place.prefix} on {place.id}"
        counted, allowed = value.removeprefix(place.prefix), place.chars
    else:
        counted = "".join(letter for letter in value if letter not in place.ignores)
        allowed = place.chars + place.ignores if place.chars else ""
    if not place.min <= len(counted) <= place.max:
        return f"must have {place.min} to {place.max} characters on {place.id}"
    if allowed and not set(counted) <= set(allowed):
        return f"has a character that {place.id} does not allow"
    return _shape_problem(value, place) if isinstance(place, Platform) else ""


def _shape_problem(value: str, platform: Platform) -> str:
    if platform.case == "lower" and value != value.lower():
        return f"must be lower case on {platform.id}"
    if platform.first == "letter" and not (value[0].isascii() and value[0].isalpha()):
        return f"must begin with a letter on {platform.id}"
    if value[0] in platform.not_first or value[-1] in platform.not_last:
        return f"begins or ends with a character that may not stand there on {platform.id}"
    if any(letter * 2 in value for letter in platform.not_doubled):
        return f"has a character twice in a row that {platform.id} allows only once"
    if value.lower() in platform.reserved:
        return f"is a word that {platform.id} keeps for itself"
    return ""
