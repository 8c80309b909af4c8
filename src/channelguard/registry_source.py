"""Is this folder a registry, and what does it say?

The border: YAML in, checked by the schema and then as a whole, compiled into plain data out. All
problems of all files are found in one go.
Leaves alone whether a channel is genuine.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from channelguard import fold
from channelguard.compiled import FORMAT
from channelguard.errors import RegistryError
from channelguard.phrases import COMPUTED
from channelguard.registry_files import (
    BRANDS,
    HELP,
    PHRASES,
    bundled_folder,
    digest,
    digest_of,
    printable,
    read_file,
    yaml_files,
)
from channelguard.registry_schema import (
    FORMS,
    KINDS,
    MAX_ITEMS,
    Act,
    BrandFile,
    BrandName,
    Channel,
    HelpFile,
    IdeasFile,
    Neighbour,
    Platform,
    PlatformsFile,
    ThreatList,
    Topic,
    json_schema,
)
from channelguard.registry_values import (
    address_problem,
    host_problem,
    mailbox_problem,
    name_problem,
    scheme_problem,
    site_problem,
)
from channelguard.strict_yaml import (
    Document,
    Place,
    Problem,
    place_name,
    read_yaml,
    shown,
)

__all__ = ["compile_folder", "digest", "json_schema", "load_folder"]

MAX_PROBLEMS = 200
"""Most problems listed for one file; a further line says that there are more."""

PRICES = "prices.yaml"
"""The file of the folder of phrases that holds what ideas are worth."""

ACTS = "acts.yaml"
"""The file of the folder of phrases that holds no words but acts."""

TABLES = ("platforms", "hosting", "words", "neighbours", "lists", "variants")
"""The files beside the brands; a folder may leave them out and gets the shipped ones."""

_SCOPES = {
    "site": ("domain", "host", "path"),
    "account": ("account",),
    "mailbox": ("address",),
    "app": ("id",),
    "scheme": ("id",),
}

_FAULTS = {
    "extra_forbidden": "is no key of this schema",
    "string_type": "must be a text",
    "model_type": "must be a mapping of keys",
    "dict_type": "must be a mapping of keys",
    "list_type": "must be a list",
}
"""What pydantic calls a fault, and what an editor of the file can do with."""

Found = Iterator[tuple[Place, str]]
"""Problems as they are found: the place in the file, and what is wrong there."""


def load_folder(folder: Path, bundled: Path | None = None) -> dict[str, BaseModel]:
    """Return the checked files of a registry by name, such as ``brands/tpwallet.yaml``.

    Args:
        folder: The registry.
        bundled: Where tables that `folder` leaves out come from; by default the shipped registry.

    Raises:
        RegistryError: Anything is wrong with any file; `RegistryError.problems` lists it all.
    """
    return _Reading(folder, bundled).files


def compile_folder(folder: Path, bundled: Path | None = None) -> dict[str, Any]:
    """Return a registry as plain data, every default filled in, ready to be written as JSON.

    The digest covers the files of `folder` only, so that it equals ``digest(folder)``.

    Args:
        folder: The registry.
        bundled: Where tables that `folder` leaves out come from; by default the shipped registry.

    Raises:
        RegistryError: Anything is wrong with any file; `RegistryError.problems` lists it all.
    """
    reading = _Reading(folder, bundled)
    plain = {
        name: model.model_dump(mode="json", by_alias=True) for name, model in reading.files.items()
    }
    brands = [plain[name] for name in sorted(plain) if name.startswith(f"{BRANDS}/")]
    for brand in brands:
        for channel in brand["channels"]:
            channel["valid_until"] = channel["valid_until"] or brand["valid_until"]
        for name in (*brand["names"], *brand["short"]):
            _fold_name(name)
    own = any(name.startswith(f"{PHRASES}/") for name in plain)
    words = plain["words.yaml"]
    words["ordinary"] = sorted({fold.plain(r["text"]) for r in words["roles"] if r["ordinary"]})
    for table in ("roles", "lures", "fans", "denials"):
        words[table] = sorted({fold.plain(row["text"]) for row in words[table]})
    total = digest_of(reading.contents)
    return {
        "format": FORMAT,
        "digest": total,
        "version": f"{max(brand['last_verified'] for brand in brands)}.{total[:8]}",
        "expires": min(brand["valid_until"] for brand in brands),
        "brands": brands,
        "platforms": plain["platforms.yaml"]["platforms"],
        "stores": plain["platforms.yaml"]["stores"],
        "hosting": plain["hosting.yaml"],
        "words": words,
        "neighbours": plain["neighbours.yaml"]["neighbours"],
        "lists": plain["lists.yaml"]["lists"],
        "variants": plain["variants.yaml"],
        "help": {
            name.removeprefix(f"{HELP}/").removesuffix(".yaml"): plain[name]
            for name in sorted(plain)
            if name.startswith(f"{HELP}/")
        },
        "phrases": _phrases(plain) if own else _shipped_phrases(bundled or bundled_folder()),
    }


def _fold_name(row: dict[str, Any]) -> None:
    """Fold a name once and for all: a check must not load the Unicode tables for Han names."""
    row["text"] = fold.plain(row["text"])
    row["seen"] = fold.seen(row["text"])
    for key in ("parts", "generic"):
        if key in row:
            row[key] = [fold.plain(part) for part in row[key]]


class _Reading:
    """One pass over one folder; raises at its end, with everything that was found on the way."""

    def __init__(self, folder: Path, bundled: Path | None) -> None:
        self.files: dict[str, BaseModel] = {}
        self.contents: dict[str, bytes] = {}
        self._problems: list[tuple[str, Problem]] = []
        self._owners: dict[tuple[str, str, str], str] = {}
        documents = self._documents(folder)
        if not any(name.startswith(f"{BRANDS}/") for name in documents):
            self._add(folder / BRANDS, [Problem(0, "", "needs a file for at least one brand")])
        self._borrow(documents, bundled)
        # The tables come first, because accounts are held against the platforms, then the brands,
        # because the guide is held against their channels.
        last = (f"{BRANDS}/", f"{PHRASES}/{ACTS}")
        order = {name: (name.startswith(f"{HELP}/"), name.startswith(last)) for name in documents}
        for name in sorted(documents, key=lambda name: (order[name], name)):
            path, document = documents[name]
            self._add(path, self._check(name, document))
        self._raise()

    def _documents(self, folder: Path) -> dict[str, tuple[Path, Document]]:
        documents: dict[str, tuple[Path, Document]] = {}
        for path in yaml_files(folder):
            name = path.relative_to(folder).as_posix()
            inside = (f"{BRANDS}/", f"{HELP}/", f"{PHRASES}/")
            known = name.startswith(inside) and path.suffix == ".yaml"
            if not known and name not in {f"{table}.yaml" for table in TABLES}:
                self._add(path, [Problem(0, "", "is no file that a registry has")])
                continue
            documents[name] = (path, Document(sound=False))
            try:
                self.contents[name] = read_file(path, folder)
            except RegistryError as fault:
                self._add(path, [Problem(0, "", _without_path(fault))])
            else:
                documents[name] = (path, read_yaml(self.contents[name]))
        return documents

    def _borrow(self, documents: dict[str, tuple[Path, Document]], bundled: Path | None) -> None:
        missing = [f"{table}.yaml" for table in TABLES if f"{table}.yaml" not in documents]
        for name in missing:
            try:
                shipped = bundled or bundled_folder()
                document = read_yaml(read_file(shipped / name, shipped))
            except RegistryError as fault:
                self._add(Path(fault.path), [Problem(0, "", _without_path(fault))])
            else:
                documents[name] = (shipped / name, document)

    def _check(self, name: str, document: Document) -> list[Problem]:
        problems = list(document.problems)
        if not document.sound:
            return problems
        reported = {(problem.line, problem.place) for problem in problems}
        kind = _kind(name)
        found = [*self._shape(name, kind, document), *self._meaning(name, kind, document.tree)]
        for place, text in found:
            problem = Problem(document.line(place), place_name(place), text)
            # A value that YAML readers disagree about needs no second complaint.
            if (problem.line, problem.place) not in reported:
                problems.append(problem)
        return problems

    def _shape(self, name: str, kind: str, document: Document) -> Found:
        try:
            self.files[name] = KINDS[kind].model_validate(document.tree)
        except ValidationError as fault:
            for error in fault.errors(include_url=False)[: 2 * MAX_PROBLEMS]:
                yield _place(error["loc"], document), _words(error)

    def _meaning(self, name: str, kind: str, tree: dict[str, Any]) -> Found:
        if kind == "brand":
            yield from _brand(name, tree)
            yield from self._channels(name, tree)
        elif kind == "platforms":
            yield from _platforms(tree)
        elif kind == "neighbours":
            yield from _neighbours(tree)
        elif kind == "lists":
            yield from _lists(tree)
        elif kind == "acts":
            yield from self._acts(tree)
        elif kind == "help":
            yield from self._help(name, tree)

    def _help(self, name: str, tree: dict[str, Any]) -> Found:
        """Hold the guide against the channels of its brand, and against the other languages."""
        brand = self.files.get(f"{BRANDS}/{tree.get('brand')}.yaml")
        if not isinstance(brand, BrandFile):
            yield ("brand",), "is no brand of this registry"
            return
        current = {channel.value for channel in brand.channels if channel.status == "current"}
        topics = list(_valid(Topic, tree.get("topics")))
        ids = {topic.id for _, topic in topics}
        for at, topic in topics:
            for number, value in enumerate(topic.go):
                if value not in current:
                    what = f"{shown(value)} is no current channel of the brand"
                    yield ("topics", at, "go", number), what
            for number, other in enumerate(topic.more):
                if other not in ids:
                    yield ("topics", at, "more", number), f"{shown(other)} is no topic"
        yield from _twice("topics", "id", tree.get("topics"))
        for other, model in self.files.items():
            if other != name and isinstance(model, HelpFile):
                theirs = {topic.id for topic in model.topics}
                lacking = [*sorted(theirs - ids), *sorted(ids - theirs)]
                if lacking:
                    text = f"{other} and this file differ in the topics {', '.join(lacking)}"
                    yield ("topics",), text

    def _acts(self, tree: dict[str, Any]) -> Found:
        """Hold the acts against the ideas that the languages have."""
        known = set(COMPUTED)
        for model in self.files.values():
            if isinstance(model, IdeasFile):
                known |= model.ideas.keys()
        for at, act in _valid(Act, tree.get("acts")):
            for key in ("all", "any", "some", "none"):
                for idea in getattr(act, key):
                    if idea not in known:
                        yield ("acts", at, key), f"{shown(idea)} is an idea of no language"
        yield from _twice("acts", "id", tree.get("acts"))

    def _channels(self, name: str, tree: dict[str, Any]) -> Found:
        """Hold each channel against its platform, and against all others."""
        ground = self.files.get("platforms.yaml")
        places: dict[tuple[str, str], Any] = {}
        if isinstance(ground, PlatformsFile):
            places = {("account", platform.id): platform for platform in ground.platforms}
            places |= {("app", store.id): store for store in ground.stores}
        for at, channel in _valid(Channel, tree.get("channels")):
            here = ("channels", at)
            yield from ((((*here, key), text) for key, text in _channel(channel)))
            if places and channel.kind in ("account", "app"):
                place = places.get((channel.kind, channel.platform))
                if place is None:
                    what = f"{shown(channel.platform)} is not in platforms.yaml for this kind"
                    yield (*here, "platform"), what
                elif channel.trusted and (problem := name_problem(channel.value, place)):
                    yield (*here, "value"), f"{shown(channel.value)} {problem}"
            key = (channel.kind, channel.platform, channel.value)
            owner = self._owners.setdefault(key, f"{name}: {channel.id}")
            if owner != f"{name}: {channel.id}":
                yield (*here, "value"), f"{shown(channel.value)} is already in {printable(owner)}"

    def _add(self, path: Path, problems: list[Problem]) -> None:
        problems = sorted(problems, key=lambda problem: problem.line)
        if len(problems) > MAX_PROBLEMS:
            more = f"at least {len(problems) - MAX_PROBLEMS} more problems"
            problems = [*problems[:MAX_PROBLEMS], Problem(0, "", more)]
        self._problems += [(printable(path), problem) for problem in problems]

    def _raise(self) -> None:
        if not self._problems:
            return
        path, first = self._problems[0]
        where = ": ".join(filter(None, (f"line {first.line}" if first.line else "", first.place)))
        lines = [_line(path, problem) for path, problem in self._problems]
        raise RegistryError(path, where, first.text, lines)


def _kind(name: str) -> str:
    """Return the kind of a registry file by its relative name."""
    folder, _, base = name.rpartition("/")
    if folder == BRANDS:
        return "brand"
    if folder == HELP:
        return "help"
    if folder == PHRASES:
        return {ACTS: "acts", PRICES: "prices"}.get(base, "ideas")
    return base.removesuffix(".yaml")


@cache
def _shipped_phrases(folder: Path) -> dict[str, Any]:
    """Return the phrases of the shipped registry, read once; linted when they are changed."""
    plain = {}
    for path in yaml_files(folder):
        name = path.relative_to(folder).as_posix()
        if name.startswith(f"{PHRASES}/"):
            model = KINDS[_kind(name)].model_validate(read_yaml(read_file(path, folder)).tree)
            plain[name] = model.model_dump(mode="json", by_alias=True)
    return _phrases(plain)


def _phrases(plain: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return ideas of all languages together, folded, and the acts."""
    ideas: dict[str, set[str]] = {}
    for name in sorted(plain):
        if name == f"{PHRASES}/{PRICES}":
            continue
        for idea, terms in plain[name].get("ideas", {}).items():
            ideas.setdefault(idea, set()).update(fold.plain(term) for term in terms)
    acts = plain[f"{PHRASES}/{ACTS}"]["acts"] if f"{PHRASES}/{ACTS}" in plain else []
    free = {"bias": 0.0, "ideas": {}, "pairs": {}}
    prices = plain.get(f"{PHRASES}/{PRICES}", free)
    return {
        "ideas": {idea: sorted(terms) for idea, terms in ideas.items()},
        "acts": acts,
        "prices": {key: prices[key] for key in free},
    }


