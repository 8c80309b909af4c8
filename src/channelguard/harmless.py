"""How can strangers' text be shown so that it controls nothing and leads nowhere?

The only place where text from outside is made fit for a sentence. `harmless` shows what cannot
be seen, `defang` also breaks links. The result is plain text: whoever puts it into HTML or
another markup escapes it for that markup as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 200
"""Longest shown text, in code points of the result; fits three lines of a terminal."""

_KEPT = 4
"""How many times the limit is looked at, at each end, of text that is longer; no host is cut in
the part that is shown."""

_GAP = " ... "
"""What stands for the part left out; ASCII, with spaces so that nothing grows together."""

_PRINTING = 0xA0
"""The first code point behind the second block of controls."""

_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories that control, cannot be seen, or mean nothing to most fonts."""

_BLANK = frozenset(
    "\u034f"  # COMBINING GRAPHEME JOINER
    "\u115f\u1160"  # HANGUL CHOSEONG FILLER, HANGUL JUNGSEONG FILLER
    "\u17b4\u17b5"  # KHMER VOWEL INHERENT AQ, KHMER VOWEL INHERENT AA
    "\u180b\u180c\u180d\u180f"  # MONGOLIAN FREE VARIATION SELECTORS
    "\u2800"  # BRAILLE PATTERN BLANK
    "\u3164\uffa0"  # HANGUL FILLER, HALFWIDTH HANGUL FILLER
)
"""Characters that count as letters, marks or symbols and still show nothing."""

_MARKS = 2
"""Combining marks in a row that real writing needs; more would climb over other lines."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
"""Han characters of the two blocks in daily use; read as themselves even inside a host."""

_DOTS = "\u3002\uff0e\uff61"  # IDEOGRAPHIC and FULLWIDTH FULL STOP, HALFWIDTH IDEOGRAPHIC FULL STOP
"""What a browser reads as the dot of a host, besides the dot."""

_PIECE = r"[^\s\x00-\x1f/?#@:\\<>\"'()\[\]{},;]+"
"""What may stand between the marks that end a host."""

_CELL = re.compile(r"<U\+[0-9A-F]{4,6}>|\\x[0-9a-f]{2}|\[[.:@]\]|.", re.DOTALL)


@cache
def _defanging() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is replaced, in order; compiled at the first address that is not official."""
    return (
        (re.compile(r"http(?=s?:)", re.IGNORECASE), "hxxp"),
        (re.compile(r"(?<!hxxp)(?<!hxxps):(?=[/\\]{2})"), "[:]"),
        (
            re.compile(
                r"(?<![A-Za-z])(javascript|vbscript|data|mailto|tel|sms|blob|view-source|file|intent"
                r"|market|magnet|tg|whatsapp|weixin|discord|skype|callto|facetime):(?=\S)",
                re.IGNORECASE,
            ),
            r"\1[:]",
        ),
        (re.compile(r"(?<=[^\s(\[<\"'])@(?=[^\s\]])"), "[@]"),
        (re.compile(r"(?<=[^\s.])\.(?=[^\s.,;:!?)\]}>\"'])"), "[.]"),
        (re.compile(r"\](?=\()"), "] "),
    )


def code_point(char: str) -> str:
    r"""Return how an unprintable ``char`` is shown: ``\x1b`` up to U+009F, else ``<U+202E>``.

    >>> code_point("\x1b"), code_point("\u202e"), code_point("\ud800")
    ('\\x1b', '<U+202E>', '<U+D800>')
    """
    number = ord(char)
    return f"\\x{number:02x}" if number < _PRINTING else f"<U+{number:04X}>"


def visible(char: str) -> bool:
    """Tell whether ``char`` shows itself, steers nothing and is no space but the common one."""
    if char == " " or "!" <= char <= "~":
        return True
    category = unicodedata.category(char)
    if category in _CATEGORIES or category in {"Zs", "Me"} or char in _BLANK:
        return False
    # Variation selectors are marks that choose a glyph and show nothing themselves.
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")


def harmless(text: str, *, limit: int = LIMIT) -> str:
    r"""Return ``text`` so that it cannot control what shows it, in one line.

    No control, bidirectional, invisible or unassigned character and no lone surrogate is left.
    Text longer than ``limit`` loses its middle.

    >>> harmless("a\x1b[2Jb\u202ec")
    'a\\x1b[2Jb<U+202E>c'
    >>> harmless("abcdefghijklmnop", limit=11)
    'abc ... nop'
    """
    return shortened(_escaped(_cut(text, limit)), limit)


