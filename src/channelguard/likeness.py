"""Where in a host, an account name or a display name can a brand be read, and how plainly?

Read once for each atom; the ``*-lookalike``, ``*-typo``, ``*-affix`` detectors each take the
likenesses of their own form. Order of trust: the very name, the name as the eye reads it, its
words swapped, then slips. Generic words are discounted, and a likeness that has an ordinary
explanation carries it in ``excuse``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import unquote

from channelguard import fold
from channelguard.model import Atom, Handle, Host, Link, Mailbox, Name, Span, Unreadable
from channelguard.registry import COMPOUND, BrandName, Registry

UNKNOWN_BESIDE = 0.55
"""Share of the price limit allowed where unknown letters stand beside a misspelt name."""

LOOK_LIMIT = 0.35
"""Price up to which a spelling counts as looking the same, and the only slips that a short name
(one edit or none) may have where unknown letters stand beside it."""

PART_LIMIT = 0.55
"""A misspelt name may lose at most this share of each of its words: ``tokenpost`` has lost a
whole word of ``tokenpocket``, not misspelt it."""

_RANK = {"exact": 0, "look": 1, "swapped": 2, "typo": 3, "short": 4}


@dataclass(frozen=True, slots=True)
class Likeness:
    """One brand name read in one place."""

    name: BrandName
    form: str
    """``exact``, ``look`` (same letters to the eye), ``swapped``, ``typo`` or ``short``."""
    place: str
    """``name`` (the registered label), ``subdomain``, ``joined`` (over dots), ``official``
    (a whole official address inside), ``handle``, ``local``, ``display``."""
    span: Span
    cost: float = 0.0
    before: str = ""
    after: str = ""
    """Folded letters beside the name in the same label."""
    bounded: bool = True
    """True if what stands beside is nothing, a separator, digits or known words."""
    role: bool = False
    """True if a word for staff or support stands beside."""
    excuse: str = ""
    """Why it may be innocent: ``word``, ``neighbour:<domain>``, ``closed``, ``fan``; else empty."""


T = TypeVar("T", bound="Likeness")


class HostLikeness(Likeness):
    """A brand read in a host name."""

    __slots__ = ()


class HandleLikeness(Likeness):
    """A brand read in an account name."""

    __slots__ = ()


class NameLikeness(Likeness):
    """A brand read in a display name, that of a mailbox included."""

    __slots__ = ()


class LocalLikeness(Likeness):
    """A brand read before the @ of a mailbox."""

    __slots__ = ()


class UnreadableLikeness(Likeness):
    """A brand read in an address that no browser opens."""

    __slots__ = ()


def in_atom(atom: Atom, registry: Registry) -> list[Likeness]:
    """Return what brands can be read in an atom that is not official, best first."""
    match atom:
        case Link():
            return [] if atom.carries else list(in_host(atom.host, registry))
        case Handle(platform="") if registry.platforms_of(atom.text):
            return []  # it is official somewhere: `incomplete` asks where it was seen
        case Handle():
            return list(in_handle(atom, registry))
        case Name():
            return list(in_name(atom.text, atom.span, registry))
        case Mailbox():
            return [
                *in_host(atom.host, registry),
                *in_local(atom, registry),
                *in_name(atom.display, atom.display_span or atom.span, registry),
            ]
        case Unreadable():
            return list(in_unreadable(atom, registry))
        case _:
            return []


def in_unreadable(atom: Unreadable, registry: Registry) -> list[UnreadableLikeness]:
    """Return what brands can be read in something that only looks like an address."""
    found = [
        one for piece in _PIECES.split(unquote(atom.text)) + _PIECES.split(fold.unreversed(atom.text)) for one in _in_text(piece, atom.span, "handle", registry)
    ]
    return _best(found, UnreadableLikeness)


def in_host(host: Host, registry: Registry) -> list[HostLikeness]:
    """Return what brands can be read in a host, best first, at most one for each name."""
    if host.address:
        return []
    found = [*_embedded(host, registry), *_in_labels(host, registry)]
    if not found:
        return []
    own = registry.neighbour_domains.get(host.registrable, "")
    for index, one in enumerate(found):
        excuse = one.excuse or _host_excuse(one, host, own, registry)
        found[index] = replace(one, excuse=excuse) if excuse else one
    return _best(found, HostLikeness)


def nothing_near(host: Host, registry: Registry) -> bool:
    """Tell in microseconds that no brand can be near a plain host; False where it takes a look."""
    resolved = host.resolved
    if host.seen != resolved or "xn--" in resolved or (host.subdomain and registry.embeds(resolved)):
        return False
    joined = (host.subdomain + host.name if host.name else resolved).translate(_SEPARATORS)
    if registry.near_host(joined):
        return False
    return joined.isalpha() or not registry.near_host(joined.translate(_LEET))


def in_handle(handle: Handle, registry: Registry) -> list[HandleLikeness]:
    """Return what brands can be read in an account name."""
    return _best(_in_text(handle.text, handle.span, "handle", registry), HandleLikeness)


def in_local(mailbox: Mailbox, registry: Registry) -> list[LocalLikeness]:
    """Return what brands can be read before the @."""
    span = (mailbox.span[0], mailbox.span[0] + len(mailbox.local))
    return _best(_in_text(mailbox.local, span, "local", registry), LocalLikeness)


def in_name(text: str, span: Span, registry: Registry) -> list[NameLikeness]:
    """Return what brands can be read in a display name; fans and warners are excused."""
    found = list(_in_text(text, span, "display", registry))
    if not found:
        return []
    fan = _has_word(text, registry.words.fans)
    return _best([replace(one, excuse="fan") if fan else one for one in found], NameLikeness)


def _best(found: Iterable[Likeness], kind: type[T]) -> list[T]:
    """Keep the plainest likeness for each brand name, unexcused ones first."""
    ranked = sorted(found, key=lambda one: (bool(one.excuse), _RANK[one.form], one.cost, one.place != "name"))
    kept: dict[str, Likeness] = {}
    for one in ranked:
        kept.setdefault(one.name.imitates, one)
    return [
        kind(k.name, k.form, k.place, k.span, k.cost, k.before, k.after, k.bounded, k.role, k.excuse)
        for k in kept.values()
    ]


# hosts


def _embedded(host: Host, registry: Registry) -> Iterator[Likeness]:
    """Yield the official addresses that stand whole inside a longer host."""
    official = registry.embeds(host.resolved) if host.subdomain else ""
    if official:
        brand = registry.by_value[official].brand
        name = BrandName(official, official, (official,), frozenset(), 0, official, brand, "")
        yield Likeness(name, "exact", "official", host.span)


def _in_labels(host: Host, registry: Registry) -> Iterator[Likeness]:
    labels = _labels(host, registry)
    joined = "".join(view for label in labels for view in label.views[:1])
    joined = joined.replace("-", "")
    near = registry.near_host(joined)
    if not joined.isalpha():
        near = tuple(dict.fromkeys(near + registry.near_host(joined.translate(_LEET))))
    views = {view for label in labels for view in label.views}
    if len(views) > len(labels):
        more = "".join(label.views[-1] for label in labels).replace("-", "")
        near = tuple(dict.fromkeys(near + registry.near_host(more)))
    if not near:
        return
    for name in near:
        plainly = [one for label in labels for one in _plainly_in(label, name, registry)]
        yield from plainly or (one for label in labels for one in _roughly_in(label, name, registry))
    if len(labels) > 1:
        yield from _over_dots(host, labels, near)


@dataclass(frozen=True, slots=True)
class _Label:
    resolved: str
    views: tuple[str, ...]
    """Lower-case readings with hyphens: as resolved (leet digits kept), as seen."""
    plain: bool
    place: str
    span: Span


def _labels(host: Host, registry: Registry) -> list[_Label]:
    """Return the labels left of the public suffix, the registered one marked ``name``."""
    resolved = host.resolved.removesuffix(".")
    ours = resolved.removesuffix("." + host.suffix) if host.suffix else resolved
    if not host.name:  # the whole host is a public suffix by a wildcard rule, as under eth.link
        ours = resolved.split(".", 1)[0]
    parts = ours.split(".")
    seen = host.seen.removesuffix(".").split(".")
    aligned = len(seen) >= len(parts) and len(host.seen.removesuffix(".").split(".")) == len(resolved.split("."))
    platforms = registry.platforms
    strangers = host.registrable in platforms.hosting or host.registrable in platforms.gateways
    hosted = strangers and len(parts) > 1
    named = len(parts) - (2 if hosted else 1)
    found = []
    for index, part in enumerate(parts):
        shown = seen[index] if aligned else part
        span = host.span
        if aligned and host.span[1] - host.span[0] == len(host.seen):
            start = host.span[0] + sum(len(label) + 1 for label in seen[:index])
            span = (start, start + len(shown))
        place = "name" if index == named else "subdomain"
        found.append(_Label(part, _views(part, shown), shown.isascii() and not part.startswith("xn--"), place, span))
    return found


def _views(resolved: str, shown: str) -> tuple[str, ...]:
    """Return the different ways in which a label is read, lower case, hyphens kept."""
    views = [resolved]
    if resolved.startswith("xn--"):
        import ada_url  # noqa: PLC0415 - 20 ms, and few labels need it

        unicode = ada_url.idna_to_unicode(resolved)
        if unicode == resolved:
            return (resolved,)
        views = [fold.seen(unicode)]
        if not shown.isascii():
            views.append(fold.seen(shown))
    elif not shown.isascii():
        views.append(fold.seen(shown))
    elif shown != resolved:
        views.append(fold.seen(shown))
    return tuple(dict.fromkeys(views))


def _plainly_in(label: _Label, name: BrandName, registry: Registry) -> Iterator[Likeness]:
    """Yield the very name, or one that reads the same, in one label."""
    for view in label.views:
        flat = view.replace("-", "").replace("_", "")
        if name.short:
            if flat == name.text:
                yield Likeness(name, "short", label.place, label.span)
                return
            continue
        exact = _contained(flat, view, name, registry)
        if exact is not None:
            before, after, bounded = exact
            form = "exact" if view == label.resolved and label.plain else "look"
            excuse = _word_excuse(flat, view, name, registry)
            yield Likeness(name, form, label.place, label.span, 0.0, before, after, bounded, excuse=excuse)
            return


def _roughly_in(label: _Label, name: BrandName, registry: Registry) -> Iterator[Likeness]:
    """Yield the name with its words swapped, or with slips, in one label."""
    if name.short:
        return
    for view in label.views:
        flat = view.replace("-", "").replace("_", "")
        if name.swapped and label.place == "name" and name.swapped in flat:
            before, _, after = flat.partition(name.swapped)
            if _known(before, registry) and _known(after, registry):
                yield Likeness(name, "swapped", label.place, label.span, 0.0, before, after)
                return
        yield from _misspelt(flat, view, name, label.place, label.span, registry)


def _contained(flat: str, view: str, name: BrandName, registry: Registry) -> tuple[str, str, bool] | None:
    """Return what stands before and after the name in the label, and whether that is ordinary."""
    for text in (name.text, name.skeleton) if name.text != name.skeleton else (name.text,):
        if text in flat:
            before, _, after = flat.partition(text)
            bounded = text in view.split("-") or (_known(before, registry) and _known(after, registry))
            return before, after, bounded
    return None


def _misspelt(
    flat: str, view: str, name: BrandName, place: str, span: Span, registry: Registry
) -> Iterator[Likeness]:
    """Yield the cheapest reading of a piece of the label as the name with slips."""
    from channelguard import distance  # noqa: PLC0415 - rapidfuzz takes 26 ms that few inputs need

    limit = float(name.max_edits)
    if place not in {"name", "display"}:
        limit *= UNKNOWN_BESIDE
    limit = max(limit, LOOK_LIMIT)
    loose = max(limit * UNKNOWN_BESIDE, LOOK_LIMIT) if name.max_edits > 1 else LOOK_LIMIT
    best: Likeness | None = None
    for text, before, after, sure in _pieces(flat, view, name, distance.windows):
        found = distance.slips(name.text, text, name.parts, limit=min(limit, best.cost if best else limit))
        if found.worst_part > PART_LIMIT or not 0 < found.cost < (best.cost if best else distance.FAR):
            continue
        bounded = sure or _beside(before, after, name, registry)
        if not bounded and found.cost > loose:
            continue
        form = "look" if found.cost <= LOOK_LIMIT else "typo"
        excuse = _word_excuse(flat, view, name, registry, text)
        if form == "typo" and not excuse:
            excuse = _neighbour_excuse(flat, found.cost, registry)
        best = Likeness(name, form, place, span, found.cost, before, after, bounded, excuse=excuse)
    if best is not None:
        yield best


def _pieces(
    flat: str, view: str, name: BrandName, windows: Callable[[str, str], list[tuple[int, int]]]
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the pieces of a label that may be the name: text, what stands beside, surely bounded."""
    size = len(name.text)
    yield flat, "", "", True
    if "-" in view:
        tokens = view.split("-")
        for index, token in enumerate(tokens):
            if abs(len(token) - size) <= name.max_edits:
                yield token, "".join(tokens[:index]), "".join(tokens[index + 1 :]), True
    if len(flat) > size:
        for start, end in windows(name.text, flat):
            yield flat[start:end], flat[:start], flat[end:], False


