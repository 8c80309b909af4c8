"""The reviewed truth, as indexes: which atoms are official, and which names can be near a text?

Official is only ever an exact match of a current or legacy entry, by its platform's own rules.
Loads the compiled file if it was made from the very YAML that lies beside it, else compiles anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise, repeat
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING, Any, NamedTuple

from channelguard import fold, registry_files, stored
from channelguard.compiled import FORMAT, unsealed
from channelguard.model import Action, App, Atom, Handle, Host, Link, Mailbox
from channelguard.noun import noun
from channelguard.platforms import Platforms, bare_host, parent
from channelguard.suffix import registrable

if TYPE_CHECKING:
    from channelguard.phrases import Phrases

_ALIVE = ("current", "legacy")

SUPPORTING = ("website", "support", "community")
"""Roles under which somebody who looks for help is in the right place."""


class Channel(NamedTuple):
    """One official (or once official) way to reach a brand."""

    id: str
    brand: str
    kind: str
    platform: str
    value: str
    scope: str
    role: str
    status: str
    language: str
    user_content: bool
    account_id: str
    valid_until: str
    """ISO date; the brand file's own where the entry has none."""
    last_verified: str = ""
    """ISO date on which the entry was last looked at."""


class ListSource(NamedTuple):
    """Where a threat list is published; nothing is fetched unless somebody asks for it."""

    id: str
    title: str
    publisher: str
    address: str
    format: str
    """How it is written, one of the formats of ``registry_schema``."""
    licence: str


class BrandName(NamedTuple):
    """A spelling that fakes imitate, and how near a text must come to count."""

    text: str
    skeleton: str
    parts: tuple[str, ...]
    generic: frozenset[str]
    max_edits: int
    imitates: str
    brand: str
    swapped: str
    """The parts in reverse order; empty for a name of one part."""
    short: bool = False
    """True for an abbreviation: the whole of a word, and only beside a role or lure word."""
    account: bool = False
    """True for the name of an account, which is looked for in account names only."""