def _line(path: str, problem: Problem) -> str:
    place = f"{path}:{problem.line}" if problem.line else path
    return ": ".join(filter(None, (place, problem.place, problem.text)))


def _without_path(fault: RegistryError) -> str:
    return str(fault).removeprefix(f"{fault.path}: ")


def _place(location: tuple[str | int, ...], document: Document) -> Place:
    """Drop what pydantic adds to a location, such as the branch of a union that failed."""
    place: Place = ()
    for part in location:
        if (*place, part) not in document.lines:
            # A missing key has no line of its own and is still worth naming.
            return place
        place = (*place, part)
    return place


def _words(error: Any) -> str:
    """Say what the schema found, in words that repeat the file only escaped and shortened."""
    given, context = error["input"], error.get("ctx", {})
    value = f"{shown(given)} " if isinstance(given, str) else ""
    kind, place = error["type"], error["loc"]
    if kind == "missing":
        return f"{shown(str(place[-1]))[1:-1]} is missing"
    if kind in _FAULTS:
        return _FAULTS[kind]
    if kind == "value_error":
        return f"{value}{context['error']}"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return f"{value}{FORMS.get(pattern, f'does not match {pattern}')}"
    expected = context.get("expected") if kind == "literal_error" else None
    return (
        f"{value}must be {expected}" if expected else f"{value}is refused: {error['msg'].lower()}"
    )


