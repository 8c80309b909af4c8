"""Is a host, or a name above it, on a threat list that lies on this machine?

Reads the tables that ``channelguard lists update`` makes and answers `HostLists.find` from them.
Catches ``a.evil.example`` where ``evil.example`` is listed, and leaves alone ``b.pages.dev`` where
``a.pages.dev`` is: nobody answers for what stands under a public suffix. Opens no connection, and
reads files only when it is loaded.

A table is a line of text, a line of JSON and slots of `SLOT` bytes: a keyless BLAKE2b of the host
and what is said about it, each at its own place or in the next free one. So a look-up takes the
same two or three steps whatever the number of hosts, and nothing is unpacked to load it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path

from channelguard import cache, suffix
from channelguard.errors import CacheError

STALE_DAYS = 14
"""Age from which a list counts as out of date, in days since its publisher was last asked.
ScamSniffer publishes a week late and the others daily; two weeks forgive a missed weekly update."""

ENDING = ".hosts"
"""How the name of a table ends; it begins with the id of the list."""

KEY = 11
"""Bytes of a host's digest in a slot. By chance two hosts share 88 bits once in 10**15 lists of
250,000; to find a host for a given digest takes 2**88 attempts, and the registry wins anyway."""

SLOT = KEY + 1
"""Bytes of a slot: the digest, and `LISTED`, `EXCEPTED` or nought for an empty one."""

LISTED, EXCEPTED = 1, 2
"""What a slot says of its host: warned of, or taken out of a warning about a name above it."""

ROOM = 2
"""Slots for each host: with half of them free a look-up reads 1.5 slots where it finds something
and 2.5 where not (Knuth, The Art of Computer Programming 6.4, linear probing)."""

_MARK = b"channelguard hosts 1 "
"""How the first line begins, before the SHA-256 of all that follows; the number is raised with
every change that another version would read wrongly."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a table comes from, and what became of the list that it was made from."""

    id: str
    address: str
    publisher: str
    licence: str
    checked: str
    """Day (UTC) on which the publisher was last asked and answered."""
    fetched: str
    """Day (UTC) on which this version was fetched."""
    modified: str
    """The publisher's ``Last-Modified``; empty if it names none."""
    etag: str
    """The publisher's ``ETag``; empty if it names none."""
    rules: str
    """Digest of what was refused when it was made; see `net.list_formats`."""
    entries: int
    """Hosts that the table warns of."""
    excepted: int
    """Hosts that it takes out of a warning about a name above them."""
    skipped: int
    """Entries that were no host."""
    refused: int
    """Entries that were a public suffix, or a host that many strangers share."""


@dataclass(frozen=True, slots=True)
class State:
    """How one of the lists that were asked for was found."""

    id: str
    problem: str
    """Empty, ``missing``, ``stale`` (still asked) or ``unusable``."""
    reason: str = ""
    """A sentence, where the problem needs one."""
    head: Head | None = None


class HostLists:
    """The lists that lie on this machine. Safe to share between threads; never changes."""

    gaps: tuple[str, ...]
    """Ids of lists that were asked for and are missing, unusable or out of date."""

    def __init__(self, tables: dict[str, bytes], states: Iterable[State] = ()) -> None:
        """Take tables by id, as `unpacked` returns them; use `load` to get one from a folder."""
        self.states = tuple(states)
        self.gaps = tuple(state.id for state in self.states if state.problem)
        self._tables = tuple(tables.items())

    @classmethod
    def load(
        cls,
        ids: Iterable[str],
        folder: Path | None = None,
        *,
        days: int = STALE_DAYS,
        today: str = "",
    ) -> HostLists:
        """Return the lists with these ids; what cannot be used is named in `gaps`, never raised.

        Args:
            ids: Ids of lists, such as those of ``registry.lists``.
            folder: Where the tables lie; the user's own cache folder if absent.
            days: Age from which a list counts as out of date.
            today: The day to count from (ISO date); today if empty.
        """
        day = today or utc_day()
        tables: dict[str, bytes] = {}
        states = []
        for one in dict.fromkeys(ids):
            try:
                head, slots = unpacked(cache.read(table_path(one, folder)))
            except FileNotFoundError:
                states.append(State(one, "missing", "it was never fetched"))
            except (CacheError, RecursionError, ValueError) as fault:
                states.append(State(one, "unusable", str(fault)))
            else:
                tables[one] = slots
                stale = not 0 <= age(head.checked, day) <= days
                states.append(State(one, "stale" if stale else "", head=head))
        return cls(tables, states)

    def find(self, host: str) -> tuple[str, ...]:
        """Return the ids of the lists that warn of a host or of a name above it; mostly none.

        Of several entries of one list the longest decides.

        Args:
            host: Lower case, A-labels, as browsers write it; an address stands for itself alone.
        """
        undecided = self._tables
        found: list[str] = []
        for name in covering(host):
            key = digest(name)
            said = [look_up(slots, key) for _, slots in undecided]
            if any(said):
                both = list(zip(undecided, said, strict=True))
                found += [one for (one, _), says in both if says == LISTED]
                undecided = tuple(table for table, says in both if not says)
        return tuple(one for one, _ in self._tables if one in found) if found else ()


