"""Where in an account name, a display name or a local part can a brand be read?"""

from __future__ import annotations

import re
from urllib.parse import unquote

from channelguard import fold
from channelguard.likeness.found import (
    HandleLikeness,
    Likeness,
    LocalLikeness,
    NameLikeness,
    Piece,
    UnreadableLikeness,
    best,
)
from channelguard.likeness.spelling import contained, known, misspelt, swapped
from channelguard.model import Handle, Mailbox, Span, Unreadable
from channelguard.registry import BrandName, Registry

_MOST_READ = 2_048
"""Most of an unreadable address that is looked at, in code points."""
_LONG = 5
"""Shortest Latin role word that counts inside a longer word, in letters: ``admin`` does, ``mod``
only as a word of its own."""
_LONG_ACCOUNT = 8
"""Shortest official account name that counts inside any other letters; shorter ones must stand
between separators or known words."""
_SHORT = 3
"""Shortest abbreviation that a lure word beside it makes suspicious; shorter ones need a role."""
_BORDERS = re.compile(r"[./\\?#&=@:]+")
_SIGNS = "|!$@+"
"""Signs that stand for letters."""


def in_handle(handle: Handle, registry: Registry) -> list[HandleLikeness]:
    """Return what brands can be read in an account name, best first."""
    return best(_in_text(handle.text, handle.span, "handle", registry), HandleLikeness)


def in_local(mailbox: Mailbox, registry: Registry) -> list[LocalLikeness]:
    """Return what brands can be read before the @, best first."""
    start = mailbox.span[0]
    span = (start, min(mailbox.span[1], start + max(1, len(mailbox.local))))
    return best(_in_text(mailbox.local, span, "local", registry), LocalLikeness)


def in_name(text: str, span: Span, registry: Registry) -> list[NameLikeness]:
    """Return what brands can be read in a display name; users, fans and warners are excused."""
    found = list(_in_text(text, span, "display", registry))
    if not found:
        return []
    words = registry.words
    denies, fan = _has_word(text, words.denials), _has_word(text, words.fans)
    excused = [
        one._replace(excuse="fan") if denies or (fan and not one.role) else one for one in found
    ]
    return best(excused, NameLikeness)


