"""Which telephone numbers and messenger ids stand in running text, however they are spelt?

Catches ``+1 8OO 555 O199``, digits in Chinese or in circles, ids behind a word for WeChat, QQ,
WhatsApp or Telegram.
Leaves alone dates, amounts, hashes, and a messenger that is named without an id.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

CJK = (
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
"""Ranges of the letters that are written without spaces, for a character class."""


class Found(NamedTuple):
    """One contact in running text; fields as in `message.Named`."""

    kind: str
    text: str
    at: int
    platform: str = ""
    asked: bool = False
    value: str = ""


_DIGITS = {
    ord(letter): str(number % 10)
    for row in (
        "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
        "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d",
        "\u96f6\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396",
        "\u25cb\u58f9\u8cb3\u53c3\u8086\u4f0d\u9678\u67d2\u634c\u7396",
        "\u24ea\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468",
        "\u24ff\u2776\u2777\u2778\u2779\u277a\u277b\u277c\u277d\u277e",
        "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669",
        "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9",
        "".join(chr(0x1D7CE + step) for step in range(10)),
    )
    for number, letter in enumerate(row)
}
_DIGITS |= {ord("\uff0b"): "+", ord("\uff1a"): ":", ord("\u5e7a"): "1"}
"""What stands for a digit, one for one, so that places stay as they are."""

_GAP = r"[ .\-()/\u00b7\u2010-\u2015\ufe0f\u20e3]{0,3}"
_NUMBER = rf"(?:\+|00)?[ ]?\(?[0-9oO](?:{_GAP}[0-9oO]){{6,16}}"
_PHONE = re.compile(rf"(?<![A-Za-z0-9_.@/#$+\-]){_NUMBER}(?![0-9_%]|[.,][0-9])")
_CALL = re.compile(
    r"(?:call|dial|phone|tel|helpline|hotline|toll[- ]?free|number|ring|sms|text"
    r"|\u7535\u8bdd|\u96fb\u8a71|\u70ed\u7ebf|\u71b1\u7dda|\u81f4\u7535|\u81f4\u96fb|\u62e8\u6253"
    r"|\u64a5\u6253|\u624b\u673a|\u624b\u6a5f)[^\n.!?\u3002]{0,16}$",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_HOTLINE = re.compile(r"[48]00[0-9]{7}")
_AMERICAN = re.compile(r"(?:\+?1[ .\-(]{1,3})?\(?[2-9][0-9O]{2}[ .\-)\u2010-\u2015]{1,2}"
                       r"[0-9O]{3}[ .\-\u2010-\u2015]?[0-9O]{4}", re.IGNORECASE)  # fmt: skip
_LEAST, _MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164 allows 15)."""
_LEAST_WITH_PREFIX = 8
_REAL = 6
"""How many digits must be digits and no letter O."""

