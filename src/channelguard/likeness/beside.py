"""Does a message speak for a brand, or its author go by the name of one?"""

from __future__ import annotations

from itertools import pairwise

from channelguard import fold
from channelguard.likeness.text import in_name, words_of
from channelguard.model import Atom, Name, Text
from channelguard.registry import Registry


def brand_beside(atoms: tuple[Atom, ...], registry: Registry) -> str:
    """Return the registry value of the brand that a message speaks of; empty if of none."""
    for atom in atoms:
        if isinstance(atom, Text):
            found = _in_text(atom.text, registry)
            if found:
                return found
        if isinstance(atom, Name):
            for one in in_name(atom.text, atom.span, registry):
                if not one.excuse:
                    return one.name.imitates
    return ""


def _in_text(text: str, registry: Registry) -> str:
    flat = "".join(letter for letter in fold.plain(text) if letter.isalnum())
    for name in registry.names:
        if not name.short and not name.account and name.text in flat:
            return name.imitates
    shorts = {name.text: name.imitates for name in registry.names if name.short}
    if not any(short in flat for short in shorts):
        return ""
    words = words_of(text)
    for word, following in pairwise(words):
        if word in shorts and any(following.startswith(role) for role in registry.words.roles):
            return shorts[word]
    return ""
