"""Which part of the input does a sentence speak of, and how is it shown?

Finds the host, account or contact at a span and shows it harmless. Chooses no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channelguard import harmless
from channelguard.model import (
    Contact,
    Handle,
    Host,
    Level,
    Link,
    Mailbox,
    Name,
    Span,
    Subject,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def registry_value(value: str, verdict: Verdict) -> str:
    """Return a registry value, plainly only if the verdict vouches for it."""
    vouched = {*verdict.official, *verdict.instead, verdict.imitates}
    return harmless.harmless(value) if value in vouched else harmless.defang(value)


def whole(verdict: Verdict, *, ascii_only: bool = False) -> str:
    """Return the input, defanged unless it is nothing but an official value spelt plainly.

    Args:
        verdict: Whose input.
        ascii_only: Show of a host with other letters the ASCII form alone.
    """
    raw = verdict.subject.raw
    if verdict.level is Level.OFFICIAL and raw in verdict.official:
        return harmless.harmless(raw)
    return harmless.defang(raw, _seen_hosts(verdict.subject), ascii_only=ascii_only)


def part(subject: Subject, span: Span) -> str:
    """Return a place of the input, defanged; hosts inside it keep their ASCII form beside them."""
    return harmless.defang(subject.raw[slice(*span)], _seen_hosts(subject))


def _seen_hosts(subject: Subject) -> list[str]:
    """List the hosts of the input as they are written."""
    return [host.seen for host, _ in _hosts(subject)]


def _hosts(subject: Subject) -> Iterator[tuple[Host, Span]]:
    """Yield every host with the place of the atom that it belongs to."""
    for atom in subject.atoms:
        if isinstance(atom, Link | Mailbox):
            yield atom.host, atom.span


def host_at(subject: Subject, span: Span, *, exactly: bool = False) -> Host | None:
    """Return the host that stands at ``span``, else that of the narrowest address around it."""
    found = list(_hosts(subject))
    for host, _ in found:
        if host.span == span:
            return host
    for host, _ in found:
        if host.span[0] <= span[0] < span[1] <= host.span[1]:
            return host
    around = [
        (whole[1] - whole[0], at)
        for at, (_, whole) in enumerate(found)
        if whole[0] <= span[0] and span[1] <= whole[1]
    ]
    return found[min(around)[1]][0] if around and not exactly else None


def platform_at(subject: Subject, span: Span) -> str:
    """Return the platform of the account at ``span``, or the kind of a contact there."""
    for atom in subject.atoms:
        if atom.span[0] <= span[0] and span[1] <= atom.span[1]:
            if isinstance(atom, Handle | Name) and atom.platform:
                return harmless.defang(atom.platform)
            if isinstance(atom, Contact):
                return harmless.defang(atom.kind)
    return harmless.defang(subject.platform)


def host_name(host: Host, verdict: Verdict) -> str:
    """Return a host, plainly if it is official and written plainly, else defanged."""
    if host.resolved in verdict.official and not disguised(host):
        return harmless.harmless(host.resolved)
    return harmless.host(host.seen, host.resolved)


def target(host: Host, verdict: Verdict) -> str:
    """Return where a host leads: what DNS is asked for, and the spelling if that says otherwise."""
    if not disguised(host) and host.resolved not in verdict.official:
        return harmless.host(host.resolved, host.resolved)
    return host_name(host, verdict)


def disguised(host: Host) -> bool:
    """Tell whether a host is written otherwise than it resolves."""
    return host.seen.lower().rstrip(".") != host.resolved
