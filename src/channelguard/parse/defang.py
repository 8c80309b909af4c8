"""Undo the ways in which people write an address so that it does not become a link.

``hxxps://evil[.]example``, ``evil dot com``, ``evil,com``, ``https : // evil . com``. Reading them
is a courtesy to reporters and a need against spammers.
"""

from __future__ import annotations

import re

from channelguard import suffix

_GAP = r"\s{0,4}"
_DOT = re.compile(
    rf"{_GAP}(?:\[{_GAP}(?:\.|dot|d0t|\u70b9){_GAP}\]|\({_GAP}(?:\.|dot|\u70b9){_GAP}\)"
    rf"|\{{{_GAP}(?:\.|dot){_GAP}\}}|<{_GAP}(?:\.|dot){_GAP}>|\\\.){_GAP}"
    r"|(?<=\w)\s{1,4}(?:dot|\u70b9)\s{1,4}(?=\w)|(?<=[a-z0-9])\u70b9(?=[a-z])|(?<=\w) \. ?(?=\w)",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"{_GAP}(?:\[{_GAP}(?:@|at){_GAP}\]|\({_GAP}(?:@|at){_GAP}\)|\{{{_GAP}at{_GAP}\}}){_GAP}",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"^h(?:xx|\*\*|__|tt)p(s?)\s{0,4}(?:\[:\]|\(:\)|:)\s{0,4}(?:\[//\]|/\s{0,4}/)\s{0,4}",
    re.IGNORECASE,
)
_SPACED = re.compile(r"[\w-]+(?:\s{0,4}\.\s{0,4}[\w-]+)+", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_COMMAS = re.compile(r"[a-z0-9-]+(?:,[a-z0-9-]+){0,8},[a-z]{2,63}", re.IGNORECASE)


MAX_DEFANGED = 2_048
"""Longest text that is taken for one defanged address, in code points."""


def refang(text: str) -> str:
    """Return the address that a defanged text stands for; the text itself if it is not one.

    >>> refang("hxxps[:]//evil[.]example/x"), refang("tokenpocket , pro"), refang("a dot com")
    ('https://evil.example/x', 'tokenpocket , pro', 'a.com')
    """
    if len(text) > MAX_DEFANGED:
        return text
    plain = _SCHEME.sub(lambda found: f"http{found[1].lower()}://", text.strip())
    plain = _AT.sub("@", _DOT.sub(".", plain))
    if _SPACED.fullmatch(plain) and suffix.split(_BLANK.sub("", plain).lower())[2]:
        plain = _BLANK.sub("", plain)
    if _COMMAS.fullmatch(plain):
        plain = plain.replace(",", ".")
    return plain