class Registry:
    """Brands, channels and words with the look-ups that detectors ask. Immutable by convention."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Index a compiled registry; use `load` or `from_folder` to get one."""
        self.version: str = data["version"]
        self.expires: str = data["expires"]
        self.stale = ""
        """The day (ISO date) up to which its publisher vouched for it, if that is over."""
        self.platforms = Platforms(data)
        self.brands: tuple[dict[str, Any], ...] = tuple(data["brands"])
        self.words = Words(
            data["words"],
            [row["text"] for brand in self.brands for row in brand["short"]],
            {
                part
                for brand in self.brands
                for row in brand["names"]
                for part in row["parts"]
                if len(part) > _TINY
            },
        )
        self.channels: tuple[Channel, ...] = tuple(
            _channel(row, brand) for brand in self.brands for row in brand["channels"]
        )
        self.by_value = {channel.value: channel for channel in reversed(self.channels)}
        self._unused = {
            brand["brand"]: frozenset(row["kind"] for row in brand["unused"])
            for brand in self.brands
        }
        self.names = tuple(_brand_names(self.brands, self.channels, self.platforms))
        self.host_names = tuple(
            n for n in self.names if not n.account and (not n.short or len(n.text) > _SHORT)
        )
        self.lists = tuple(_list_source(row) for row in data["lists"])
        self.variants: dict[str, Any] = data["variants"]
        """The table of ``variants.yaml``, as compiled."""
        self._phrases: dict[str, Any] | None = data.get("phrases")
        self._help: dict[str, Any] | None = data.get("help")
        self._digest: str = data["digest"]
        self._index_channels()
        self._index_neighbours(data["neighbours"])
        self.host_gate = Gate(self.host_names)
        self._account_gate = Gate(self.names)
        self.instead = {
            brand["brand"]: _instead(self.channels, brand["brand"]) for brand in self.brands
        }
        self.all_instead = tuple(value for values in self.instead.values() for value in values)[:4]

    # The official answer needs none of these three.

    @cached_property
    def _embedded(self) -> re.Pattern[str]:
        """An official host that stands left of something else."""
        inside = "|".join(re.escape(host) for host in self.official_hosts)
        return re.compile(rf"(?:^|\.)({inside})\.")

    @cached_property
    def neighbour_inside(self) -> re.Pattern[str]:
        """A name of a neighbour, the longest first, that is long enough to stand inside another."""
        long = [re.escape(name) for name in self.neighbour_names if len(name) > _SHORT]
        return re.compile("|".join(sorted(long, key=len, reverse=True)) or r"(?!)")

    @cached_property
    def phrases(self) -> Phrases:
        """What is looked for in messages; built when the first one comes."""
        from channelguard.phrases import Phrases  # noqa: PLC0415 - only messages need it

        names = [name.text for name in self.names if not name.account]
        titles = [fold.plain(t) for brand in self.brands for t in brand["title"].values()]
        spaced = [" ".join(n.parts) for n in self.names if len(n.parts) > 1 and not n.account]
        return Phrases(
            self._phrases or shipped_apart("phrases", self._digest), (*names, *titles, *spaced)
        )

    @property
    def help(self) -> dict[str, Any]:
        """The support guide by language, as compiled; empty if the registry brings none."""
        return shipped_apart("help", self._digest) if self._help is None else self._help

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Registry:
        """Return the shipped registry, or the one in ``folder``.

        Raises:
            RegistryError: A file is missing, malformed or contradicts itself; every problem is
                in its ``problems``.
        """
        return cls(plain_data(folder))

    @classmethod
    def newest(cls, *, now: float | None = None) -> tuple[Registry, stored.Stored]:
        """Return the registry that was fetched last, if it may be used, else the shipped one.

        Args:
            now: Seconds since the epoch; the clock's if None.

        Returns:
            The registry, and what is stored: whether it is stale, or why it is not used.

        Raises:
            RegistryError: As `load`.
        """
        ours = plain_data()
        found = stored.current(ours["version"], now=now)
        if found.registry is not None:
            try:
                registry = cls(found.registry)
            except Exception as fault:  # noqa: BLE001 - whatever another version stored, there is an answer
                reason = f"{found.path}: cannot be loaded: {type(fault).__name__}"
                found = stored.Stored(reason=reason, broken=True)
            else:
                registry.stale = found.until[:10] if found.stale else ""
                return registry, found
        return cls(ours), found

    def _index_channels(self) -> None:
        self._hosts: dict[str, Channel] = {}
        self._domains: dict[str, Channel] = {}
        self._paths: dict[str, list[tuple[str, Channel]]] = {}
        self._others: dict[tuple[str, str, str], Channel] = {}
        self._account_ids: dict[tuple[str, str], Channel] = {}
        for channel in self.channels:
            if channel.kind == "site" and channel.scope == "path":
                host, _, path = channel.value.partition("/")
                self._paths.setdefault(bare_host(host), []).append(("/" + path, channel))
            elif channel.kind == "site":
                self._hosts.setdefault(channel.value, channel)
                if channel.scope == "domain":
                    self._domains[channel.value] = channel
            else:
                self._others.setdefault(
                    self._key(channel.kind, channel.platform, channel.value), channel
                )
                if channel.account_id:
                    self._account_ids[channel.platform, channel.account_id] = channel
        self.official_hosts = tuple(
            host for host, channel in self._hosts.items() if channel.status in _ALIVE
        )
        self._bases = frozenset(registrable(host) for host in (*self._hosts, *self._paths))

    def _index_neighbours(self, rows: list[dict[str, Any]]) -> None:
        self.neighbour_domains: dict[str, str] = {}
        self.neighbour_names: dict[str, str] = {}
        for row in rows:
            for domain in (row["official"], *row["domains"]):
                self.neighbour_domains[domain] = row["official"]
            for name in row["names"]:
                self.neighbour_names[name] = row["official"]
        self.neighbour_list = tuple(self.neighbour_names)

    def _key(self, kind: str, platform: str, value: str) -> tuple[str, str, str]:
        rules = self.platforms.by_id.get(platform)
        return kind, platform, rules.same(value) if rules else value.lower()

    # official or not

    def find(self, atom: Atom) -> Channel | None:
        """Return the entry that the atom names exactly, whatever its status; else None."""
        match atom:
            case Link():
                return None if atom.carries else self.find_link(atom)
            case Handle():
                return self._find_handle(atom)
            case Mailbox():
                return self._others.get(
                    ("mailbox", "", f"{atom.local}@{atom.host.resolved.removesuffix('.')}".lower())
                )
            case App():
                return self._others.get(self._key("app", atom.store, atom.id))
            case Action():
                return self._others.get(("scheme", "", atom.scheme))
            case _:
                return None

    def find_link(self, link: Link) -> Channel | None:
        """Return the entry for host and path; subdomains of a domain-scope entry are that entry."""
        channel = self.find_host(link.host)
        if channel is None and not link.host.address:
            for prefix, entry in self._paths.get(bare_host(link.host.resolved), ()):
                path = f"{link.path}?{link.query}" if "?" in prefix else link.path
                if path == prefix or path.startswith(prefix + "/"):
                    rest = path[len(prefix) :].lower()
                    if "%2f" not in rest and "%5c" not in rest and "%2e" not in rest:
                        return entry
        return channel

    def find_host(self, host: Host) -> Channel | None:
        """Return the entry for a host alone, else None."""
        if host.address or host.registrable not in self._bases:
            return None
        name = host.resolved.removesuffix(".")
        channel = self._hosts.get(name)
        while channel is None and name:
            name = parent(name)
            channel = self._domains.get(name)
        return channel

    def _find_handle(self, atom: Handle) -> Channel | None:
        if atom.invite or not atom.platform:
            return None
        named = self._others.get(self._key("account", atom.platform, atom.text))
        if not atom.id:
            return named
        renamed = self._account_ids.get((atom.platform, atom.id))
        if renamed is not None:
            return renamed
        return None if named is not None and named.account_id else named

    def alive(self, channel: Channel, today: str = "") -> bool:
        """Tell whether an entry is official on a day (ISO date; today if empty)."""
        return channel.status in _ALIVE and (today or strftime("%Y-%m-%d")) <= channel.valid_until

    def platforms_of(self, name: str) -> tuple[str, ...]:
        """Return the platforms on which an account of this name is official, for a bare handle."""
        return tuple(
            dict.fromkeys(
                channel.platform
                for channel in self.channels
                if channel.kind == "account"
                and channel.status in _ALIVE
                and self._key("account", channel.platform, name)[2]
                == self._key("account", channel.platform, channel.value)[2]
            )
        )

    def account(self, platform: str, name: str) -> Channel | None:
        """Return the entry for an account name, whatever id the account has."""
        return self._others.get(self._key("account", platform, name))

    def same_but_case(self, handle: Handle) -> str:
        """Return the official code that differs in case only, else the empty string."""
        return next(
            (
                channel.value
                for channel in self.channels
                if channel.kind == "account"
                and channel.platform == handle.platform
                and channel.value.lower() == handle.text.lower()
                and channel.status in _ALIVE
            ),
            "",
        )

    def spelling(self, name: str) -> str:
        """Return the official spelling of an account name in any case, else the empty string."""
        low = name.lower()
        return next(
            (c.value for c in self.channels if c.kind == "account" and c.value.lower() == low), ""
        )

    @property
    def shared_hosts(self) -> frozenset[str]:
        """Hosts that many strangers share, and that are neither a brand's nor a neighbour's own."""
        return self.platforms.shared_hosts - self.neighbour_domains.keys() - self._hosts.keys()

    def neighbour(self, host: Host) -> str:
        """Return the official domain of the neighbour whose own host it is, else nothing."""
        own = self.neighbour_domains
        return own.get(host.resolved.removesuffix(".")) or own.get(host.registrable, "")

    def uses(self, brand: str, kind: str) -> bool:
        """Tell whether a brand may have contacts of a kind: it says of some that it has none."""
        return kind not in self._unused.get(brand, frozenset())

    # near or not

    def embeds(self, host: str) -> str:
        """Return the official host that stands whole inside a longer one, else the empty string."""
        found = self._embedded.search(host)
        return found[1] if found else ""

    def nothing_near(self, host: Host) -> bool:
        """Tell in microseconds that no brand is near a plain host; False where it takes a look."""
        resolved = host.resolved
        if host.seen != resolved or (host.subdomain and self.embeds(resolved)):
            return False
        ours = f"{host.subdomain}.{host.name}".removeprefix(".") if host.name else resolved
        encoded = "xn--" in resolved
        if encoded:
            ours = ".".join(map(fold.unencoded, ours.split(".")))
        joined = ours.replace("-", "").replace(".", "").replace("_", "")
        near = self.host_gate.near(joined)
        if not joined.isalpha():
            near += self.host_gate.near(joined.translate(fold.LEET))
        if encoded or not joined.isalnum():
            return not near
        return not near or not any(_readable(name, joined, ours) for name in near)

    def near_host(self, text: str) -> tuple[BrandName, ...]:
        """Return the names that can be near a folded host without its separators; mostly none."""
        return self.host_gate.near(text)

    def near_account(self, text: str) -> tuple[BrandName, ...]:
        """Return the names, account names included, that can be near a folded text."""
        return self._account_gate.near(text)


