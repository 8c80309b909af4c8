"""Which addresses only name an account or an app, and which carry another address inside?

The tables of account platforms, stores, wrappers and hosting companies, indexed for reading.
They come from ``registry/platforms.yaml`` and ``registry/hosting.yaml``; nothing here knows a
brand. A host is looked up without ``www.``, ``m.`` and ``mobile.``.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote

from channelguard import suffix
from channelguard.model import Host
from channelguard.noun import noun

_PREFIXES = ("www.", "m.", "mobile.")


class Platform(NamedTuple):
    """The rules for account names in one place, or for ids in one store."""

    id: str
    title: str
    chars: frozenset[str]
    """Characters a name may have; empty if any."""
    min: int
    max: int
    case: str
    """``fold`` (insensitive), ``lower`` (lower case only) or ``exact`` (sensitive)."""
    ignores: str
    """Characters that do not count, such as Facebook's dots."""
    first: str
    not_first: str
    not_last: str
    not_doubled: str
    prefix: str
    """How a bare id of a store begins; part of the id."""
    reserved: frozenset[str]

    def same(self, name: str) -> str:
        """Return the key under which two spellings of one account are equal here."""
        for mark in self.ignores:
            name = name.replace(mark, "")
        return name if self.case == "exact" else name.lower()

    def possible(self, name: str) -> bool:
        """Tell whether an account of this name can exist here."""
        if not self.min <= len(name) <= self.max or (
            self.chars and not self.chars.issuperset(name)
        ):
            return False
        if self.case == "lower" and name != name.lower():
            return False
        if self.first == "letter" and not (name[0].isascii() and name[0].isalpha()):
            return False
        if name[0] in self.not_first or name[-1] in self.not_last:
            return False
        return not any(mark * 2 in name for mark in self.not_doubled)


class _Form(NamedTuple):
    """One way of writing an account or app as an address."""

    platform: str
    store: bool
    host: str
    path: tuple[str, ...]
    query: str


@noun
class Reading(NamedTuple):
    """What an address names: an account (or a private invitation), or an app."""

    platform: str
    value: str
    store: bool = False
    invite: bool = False
    slug: str = ""