def _beside(before: str, after: str, name: BrandName, registry: Registry) -> bool:
    """Tell whether only known words stand beside; longer ones where the name allows one slip."""
    shortest = 1 if name.max_edits > 1 else _WORD
    return _known(before, registry, shortest) and _known(after, registry, shortest)


_LEET = str.maketrans("0134579@$", "oleastpas")
_WORD = 3
"""Shortest word that may stand beside a misspelt name of one slip: ``bi`` before ``twallet`` is
the beginning of another word."""


def _over_dots(host: Host, labels: list[_Label], near: tuple[BrandName, ...]) -> Iterator[Likeness]:
    """Yield names that are split by dots: ``tp.wallet-x.cc``, ``tokenpoc.ket.pro``."""
    flats = [label.views[-1].replace("-", "") for label in labels]
    joined = "".join(flats)
    edges = set()
    for flat in flats[:-1]:
        edges.add(sum(map(len, flats[: len(edges)])) + len(flat))
    starts = {0, *edges}
    for name in near:
        at = joined.find(name.text)
        if at < 0 or any(name.text in flat for flat in flats) or name.short:
            continue
        inside = {edge - at for edge in edges if at < edge < at + len(name.text)}
        split = len(name.parts[0])
        whole = at in starts and (joined == name.text or split in inside or len(name.text) > 2 * split)
        if whole:
            yield Likeness(name, "exact", "joined", host.span, 0.0, joined[:at], joined[at + len(name.text) :])