def _valid(model: type[Any], items: object) -> Iterator[tuple[int, Any]]:
    """Yield the items that are well-formed by themselves, so that one bad item hides no other."""
    for at, item in enumerate(items[:MAX_ITEMS] if isinstance(items, list) else ()):
        try:
            yield at, model.model_validate(item)
        except ValidationError:
            continue


def _twice(place: str, key: str, items: object) -> Found:
    """Find ids that occur twice in a list."""
    seen: set[str] = set()
    for at, item in enumerate(items if isinstance(items, list) else ()):
        text = item.get(key) if isinstance(item, dict) else None
        if isinstance(text, str):
            if text in seen:
                yield (place, at, key), f"{shown(text)} is used twice"
            seen.add(text)


def _brand(name: str, tree: dict[str, Any]) -> Found:
    """Hold the parts of one brand file against each other."""
    brand, first, last = (tree.get(key) for key in ("brand", "last_verified", "valid_until"))
    if isinstance(brand, str) and name != f"{BRANDS}/{brand}.yaml":
        yield ("brand",), f"{shown(brand)} is not the name of the file"
    if isinstance(first, str) and isinstance(last, str) and first > last:
        yield ("valid_until",), f"{shown(last)} lies before last_verified"
    yield from _twice("channels", "id", tree.get("channels"))
    for place, key in (("names", "text"), ("short", "text"), ("unused", "kind")):
        yield from _twice(place, key, tree.get(place))
    rows = tree.get("channels")
    # Straight from the file: a channel with another fault is still a channel to imitate.
    trusted = {
        row.get("value")
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
        and row.get("status") not in ("retired", "disputed")
        and isinstance(row.get("value"), str)
    }
    for at, known in _valid(BrandName, tree.get("names")):
        if known.imitates not in trusted:
            what = f"{shown(known.imitates)} is no current or legacy channel of this file"
            yield ("names", at, "imitates"), what


