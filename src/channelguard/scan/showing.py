"""How is a finding shown to a person: its text, the host in it, and the letters that differ?

Everything in a finding but the channel that it imitates is a stranger's, and leaves here defanged.
Leaves alone machine formats, which carry the text as it stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from channelguard import harmless
from channelguard.model import Host, Link, Mailbox
from channelguard.parse.defang import refang
from channelguard.parse.link import link
from channelguard.parse.mailbox import looks_like_mailbox, mailbox
from channelguard.parse.plain import plain_host

if TYPE_CHECKING:
    from channelguard.difference import Difference
    from channelguard.scan.finding import Finding

LONGEST = 8_192
"""Most of a text in which a host is looked for, in code points; `parse.link` reads no more."""

DOTS = ".:\u3002\uff0e\uff61"
"""One of these stands in every address: the dots of a host, or the colon of a scheme or IPv6."""

WEB = frozenset({"", "http", "https"})
"""Schemes whose host is where they lead."""


@lru_cache(maxsize=256)
def host_of(text: str) -> Host | None:
    """Return the host of a text that is one address; None for a name, an account or a message.

    >>> host_of("https://tp-waIlet.io/claim").registrable, host_of("@TokenPocket_TR")
    ('tp-wailet.io', None)
    """
    plain = plain_host(text, (0, len(text)))
    if plain is not None:
        return plain.host
    text = refang(text[:LONGEST].strip())
    if text.startswith("@") or any(map(str.isspace, text)) or not any(dot in text for dot in DOTS):
        return None
    found = mailbox(text, 0) if looks_like_mailbox(text) else link(text, 0)
    if not isinstance(found, Link | Mailbox):
        return None
    # What stands before a colon may be read as a host, and so may a single word.
    named = found.host.address or "." in found.host.resolved
    return found.host if named and getattr(found, "scheme", "") in WEB else None


def ending_of(text: str) -> str:
    """Return the public suffix of the address in ``text``; empty where there is none.

    >>> ending_of("https://tpwallet.pages.dev/x"), ending_of("192.0.2.7"), ending_of("@support")
    ('pages.dev', '', '')
    """
    host = host_of(text)
    return host.suffix if host else ""


def shown(finding: Finding, *, ascii_only: bool = False) -> str:
    """Return what was found, defanged, a host with other letters in its ASCII form first.

    Args:
        finding: Whose text.
        ascii_only: Show of such a host the ASCII form alone, where room is short.
    """
    host = host_of(finding.input)
    return harmless.defang(finding.input, [host.seen] if host else (), ascii_only=ascii_only)


def difference(finding: Finding) -> Difference | None:
    """Line up what was found with the channel that it imitates; None where little is alike."""
    from channelguard.difference import of_hosts, of_names  # noqa: PLC0415 - the page alone needs it

    if not finding.imitates:
        return None
    host = host_of(finding.input)
    if host is None:
        return of_names(finding.input.strip().lstrip("@"), finding.imitates)
    return None if host.address else of_hosts(host.seen, host.resolved, finding.imitates)