def _host_excuse(one: Likeness, host: Host, own: str, registry: Registry) -> str:
    if own:
        return f"neighbour:{own}"
    last = host.suffix.rpartition(".")[2]
    if one.form == "typo" and {host.suffix, last} & registry.platforms.restricted:
        return "closed"
    return ""


def _word_excuse(flat: str, view: str, name: BrandName, registry: Registry, text: str = "") -> str:
    """Return ``word`` if an ordinary word explains the likeness, else the empty string.

    For the very name (no `text`) that is a longer word around it (``httpwallet``). For slips it is
    a compound in the label, or an ordinary word where the name has its own (``tip`` + ``wallet``).
    """
    innocents = registry.words.innocents
    if flat in innocents:
        return "word"
    words = innocents.intersection(view.split("-"))
    if not text:
        return "word" if any(name.text in word for word in words) else ""
    if any(len(word) >= COMPOUND for word in words):
        return "word"
    for piece in (text, flat):
        if not innocents.isdisjoint(
            part for word in name.parts for part in (piece.removesuffix(word), piece.removeprefix(word))
        ):
            return "word"
    if not text.endswith(registry.words.compounds):
        return ""
    return "word" if any(_instead_of_part(text, word, name) for word in registry.words.compounds) else ""


def _instead_of_part(text: str, word: str, name: BrandName) -> bool:
    """Tell whether an ordinary word stands where the name has a word of its own."""
    if not text.endswith(word):
        return False
    rest = text.removesuffix(word)
    return rest in name.parts or not rest.startswith(name.parts)


