"""Where does a recovery phrase stand?

Knows phrases by their words: eleven in a row of one list, one wrong word among twelve forgiven, in
any case and normal form, whatever stands between them, the first four letters of each, or all
written together.

Leaves alone sentences, which also hold such words but soon another, lists that repeat a few words,
and Chinese, where nearly every common character is on the list: there the characters have to be
rarer than those of a sentence, or the last has to check the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from operator import sub

from channelguard.mnemonics import SCRIPTS, adds_up, phrase_lengths, places_of, words_of

Span = tuple[int, int]

RUN = 11
"""How many words in a row are a phrase: the shortest has twelve, and one may be missing."""
_DIFFERENT = 8
"""How many of them differ, where the last does not check the others."""
_LEFT = 3
"""How many words of one list beside a phrase, behind a wrong one, are a part of it."""
_PREFIX = 4
"""How many letters of a word tell it from all others of its list."""
_MOST_SUMS = 200
"""How often it is tried whether a run adds up; what repeats itself for longer is masked."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-z]+")
_APART = bytes(code if code in b"abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))
"""For `bytes.translate`: whatever is no small letter becomes a space."""
_HAN = "\u4e00-\u9fff"
_SCRIPT = {
    "latin": re.compile("[a-z]{3}"),
    "cyrillic": re.compile("[\u0430-\u044f]{3}"),
    "kana": re.compile("[\u3041-\u3096]{3}"),
    "hangul": re.compile("[\u1100-\u11ff]{3}"),
}
_NOISE = re.compile(
    r"%[0-9a-f]{2}"  # an escaped byte of an address
    r"|\\[nrt]"  # an escaped line break
    r"|</?[a-z][^<>]{0,60}>|&[a-z]{2,6};"  # HTML
    # a host, unless it is made of many words
    r"|://(?:[a-z0-9-]{1,30}\.){1,3}[a-z0-9-]{2,20}(?![\w.-])"
    r"|@[a-z0-9-]{1,30}(?:\.[a-z0-9-]{1,20}){1,2}(?![\w.-])"
)
_CLOSE = re.compile(b"\x01(?:\x00?\x01){10,}")
"""Eleven words of a list, and never two others in a row."""
_LABELS = frozenset(
    ("code", "key", "mnemonic", "phrase", "recovery", "secret", "seed", "wallet", "word", "words")
)
"""Words that announce a phrase; some of them are on the lists."""
_FUNCTION = frozenset(
    (
        *("and", "are", "but", "for", "from", "had", "has", "her", "him", "his", "how", "its"),
        *("not", "off", "our", "out", "she", "the", "their", "them", "they", "was", "were"),
        *("what", "when", "who", "why", "with", "would", "your"),
    )
)
"""Words that no slip makes of a word of the list; shorter ones never count as a wrong word."""
_SHORTEST = 3
"""How many letters the shortest word of a list has, and the shortest wrong one."""

_HAN_RUN = re.compile(f"[{_HAN}]+")
_SPACED_HAN = re.compile(rf"[{_HAN}](?:[\W\d_]{{1,8}}[{_HAN}]){{10,}}")
_TOLD = re.compile("助[记記]词|助[记記]詞|恢[复復]|密[语語钥鑰]|私[钥鑰]|mnemonic|phrase|seed")
_RARE, _LIKELY, _TELLING, _SPACED = 6.0, 2.0, -4.0, 0.0
"""How much likelier the characters are as a phrase than as a sentence, as a natural logarithm:
enough by itself; with a right check; with a right check and alone or behind a word that announces
it; of characters that stand one by one. On 14,000 characters of sentences eleven in a row reach 3;
half of all phrases reach 5."""
_FEW = 3
"""How many different characters a phrase that only repeats itself has."""
_OFF = -9.0
"""What a character that is on no list is worth."""
_FLAT = 60.0
"""The share of the n-th most frequent character is taken as 1 / (n + 60)."""


def phrases(text: str, *, simple: bool) -> Iterator[Span]:
    """Yield where the words of phrases stand.

    Args:
        text: Folded by `mnemonics.fold_words`.
        simple: There are no letters but ASCII and Chinese.
    """
    if any(mark in text for mark in ("%", "\\", "<", "&", "@", "://")):
        text = _NOISE.sub(_blank, text)
    if simple:
        # a third of the time of the pattern, and nearly every text is such
        words = text.encode("ascii", "replace").translate(_APART).decode("ascii").split()
        yield from _in_script("latin", text, words, _LATIN)
    else:
        words = _WORD.findall(text)
        for script, pattern in _SCRIPT.items():
            if pattern.search(text):
                yield from _in_script(script, text, words, _WORD)
    if not text.isascii():
        yield from _in_han(text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


# Words of letters


def _in_script(
    script: str, text: str, words: list[str], pattern: re.Pattern[str]
) -> Iterator[Span]:
    """Yield words that stand apart, and words written together."""
    if len(words) >= RUN:
        known = _known(script)
        if _CLOSE.search(_marks(known, words)):
            at = [found.span() for found in pattern.finditer(text)]
            for vocabulary, language in _vocabularies(script):
                for first, last in _runs(words, vocabulary, language):
                    yield from at[first : last + 1]
    least = RUN * _SHORTEST
    if words and max(map(len, words)) >= least:
        for found in pattern.finditer(text):
            if found.end() - found.start() >= least:
                for start, end in _together(found[0], script):
                    yield found.start() + start, found.start() + end


def _marks(known: frozenset[str], words: list[str]) -> bytes:
    """Return a one for each word that is known and a nought for each other."""
    return bytes(map(known.__contains__, words))


def _runs(words: list[str], known: frozenset[str], language: str) -> Iterator[Span]:
    """Yield the first and last word of each phrase in one vocabulary."""
    for found in _CLOSE.finditer(_marks(known, words)):
        start, end = found.span()
        inside = words[start:end]
        hits = [at for at, word in enumerate(inside) if word in known]
        for first, last in _joined(_windows(inside, hits, language)):
            low, high = _widened(first, last, hits)
            while low < first + 2 and inside[low] in _LABELS and high - low >= RUN:
                low += 1
            yield start + low, start + high


def _windows(words: list[str], hits: list[int], language: str) -> Iterator[Span]:
    """Yield windows of eleven known words and at most one slip, or of words that add up."""
    tried = 0
    for at in range(len(hits) - RUN + 1):
        first, last = hits[at], hits[at + RUN - 1]
        if last - first > RUN:
            continue
        window = words[first : last + 1]
        if last - first == RUN:
            slips = set(range(first, last)) - set(hits[at : at + RUN])
            if not all(_a_slip(words[one]) for one in slips):
                continue
        if len(set(window)) >= _DIFFERENT + (last - first == RUN):
            yield first, last
            continue
        if not language:
            continue
        numbers = places_of(language)
        for length in phrase_lengths():
            last = first + length - 1
            if at + length <= len(hits) and hits[at + length - 1] == last:
                tried += 1
                if tried > _MOST_SUMS or adds_up([numbers[w] for w in words[first : last + 1]]):
                    yield first, last
                    break


def _a_slip(word: str) -> bool:
    """Tell whether the word may be a misspelt one of a list."""
    return len(word) >= _SHORTEST and word not in _FUNCTION


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Yield the union of spans that come in order of their start; ends are inclusive."""
    low = high = -2
    for first, last in spans:
        if first > high + 1:
            if high >= 0:
                yield low, high
            low, high = first, last
        else:
            high = max(high, last)
    if high >= 0:
        yield low, high


def _widened(first: int, last: int, hits: list[int]) -> Span:
    """Take in the words beside a phrase, behind one wrong word too where three follow."""
    known = set(hits)
    for step in (-1, 1):
        at = first if step < 0 else last
        while True:
            if at + step in known:
                at += step
            elif all(at + step * more in known for more in range(2, 2 + _LEFT)):
                at += step * 2
            else:
                break
        first, last = (at, last) if step < 0 else (first, at)
    return first, last


def _together(word: str, script: str) -> Iterator[Span]:
    """Yield where at least eleven words follow each other without anything between."""
    short, heads = _short(script), _heads(script)
    count: dict[int, tuple[int, int]] = {}  # end -> how many words end here in a row, their start
    for at in range(len(word) - _SHORTEST + 1):
        starting = heads.get(word[at : at + _PREFIX], ())
        if word[at : at + _SHORTEST] in short:
            starting = (word[at : at + _SHORTEST], *starting)
        if starting:
            many, start = count.get(at, (0, at))
            for one in starting:
                end = at + len(one)
                if word.startswith(one, at) and count.get(end, (0, 0))[0] <= many:
                    count[end] = many + 1, start
    spans = sorted((start, end - 1) for end, (many, start) in count.items() if many >= RUN)
    for first, last in _joined(iter(spans)):
        yield first, last + 1


@cache
def _vocabularies(script: str) -> list[tuple[frozenset[str], str]]:
    """Return each list of a script, and each cut to what tells its words apart."""
    whole = [(frozenset(words_of(name)), name) for name in SCRIPTS[script]]
    if script not in {"latin", "cyrillic"}:
        return whole
    return whole + [(frozenset(word[:_PREFIX] for word in words), "") for words, _ in whole]


@cache
def _known(script: str) -> frozenset[str]:
    """Return all that can be a word of a phrase, in any language of the script."""
    return frozenset().union(*(words for words, _ in _vocabularies(script)))


@cache
def _whole(script: str) -> frozenset[str]:
    """Return the uncut words of all languages of the script."""
    return frozenset(word for name in SCRIPTS[script] for word in words_of(name))


@cache
def _short(script: str) -> frozenset[str]:
    """Return the words that are shorter than what tells words apart."""
    return frozenset(word for word in _whole(script) if len(word) < _PREFIX)


@cache
def _heads(script: str) -> dict[str, tuple[str, ...]]:
    """Return the other words by how they begin."""
    heads: dict[str, tuple[str, ...]] = {}
    for word in _whole(script) - _short(script):
        head = word[:_PREFIX]
        heads[head] = (*heads.get(head, ()), word)
    return heads


# Chinese characters


def _in_han(text: str) -> Iterator[Span]:
    """Yield characters that stand apart, and those written together."""
    sizes = list(map(len, _HAN_RUN.findall(text)))
    if sizes.count(1) >= RUN - 2:  # the first and the last may touch others
        for found in _SPACED_HAN.finditer(text):
            places = [at for at in range(*found.span()) if "\u4e00" <= text[at] <= "\u9fff"]
            if _han_alone("".join(text[at] for at in places)):
                yield from ((at, at + 1) for at in places)
    if sizes and max(sizes) >= RUN:
        told = _TOLD.search(text) is not None
        for found in _HAN_RUN.finditer(text):
            if found.end() - found.start() >= RUN:
                for start, end in _han_inside(found[0], told=told):
                    yield found.start() + start, found.start() + end


def _han_alone(chars: str) -> bool:
    """Tell whether characters that stand one by one are a phrase: as a whole, or eleven of them."""
    if _rare(chars, _sums(chars, RUN), _SPACED):
        return True
    return _adds_up_as(chars, -math.inf)


def _adds_up_as(chars: str, least: float) -> bool:
    """Tell whether they add up in either list, and are rare enough or the same over and over."""
    if len(chars) not in phrase_lengths():
        return False
    if sum(map(_worth().__getitem__, chars)) < least and len(set(chars)) > _FEW:
        return False
    for name in SCRIPTS["han"]:
        numbers = places_of(name)
        if all(char in numbers for char in chars) and adds_up([numbers[char] for char in chars]):
            return True
    return False


def _han_inside(chars: str, *, told: bool) -> Iterator[Span]:
    """Yield the phrase in characters without spaces: all of them, or a part that adds up."""
    sums = _sums(chars, RUN)
    best = max(sums)
    if _adds_up_as(chars, _TELLING) or (best >= _RARE and _rare(chars, sums, _RARE)):
        yield 0, len(chars)
        return
    least = _TELLING if told else _LIKELY
    if best < least - 2 or len(chars) <= RUN:  # one character is worth less than 2
        return
    tried = 0
    for length in phrase_lengths():
        for at, worth in enumerate(_sums(chars, length)):
            if worth >= least and tried < _MOST_SUMS:
                tried += 1
                if _adds_up_as(chars[at : at + length], least):
                    yield at, at + length


def _rare(chars: str, sums: list[float], least: float) -> bool:
    """Tell whether eleven characters in a row are rare enough, and do not just repeat laughter."""
    return any(
        worth >= least and len(set(chars[at : at + RUN])) >= _DIFFERENT
        for at, worth in enumerate(sums)
    )


def _sums(chars: str, length: int) -> list[float]:
    """Return what each window of this length is worth."""
    total = list(accumulate(map(_worth().__getitem__, chars), initial=0.0))
    return list(map(sub, total[length:], total))


class _Worth(dict[str, float]):
    """What a character says for a phrase and against a sentence."""

    def __missing__(self, char: str) -> float:
        """Return what a character says that is on no list."""
        return _OFF


@cache
def _worth() -> _Worth:
    """Weigh each character of the lists, which begin with the most frequent."""
    lists = [words_of(name) for name in SCRIPTS["han"]]
    size = len(lists[0])
    share: Callable[[int], float] = lambda at: 1 / (at + _FLAT)  # noqa: E731
    whole = sum(map(share, range(size)))
    table = _Worth()
    for words in lists:
        for at, char in enumerate(words):
            worth = math.log(whole / size / share(at))
            table[char] = min(worth, table.get(char, worth))
    return table