def _channel(channel: Channel) -> Iterator[tuple[str, str]]:
    """Yield key and problem of one channel that is well-formed by itself."""
    scopes, value = _SCOPES[channel.kind], channel.value
    if channel.scope not in scopes:
        yield "scope", f"must be {' or '.join(scopes)} for the kind {channel.kind}"
    if channel.kind not in ("account", "app") and channel.platform:
        yield "platform", f"must be left out for the kind {channel.kind}"
    if channel.valid_until and channel.valid_until < channel.last_verified:
        yield "valid_until", f"{shown(channel.valid_until)} lies before last_verified"
    problem = ""
    if channel.kind == "site":
        problem = site_problem(value, channel.scope, exact=channel.trusted)
    elif channel.kind == "mailbox":
        problem = mailbox_problem(value)
    elif channel.kind == "scheme":
        problem = scheme_problem(value)
    if problem:
        yield "value", f"{shown(value)} {problem}"


def _platforms(tree: dict[str, Any]) -> Found:
    """Find ids and aliases of ``platforms.yaml`` that mean two things."""
    yield from _twice("platforms", "id", tree.get("platforms"))
    yield from _twice("stores", "id", tree.get("stores"))
    seen: dict[str, str] = {}
    for at, platform in _valid(Platform, tree.get("platforms")):
        for alias in dict.fromkeys([platform.id, *platform.aliases]):
            if seen.setdefault(alias, platform.id) != platform.id:
                yield ("platforms", at, "aliases"), f"{shown(alias)} already means {seen[alias]}"


def _neighbours(tree: dict[str, Any]) -> Found:
    """Find neighbours that occur twice, and domains that cannot be anybody's own."""
    yield from _twice("neighbours", "id", tree.get("neighbours"))
    for at, neighbour in _valid(Neighbour, tree.get("neighbours")):
        for number, host in enumerate(neighbour.domains):
            if problem := host_problem(host):
                yield ("neighbours", at, "domains", number), f"{shown(host)} {problem}"


def _lists(tree: dict[str, Any]) -> Found:
    """Find threat lists that occur twice, and addresses that cannot be fetched safely."""
    yield from _twice("lists", "id", tree.get("lists"))
    for at, one in _valid(ThreatList, tree.get("lists")):
        if problem := address_problem(one.address):
            yield ("lists", at, "address"), f"{shown(one.address)} {problem}"