def defang(
    text: str, hosts: Iterable[str] = (), *, limit: int = LIMIT, ascii_only: bool = False
) -> str:
    """Return ``text`` harmless, and so that nothing in it is a link or an address to click.

    Args:
        text: Anything.
        hosts: Parts of ``text`` known to be hosts as written; they are shown with their ASCII form
            even where they are not recognised as hosts by themselves.
        limit: Longest result, in code points.
        ascii_only: Show of a host with other letters the ASCII form alone, where room is short.

    >>> defang("https://evil.example/x"), defang("a@evil.example"), defang("@name")
    ('hxxps://evil[.]example/x', 'a[@]evil[.]example', '@name')
    >>> defang("https://t\u0440wallet.io")
    'hxxps://xn--twallet-qjg[.]io (t<U+0440>wallet[.]io)'
    """
    text = _cut(text, limit)
    if not text.isascii():
        text = _paired(text, hosts, ascii_only=ascii_only)
    return shortened(_broken(_escaped(text)), limit)


def host(seen: str, resolved: str = "") -> str:
    """Return a host defanged, its ASCII form first wherever that differs from how it was written.

    Args:
        seen: The host as written.
        resolved: What DNS is asked for; found out if empty.

    >>> host("t\u0440wallet.io"), host("evil.example"), host("0x7f.1", "127.0.0.1")
    ('xn--twallet-qjg[.]io (t<U+0440>wallet[.]io)', 'evil[.]example', '127[.]0[.]0[.]1 (0x7f[.]1)')
    """
    resolved = resolved or ascii_host(seen)
    seen, named = seen.rstrip("."), _broken(_named(seen.rstrip(".")))
    if not resolved or resolved == seen.lower():
        return shortened(named, LIMIT + 60)
    return f"{shortened(_broken(_escaped(resolved)), LIMIT + 60)} ({shortened(named, LIMIT)})"


def ascii_host(seen: str) -> str:
    """Return what DNS is asked for when a browser is given ``seen`` as a host; empty if nothing.

    >>> ascii_host("T\u0440wallet.io"), ascii_host("not a host")
    ('xn--twallet-qjg.io', '')
    """
    import ada_url  # noqa: PLC0415 - 20 ms that an official answer never needs

    try:
        found = ada_url.URL(f"https://{seen}/").hostname
    except ValueError:
        return ""
    return found.rstrip(".") if found else ""


def _cut(text: str, limit: int) -> str:
    """Return ``text`` without the middle that `shortened` would drop after much more work."""
    kept = _KEPT * limit
    return text if len(text) <= 2 * kept else text[:kept] + _GAP + text[-kept:]


def _escaped(text: str) -> str:
    """Show every character that would not show itself."""
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        stands = visible(char) and marks <= _MARKS and not (marks and not out)
        out.append(char if stands else code_point(char))
    return "".join(out)


def _named(seen: str) -> str:
    """Spell a host in ASCII and Han; every other character by its code point."""
    return "".join(
        char if "!" <= char <= "~" or _HAN.match(char) else code_point(char) for char in seen
    )


def _broken(text: str) -> str:
    """Break links, addresses and masked links; what is broken already stays as it is."""
    for pattern, instead in _defanging():
        text = pattern.sub(instead, text)
    return text


def _paired(text: str, hosts: Iterable[str], *, ascii_only: bool) -> str:
    """Put the ASCII form of every host with other letters before the form it was written in."""
    known = sorted({part for part in hosts if not part.isascii()}, key=len, reverse=True)
    pattern = "|".join([*map(re.escape, known), _PIECE])
    certain = frozenset(known)

    def pair(found: re.Match[str]) -> str:
        piece = found[0]
        if piece.isascii():
            return piece
        after_slashes = found.string[max(0, found.start() - 2) : found.start()] in {"//", "\\\\"}
        if not (piece in certain or after_slashes or _like_a_host(piece)):
            return piece
        return (ascii_only and ascii_host(piece)) or host(piece)

    return re.sub(pattern, pair, text)


def _like_a_host(piece: str) -> bool:
    """Tell whether ``piece`` can only be meant as a host.

    Han text is written without spaces, so that a sentence around a plain address looks like one
    long host; such a piece is a host only where it is known to be one.
    """
    dotted = "." in piece.strip(".") or any(dot in piece for dot in _DOTS)
    return dotted and not _HAN.search(piece)


def shortened(text: str, limit: int) -> str:
    """Leave out the middle of ``text`` if it is longer than ``limit``, never half an escape."""
    if len(text) <= limit:
        return text
    cells = _CELL.findall(text)
    room = max(0, limit - len(_GAP)) // 2
    return _taken(cells, room) + _GAP + _taken(cells[::-1], room, backwards=True)


def _taken(cells: list[str], room: int, *, backwards: bool = False) -> str:
    """Join as many ``cells`` as fit into ``room`` code points."""
    out: list[str] = []
    for cell in cells:
        room -= len(cell)
        if room < 0:
            break
        out.append(cell)
    return "".join(reversed(out) if backwards else out)
