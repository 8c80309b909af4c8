"""Write ``src/channelguard/confusables.py`` from the Unicode tables and the OpenCC dictionaries.

    python tools/make_confusables.py path/to/confusables.txt [path/of/the/module]

Needs the packages ``unicodedata2`` (character data of the same version as the confusables, so
that the result does not depend on the interpreter) and ``opencc`` (traditional to simplified Han).

Every character gets its final value here: decomposed, stripped of marks, case-folded, mapped to
what it looks like, again and again until nothing changes. At run time one look-up does it all.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from pathlib import Path

import opencc
import unicodedata2 as ucd

SOURCE = "https://www.unicode.org/Public/security/{version}/confusables.txt"
MODULE = Path(__file__).resolve().parents[1] / "src" / "channelguard" / "confusables.py"

SYLLABLES = range(0xAC00, 0xD7A4)
"""Hangul syllables stay whole: decomposing and recomposing them would change nothing."""
KANA_MARKS = "\u3099\u309a"
"""COMBINING KATAKANA-HIRAGANA VOICED and SEMI-VOICED SOUND MARK; `fold` composes them itself."""
IGNORABLE = {
    *map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2065\u3164\uffa0"),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
}
"""Default-ignorable characters that are neither marks nor format characters: fillers, tags."""

HAN_STAYS = {
    "\u30fc": "\u4e00",  # KATAKANA-HIRAGANA PROLONGED SOUND MARK, CJK one
    "\U0001b122": "\u4e8e",  # KATAKANA LETTER ARCHAIC WU, CJK yu
    "\U00016ff3": "\u5152",  # CHINESE SMALL TRADITIONAL ER, CJK er
}
"""Pairs that UTS 39 maps the other way; common Han characters are to stay what they are."""
SEQUENCES = {
    "\u4eca": "\u1109\u4e00\u1100",
    "\u5408": "\u1109\u4e00\u1106",
    "\u4e1b": "\u1109\u1109\u4e00",
    "\u9577": "\u1110\u4e00\u1102\u110c",
}
"""Common Han characters that UTS 39 takes apart into Hangul letters: here the letters give way."""

LOOKS = {
    # Greek
    "\u03c0": "n",  # GREEK SMALL LETTER PI, also CYRILLIC SMALL LETTER PE
    "\u03c9": "w",  # GREEK SMALL LETTER OMEGA
    "\u03bc": "u",  # GREEK SMALL LETTER MU
    "\u03b6": "z",  # GREEK SMALL LETTER ZETA
    "\u03c7": "x",  # GREEK SMALL LETTER CHI
    "\u03dd": "f",  # GREEK SMALL LETTER DIGAMMA
    "\u03bb": "a",  # GREEK SMALL LETTER LAMDA
    "\u00df": "b",  # LATIN SMALL LETTER SHARP S, to which UTS 39 maps beta
    "\ua793": "e",  # LATIN SMALL LETTER C WITH BAR, to which UTS 39 maps epsilon
    # Cyrillic
    "\u0138": "k",  # LATIN SMALL LETTER KRA, to which UTS 39 maps ka and kappa
    "\u0185": "b",  # LATIN SMALL LETTER TONE SIX, to which UTS 39 maps the soft sign
    "\u028d": "m",  # LATIN SMALL LETTER TURNED W, to which UTS 39 maps em
    "\u1d0e": "n",  # LATIN LETTER SMALL CAPITAL REVERSED N, to which UTS 39 maps i
    "\u1d19": "r",  # LATIN LETTER SMALL CAPITAL REVERSED R, to which UTS 39 maps ya
    "\u025c": "3",  # LATIN SMALL LETTER REVERSED OPEN E, to which UTS 39 maps ze
    "\u0446": "u",  # CYRILLIC SMALL LETTER TSE
    "\u0448": "w",  # CYRILLIC SMALL LETTER SHA
    "\u0449": "w",  # CYRILLIC SMALL LETTER SHCHA
    "\u0461": "w",  # CYRILLIC SMALL LETTER OMEGA
    "\u051d": "w",  # CYRILLIC SMALL LETTER WE
    "\u04bd": "e",  # CYRILLIC SMALL LETTER ABKHASIAN CHE
    # Latin
    "\u01dd": "e",  # LATIN SMALL LETTER TURNED E, to which UTS 39 maps schwa
    "\u0258": "e",  # LATIN SMALL LETTER REVERSED E
    "\u0250": "a",  # LATIN SMALL LETTER TURNED A
    "\u0252": "a",  # LATIN SMALL LETTER TURNED ALPHA
    "\u028c": "a",  # LATIN SMALL LETTER TURNED V, to which UTS 39 maps capital lamda
    "\u0237": "j",  # LATIN SMALL LETTER DOTLESS J
    "\u025f": "j",  # LATIN SMALL LETTER DOTLESS J WITH STROKE
    "\u026f": "w",  # LATIN SMALL LETTER TURNED M
    "\u028a": "u",  # LATIN SMALL LETTER UPSILON
    "\u0289": "u",  # LATIN SMALL LETTER U BAR
    "\u01a8": "s",  # LATIN SMALL LETTER TONE TWO
    "\u00fe": "p",  # LATIN SMALL LETTER THORN
    "\u01bf": "p",  # LATIN LETTER WYNN
    "\u2202": "d",  # PARTIAL DIFFERENTIAL, to which UTS 39 maps eth
    # Signs
    "\u20bf": "b",  # BITCOIN SIGN
    "\u20b1": "p",  # PESO SIGN
    "\u20b3": "a",  # AUSTRAL SIGN
    "\u20b5": "c",  # CEDI SIGN
    "\u20b9": "r",  # INDIAN RUPEE SIGN
    "\u24ff": "0",  # NEGATIVE CIRCLED DIGIT ZERO
    "\U0001f18e": "ab",  # NEGATIVE SQUARED AB
    # Han: used for the word "official", which it is not
    "\u5bab": "\u5b98",
}
"""What UTS 39 does not say; a look-up here comes after its mappings, so none of them is undone."""

NAMES = [
    re.compile(pattern)
    for pattern in (
        r"LATIN (?:SMALL|CAPITAL) LETTER (?:DOTLESS |LONG |SCRIPT )?([A-Z]) WITH .*",
        r"LATIN (?:SMALL|CAPITAL) LETTER (?:INSULAR|SCRIPT|BARRED|STIRRUP|BROKEN|ANGLICANA|SIGMOID"
        r"|BLACKLETTER|VISIGOTHIC|MIDDLE SCOTS|OLD POLISH|LENIS|REVERSED|GLOTTAL) ([A-Z])",
        r"LATIN SMALL LETTER TURNED ([AEHIKLRTY])",
        r"(?:LATIN|MODIFIER) LETTER SMALL CAPITAL ([A-Z])(?: WITH .*)?",
        r"MODIFIER LETTER (?:SMALL|CAPITAL) ([A-Z])",
        r"(?:NEGATIVE )?(?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])",
        r"CROSSED NEGATIVE SQUARED LATIN CAPITAL LETTER ([A-Z])",
        r"REGIONAL INDICATOR SYMBOL LETTER ([A-Z])",
    )
]
"""Names that say which letter of the alphabet a reader sees."""
DIGITS = re.compile(
    r"DINGBAT (?:NEGATIVE )?CIRCLED (?:SANS-SERIF )?DIGIT (\w+)|NEGATIVE CIRCLED .*"
)
VARIANT = re.compile(r"(CYRILLIC (?:SMALL|CAPITAL) LETTER .+?) WITH .*")
"""A Cyrillic letter with something added is read as the letter."""


def read_confusables(path: Path) -> dict[str, str]:
    """Return the mappings of ``confusables.txt``: one character to a few."""
    pairs = {}
    for line in path.read_text("utf-8-sig").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) >= 2:
            source, target = ("".join(chr(int(x, 16)) for x in f.split()) for f in fields[:2])
            pairs[source] = target
    return pairs


def lower(char: str) -> str:
    """Case-fold, with the letter's name where this interpreter's tables are too old to know it."""
    if ucd.category(char) == "Lu" and char.casefold() == char:
        small = ucd.name(char, "").replace(" CAPITAL ", " SMALL ")
        try:
            return str(ucd.lookup(small))
        except KeyError:
            return char
    return char.casefold()


def dropped(char: str) -> bool:
    """Tell whether a reader sees nothing, or only a mark on the letter before."""
    if char in KANA_MARKS:
        return False
    return ord(char) in IGNORABLE or ucd.category(char) in {"Mn", "Me", "Cf"}


def simplify(char: str, *, converters: list[opencc.OpenCC]) -> str:
    """Return the simplified form of one Han character, else the character itself."""
    to_simplified, *variants = converters
    simple = to_simplified.convert(char)
    if simple == char and not in_gb2312(char):
        for variant in variants:
            standard = variant.convert(char)
            if standard != char and len(standard) == 1:
                simple = to_simplified.convert(standard)
                break
    return simple if len(simple) == 1 else char


def in_gb2312(char: str) -> bool:
    """Tell whether the character is one of the 6,763 of the simplified standard set."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def han_table() -> dict[str, str]:
    """Return every Han character that has another simplified form."""
    converters = [opencc.OpenCC(name) for name in ("t2s", "tw2t", "hk2t", "jp2t")]
    table = {}
    for start, end in ((0x3400, 0xA000), (0x20000, 0x323B0)):
        for char in map(chr, range(start, end)):
            simple = char
            for _ in range(3):
                simple = simplify(simple, converters=converters)
            if simple != char:
                table[char] = simple
    return {char: simple for char, simple in table.items() if table.get(simple, simple) == simple}