class Platforms:
    """The indexes. Built once for a registry; immutable by convention."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Index the compiled ``platforms``, ``stores`` and ``hosting`` tables of a registry."""
        self.by_id: dict[str, Platform] = {}
        self.alias: dict[str, str] = {}
        self._forms: dict[str, list[_Form]] = {}
        self._schemes: dict[tuple[str, str], _Form] = {}
        for store, rows in ((False, data["platforms"]), (True, data["stores"])):
            for row in rows:
                self._add(row, store=store)
        self.stores = tuple(row["id"] for row in data["stores"])
        hosting = data["hosting"]
        self.hosting = frozenset(hosting["hosting"])
        self.shorteners = frozenset(hosting["shorteners"])
        self.gateways = frozenset(hosting["gateways"])
        self.freemail = frozenset(hosting["freemail"])
        self.restricted = frozenset(hosting["restricted_suffixes"])
        self.redirect_parameters = frozenset(p.lower() for p in hosting["redirect_parameters"])
        self.wrappers: dict[str, list[dict[str, Any]]] = {}
        for row in hosting["wrappers"]:
            self.wrappers.setdefault(bare_host(row["host"]), []).append(row)
        self._bases = frozenset(
            suffix.registrable(host.removeprefix("*.")) for host in (*self._forms, *self.wrappers)
        )
        speaking = [
            f.host.removeprefix("{handle}.")
            for fs in self._forms.values()
            for f in fs
            if f.host.startswith("{")
        ]
        wild = [host.removeprefix("*.") for host in self.wrappers if host.startswith("*.")]
        self.speaking = frozenset(suffix.registrable(host) for host in (*speaking, *wild))
        """Domains under which bare hosts are accounts or carry a target, as ``name.t.me`` does."""
        self.deep_schemes: dict[str, tuple[str, ...]] = {}
        for row in hosting["deep_links"]:
            if row.get("scheme"):
                known = self.deep_schemes.get(row["scheme"], ())
                self.deep_schemes[row["scheme"]] = (*known, *(row.get("parameters") or ()))
        for row in hosting["deep_links"]:
            if row.get("host") and not row.get("scheme"):
                self.wrappers.setdefault(bare_host(row["host"]), []).append(row)

    @property
    def shared_hosts(self) -> frozenset[str]:
        """Hosts that say nothing about who stands behind an address there.

        Free hosting, short links, gateways, mail services, platforms, stores, redirectors.
        """
        shared = (*self._forms, *(host.removeprefix("*.") for host in self.wrappers))
        return (
            self.hosting | self.shorteners | self.gateways | self.freemail | self.restricted
        ).union(shared)

    def _add(self, row: dict[str, Any], *, store: bool) -> None:
        self.by_id[row["id"]] = Platform(
            row["id"],
            row["title"],
            frozenset(row["chars"]),
            row["min"],
            row["max"],
            row.get("case", "exact"),
            row.get("ignores", ""),
            row.get("first", ""),
            row.get("not_first", ""),
            row.get("not_last", ""),
            row.get("not_doubled", ""),
            row.get("prefix", ""),
            frozenset(row.get("reserved", ())),
        )
        for alias in (row["id"], *row.get("aliases", ())):
            self.alias[alias] = row["id"]
        for address in row["addresses"]:
            path = tuple(part for part in (address.get("path") or "").split("/") if part)
            form = _Form(row["id"], store, address["host"], path, address.get("query") or "")
            if address.get("scheme"):
                self._schemes[address["scheme"], address["host"]] = form
            else:
                key = form.host.removeprefix("{handle}.")
                self._forms.setdefault(bare_host(key), []).append(form)

    def names_accounts(self, host: Host) -> bool:
        """Tell whether bare hosts here are accounts or carry a target, as ``name.t.me`` does."""
        return host.registrable in self.speaking or host.suffix in self.speaking

    def knows(self, host: Host) -> bool:
        """Tell whether account, app or wrapper addresses stand under this registrable domain."""
        return host.registrable in self._bases or host.suffix in self._bases

    def read(self, host: str, path: str, query: str) -> Reading | None:
        """Return the account or app that an http(s) address names, or None."""
        bare = bare_host(host)
        segments = [_readable(part) for part in path.split("/") if part]
        for form in self._forms.get(bare, ()):
            found = None if form.host.startswith("{") else self._match(form, segments, query)
            if found:
                return found
        for form in self._forms.get(parent(bare), ()):
            if form.host.startswith("{handle}."):
                name = bare.split(".", 1)[0]
                if name not in self.by_id[form.platform].reserved:
                    return Reading(form.platform, name)
        return None

    def read_scheme(self, scheme: str, host: str, query: str) -> Reading | None:
        """Return the account that an address such as ``tg://resolve?domain=x`` names, or None."""
        form = self._schemes.get((scheme, host))
        return self._match(form, [], query) if form else None

    def _match(self, form: _Form, segments: list[str], query: str) -> Reading | None:
        """Hold the segments of a path against one form; more segments may follow."""
        if len(segments) < len(form.path):
            return None
        named = {"{slug}": "", "{handle}": "", "{invite}": "", "{id}": ""}
        for want, have in zip(form.path, segments, strict=False):
            slot = next((slot for slot in named if slot in want), "")
            before, _, after = want.partition(slot or want)
            if slot:
                value = have.removeprefix(before).removesuffix(after)
                if before + value + after != have or not value:
                    return None
                # An id keeps its prefix (id6444625622); a handle loses its sign (@name).
                named[slot] = have if slot == "{id}" else value
            elif want == "*":
                named["{slug}"] = have
            elif want.lower() != have.lower():
                return None
        value = named["{id}"] or named["{invite}"] or named["{handle}"].removeprefix("@")
        if form.query:
            value = _parameter(query, form.query)
        if not value or value.lower() in self.by_id[form.platform].reserved:
            return None
        invite = bool(named["{invite}"]) or form.query == "invite"
        slug = named["{slug}"] or (_before(segments, value) if form.store else "")
        return Reading(form.platform, value, form.store, invite, slug)

    def address(self, platform: str, value: str) -> str:
        """Return the shortest web address of an account or app; empty if it has none."""
        prefix = self.by_id[platform].prefix if platform in self.by_id else ""
        forms = [
            form
            for forms in self._forms.values()
            for form in forms
            if form.platform == platform and not form.host.startswith("{")
            and not any(part == "*" or "{slug}" in part or "{invite}" in part for part in form.path)
        ]  # fmt: skip
        if not forms:
            return ""
        form = min(
            (form for form in forms if form.host == forms[0].host),
            key=lambda form: (bool(form.query), len(form.path)),
        )
        bare = value.removeprefix(prefix)
        path = [part.replace("{handle}", value).replace("{id}", bare) for part in form.path]
        query = f"?{form.query}={value}" if form.query else ""
        return f"https://{'/'.join([form.host, *path])}{query}"

    def wrapper_rows(self, host: str) -> list[dict[str, Any]]:
        """Return the wrapper rows of a host, those of ``*.`` above it included."""
        bare = bare_host(host)
        rows = self.wrappers.get(bare, [])
        above = self.wrappers.get("*." + parent(bare), [])
        higher = self.wrappers.get("*." + parent(parent(bare)), []) if not above else []
        return rows + above + higher


def bare_host(host: str) -> str:
    """Return a host without one leading ``www.``, ``m.`` or ``mobile.`` and without a last dot."""
    host = host.removesuffix(".")
    for prefix in _PREFIXES:
        if host.startswith(prefix):
            return host[len(prefix) :]
    return host


def parent(host: str) -> str:
    """Return the host without its first label, or the empty string."""
    return host.partition(".")[2]


def _readable(segment: str) -> str:
    """Return a segment with other scripts decoded; encoded ASCII stays as it is: a disguise."""
    plain = unquote(segment)
    return segment if plain.isascii() else plain


def _parameter(query: str, name: str) -> str:
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == name:
            return unquote(value)
    return ""


def _before(segments: list[str], value: str) -> str:
    """Return the readable segment that stands before an id in a store address."""
    for index, part in enumerate(segments):
        if part.endswith(value) and index:
            return segments[index - 1]
    return ""
