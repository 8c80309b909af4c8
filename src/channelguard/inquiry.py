"""What is looked up beyond the registry about the links of one input, where that is switched on?

Where links that are not listed lead, hop by hop, and how old their domains are. Listed links are
not asked about, and an input that holds a secret is not asked about at all: nothing of it may leave
the machine. Leaves alone how it is looked up; the caller brings an `Expander` and `Ages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from channelguard.lookups import YOUNG, Ages, Chain, Expander, Followed, Young
from channelguard.model import Atom, Link, Secret, Span, Subject
from channelguard.noun import noun
from channelguard.parse import parse
from channelguard.platforms import Platforms
from channelguard.registry import Registry

MAX_FOLLOWED = 4
"""Most links of one input that are followed; a message of a person seldom has more."""
MAX_AGED = 8
"""Most domains of one input whose age is asked for: the links followed, and where they end."""


@noun
class Inquiry(NamedTuple):
    """An input with what was found out about it."""

    subject: Subject
    """With an atom for every hop, behind that of its link."""
    chains: tuple[Chain, ...] = ()
    things: tuple[Followed | Young, ...] = ()
    """What rules may read."""
    gaps: tuple[str, ...] = ()
    """What could not be found out, as reason codes."""
    opened: frozenset[str] = frozenset()
    """Hosts of links that were followed to their end."""


def inquire(
    subject: Subject, registry: Registry, expander: Expander | None, ages: Ages | None
) -> Inquiry:
    """Look up what the caller has switched on."""
    links = _to_follow(subject, registry) if expander else []
    urls = [_address(link) for link in links[:MAX_FOLLOWED]]
    chains = expander.expand_all(urls) if expander and urls else ()
    inquiry = _followed(subject, links, chains, registry.platforms)
    asked = _to_age(inquiry.subject, registry) if ages else {}
    return _aged(inquiry, asked, ages.age_all(list(asked)) if ages and asked else ())


async def inquire_async(
    subject: Subject, registry: Registry, expander: Expander | None, ages: Ages | None
) -> Inquiry:
    """Do the same without blocking the event loop."""
    links = _to_follow(subject, registry) if expander else []
    urls = [_address(link) for link in links[:MAX_FOLLOWED]]
    chains = await expander.expand_all_async(urls) if expander and urls else ()
    inquiry = _followed(subject, links, chains, registry.platforms)
    asked = _to_age(inquiry.subject, registry) if ages else {}
    return _aged(inquiry, asked, await ages.age_all_async(list(asked)) if ages and asked else ())


def _private(subject: Subject) -> bool:
    return any(isinstance(atom, Secret) for atom in subject.atoms)


def _to_follow(subject: Subject, registry: Registry) -> list[Link]:
    """Return the links to follow: those that stand in the input itself and are not listed."""
    if _private(subject):
        return []
    return [
        atom
        for atom in subject.atoms
        if isinstance(atom, Link)
        and atom.via in {"", "text", "qr"}
        and not atom.carries
        and atom.scheme in {"", "http", "https"}
        and (atom.host.suffix or atom.host.address)
        and registry.find(atom) is None
    ]


def _address(link: Link) -> str:
    """Return the address to ask for: without user name, password and fragment."""
    port = f":{link.port}" if link.port else ""
    query = f"?{link.query}" if link.query else ""
    return f"{link.scheme or 'https'}://{link.host.resolved}{port}{link.path or '/'}{query}"


def _followed(
    subject: Subject, links: list[Link], chains: Sequence[Chain], platforms: Platforms
) -> Inquiry:
    """Put the hops into the subject, each behind its link."""
    if not links:
        return Inquiry(subject)
    from channelguard.parse.reader import placed  # noqa: PLC0415 - the patterns of messages take long to compile

    gaps = ["chain-more"] if len(links) > MAX_FOLLOWED else []
    hops: dict[int, list[Atom]] = {}
    things, opened = [], set[str]()
    for link, chain in zip(links, chains, strict=False):
        things.append(Followed(link.span, chain))
        if chain.ended == "final":
            opened.add(link.host.resolved)
        else:
            gaps.append(f"chain-{chain.ended}:{link.host.resolved}")
        start, end = link.span
        hops[id(link)] = [
            found._replace(via="redirect") if isinstance(found, Link) else found
            for hop in chain.hops[1:]
            for atom in parse(hop, platforms, kind="url").atoms
            for found in (placed(atom, start, end - start),)
        ]
    atoms = [one for atom in subject.atoms for one in (atom, *hops.get(id(atom), ()))]
    whole = subject._replace(atoms=tuple(atoms))
    return Inquiry(whole, tuple(chains), tuple(things), tuple(gaps), frozenset(opened))


def _to_age(subject: Subject, registry: Registry) -> dict[str, Span]:
    """Return the registrable domains to ask about, with the place of each."""
    if _private(subject):
        return {}
    found: dict[str, Span] = {}
    for atom in subject.atoms:
        if (
            isinstance(atom, Link)
            and not atom.carries
            and atom.host.name
            and not registry.platforms.knows(atom.host)
            and registry.find(atom) is None
        ):
            found.setdefault(atom.host.registrable, atom.host.span)
    return dict(list(found.items())[:MAX_AGED])


def _aged(inquiry: Inquiry, asked: dict[str, Span], ages: Sequence[int | None]) -> Inquiry:
    """Add the domains that are young, and those whose age nobody says."""
    known = list(zip(asked.items(), ages, strict=False))
    young = [Young(span, days) for (_, span), days in known if days is not None and days <= YOUNG]
    gaps = [f"age:{domain}" for (domain, _), days in known if days is None]
    return inquiry._replace(things=(*inquiry.things, *young), gaps=(*inquiry.gaps, *gaps))