class Folder:
    """Both foldings of single characters, to the very end."""

    def __init__(self, confusables: dict[str, str], han: dict[str, str]) -> None:
        """Keep the tables; the Han characters named above keep their place."""
        for char in [*SEQUENCES, *HAN_STAYS.values()]:
            confusables.pop(char, None)
        pairs = {a: b for a, b in confusables.items() if "".join(map(lower, b)) != a}
        self.confusables = pairs | HAN_STAYS
        self.han = han
        self.plain = cache(self._plain)
        self.looks = cache(self._looks)

    def _plain(self, char: str) -> str:
        """Same meaning: decomposed, no marks, case folded, simplified."""
        if dropped(char):
            return ""
        if ord(char) in SYLLABLES or char in KANA_MARKS:
            return char
        for step in (self.decomposed(char), lower(char), self.han.get(char, char)):
            if step != char:
                return "".join(map(self.plain, step))
        return char

    def _looks(self, char: str) -> str:
        """Same looks: as above, with what the character is mistaken for taken first."""
        steps = [self.confusables.get(char), LOOKS.get(char)]
        if ord(char) in SYLLABLES or char in KANA_MARKS:
            steps += [char]
        elif dropped(char):
            steps += [""]
        steps += [self.han.get(char), self.decomposed(char), self.named(char), lower(char)]
        for step in steps:
            if step is not None and step != char:
                return "".join(map(self.looks, step))
            if step == char and (ord(char) in SYLLABLES or char in KANA_MARKS):
                return char
        return char

    @staticmethod
    def decomposed(char: str) -> str:
        """Compatibility decomposition, with the kana marks left on."""
        whole = ucd.normalize("NFC", char)
        if "\u3040" <= whole <= "\u30ff" and len(whole) == 1:
            return str(whole)
        return str(ucd.normalize("NFKD", char))

    @staticmethod
    def named(char: str) -> str:
        """Read the letter or digit out of the character's name."""
        name = ucd.name(char, "")
        for pattern in NAMES:
            if found := pattern.fullmatch(name):
                return str(found[1]).lower()
        if DIGITS.fullmatch(name) and ucd.numeric(char, -1) >= 0:
            return str(int(ucd.numeric(char)))
        if found := VARIANT.fullmatch(name):
            try:
                return str(ucd.lookup(found[1]))
            except KeyError:
                return char
        return char


