"""Which name is imitated, and what is it made of?

A `Target` is an official site or account, or whatever the caller names, taken apart: the name that
tricks alter, its words, and what stands around it.
Leaves alone what is no name: apps, mailboxes, schemes, and pages on somebody else's host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from channelguard import suffix
from channelguard.errors import InputError
from channelguard.model import App, Handle, Link, Mailbox
from channelguard.parse import parse
from channelguard.registry import BrandName, Channel, Registry

MARKS = "_-."
"""What parts the words of an account name, where its platform allows it."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")
"""A word of a name: capitals, or small letters with one capital, digits, or other letters."""


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """A name to be imitated."""

    text: str
    """The whole host or account name."""
    name: str
    """What is altered: the registered label of a host, or the account name."""
    words: tuple[str, ...]
    """The words of `name`, in its own case."""
    marks: str = "-"
    """What may part words here."""
    subdomain: str = ""
    suffix: str = ""
    platform: str = ""
    """Of an account; empty for a host."""
    shorts: tuple[str, ...] = ()
    """Abbreviations of the brand."""
    code: bool = False
    """True for a code that nobody can choose, such as that of an invitation: it is copied and not
    typed, and capitals count."""
    part: bool = False
    """True for a host under a domain that is imitated by itself, or is somebody else's."""

    @property
    def kind(self) -> str:
        """What the guard is told: ``handle`` or ``url``."""
        return "handle" if self.platform else "url"

    def named(self, name: str) -> str:
        """Return the whole text with another name."""
        return ".".join(filter(None, (self.subdomain, name, self.suffix)))

    def ends(self) -> list[int]:
        """Return where in the name each of its words ends."""
        found, at = [], 0
        for word in self.words:
            at = self.name.index(word, at) + len(word)
            found.append(at)
        return found


def all_targets(registry: Registry) -> Iterator[Target]:
    """Yield what can be imitated of every current site and account, in the order of the registry.

    Left out is a page on a host that is not listed.
    """
    for channel in registry.channels:
        if channel.status == "current" and channel.scope != "path":
            found = of_channel(channel, registry)
            if found is not None:
                yield replace(found, part=bool(found.subdomain))


def of_channel(channel: Channel, registry: Registry) -> Target | None:
    """Return what can be imitated of a channel: a host or an account name, else None."""
    if channel.kind == "site":
        return _host(channel.value.partition("/")[0], registry)
    if channel.kind == "account":
        return _account(channel.value, channel.platform, registry)
    return None


def read(text: str, registry: Registry, platform: str = "") -> list[Target]:
    """Return the host or account that a text names; one for each platform that has the account.

    Args:
        text: A host, an address, an account name, or one with its platform (``x:name``).
        registry: Whose accounts are known.
        platform: Where the account is, by id; found out if empty.

    Raises:
        InputError: The text names neither, no platform is known, or such a name is impossible.
    """
    atoms = parse(text, registry.platforms, platform=platform or None).atoms
    named = [atom for atom in atoms if not (isinstance(atom, Link) and atom.carries)]
    match named[0] if len(named) == 1 else None:
        case Link(host=host) if host.name and host.suffix and not platform:
            return [_host(host.resolved.removesuffix("."), registry)]
        case Handle(invite=False) as handle:
            return _accounts(handle, registry)
        case Mailbox() | App():
            raise InputError("a mailbox or an app has no variants; give a domain or an account")
        case _:
            raise InputError("neither a domain nor an account name")


def _accounts(handle: Handle, registry: Registry) -> list[Target]:
    places = [handle.platform] if handle.platform else registry.platforms_of(handle.text)
    if not places:
        raise InputError("the account is not listed, so its platform is needed")
    rules = registry.platforms.by_id
    for place in places:
        if place not in rules or not rules[place].possible(handle.text):
            raise InputError("no account of this name is possible on this platform")
    return [_account(handle.text, place, registry) for place in places]


def _host(host: str, registry: Registry) -> Target:
    subdomain, name, ending = suffix.split(host)
    words, shorts = _taken_apart(name, registry)
    return Target(host, name, words, "-", subdomain, ending, shorts=shorts)


def _account(name: str, platform: str, registry: Registry) -> Target:
    rules = registry.platforms.by_id[platform]
    words, shorts = _taken_apart(name, registry)
    marks = "".join(mark for mark in MARKS if mark in rules.chars)
    code = rules.case == "exact"
    return Target(name, name, words, marks, platform=platform, shorts=shorts, code=code)


def _taken_apart(name: str, registry: Registry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a name, and the abbreviations of the brand that it names."""
    flat = re.sub(r"[\W_]", "", name).lower()
    known = [one for one in registry.names if not one.short and not one.account]
    brand = next((one.brand for one in known if one.text in flat), "")
    words = tuple(part for word in _WORD.findall(name) for part in _parts(word, known))
    shorts = (one.text for one in registry.names if one.short and one.brand == brand)
    return words or (name,), tuple(shorts)


def _parts(word: str, known: list[BrandName]) -> list[str]:
    """Part a word that holds a brand name of several words (``mytokenpocket``)."""
    for one in known:
        at = word.lower().find(one.text)
        if at >= 0 and len(one.parts) > 1:
            edges = [0, at]
            for part in one.parts:
                edges.append(edges[-1] + len(part))
            edges.append(len(word))
            return [word[a:b] for a, b in pairwise(edges) if a < b]
    return [word]