_SHORT = 4
"""Longest abbreviation that needs a role or lure word beside it, in letters."""


def _readable(name: BrandName, joined: str, ours: str) -> bool:
    """Tell whether a name that shares letter pairs with a host can be read in it at all."""
    if name.text in joined or (name.swapped and name.swapped in joined):
        return True
    if name.short:
        return False
    from channelguard import distance  # noqa: PLC0415 - rapidfuzz takes 26 ms that the official answer never needs

    limit = max(name.max_edits, 1)
    return distance.in_reach(
        name.text, joined, name.parts, limit=limit, apart=ours, most=name.max_edits
    )


class Gate:
    """One cheap test: can any of these names be near this text?

    Counts the letter pairs that text and name share, for all names at once: each pair has an
    integer with one field per name, the integers are added, and a bias sets the top bit of every
    field that reached its threshold. The cost does not grow with the number of names.
    """

    _BITS = 7

    def __init__(self, names: tuple[BrandName, ...]) -> None:
        """Index the names; each needs at least two letters."""
        self._names = names
        self._pairs: dict[tuple[str, str], int] = {}
        self._bias = self._top = 0
        self.rows: list[tuple[frozenset[str], int]] = []
        """For each name its letter pairs, and how many of them a text must share to be near."""
        for index, name in enumerate(names):
            shift = index * self._BITS
            pairs = {p for text in {name.text, name.skeleton} for p in pairwise(text)}
            for pair in pairs:
                self._pairs[pair] = self._pairs.get(pair, 0) + (1 << shift)
            need = len(name.text) - 1 if name.short else max(2, min(3, len(name.text) - 3))
            if name.max_edits == 0 and not name.short:
                need = max(need, len(name.text) // 2)
            self.rows.append((frozenset("".join(pair) for pair in pairs), need))
            self._bias += (2 ** (self._BITS - 1) - need) << shift
            self._top += (2 ** (self._BITS - 1)) << shift

    def near(self, text: str) -> tuple[BrandName, ...]:
        """Return the names that share enough letter pairs with the text."""
        hits = sum(map(self._pairs.get, set(pairwise(text)), repeat(0)), self._bias) & self._top
        if not hits:
            return ()
        found = []
        while hits:
            low = hits & -hits
            found.append(self._names[(low.bit_length() - 1) // self._BITS])
            hits ^= low
        return tuple(found)


class Words:
    """The word lists, folded."""

    def __init__(self, data: dict[str, Any], shorts: Iterable[str], parts: Iterable[str]) -> None:
        """Index the compiled ``words`` table; the brands' abbreviations stand beside names, too."""
        self.roles = frozenset(data["roles"])
        self.ordinary = frozenset(data["ordinary"])
        """Those of the roles that are also names or trades."""
        self.lures = frozenset(data["lures"])
        self.fans = frozenset(data["fans"])
        self.denials = frozenset(data["denials"])
        self.innocents = frozenset(row["text"] for row in data["innocents"])
        self.compounds = tuple(
            word
            for word in sorted(self.innocents)
            if len(word) >= COMPOUND and not any(part in word for part in parts)
        )
        self.badges = frozenset(data["badges"])
        self.beside = self.roles | self.lures | frozenset(shorts)
        """Every word that is known to stand beside brand names."""
        self.longest = max(map(len, self.beside), default=0)


def plain_data(folder: Path | str | None = None) -> dict[str, Any]:
    """Return the compiled form of the shipped registry, or of the one in ``folder``.

    Raises:
        RegistryError: As `Registry.load`.
    """
    if folder is not None:
        return _compiled_from(Path(folder), registry_files.bundled_folder())
    bundled = registry_files.bundled_folder()
    data = unsealed("registry.json", registry_files.digest(bundled))
    return data if data and data["format"] == FORMAT else _compiled_from(bundled, None)


def shipped_apart(table: str, digest: str) -> dict[str, Any]:
    """Return a table that was compiled apart with the shipped registry, else compile it anew."""
    data = unsealed(f"{table}.json", digest) or _compiled_from(
        registry_files.bundled_folder(), None
    )
    found: dict[str, Any] = data[table]
    return found


def _compiled_from(folder: Path, bundled: Path | None) -> dict[str, Any]:
    from channelguard import registry_source  # noqa: PLC0415 - pydantic and yaml, only to compile

    return registry_source.compile_folder(folder, bundled)


def _channel(row: dict[str, Any], brand: dict[str, Any]) -> Channel:
    return Channel(
        row["id"],
        brand["brand"],
        row["kind"],
        row.get("platform") or "",
        row["value"],
        row["scope"],
        row["role"],
        row["status"],
        row.get("language") or "",
        bool(row.get("user_content")),
        row.get("account_id") or "",
        row.get("valid_until") or brand["valid_until"],
        row["last_verified"],
    )


def _list_source(row: dict[str, Any]) -> ListSource:
    return ListSource(
        row["id"], row["title"], row["publisher"], row["address"], row["format"], row["licence"]
    )


def _instead(channels: tuple[Channel, ...], brand: str) -> tuple[str, ...]:
    """Return where to send people: two sites, the help centre, the support mailbox."""
    current = [c for c in channels if c.brand == brand and c.status == "current"]
    places = [c for c in current if c.scope != "path" and not c.user_content]
    sites = [c.value for c in places if (c.kind, c.role) == ("site", "website")]
    help_centres = [c.value for c in places if (c.kind, c.role) == ("site", "support")]
    mail = [c.value for c in places if (c.kind, c.role) == ("mailbox", "support")]
    return (*sites[:2], *help_centres[:1], *mail[:1])


def _brand_names(
    brands: tuple[dict[str, Any], ...], channels: tuple[Channel, ...], platforms: Platforms
) -> list[BrandName]:
    """Return every name that is looked for: spellings, abbreviations, account names."""
    found: dict[str, BrandName] = {}
    for brand in brands:
        for row in brand["names"]:
            parts = tuple(row["parts"])
            found[row["text"]] = BrandName(
                row["text"],
                row["seen"],
                parts,
                frozenset(row["generic"]),
                row["max_edits"],
                row["imitates"],
                brand["brand"],
                "".join(reversed(parts)) if len(parts) > 1 else "",
                account=not row["coined"],
            )
        imitates = brand["names"][0]["imitates"]
        for row in brand["short"]:
            text = row["text"]
            short = BrandName(
                text, row["seen"], (text,), frozenset(), 0, imitates, brand["brand"], "", short=True
            )
            found.setdefault(text, short)
    for channel in channels:
        name = _account_name(channel, platforms)
        if name is not None:
            found.setdefault(name.text, name)
    return list(found.values())


def _account_name(channel: Channel, platforms: Platforms) -> BrandName | None:
    """Return the name of an official account, if others can be taken for it."""
    rules = platforms.by_id.get(channel.platform)
    if (
        channel.kind != "account"
        or channel.status not in _ALIVE
        or (rules and rules.case == "exact")
    ):
        return None
    text = fold.plain(channel.value).translate(_SEPARATORS)
    if len(text) < _ACCOUNT_NAME or text.isdigit():
        return None
    edits = 0 if len(text) < 2 * _ACCOUNT_NAME else 1 if len(text) <= _LONG_NAME else 2
    seen = fold.seen(text)
    return BrandName(
        text, seen, (text,), frozenset(), edits, channel.value, channel.brand, "", account=True
    )


_SEPARATORS = {ord(mark): None for mark in "-_. "}
_TINY = 2
"""Longest word of a name that stands inside too many others to tell them apart, in letters."""
COMPOUND = 6
"""Shortest innocent that explains a likeness by standing inside it, in letters: ``rocket`` does,
``top`` does not."""
_LONG_NAME = 12
"""Longest account name that is allowed one slip only, in letters; longer ones have two, and those
under ten none (the edit budgets that impersonation bots settled on)."""
_ACCOUNT_NAME = 5
"""Shortest official account name that others are compared with, in letters."""


@noun
class Listing(NamedTuple):
    """An atom that names a registry entry exactly."""

    atom: Atom
    channel: Channel
    official: bool
    """False for a retired, disputed or expired entry."""
