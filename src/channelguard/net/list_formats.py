"""Which hosts does a published threat list name?

Reads the form in which each publisher writes, and brings every host into the spelling of browsers.
Leaves alone, and counts, what is no host (an address with a path, a comment, a mailbox) and what is
everybody's (a public suffix, free hosting, a platform): one bad page there is no reason to warn of
all the others. Opens no connection.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

import ada_url

from channelguard import listed, suffix
from channelguard.platforms import bare_host

MAX_ENTRIES = 2_000_000
"""Most entries of a list; the largest public list of phishing hosts had 479,496 in 2025-10."""

MAX_NESTING = 64
"""Most opening brackets of a JSON list; MetaMask's has five. More would be another format, or an
attempt to fill the memory."""

MAX_HOST = 253
"""Longest host name, in characters (RFC 1035)."""

_VERSION = 1
"""Raised when the same file would be read differently."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """What a list names, ready to be packed."""

    listed: frozenset[str]
    excepted: frozenset[str]
    """Hosts below a listed one that the list itself takes out."""
    skipped: int
    """Entries that are no host."""
    refused: int
    """Entries that are a public suffix or a shared host."""


def read_list(form: str, body: bytes, shared: frozenset[str]) -> Hosts:
    """Return the hosts that a list names.

    Args:
        form: ``metamask``, ``scamsniffer``, ``polkadot-js`` or ``hosts``.
        body: The file as published.
        shared: Hosts that many strangers share, as ``registry.shared_hosts`` has them.

    Raises:
        ValueError: It is no such list; the message says why without repeating any of it.
    """
    deny, allow = FORMATS[form](body)
    warned, skipped, refused = _hosts(deny, shared)
    allowed, _, _ = _hosts(allow, frozenset())
    warned -= allowed
    if not warned or len(warned) < skipped:
        raise ValueError("it is no list of hosts: most of it is something else, or nothing")
    below = {host for host in allowed if any(up in warned for up in listed.covering(host))}
    return Hosts(frozenset(warned), frozenset(below), skipped, refused)


def rules_digest(shared: frozenset[str]) -> str:
    """Return what changes when the same list would be read differently."""
    return hashlib.sha256(repr((_VERSION, sorted(shared))).encode()).hexdigest()[:16]


def host_of(entry: object) -> str:
    r"""Return the host that an entry names, as browsers write it; empty if it names none.

    >>> host_of("*.Evil.example."), host_of("b\u00fccher.example"), host_of("evil.example/login")
    ('evil.example', 'xn--bcher-kva.example', '')
    """
    if not isinstance(entry, str):
        return ""
    name = entry.strip().removeprefix("*.").rstrip(".")
    if not name or len(name) > MAX_HOST or not _NO_HOST.isdisjoint(name):
        return ""
    try:
        host = ada_url.URL(f"https://{name}/").hostname.rstrip(".")
    except ValueError:
        return ""
    return host if len(host) <= MAX_HOST else ""


def _hosts(entries: Iterable[object], shared: frozenset[str]) -> tuple[set[str], int, int]:
    """Return the hosts among entries, how many entries are none, and how many are everybody's."""
    found: set[str] = set()
    skipped = refused = 0
    for entry in entries:
        host = host_of(entry)
        if not host or not ("." in host or ":" in host):
            skipped += 1
        elif bare_host(host) in shared or suffix.is_public_suffix(host):
            refused += 1
        else:
            found.add(host)
    return found, skipped, refused


def _metamask(body: bytes) -> tuple[list[object], list[object]]:
    """Read ``config.json`` of eth-phishing-detect; its fuzzylist is left alone."""
    told = _json(body)
    return _texts(told, "blacklist"), _texts(told, "whitelist")


def _scamsniffer(body: bytes) -> tuple[list[object], list[object]]:
    """Read ``domains.json`` of scam-database: one plain list."""
    told = _json(body)
    if not isinstance(told, list):
        raise ValueError("it is no JSON list")  # noqa: TRY004 - the file is wrong, not the caller
    return told, []


def _polkadot_js(body: bytes) -> tuple[list[object], list[object]]:
    """Read ``all.json`` of polkadot-js/phishing."""
    told = _json(body)
    return _texts(told, "deny"), _texts(told, "allow")


def _lines(body: bytes) -> tuple[list[object], list[object]]:
    """Read a hosts file (an address, then names) or one host per line; ``#`` begins a comment."""
    if body.count(b"\n") > MAX_ENTRIES:
        raise ValueError(f"it has more than {MAX_ENTRIES} lines")
    found: list[object] = []
    for line in _text(body).splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1 and words[0] in _NOWHERE:
            found += words[1:]
        elif words:
            found.append(" ".join(words))
    return found, []


def _json(body: bytes) -> object:
    if body.count(b"[") + body.count(b"{") > MAX_NESTING:
        raise ValueError(f"it has more than {MAX_NESTING} opening brackets, so it is no such list")
    if body.count(b",") > MAX_ENTRIES:
        raise ValueError(f"it has more than {MAX_ENTRIES} entries")
    try:
        return json.loads(_text(body))
    except ValueError:
        raise ValueError("it is not JSON, or torn") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None


def _texts(told: object, key: str) -> list[object]:
    """Return the list that stands under a key."""
    found = told.get(key) if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise ValueError(f"it has no list under {key}")  # noqa: TRY004 - as above
    return found


FORMATS = {
    "metamask": _metamask,
    "scamsniffer": _scamsniffer,
    "polkadot-js": _polkadot_js,
    "hosts": _lines,
}
"""The reader of each format of ``registry_schema.ThreatList``; a test compares them."""

_NO_HOST = frozenset("/\\?#@:%<>|^*, \t\r\n")
"""Characters that make an entry an address, a mailbox, a pattern or an IPv6 address, and not a host
name; with a path it warns of one page, and says nothing of the host."""

_NOWHERE = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1", "0"})  # noqa: S104 - read, not bound
"""Addresses to which hosts files send what they block."""