def _neighbour_excuse(flat: str, cost: float, registry: Registry) -> str:
    """Return the neighbour whose own name stands in the label or is nearer, for slips only."""
    from channelguard import distance  # noqa: PLC0415 - see _misspelt

    names = registry.neighbour_names
    inside = registry.neighbour_inside.search(flat)
    name = inside[0] if inside else distance.nearest(flat, registry.neighbour_list, int(cost))
    return f"neighbour:{names[name]}" if name else ""


def _known(text: str, registry: Registry, shortest: int = 1) -> bool:
    """Tell whether the text is nothing, digits, a plural s, or made of words known beside brands."""
    if not text or text.isdigit() or (text == "s" and shortest == 1):
        return True
    words, longest = registry.words.beside, registry.words.longest
    ends = {0}
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            word = text[start:end]
            if start in ends and (word.isdigit() or (end - start >= shortest and word in words)):
                ends.add(end)
                break
    return len(text) in ends


# account names and display names


def _in_text(text: str, span: Span, place: str, registry: Registry) -> Iterator[Likeness]:
    plain = fold.plain(text)
    views = dict.fromkeys((plain, fold.seen(fold.unreversed(text))))
    for view in views:
        flat = "".join(letter for letter in view if letter.isalnum() or letter in "|!$@+")
        near = registry.near_account(flat)
        leet = flat.translate(_LEET)
        if leet != flat:
            near = tuple(dict.fromkeys(near + registry.near_account(leet)))
        words = _words(text if view == plain else view)
        for name in near:
            yield from _name_in_text(flat, view == plain, name, place, span, words, registry)


