"""Which speech acts does a message hold, given what it names?"""

from __future__ import annotations

from collections.abc import Iterator

from channelguard.model import Atom, Contact, Handle, Link, Mailbox, Span, Text
from channelguard.registry import Listing, Registry
from channelguard.said import Likelihood, Said


def said_in(
    text: Text, named: list[tuple[Atom, Listing | None]], registry: Registry
) -> Iterator[Said | Likelihood]:
    """Yield the acts of a message, strongest first, and how likely all of it is fraud.

    Args:
        text: The words.
        named: Every other atom of the message with its registry entry, in order.
        registry: For the phrases and for handles that are official somewhere.
    """
    computed = [idea for atom, listing in named for idea in ideas_of(atom, listing, registry)]
    yield from registry.phrases.said(text.text, computed, text.span[0])


def ideas_of(atom: Atom, listing: Listing | None, registry: Registry) -> Iterator[tuple[str, Span]]:
    """Yield what an atom means to an act: a listed channel, an unlisted address, a contact."""
    listed = listing is not None and listing.official
    match atom:
        case Link(carries=False):
            yield ("official" if listed else "link"), atom.span
        case Handle():
            somewhere = not atom.platform and bool(registry.platforms_of(atom.text))
            yield ("official" if listed or somewhere else "contact"), atom.span
        case Mailbox():
            yield ("official" if listed else "contact"), atom.span
        case Contact():
            yield "contact", atom.span
        case _:
            pass