def literal(name: str, doc: str, text: str) -> str:
    """Write one long string as an assignment of short escaped lines."""
    lines = []
    while text:
        size = min(len(text), 90)
        while len(double(text[:size])) > 94:
            size -= 1
        lines.append(f"    {double(text[:size])}")
        text = text[size:]
    return f"{name} = (\n" + "\n".join(lines) + f'\n)\n"""{doc}"""\n'


def double(text: str) -> str:
    """Quote with double quotes, everything outside printable ASCII escaped."""
    return '"' + text.encode("unicode_escape").decode().replace('"', '\\"') + '"'


def ranges(points: list[int]) -> list[tuple[int, int]]:
    """Join neighbouring code points; both ends inclusive."""
    joined: list[tuple[int, int]] = []
    for point in points:
        if joined and point == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], point)
        else:
            joined.append((point, point))
    return joined


def table(name: str, doc: str, pairs: dict[str, str]) -> str:
    """Write a mapping as one string of keys and one of values with NUL between."""
    keys = literal(f"{name}_KEYS", doc, "".join(pairs))
    return keys + literal(f"{name}_VALUES", "Their values, NUL between.", "\0".join(pairs.values()))


def module(path: Path) -> str:
    """Return the text of the generated module."""
    raw = path.read_bytes()
    head = raw.decode("utf-8-sig")
    version = re.search(r"^# Version: (\S+)", head, re.MULTILINE)[1]  # type: ignore[index]
    date = re.search(r"^# Date: (\S+),", head, re.MULTILINE)[1]  # type: ignore[index]
    folder = Folder(read_confusables(path), han_table())
    chars = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]
    plain = {c: folder.plain(c) for c in chars if folder.plain(c) != c}
    looks = {c: folder.looks(c) for c in chars if folder.looks(c) != plain.get(c, c)}
    unseen = [ord(c) for c in chars if plain.get(c) == ""]
    han = {c: folder.han[c] for c in folder.han}
    fold = {c: v for c, v in plain.items() if v and not c.isascii() and c not in han}
    ends = "".join(chr(end) for pair in ranges(unseen) for end in pair)
    sequences = {s.replace("\u30fc", "\u4e00"): folder.looks(c) for c, s in SEQUENCES.items()}
    return "\n".join(
        [
            f'"""What single characters mean and look like: generated, do not edit.\n\n'
            f"Made by ``tools/make_confusables.py`` from UTS 39 ``confusables.txt`` version "
            f"{version}\nof {date}, Unicode character data {ucd.unidata_version} and the "
            f"dictionaries\nof OpenCC {opencc.__version__}.\n"
            "Licences: Unicode-3.0 and Apache-2.0; see "
            f'``docs/data-sources.md``.\n"""\n',
            f'UNICODE_VERSION = "{version}"\n"""Version of the confusables."""\n'
            f'SOURCE = "{SOURCE.format(version=version)}"\n'
            f'DATE = "{date}"\n"""As the file itself says."""\n'
            f'SHA256 = "{hashlib.sha256(raw).hexdigest()}"\n"""Of ``confusables.txt``."""\n',
            literal(
                "UNSEEN", "Marks and invisible characters: first and last of each range.", ends
            ),
            table("FOLD", "Characters that mean other characters.", fold),
            literal("HAN_KEYS", "Traditional and variant Han characters.", "".join(han)),
            literal(
                "HAN_VALUES", "Their simplified forms, in the same order.", "".join(han.values())
            ),
            table("LOOKS", "Characters that look like others, where `FOLD` says otherwise.", looks),
            "SEQUENCES = (\n"
            + "".join(f"    ({double(s)}, {double(c)}),\n" for s, c in sequences.items())
            + ')\n"""Hangul letters that together look like one Han character."""\n',
        ]
    )


def main() -> None:
    """Write the module."""
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else MODULE
    target.write_text(module(Path(sys.argv[1])), "utf-8")


if __name__ == "__main__":
    main()