def _name_in_text(
    flat: str, plain: bool, name: BrandName, place: str, span: Span, words: list[str], registry: Registry
) -> Iterator[Likeness]:
    role = _has_role(words, flat, registry)
    if name.short:
        if _short_with_role(flat, name, words, registry):
            yield Likeness(name, "short", place, span, role=True)
        return
    if name.account and place == "display":
        return
    view = "-".join(words)
    found = next(_in_label_of_text(flat, view, plain, name, place, span, registry), None)
    if found is not None:
        yield replace(found, role=role)


def _in_label_of_text(
    flat: str, view: str, plain: bool, name: BrandName, place: str, span: Span, registry: Registry
) -> Iterator[Likeness]:
    exact = _contained(flat, view, name, registry)
    excuse = _word_excuse(flat, view, name, registry)
    if exact is not None:
        before, after, bounded = exact
        if name.account and len(name.text) < 2 * _LONG and not bounded:
            return
        yield Likeness(name, "exact" if plain else "look", place, span, 0.0, before, after, bounded, excuse=excuse)
        return
    if name.swapped and name.swapped in flat and place == "handle" and len(name.swapped) > 2 * _LONG:
        yield Likeness(name, "swapped", place, span)
        return
    yield from _misspelt(flat, view, name, place if place == "display" else "name", span, registry)


_SEPARATORS = {ord(mark): None for mark in "-_."}
_LONG = 4
_PIECES = re.compile(r"[./\\?#&=@:]+")


def _words(text: str) -> list[str]:
    """Split at separators, at changes from small to capital letters, and between Latin and Han."""
    words: list[str] = []
    last = ""
    for letter in text:
        kind = _kind(letter)
        if kind and (not words or kind != last[:1] or not words[-1] or (letter.isupper() and last.endswith("l"))):
            words.append("")
        if kind:
            words[-1] += letter
        elif words and words[-1]:
            words.append("")
        last = kind + ("u" if letter.isupper() else "l")
    return [fold.plain(word) for word in words if word]


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "d"
    if not letter.isalpha():
        return ""
    return "h" if "\u2e80" <= letter <= "\u9fff" else "a"


def _has_role(words: list[str], flat: str, registry: Registry) -> bool:
    roles = registry.words.roles
    return any(word in roles for word in words) or any(
        role in flat for role in roles if len(role) > _LONG or not role.isascii()
    )


def _short_with_role(flat: str, name: BrandName, words: list[str], registry: Registry) -> bool:
    """Tell whether an abbreviation is a word of its own and only role and lure words stand beside."""
    if name.text in words:
        rest = [word for word in words if word != name.text]
    elif flat.startswith(name.text):
        rest = [flat[len(name.text) :]]
    elif flat.endswith(name.text):
        rest = [flat[: -len(name.text)]]
    else:
        return False
    pieces = "".join(rest)
    wanted = registry.words.roles if len(name.text) < _WORD else registry.words.beside
    return bool(rest) and any(word in pieces for word in wanted if len(word) > 1) and _known(pieces, registry)


def _has_word(text: str, wanted: frozenset[str]) -> bool:
    folded = fold.plain(text)
    words = set(_words(text))
    return any(word in words if word.isascii() else word in folded for word in wanted)