def in_unreadable(atom: Unreadable, registry: Registry) -> list[UnreadableLikeness]:
    """Return what brands can be read in something that only looks like an address."""
    plain = unquote(atom.text[:_MOST_READ])
    pieces = dict.fromkeys((*_BORDERS.split(plain), *_BORDERS.split(fold.unreversed(plain))))
    found = (
        one for piece in pieces if piece for one in _in_text(piece, atom.span, "handle", registry)
    )
    return best(found, UnreadableLikeness)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order; see `_words`."""
    return _words(text)


def says_role(text: str, registry: Registry) -> tuple[str, bool]:
    """Return the word for staff or support in a name, and whether nothing else stands there.

    >>> from channelguard.registry import Registry
    >>> says_role("Support Desk 24", Registry.load()), says_role("Anna", Registry.load())
    (('support', True), ('', False))
    """
    roles = registry.words.roles
    seen = fold.seen(fold.unreversed(text))
    for words in (_words(text), _words(seen)):
        flat = "".join(words)
        role = next((word for word in words if word in roles), "") or max(
            (role for role in roles if role in flat and (len(role) >= _LONG or not role.isascii())),
            key=len,
            default="",
        )
        if role:
            rest = "".join(word for word in words if not word.isdigit())
            return role, known(rest, registry)
    return "", False


def is_denied(text: str, registry: Registry) -> bool:
    """Tell whether a name says that it is not what it names, or that of a user or fan."""
    return _has_word(text, registry.words.denials | registry.words.fans)


def _in_text(text: str, span: Span, place: str, registry: Registry) -> list[Likeness]:
    """Return the brands read in a text, as it is folded and as the eye reads it."""
    found: list[Likeness] = []
    disguised = _disguised(text)
    plain = fold.plain(text)
    seen = fold.seen(fold.unreversed(text))
    role = _has_role(_words(text), plain, registry) or _has_role(_words(seen), seen, registry)
    for view in dict.fromkeys((plain, seen)):
        flat = "".join(letter for letter in view if letter.isalnum() or letter in _SIGNS)
        words = _words(text if view == plain else view)
        written = view == plain and not disguised
        piece = Piece("-".join(words), place, span, written, flat)
        near = dict.fromkeys(
            (*registry.near_account(flat), *registry.near_account(flat.translate(fold.LEET)))
        )
        for name in near:
            one = _name_in(piece, name, words, registry)
            if one is not None:
                found.append(one._replace(role=role or one.role))
    if any(one.excuse == "word" and not one.name.account for one in found):
        found = [one for one in found if not (one.name.account and one.form == "typo")]
    return found


def _disguised(text: str) -> bool:
    """Tell whether letters are written with others, or with what is not seen between them.

    Han is as it should be in either script, an emoji's variation selector is no disguise, and
    neither is the full-width punctuation that Chinese is written with.
    """
    if text.isascii():
        return False
    shown = text.replace("\ufe0f", "")
    folded = (fold.plain(letter) for letter in shown if not letter.isascii())
    return fold.invisible(shown) or any(
        plain.isascii() and (not plain or plain.isalnum()) for plain in folded
    )


def _name_in(
    piece: Piece, name: BrandName, words: list[str], registry: Registry
) -> Likeness | None:
    """Return the plainest reading of one name in a text."""
    if name.short:
        beside = _short_beside(piece.flat, name, words, registry)
        return Likeness(name, "short", piece.place, piece.span, role=True) if beside else None
    if name.account and piece.place == "display":
        return None
    one = contained(piece, name, registry)
    if one is not None:
        return None if name.account and len(name.text) < _LONG_ACCOUNT and not one.bounded else one
    if piece.place == "handle" and len(name.swapped) >= _LONG_ACCOUNT:
        one = swapped(piece, name, registry)
    return one or misspelt(piece, name, registry)


def _words(text: str) -> list[str]:
    """Split at separators, from small to capital letters, and between Latin, digits and Han.

    >>> _words("TPW_AssistTeam24"), _words("TP\u94b1\u5305\u5ba2\u670d")
    (['tpw', 'assist', 'team', '24'], ['tp', '\u94b1\u5305\u5ba2\u670d'])
    """
    words: list[str] = []
    last = ""
    for letter in text:
        kind = _kind(letter)
        begins = kind != last[:1] or (letter.isupper() and last.endswith("l"))
        if kind and begins:
            words.append("")
        if kind:
            words[-1] += letter
        last = kind + ("u" if letter.isupper() else "l") if kind else ""
    return [fold.plain(word) for word in words]


def _kind(letter: str) -> str:
    """Return a letter's class: ``d`` digit, ``h`` Han, ``a`` other letter, empty for the rest."""
    if letter.isdigit():
        return "d"
    if not letter.isalpha():
        return ""
    return "h" if "\u2e80" <= letter <= "\u9fff" else "a"


def _has_role(words: list[str], flat: str, registry: Registry) -> bool:
    roles = registry.words.roles
    return not roles.isdisjoint(words) or any(
        role in flat for role in roles if len(role) >= _LONG or not role.isascii()
    )


def _short_beside(flat: str, name: BrandName, words: list[str], registry: Registry) -> bool:
    """Tell whether an abbreviation stands beside role words (or lures, if it is long) only."""
    if name.text in words:
        rest = "".join(word for word in words if word != name.text)
    elif flat.startswith(name.text):
        rest = flat.removeprefix(name.text)
    elif flat.endswith(name.text):
        rest = flat.removesuffix(name.text)
    else:
        return False
    wanted = registry.words.roles if len(name.text) < _SHORT else registry.words.beside
    return any(word in rest for word in wanted if len(word) > 1) and known(rest, registry)


def _has_word(text: str, wanted: frozenset[str]) -> bool:
    folded = fold.plain(text)
    words = set(_words(text))
    return any(word in words if word.isascii() else word in folded for word in wanted)
