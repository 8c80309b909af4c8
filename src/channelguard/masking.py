r"""Which part of a text is a secret that nobody should have pasted?

Replaces the words of recovery phrases and private keys by full blocks, one for each character,
before anything else sees the text. What stands between the words stays.

Leaves alone addresses and transactions, which are public.
"""

from __future__ import annotations

Span = tuple[int, int]

BLOCK = "\u2588"
"""FULL BLOCK, which stands for each character of a secret."""

_SHORTEST = 11
"""Eleven Chinese characters are the shortest secret."""
_SHORTEST_ASCII = 33
"""Eleven words of three letters, written together."""
_WORDS = 11
"""How many words in a row are a phrase."""
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_APART = bytes(code if code in _LETTERS else 32 for code in range(256))
"""For `bytes.translate`: whatever is no letter becomes a space."""
_PIECES = bytes(code if code in _LETTERS + b"0123456789_-" else 32 for code in range(256))
"""The same, but digits and what may stand in a token stay."""
_DIGITS = 8
"""How many digits a key in groups has at the very least."""
_KEY = 35
"""How long the shortest key is in one piece."""


def masked(text: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its secrets, of the same length, and where they stood, in order.

    >>> masked("see https://example.org")
    ('see https://example.org', ())
    """
    size = len(text)
    if size < _SHORTEST or (text.isascii() and (size < _SHORTEST_ASCII or _harmless(text))):
        return text, ()
    from channelguard.masking_text import secrets  # noqa: PLC0415 - 15 ms that no address needs

    spans = tuple(sorted(secrets(text)))
    if not spans:
        return text, ()
    chars = list(text)
    for start, end in spans:
        chars[start:end] = BLOCK * (end - start)
    return "".join(chars), spans


def _harmless(text: str) -> bool:
    """Tell whether there are too few words for a phrase and too little for a key: an address."""
    digits = sum(map(text.count, "0123456789"))
    if digits >= _DIGITS or text.count("%") >= _SHORTEST_ASCII or "-----BEGIN" in text:
        return False
    raw = text.encode()
    if digits and max(map(len, raw.translate(_PIECES).split()), default=0) >= _KEY:
        return False
    words = raw.translate(_APART).split()
    return len(words) < _WORDS and max(map(len, words), default=0) < _SHORTEST_ASCII
