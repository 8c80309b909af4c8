"""Where in a host can a brand be read? In the registered label, a subdomain, or over the dots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from channelguard import fold
from channelguard.likeness.found import HostLikeness, Likeness, Piece, best
from channelguard.likeness.spelling import UNKNOWN_BESIDE, contained, misspelt, swapped
from channelguard.model import Host, Span
from channelguard.registry import BrandName, Registry

_SEPARATORS = {ord(mark): None for mark in "-_."}


def in_host(host: Host, registry: Registry) -> list[HostLikeness]:
    """Return what brands can be read in a host, best first, at most one for each channel."""
    if host.address:
        return []
    found = [*_embedded(host, registry), *_in_labels(host, registry)]
    own = registry.neighbour_domains.get(host.registrable, "") if found else ""
    for index, one in enumerate(found):
        excuse = one.excuse or _excuse(one, host, own, registry)
        found[index] = one._replace(excuse=excuse) if excuse else one
    return best(found, HostLikeness)


def _embedded(host: Host, registry: Registry) -> Iterator[Likeness]:
    """Yield the official address that stands whole inside a longer host."""
    official = registry.embeds(host.resolved) if host.subdomain else ""
    if official:
        brand = registry.by_value[official].brand
        name = BrandName(official, official, (official,), frozenset(), 0, official, brand, "")
        yield Likeness(name, "exact", "official", host.span)


def _in_labels(host: Host, registry: Registry) -> Iterator[Likeness]:
    labels = _labels(host, registry)
    first = "".join(label.pieces[0].flat for label in labels)
    last = "".join(label.pieces[-1].flat for label in labels)
    read = (first,) if first == last else (first, last)
    texts = dict.fromkeys(way for text in read for way in (text, text.translate(fold.LEET)))
    for name in dict.fromkeys(name for text in texts for name in registry.near_host(text)):
        plainly = [one for label in labels for one in _plainly_in(label, name, registry)]
        yield from plainly or (
            one for label in labels for one in _roughly_in(label, name, registry)
        )
        if len(labels) > 1 and not name.short:
            yield from _over_dots(host, labels, name)


class _Label(NamedTuple):
    """One label in the ways it can be read: as resolved, then as seen."""

    pieces: tuple[Piece, ...]
    registered: bool


def _labels(host: Host, registry: Registry) -> list[_Label]:
    """Return the labels left of the public suffix; on free hosting the customer's is the name."""
    resolved = host.resolved.removesuffix(".")
    ours = resolved.removesuffix("." + host.suffix) if host.suffix else resolved
    if not host.name:  # the whole host is a public suffix by a wildcard rule, as under eth.link
        ours = resolved.split(".", 1)[0]
    parts = ours.split(".")
    if not host.suffix and len(parts) > 1:
        parts.pop()  # no public ending: the last label is taken for one, as in tokenpocket.lo
    seen = host.seen.removesuffix(".").split(".")
    aligned = len(seen) == resolved.count(".") + 1
    platforms = registry.platforms
    strangers = host.registrable in platforms.hosting or host.registrable in platforms.gateways
    named = len(parts) - (2 if strangers and len(parts) > 1 else 1)
    found = []
    at = host.span[0]
    for index, part in enumerate(parts):
        shown = seen[index] if aligned else part
        exact = aligned and host.span[1] - host.span[0] == len(host.seen)
        span = (at, at + len(shown)) if exact else host.span
        at += len(shown) + 1
        found.append(_label(part, shown, "name" if index == named else "subdomain", span))
    return found


def _label(resolved: str, shown: str, place: str, span: Span) -> _Label:
    """Return one label read in every way that differs."""
    views = {resolved: shown.isascii()}
    unencoded = fold.unencoded(resolved)
    if unencoded != resolved:
        views = {unencoded: False}
    if shown != resolved:
        views.setdefault(fold.seen(shown), False)
    pieces = tuple(
        Piece(view, place, span, plain, view.translate(_SEPARATORS))
        for view, plain in views.items()
    )
    return _Label(pieces, place == "name")


def _plainly_in(label: _Label, name: BrandName, registry: Registry) -> Iterator[Likeness]:
    """Yield the very name, or one that reads the same; an abbreviation only as a whole label."""
    for piece in label.pieces:
        if name.short:
            if piece.flat == name.text:
                yield Likeness(name, "short", piece.place, piece.span)
                return
            continue
        one = contained(piece, name, registry)
        if one is not None:
            yield one
            return


def _roughly_in(label: _Label, name: BrandName, registry: Registry) -> Iterator[Likeness]:
    """Yield the name with its words swapped (registered labels only), or with slips."""
    if name.short:
        return
    for piece in label.pieces:
        one = swapped(piece, name, registry) if label.registered else None
        one = one or misspelt(
            piece, name, registry, share=1.0 if label.registered else UNKNOWN_BESIDE, host=True
        )
        if one is not None:
            yield one


def _over_dots(host: Host, labels: list[_Label], name: BrandName) -> Iterator[Likeness]:
    """Yield the name split by dots: ``tp.wallet-x.cc`` where a word ends, ``toke.npocket.pro``."""
    flats = [label.pieces[-1].flat for label in labels]
    joined = "".join(flats)
    at = joined.find(name.text)
    if at < 0 or any(name.text in flat for flat in flats):
        return
    edges = [0]
    for flat in flats:
        edges.append(edges[-1] + len(flat))
    end = at + len(name.text)
    between_words = at + len(name.parts[0]) in edges
    if at in edges and (between_words or end in edges):
        yield Likeness(name, "exact", "joined", host.span, 0.0, joined[:at], joined[end:])


def _excuse(one: Likeness, host: Host, own: str, registry: Registry) -> str:
    """Return why the whole host explains a likeness: a neighbour's own domain, a closed ending."""
    if own:
        return f"neighbour:{own}"
    endings = {host.suffix, host.suffix.rpartition(".")[2]}
    return "closed" if one.form == "typo" and endings & registry.platforms.restricted else ""