def covering(host: str) -> Iterator[str]:
    """Yield a host and the names above it, down to the registered one; no public suffix.

    >>> list(covering("a.b.evil.co.uk")), list(covering("a.pages.dev")), list(covering("co.uk"))
    (['a.b.evil.co.uk', 'b.evil.co.uk', 'evil.co.uk'], ['a.pages.dev'], [])
    >>> list(covering("a.evil.example")), list(covering("192.0.2.7")), list(covering("localhost"))
    (['a.evil.example', 'evil.example'], ['192.0.2.7'], [])
    """
    host = host.removesuffix(".")
    subdomain, name, ending = suffix.split(host)
    above = subdomain.count(".") + 1 if subdomain else 0
    if not ending and subdomain:
        above -= 1  # the last label is taken for the suffix
    elif not name or (not ending and "." not in host and ":" not in host):
        return  # a public suffix, or one word, which is no host of anybody
    yield host
    for _ in range(above):
        host = host.partition(".")[2]
        yield host


def digest(name: str) -> bytes:
    """Return what stands for a host in a table."""
    return hashlib.blake2b(name.encode(), digest_size=KEY).digest()


def look_up(slots: bytes, key: bytes) -> int:
    """Return what a table says of a host, by its digest; 0 for nothing."""
    at = int.from_bytes(key[:8], "big") % (len(slots) // SLOT) * SLOT
    while says := slots[at + KEY]:
        if slots[at : at + KEY] == key:
            return says
        at = (at + SLOT) % len(slots)
    return 0


def packed(head: Head, listed: Collection[str], excepted: Collection[str] = ()) -> bytes:
    """Return the file of a table.

    Args:
        head: What is kept beside it; the numbers of hosts need not be right.
        listed: Hosts to warn of, as `find` is asked for them.
        excepted: Hosts to take out of a warning about a name above them; none of `listed`.
    """
    slots = bytearray((len(listed) + len(excepted) + 1) * ROOM * SLOT)
    for says, names in ((LISTED, listed), (EXCEPTED, excepted)):
        for name in names:
            key = digest(name)
            at = int.from_bytes(key[:8], "big") % (len(slots) // SLOT) * SLOT
            while slots[at + KEY]:
                at = (at + SLOT) % len(slots)
            slots[at : at + SLOT] = key + bytes((says,))
    return _sealed(json.dumps(asdict(head), sort_keys=True).encode(), bytes(slots))


def repacked(head: Head, slots: bytes) -> bytes:
    """Return the file of a table that stays as it is, under a new head."""
    return _sealed(json.dumps(asdict(head), sort_keys=True).encode(), slots)


def unpacked(data: bytes) -> tuple[Head, bytes]:
    """Return head and slots of a table's file.

    Raises:
        ValueError: It is torn, altered, or was made by another version.
    """
    first, _, rest = data.partition(b"\n")
    if not first.startswith(_MARK):
        raise ValueError("the file is no table of this version; fetch the list again")
    if first[len(_MARK) :].decode("ascii", "replace") != hashlib.sha256(rest).hexdigest():
        raise ValueError("the file does not match its checksum; fetch the list again")
    line, _, slots = rest.partition(b"\n")
    told = json.loads(line)
    if not _is_head(told) or not slots or len(slots) % SLOT or 0 not in slots[KEY::SLOT]:
        raise ValueError("the file is no table of this version; fetch the list again")
    return Head(**told), slots


def table_path(one: str, folder: Path | None = None) -> Path:
    """Return where the table of a list lies.

    Raises:
        CacheError: No folder is named, and the user has no home.
    """
    return (folder or cache.cache_folder()) / f"{one}{ENDING}"


def utc_day() -> str:
    """Return today's date in UTC, as tables carry it."""
    return datetime.now(UTC).date().isoformat()


def age(day: str, today: str) -> int:
    """Return the days between two ISO dates; negative if the first is later."""
    return (date.fromisoformat(today) - date.fromisoformat(day)).days


def _sealed(head: bytes, slots: bytes) -> bytes:
    rest = head + b"\n" + slots
    return _MARK + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _is_head(told: object) -> bool:
    """Tell whether this is what `packed` writes: the very keys, texts and numbers."""
    kinds = {field.name: int if field.type == "int" else str for field in fields(Head)}
    return (
        isinstance(told, dict)
        and told.keys() == kinds.keys()
        and all(type(told[name]) is kind for name, kind in kinds.items())
        and all(_is_day(told[name]) for name in ("checked", "fetched"))
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
