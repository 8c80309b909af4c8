"""Can one name be read in one piece of text: as it is, or with slips?

Generic words are discounted, known words beside the name are not counted as letters of it, and
ordinary words that come near by accident are named as the excuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from channelguard.likeness.found import Likeness, Piece
from channelguard.registry import COMPOUND, BrandName, Registry

UNKNOWN_BESIDE = 0.55
"""Share of the price limit allowed where unknown letters stand beside a misspelt name, and in
subdomains, which cost nothing to make and are seldom read."""

LOOK_LIMIT = 0.35
"""Price up to which a spelling counts as looking the same, and the only slips that a short name
(one edit or none) may have where unknown letters stand beside it."""

PART_LIMIT = 0.55
"""A misspelt name may lose at most this share of each of its words: ``tokenporch`` has lost a
whole word of ``tokenpocket``, not misspelt it."""

_WORD = 3
"""Shortest word that may stand beside a misspelt name of one slip: ``bi`` before ``twallet`` is
the beginning of another word."""

# All four constants are fitted with tools/fit_prices.py on the development data of 2026-11.


def contained(piece: Piece, name: BrandName, registry: Registry) -> Likeness | None:
    """Return the very name, or one that reads the same, if it stands whole in the piece."""
    text = name.text if name.text in piece.flat else name.skeleton
    if text not in piece.flat:
        return None
    before, _, after = piece.flat.partition(text)
    bounded = text in piece.view.split("-") or (known(before, registry) and known(after, registry))
    form = "exact" if piece.plain and text == name.text else "look"
    excuse = _around(piece, name, registry)
    return Likeness(name, form, piece.place, piece.span, 0.0, before, after, bounded, excuse=excuse)


def swapped(piece: Piece, name: BrandName, registry: Registry) -> Likeness | None:
    """Return the name with its words in the other order, if nothing unknown stands beside."""
    if not name.swapped or name.swapped not in piece.flat:
        return None
    before, _, after = piece.flat.partition(name.swapped)
    if not (known(before, registry) and known(after, registry)):
        return None
    return Likeness(name, "swapped", piece.place, piece.span, 0.0, before, after)


def misspelt(
    piece: Piece, name: BrandName, registry: Registry, *, share: float = 1.0, host: bool = False
) -> Likeness | None:
    """Return the cheapest reading of a part of the piece as the name with slips.

    Args:
        piece: Where to look.
        name: What to look for; its ``max_edits`` is the limit of the price.
        registry: For the words beside it and the excuses.
        share: Share of the limit that is allowed here.
        host: True for a label of a host, which may be fewer edits away (`distance.hard_edits`).
    """
    from channelguard import distance  # noqa: PLC0415 - rapidfuzz takes 26 ms that few inputs need

    limit = max(name.max_edits * share, LOOK_LIMIT)
    loose = max(limit * UNKNOWN_BESIDE, LOOK_LIMIT) if name.max_edits > 1 else LOOK_LIMIT
    most = name.max_edits if host else None
    found: Likeness | None = None
    for text, before, after, sure in _parts_of(piece, name, distance.windows):
        if host and sure and not distance.like(name.text, text):
            continue
        cheapest = found.cost if found else limit
        slips = distance.slips(name.text, text, name.parts, limit=cheapest, most=most)
        if slips.worst_part > PART_LIMIT or not slips.cost or (found and slips.cost >= cheapest):
            continue
        bounded = sure or _beside(before, after, name, registry)
        if not bounded and slips.cost > loose:
            continue
        form = "look" if slips.cost <= LOOK_LIMIT else "typo"
        excuse = _ordinary(piece, text, name, registry)
        if form == "typo" and not excuse:
            excuse = _neighbour(piece.flat, slips.cost, registry)
        found = Likeness(
            name, form, piece.place, piece.span, slips.cost, before, after, bounded, excuse=excuse
        )
    return found


def known(text: str, registry: Registry, shortest: int = 1) -> bool:
    """Tell whether the text is nothing, digits, a plural s, or made of known words."""
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


def _parts_of(
    piece: Piece, name: BrandName, windows: Callable[[str, str], list[tuple[int, int]]]
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the parts that may be the name: text, what stands before and after, surely bounded."""
    size = len(name.text)
    flat = piece.flat
    yield flat, "", "", True
    if name.account:  # an account name is a whole: only all of the text can be a slip of it
        return
    if "-" in piece.view:
        tokens = piece.view.split("-")
        for index, token in enumerate(tokens):
            if abs(len(token) - size) <= name.max_edits:
                yield token, "".join(tokens[:index]), "".join(tokens[index + 1 :]), True
    if len(flat) > size:
        for start, end in windows(name.text, flat):
            yield flat[start:end], flat[:start], flat[end:], False


def _beside(before: str, after: str, name: BrandName, registry: Registry) -> bool:
    """Tell whether only known words stand beside; longer ones where the name allows one slip."""
    shortest = 1 if name.max_edits > 1 else _WORD
    return known(before, registry, shortest) and known(after, registry, shortest)


# excuses


def _around(piece: Piece, name: BrandName, registry: Registry) -> str:
    """Return ``word`` if the name only stands inside an ordinary word (``httpwallet``)."""
    innocents = registry.words.innocents
    if piece.flat in innocents or any(
        name.text in word for word in innocents.intersection(piece.view.split("-"))
    ):
        return "word"
    return ""


def _ordinary(piece: Piece, text: str, name: BrandName, registry: Registry) -> str:
    """Return ``word`` if an ordinary one stands where the name has its (``tip`` + ``wallet``)."""
    words = registry.words
    if piece.flat in words.innocents:
        return "word"
    if any(len(word) >= COMPOUND for word in words.innocents.intersection(piece.view.split("-"))):
        return "word"
    for whole in (text, piece.flat, *piece.view.split("-")):
        for part in name.parts:
            if (
                whole.removesuffix(part) in words.innocents
                or whole.removeprefix(part) in words.innocents
            ):
                return "word"
    if text.endswith(words.compounds) and any(
        _instead(text, word, name) for word in words.compounds
    ):
        return "word"
    return ""


def _instead(text: str, word: str, name: BrandName) -> bool:
    """Tell whether an ordinary word stands in place of the last word of the name."""
    rest = text.removesuffix(word)
    return rest != text and (rest in name.parts or not rest.startswith(name.parts))


def _neighbour(flat: str, cost: float, registry: Registry) -> str:
    """Return the neighbour whose own name stands in the label or is nearer."""
    from channelguard import distance  # noqa: PLC0415 - see misspelt

    names = registry.neighbour_names
    inside = registry.neighbour_inside.search(flat)
    name = inside[0] if inside else distance.nearest(flat, registry.neighbour_list, int(cost))
    return f"neighbour:{names[name]}" if name else ""