_LINK = (
    r"(?P<link>(?:\u53f7\u7801|\u53f7|\u865f|\u7fa4\u7ec4?|\u7ec4|\u9891\u9053|\u641c\u7d22?|id\b|"
    r"account|username|group|channel|number|no\b|us\b|me\b|on\b|at\b|is\b|chat|\u662f|\u4e3a|"
    r"\u6dfb\u52a0|\u52a0|[ :=\u2192(\uff08\u2795\u2014>-]|\U0001f449){0,8}@?[ ]?)"
)
_ID = r"(?P<id>[A-Za-z0-9][A-Za-z0-9_-]{3,31})(?![A-Za-z0-9_@]|\.[A-Za-z]|:/)"
_CUES = {
    "wechat": r"\u5fae\u4fe1|\u8587\u4fe1|\u5a01\u4fe1|\u7ef4\u4fe1|\u5fbd\u4fe1|\u5fae\u82af"
    r"|v\u4fe1|we[ ]?chat|wei[ ]?xin|(?<![a-z0-9])(?:vx|wx|v\+|\+v)|[\u52a0\u2795]\u6211?"
    r"(?:v|\u5fae|\u8587)",
    "qq": r"(?<![a-z0-9@.])qq|\u6263\u6263|\u4f01\u9e45|\u7403\u7403|[\u52a0\u2795]q|q(?=\u7fa4)",
    "whatsapp": r"wh?ats?[ ]?app|(?<![a-z])wa(?=[ ]?[:+])",
    "telegram": r"telegram|telegarm|(?<![a-z])tg(?![a-z])|\u7535\u62a5|\u96fb\u5831"
    r"|\u98de\u673a|\u98db\u6a5f",
}
_MESSENGERS = {
    kind: re.compile(
        rf"(?:{cue}){_LINK}(?P<id>{_NUMBER})" if kind == "whatsapp"
        else rf"(?:{cue}){_LINK}(?P<id>[0-9][0-9 ]{{2,12}}[0-9])(?![0-9A-Za-z@.])" if kind == "qq"
        else rf"(?:{cue}){_LINK}{_ID}",
        re.IGNORECASE,
    )
    for kind, cue in _CUES.items()
}  # fmt: skip
_ANY_CUE = re.compile("|".join(_CUES.values()), re.IGNORECASE)
_SURE = re.compile(r"[:=\u2192@\u53f7\u865f\u641c>]|\U0001f449|id", re.IGNORECASE)
_MONEY = re.compile(r"[ ]{0,2}(?:[.0-9]|\u5143|\u5757|\u4e07|u\b|usdt)", re.IGNORECASE)
_ASK = re.compile(
    r"(?:\u52a0|\u8054\u7cfb|\u806f\u7e6b|\u6dfb\u52a0|\u54a8\u8be2|\u627e|\u81f4\u7535|\u62e8\u6253"
    r"|\u5ba2\u670d|\u4e13\u5458|\u52a9\u7406|\u79c1|call|dial|contact|message|text|write|reach|add"
    r"|dm|chat|support|service|care|help|agent|desk|hotline|helpline|via|on)"
    r"[^\n.!?\u3002\uff01\uff1f]{0,24}$",
    re.IGNORECASE,
)
_TOLD_NOT = re.compile(
    r"\u4e0d\u8981|\u52ff|\u9a97|\u5192\u5145|\u8b66\u60d5|\u8c28\u9632|\u4e3e\u62a5"
    # "do not" and "false" of one character each, outside the commonest words that hold them
    r"|(?<![\u7279\u7ea7\u8bc6\u533a\u5206\u7c7b\u4e2a\u6027\u5dee\u9001\u544a])\u522b(?![\u7684\u4eba\u5885\u79f0\u540d])"
    r"|(?<![\u653e\u8bf7\u4f11\u75c5\u5e74\u6691\u5bd2\u5ea6\u957f])\u5047(?![\u671f\u65e5\u5982\u8bbe])"
    r"|scam|fake|fraud|beware|warning|do not|don't|never|not official|imposter"
    r"|impostor|avoid|report",
    re.IGNORECASE,
)
_NEAR = 40
"""How far before a contact the words stand that ask for its use, in code points."""
_SENTENCE = 160
"""How far around it the words are looked at that tell not to use it, in code points."""


