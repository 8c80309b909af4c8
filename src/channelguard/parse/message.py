"""The words of a message -> the addresses, accounts, apps and contacts named in it, in order.

Chinese and Japanese are written without spaces: an address in other letters is cut where those
begin. A host that holds such letters is taken where its ending says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from channelguard import suffix
from channelguard.parse.contact import CJK, contacts, platform_beside
from channelguard.parse.defang import refang
from channelguard.parse.html import MAX_LABEL, anchors

MAX_NAMED = 64
"""How many named things are read from one message; a Telegram message of 4,096 characters holds
fewer. More are reported in ``incomplete``."""


class Named(NamedTuple):
    """One thing that a message names, and where."""

    kind: str
    """``url``, ``email``, ``handle``, ``app``, or the kind of a `Contact`."""
    text: str
    at: int
    label: str = ""
    """The text that is shown in its place."""
    platform: str = ""
    """Where an account is, as the words beside it say."""
    asked: bool = False
    """True for a contact which the reader is asked to use."""
    value: str = ""
    """A contact in plain letters and digits."""


_URL = r"[^\s<>\"'()]{1,2048}(?:\([^\s<>\"'()]{0,512}\)[^\s<>\"'()]{0,512})?"
_ANCHOR = re.compile(
    rf"\[(?P<md>[^\[\]\n]{{1,256}})\]\([ ]?<?(?P<mdurl>{_URL})>?(?:[ ]\"[^\"\n]{{0,256}}\")?[ ]?\)"
    r"|\[url=[\"']?(?P<bburl>[^\s\"'\[\]]{1,2048})[\"']?\](?P<bb>[^\[\]]{0,256})\[/url\]"
    r"|<(?P<slackurl>https?://[^\s<>|]{1,2048})\|(?P<slack>[^<>|]{1,256})>",
    re.IGNORECASE,
)
_LETTER = rf"[^\W_{CJK}]"
_INNER = rf"(?:[^\W{CJK}]|[-\u00ad\u200b-\u200d\u2060\ufeff])"
_LABEL = rf"{_LETTER}{_INNER}{{0,62}}"
_TOP = rf"(?:xn--[a-z0-9-]{{1,59}}|[^\W\d_{CJK}]{{2,63}})"
_STOP = (
    r"\s<>\"'\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u201c\u201d\u2018\u2019"
    r"\u300a-\u3011\u2026"
)
_PATH = rf"(?::[0-9]{{1,5}})?(?:[/?#][^{_STOP}{CJK}]{{0,2048}})?"
_BEFORE = rf"(?:(?<=[{CJK}])|(?<=[{CJK}]\.)|(?<=//)|(?<![\w@/.-]))"
_AFTER = rf"(?!-?{_LETTER}|_)"
_IDN = (
    rf"(?:[\w-]{{1,63}}\.){{0,4}}(?:[\w-]{{0,62}}[{CJK}]\.(?:xn--[a-z0-9-]{{1,59}}"
    rf"|[a-z]{{2,24}}(?:\.[a-z]{{2,3}})?)|[\w-]{{1,63}}\.[{CJK}]{{1,12}})(?![\w-])"
)
_DOT = (
    r"(?:[ ]{0,2}(?:\[[ ]?(?:\.|dot|d0t|\u70b9)[ ]?\]|\([ ]?(?:\.|dot|\u70b9)[ ]?\)"
    r"|\{[ ]?(?:\.|dot)[ ]?\}|<[ ]?(?:\.|dot)[ ]?>|\\\.)[ ]{0,2}|[ ](?:dot|\u70b9)[ ]|[ ]\.[ ]?"
    rf"|(?<={_LETTER})[\u70b9\u3002\uff0e\uff61](?={_LETTER}))"
)
_AT = r"[ ]{0,2}(?:\[[ ]?(?:@|at)[ ]?\]|\([ ]?(?:@|at)[ ]?\)|\{[ ]?at[ ]?\})[ ]{0,2}"
_TOKEN = re.compile(
    rf"(?P<scheme>(?<![a-z0-9])(?:[a-z][a-z0-9+-]{{1,15}}|h(?:\*\*|__)ps?):/{{1,3}}(?:{_IDN})?"
    rf"(?<=[^\s])[^{_STOP}{CJK}]{{0,4096}})"
    rf"|(?P<email>(?<![a-z0-9._%+=-])[a-z0-9._%+=-]{{1,64}}(?:@(?:{_LETTER}|[.-]){{1,253}}\.[^\W\d_{CJK}]{{2,63}}"
    rf"|{_AT}{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{1,6}}))"
    rf"|(?P<handle>(?:(?<=[{CJK}])|(?<![\w@/.!#$%&*])|(?<![\w@][!@#$%&*])(?<=[!$%&*])"
    rf"|(?<=\brt)|(?<=\brt:))[@\uff20][a-z0-9_]{{2,64}}(?!{_LETTER}|[@_]|://))"
    rf"|(?P<idn>(?<![\w@/.-]){_IDN}{_PATH})"
    rf"|(?P<defanged>{_BEFORE}{_LABEL}(?:\.{_LABEL}){{0,4}}{_DOT}{_LABEL}"
    rf"(?:(?:{_DOT}|\.){_LABEL}){{0,6}}{_PATH})"
    rf"|(?P<host>{_BEFORE}(?:{_LABEL}\.){{1,10}}{_TOP}{_AFTER}{_PATH})"
    r"|(?P<app>(?<![\w.@/-])(?:[a-p]{32}|id[0-9]{9,12})(?![\w.@/-]))",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[.@/\uff20\u3002\uff0e\uff61\u70b9\\]|dot|[ \[({]at[ \])}]|[a-p]{32}|id[0-9]{9}",
    re.IGNORECASE,
)
"""Without one of these nothing but contacts can be named."""
_AHEAD = 80
"""How far before its first sign a token can begin, in code points: a label has 63, a local part 64.
Searching from there costs a fifth of searching everywhere."""
_TRAILING = (
    ".,;:!?)]}'\"*_~|\u2026\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_OPENING = {")": "(", "]": "[", "}": "{"}
_CJK_LETTER = re.compile(rf"[{CJK}]")
_PARTS = re.compile(rf"(?:{_DOT}|\.)", re.IGNORECASE)
_PACKAGE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){2,6}")
_ARTICLES = frozenset(["a", "each", "every", "polka", "that", "the", "this"])
"""Words before which ``dot`` is a dot."""
_PACKAGE_STARTS = frozenset({
    "app", "cc", "cn", "co", "com", "dev", "im", "io", "me", "net", "org", "pro",
    "top", "tv", "vip", "xyz",
})  # fmt: skip
"""First words of app packages that are named in messages: a domain, backwards."""
_ENDINGS_THAT_ARE_WORDS = frozenset({
    "am", "app", "are", "as", "at", "be", "best", "bet", "blue", "by", "call", "can", "case",
    "cash", "chat", "cheap", "click", "cool", "date", "do", "eat", "fail", "family", "fan",
    "fast", "final", "fit", "fly", "free", "from", "fun", "fund", "fyi", "game", "gift",
    "gives", "global", "go", "good", "great", "guide", "help", "here", "hot", "how", "id", "im",
    "in", "is", "it", "la", "land", "life", "like", "link", "live", "love", "ma", "makeup",
    "man", "map", "me", "meet", "men", "mo", "mobile", "moe", "mom", "money", "my", "name",
    "ne", "network", "new", "news", "no", "now", "nu", "one", "open", "or", "pay", "pet",
    "phone", "place", "play", "plus", "read", "red", "rest", "review", "safe", "sale", "save",
    "search", "so", "study", "su", "support", "talk", "team", "tel", "tell", "tips", "to",
    "today", "top", "tv", "uno", "us", "watch", "we", "work", "wow", "yes", "you",
})  # fmt: skip
"""Top-level domains with which an English sentence may begin, where a space was left out."""


def has_anchor(text: str) -> bool:
    """Tell whether the text shows one thing and links to another (Markdown or HTML)."""
    return next(_masked(text), None) is not None


def names_address(text: str) -> bool:
    """Tell whether the text names an address or an account, contacts left out."""
    return next(_addresses(text), None) is not None


def named(text: str) -> Iterator[Named]:
    """Yield everything that is named, in order; nothing twice."""
    addresses = list(islice(_addresses(text), MAX_NAMED + 1))
    taken = [(one.at, one.at + len(one.text)) for one in addresses]
    others = [
        Named(one.kind, one.text, one.at, "", one.platform, one.asked, one.value)
        for one in islice(contacts(text, taken), MAX_NAMED + 1)
    ]
    if not others:
        yield from addresses
        return
    yield from sorted([*addresses, *others], key=lambda one: one.at)


def _addresses(text: str) -> Iterator[Named]:
    if not _SIGNS.search(text):
        return
    at = 0
    for start, end, one in _masked(text):
        if start >= at:
            yield from _tokens(text, at, start)
            yield one
            at = end
    yield from _tokens(text, at, len(text))


def _masked(text: str) -> Iterator[tuple[int, int, Named]]:
    """Yield links that show something else, in order: where each stands, and its target."""
    found: list[tuple[int, int, Named]] = []
    if "](" in text or "|" in text or "[/" in text:
        found += [_marked(one) for one in _ANCHOR.finditer(text)]
    if "<a" in text or "<A" in text:
        for one in anchors(text):
            # Of a link that shows very much, the words are read as a part of the text as well.
            end = one.end if len(one.label) < MAX_LABEL else one.tag_end
            found.append((one.start, end, Named("url", one.target, one.at, one.label)))
        found.sort()
    yield from found


def _marked(anchor: re.Match[str]) -> tuple[int, int, Named]:
    """Read a link in Markdown, in BBCode or as Slack writes it."""
    shown = next(one for one in ("md", "bb", "slack") if anchor[f"{one}url"] is not None)
    target = f"{shown}url"
    one = Named("url", anchor[target], anchor.start(target), anchor[shown].strip())
    return anchor.start(), anchor.end(), one


def _tokens(text: str, start: int, end: int) -> Iterator[Named]:
    """Yield what stands between two places; goes on behind what was cut off."""
    while start < end:
        sign = _SIGNS.search(text, start, end)
        if sign is None:
            return
        found = _TOKEN.search(text, max(start, sign.start() - _AHEAD), end)
        if found is None:
            return
        token, at = _token(found)
        letter = _CJK_LETTER.search(found[0]) if found.lastgroup == "idn" and not token else None
        if letter is not None:
            yield from _tokens(text, found.start(), found.start() + letter.start())
        if token:
            yield _read(found, token, at, text)
        start = max(at + len(token), found.start() + 1)


def _token(found: re.Match[str]) -> tuple[str, int]:  # noqa: PLR0911 - one line a kind
    """Return what of a match is named, and its place; if nothing, where to go on."""
    kind, whole, at = found.lastgroup, found[0], found.start()
    match kind:
        case "scheme":
            token = _trimmed(_cut(whole))
            return (
                (token, at) if token.rstrip(":/") != token[: token.find(":")] else ("", found.end())
            )
        case "idn":
            token = _trimmed(whole)
            letter = _CJK_LETTER.search(whole)
            return (token, at) if _public(token) else ("", at + (letter.end() if letter else 1))
        case "defanged":
            token = _without_rest(_trimmed(whole))
            return (token, at) if token else ("", at + _last_part(whole))
        case "email" if "@" not in whole:
            token = whole
            while token and not _public(refang(token).rpartition("@")[2]):
                token = _less(token)
            return (token, at) if token else ("", found.end())
        case "host":
            token = _trimmed(whole)
            if _public(token) and not _two_sentences(token):
                return token, at
            return (token, at) if _is_package(token) else ("", at + len(token))
        case _:
            return (whole if kind == "app" else _trimmed(whole)), at


def _read(found: re.Match[str], token: str, at: int, text: str) -> Named:
    match found.lastgroup:
        case "email":
            return Named("email", token, at)
        case "handle":
            place = platform_beside(text, at, at + len(found[0]))
            return Named("handle", found[0], at, "", place)
        case "app":
            return Named("app", token, at)
        case "host" if not _public(token):
            return Named("app", token, at)
        case _:
            return Named("url", token, at)


def _trimmed(token: str) -> str:
    """Take off punctuation behind an address; a bracket that was opened inside belongs to it."""
    while token and token[-1] in _TRAILING:
        opening = _OPENING.get(token[-1])
        if opening and token.count(opening) >= token.count(token[-1]):
            break
        token = token[:-1]
    return token


def _cut(token: str) -> str:
    """Cut a URL before Chinese or Japanese letters, unless they stand in a host that can exist."""
    letter = _CJK_LETTER.search(token)
    if letter is None:
        return token
    head = token.partition("://")[2]
    host = re.split(r"[/?#:\\]", head, maxsplit=1)[0]
    rest = re.split(rf"[{CJK}]", host)[-1]
    another = not rest.startswith(".") and bool(rest) and _public(rest)
    return token if _public(host) and not another else token[: letter.start()]


def _without_rest(token: str) -> str:
    """Cut words off a defanged host until it ends in a public suffix; empty if it never does."""
    dots = list(_PARTS.finditer(re.split(r"[/?#]", token, maxsplit=1)[0]))
    starts = [0, *(dot.end() for dot in dots)]
    ends = [*(dot.start() for dot in dots), len(token)]
    labels = [token[start:end].lower() for start, end in zip(starts, ends, strict=True)]
    labels[-1] = re.split(r"[/?#:]", labels[-1], maxsplit=1)[0]
    for count in range(len(labels), 1, -1):
        used = dots[: count - 1]
        if all(dot[0] == "." for dot in used):
            return ""
        spaced = any(dot[0].startswith(" .") or dot[0] == "\u3002" for dot in used)
        _, name, ending = suffix.split(".".join(labels[:count]))
        if name in _ARTICLES and " " in used[-1][0]:
            continue
        if ending and name and not (spaced and labels[count - 1] in _ENDINGS_THAT_ARE_WORDS):
            return token[: ends[count - 1]]
    return ""


def _less(token: str) -> str:
    """Return the token without its last part and the dot before it."""
    dots = [dot.start() for dot in _PARTS.finditer(token)]
    return token[: dots[-1]] if dots else ""


def _last_part(token: str) -> int:
    """Return where the last part of a defanged host begins."""
    return max(dot.start() for dot in _PARTS.finditer(token))


def _public(token: str) -> bool:
    """Tell whether a bare host in running text ends in a public suffix (``e.g.`` does not)."""
    host = re.split(r"[/?#:]", token, maxsplit=1)[0].lower()
    _, name, ending = suffix.split(host)
    return bool(ending and name)


def _two_sentences(token: str) -> bool:
    """Tell whether the dot only ends a sentence behind which a space was left out."""
    first, _, last = token.rpartition(".")
    return last.istitle() and last.lower() in _ENDINGS_THAT_ARE_WORDS and "." not in first


def _is_package(token: str) -> bool:
    """Tell whether a dotted name is an Android package: a domain backwards, and no domain."""
    first = token.partition(".")[0]
    return (
        bool(_PACKAGE.fullmatch(token))
        and first in _PACKAGE_STARTS
        and token.rpartition(".")[2] not in {"js", "py", "json", "txt", "md", "exe"}
    )
