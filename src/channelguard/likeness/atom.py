"""Which brands can be read in an atom that is not official?"""

from __future__ import annotations

from channelguard.likeness.found import Likeness
from channelguard.likeness.host import in_host
from channelguard.likeness.text import in_handle, in_local, in_name, in_unreadable
from channelguard.model import Atom, Handle, Link, Mailbox, Name, Unreadable
from channelguard.registry import Registry


def in_atom(atom: Atom, registry: Registry) -> list[Likeness]:
    """Return what brands can be read in an atom, best first.

    Nothing of a bare handle that is official on some platform, because only the platform can tell,
    and of a mailbox at an official host, which is unlisted but nobody's imitation.
    """
    found: list[Likeness] = []
    match atom:
        case Link(carries=False):
            found += in_host(atom.host, registry)
        case Handle() if not _named(atom, registry):
            found += in_handle(atom, registry)
        case Name():
            found += in_name(atom.text, atom.span, registry)
        case Mailbox() if registry.find_host(atom.host) is None:
            found += in_host(atom.host, registry)
            found += in_local(atom, registry)
            found += in_name(atom.display, atom.display_span, registry)
        case Unreadable():
            found += in_unreadable(atom, registry)
        case _:
            pass
    return found


def _named(handle: Handle, registry: Registry) -> bool:
    """Tell whether it is an official name, whoever has it: `handle-id` and the platform decide."""
    if handle.platform:
        return registry.account(handle.platform, handle.text) is not None and not handle.invite
    return bool(registry.platforms_of(handle.text))