def contacts(text: str, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield the contacts that stand outside what is ``taken`` already (spans in order)."""
    plain = text if text.isascii() else text.translate(_DIGITS)
    busy = _Busy(taken)
    if _ANY_CUE.search(text):
        # The cue words hold numerals of their own letters nowhere, so one view serves both.
        for kind, pattern in _MESSENGERS.items():
            for found in pattern.finditer(plain):
                one = _messenger(kind, found, text)
                if one is not None and busy.take(one.at, one.at + len(one.text)):
                    yield one
    for found in _PHONE.finditer(plain):
        start, end = found.span()
        start += len(found[0]) - len(found[0].lstrip())
        if _is_phone(found[0].strip(), plain[max(0, start - _NEAR) : start]) and busy.take(
            start, end
        ):
            value = re.sub(r"[^0-9+]", "", re.sub("[oO]", "0", found[0]))
            yield Found("phone", text[start:end], start, "", _asked(text, start, end), value)


class _Busy:
    """Spans that nothing else may stand in."""

    def __init__(self, taken: list[tuple[int, int]]) -> None:
        self.before = sorted(taken)
        self.starts = [span[0] for span in self.before]
        self.new: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Take a span if it is free."""
        at = bisect_right(self.starts, end - 1) - 1
        if at >= 0 and self.before[at][1] > start:
            return False
        if any(span[0] < end and start < span[1] for span in self.new[-_LOOKED_AT:]):
            return False
        self.new.append((start, end))
        return True


_LOOKED_AT = 128


def _messenger(kind: str, found: re.Match[str], text: str) -> Found | None:
    """Return the id behind the name of a messenger; None where it is an ordinary word."""
    start, end = found.span("id")
    value = found["id"]
    link = found["link"]
    sure = bool(_SURE.search(link))
    digits = sum(letter.isdigit() for letter in value)
    if value.isdigit() and _MONEY.match(text, end):
        return None
    if kind == "telegram":
        if "@" not in link and not (sure and (digits or "_" in value or len(value) > 5)):  # noqa: PLR2004
            return None
        if value[0].isdigit():
            return None
        return Found("handle", text[start:end], start, "telegram", _asked(text, start, end), value)
    if kind == "wechat" and not (sure or digits or "_" in value or "-" in value):
        return None
    plain = re.sub(r"[^0-9+]", "", re.sub("[oO]", "0", value)) if kind != "wechat" else value
    return Found(kind, text[start:end], start, "", _asked(text, start, end), plain)


def _is_phone(text: str, before: str) -> bool:
    """Tell whether a run of digits has the shape of a telephone number, or is said to be one."""
    digits = [letter for letter in text if letter.isdigit() or letter in "oO"]
    plain = "".join(digits).replace("o", "0").replace("O", "0")
    if not _LEAST <= len(plain) <= _MOST or sum(letter.isdigit() for letter in digits) < _REAL:
        return False
    if text[0] == "+":
        return len(plain) >= _LEAST_WITH_PREFIX
    groups = [part for part in re.split(r"[^0-9oO]+", text) if part]
    if len(groups) == 4 and "." in text and max(map(len, groups)) <= 3:  # noqa: PLR2004 - an IPv4 address
        return False
    if _MOBILE.fullmatch(plain) or (len(groups) > 1 and _HOTLINE.fullmatch(plain)):
        return True
    return bool(_AMERICAN.fullmatch(text) or _CALL.search(before))


def _asked(text: str, start: int, end: int) -> bool:
    """Tell whether the words before a contact ask for its use, and none around it warn of it."""
    around = text[max(0, start - _SENTENCE) : end + _SENTENCE]
    return bool(_ASK.search(text[max(0, start - _NEAR) : start])) and not _TOLD_NOT.search(around)


_PLACES = {
    "telegram": r"telegram|(?<![a-z])tg(?![a-z])|\u7535\u62a5|\u96fb\u5831|\u98de\u673a",
    "x": r"(?<![a-z0-9])x(?![a-z0-9])|twitter|\u63a8\u7279",
    "discord": r"discord",
    "instagram": r"instagram|(?<![a-z])ig(?![a-z])",
    "facebook": r"facebook|(?<![a-z])fb(?![a-z])|\u8138\u4e66",
    "tiktok": r"tiktok|\u6296\u97f3",
    "github": r"github",
    "medium": r"(?<![a-z])on medium(?![a-z])",
}
_PLACE = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _PLACES.items()), re.IGNORECASE
)
_AFTER = re.compile(
    rf"[^\n@]{{0,40}}?(?:\bon|\bvia|\bin|\u5728)[ ]?(?:{_PLACE.pattern})", re.IGNORECASE
)
_BEFORE_HANDLE = 32
"""How far before a handle the name of its platform may stand, in code points."""


def platform_beside(text: str, start: int, end: int) -> str:
    """Return the platform that the words beside a handle name; empty if none, or more than one.

    >>> platform_beside("our X account is @abc, Telegram @d", 17, 21)
    'x'
    """
    before = text[max(0, start - _BEFORE_HANDLE) : start]
    before = re.split(r"[@\n]", before)[-1]
    places = {found.lastgroup for found in _PLACE.finditer(before)}
    if not places:
        after = _AFTER.match(text, end, min(len(text), end + 64))
        places = {after.lastgroup} if after else set()
    return (places.pop() or "") if len(places) == 1 else ""
