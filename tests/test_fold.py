"""Does folding see through every disguise of a letter, and leave the rest of the world alone?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import ada_url
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channelguard.fold import (
    invisible,
    plain,
    skeleton,
    unencoded,
    unencoded_all,
    unreversed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDS = [plain, skeleton]

PLAIN = [
    pytest.param("\u3099\u3099", "", id="marks without a letter"),
    pytest.param("\u304b\u3099\u3099", "\u304c", id="one mark too many"),
    pytest.param("TokenPocket", "tokenpocket", id="case"),
    pytest.param("\uff34\uff30\uff37allet", "tpwallet", id="full width"),
    pytest.param("\U0001d4fd\U0001d4f9", "tp", id="mathematical script"),
    pytest.param("\u24e3\u24df", "tp", id="circled"),
    pytest.param("tp\u200bwal\u00adlet", "tpwallet", id="zero width space, soft hyphen"),
    pytest.param("t\u0300\u0301p", "tp", id="combining accents"),
    pytest.param("caf\u00e9", "cafe", id="accent composed"),
    pytest.param("t\u3164p\uffa0", "tp", id="Hangul fillers"),
    pytest.param("t\ufe0fp\U000e0041", "tp", id="variation selector, tag"),
    pytest.param("t\u180ep\u034f", "tp", id="Mongolian vowel separator, grapheme joiner"),
    pytest.param("官方客服錢包", "官方客服钱包", id="traditional Han"),
    pytest.param("\u9280\u92ad", "银钱", id="Japanese form of qian"),
    pytest.param("\u1112\u1161\u11ab\u1100\u116e\u11a8", "\ud55c\uad6d", id="Hangul in letters"),
    pytest.param("\uff76\uff9e", "\u30ac", id="half-width kana with its mark"),
    pytest.param("\u304b\u3099", "\u304c", id="kana decomposed"),
    pytest.param("\u00df", "ss", id="sharp s folds to two"),
]
PLAIN_LEAVES_ALONE = [
    pytest.param("tp-wallet.io", id="ASCII"),
    pytest.param("\u0442\u0440", id="Cyrillic stays Cyrillic"),
    pytest.param("\ud55c\uad6d\uc5b4 \uc9c0\uac11", id="Korean"),
    pytest.param("\u304c\u30ac\u3071\u30d1", id="voiced kana"),
    pytest.param("今日合约一共长于余额", id="simplified Han"),
    pytest.param("\u2800", id="the empty Braille pattern is seen by readers of Braille"),
    pytest.param("\U0001f44d", id="emoji"),
    pytest.param("a b\tc\n", id="white space"),
]
LOOKS = [
    pytest.param("tpwaIlet", "tpwallet", id="capital I"),
    pytest.param("tpwa1let", "tpwallet", id="one"),
    pytest.param("tpwa|let", "tpwallet", id="bar"),
    pytest.param("t0kenp0cket", "tokenpocket", id="zero"),
    pytest.param("TPWALLET", "tpwallet", id="capitals"),
    pytest.param("t\u0440wall\u0435t", "tpwallet", id="Cyrillic er and ie"),
    pytest.param("\u0422\u0420W\u0410LL\u0415\u0422", "tpwallet", id="Cyrillic capitals"),
    pytest.param("\u03c4\u03c1wallet", "tpwallet", id="Greek tau and rho"),
    pytest.param("\u0442\u043a\u03ba\u03b7\u043f", "tkknn", id="te ka kappa eta pe"),
    pytest.param("\u0259\u0251\u01dd\u04bd", "eaee", id="schwa, alpha, turned e, che"),
    pytest.param("\u0461\u051d\u026f\u0448", "wwww", id="omega, we, turned m, sha"),
    pytest.param(
        "\u1d1b\u1d18\u1d21\u1d00\u029f\u029f\u1d07\u1d1b", "tpwallet", id="small capitals"
    ),
    pytest.param("\U0001f183\U0001f17f", "tp", id="negative squared"),
    pytest.param("\U0001f163\U0001f15f", "tp", id="negative circled"),
    pytest.param("\U0001f1f9\U0001f1f5", "tp", id="regional indicators"),
    pytest.param("\u0142\u0111\u0167\u0131\u00f8\u0127", "ldtioh", id="strokes and dotless i"),
    pytest.param("\u13a2\u13e2\u13b3\u13aa\u13de\u13de\u13ac\u13a2", "tpwallet", id="Cherokee"),
    pytest.param("\u0570\u057d\u0578", "hun", id="Armenian"),
    pytest.param("tpw\u039bllet", "tpwallet", id="Greek capital lamda for A"),
    pytest.param("\uff34\uff30", "tp", id="full width"),
    pytest.param("t\u0337p\u0338", "tp", id="overlaid strokes"),
    pytest.param("官方客服錢包", "官方客服钱包", id="traditional Han"),
    pytest.param("\u5bab方", "官方", id="gong for guan"),
    pytest.param("\u2170\u217c", "il", id="Roman numerals"),
]
LOOKS_LIKE_ITSELF = [
    pytest.param("tpwallet", id="plain ASCII"),
    pytest.param("今日合约一共长于余额", id="Han that UTS 39 takes apart"),
    pytest.param("\ud55c\uad6d\uc5b4 \uc9c0\uac11", id="Korean"),
    pytest.param("vvuuclrnlc", id="pairs that look like one letter"),
    pytest.param("4@$3", id="digits and signs for letters"),
    pytest.param("\U0001f44d", id="emoji"),
    pytest.param("tp-wa.llet_l", id="separators"),
    pytest.param("\u0434\u0436", id="Cyrillic letters that look like no other"),
]
UNSEEN = [
    pytest.param("a\u200bb", id="zero width space"),
    pytest.param("a\u200db", id="zero width joiner"),
    pytest.param("a\ufeff", id="byte order mark"),
    pytest.param("a\u202eb", id="right-to-left override"),
    pytest.param("a\u2067b", id="isolate"),
    pytest.param("a\u3164", id="Hangul filler"),
    pytest.param("a\u00adb", id="soft hyphen"),
    pytest.param("a\ufe0f", id="variation selector"),
    pytest.param("a\U000e0061", id="tag"),
    pytest.param("a\x1b[0m", id="escape"),
    pytest.param("a\u009b", id="C1 control"),
    pytest.param("\u00e9\x00", id="NUL beside a letter that is not ASCII"),
]
SEEN = [
    pytest.param("", id="nothing"),
    pytest.param("tp wallet", id="a space"),
    pytest.param("caf\u00e9", id="an accent"),
    pytest.param("e\u0301", id="a combining accent"),
    pytest.param("官方客服", id="Han"),
    pytest.param("\u2800", id="the empty Braille pattern"),
    pytest.param("\u3000", id="ideographic space"),
    pytest.param("\U0001f44d\U0001f3fd", id="emoji with a skin tone"),
]
ORDER = [
    pytest.param("tp\u202etellaw\u202c.io", "tpwallet.io", id="part of a name"),
    pytest.param("\u202eoi.tellawpt", "tpwallet.io", id="to the end"),
    pytest.param("a\u202e(dc)b", "ab(cd)", id="brackets"),
    pytest.param("x\u202e12\u202dab\u202c34\u202c", "x43ab21", id="left-to-right inside"),
    pytest.param("\u202eab\ncd", "ba\ncd", id="ends with the line"),
    pytest.param("a\u2067\u202ecb\u2069d", "abcd", id="ends with the isolate"),
    pytest.param("\u202ea\u0301b", "ba\u0301", id="a mark stays on its letter"),
    pytest.param("a\u2067b\u2069\u200e", "ab", id="isolate without override"),
    pytest.param("\u202cab\u2069", "ab", id="ends without a beginning"),
    pytest.param("abc", "abc", id="ASCII"),
    pytest.param("\u05d0\u05d1", "\u05d0\u05d1", id="Hebrew in its own order"),
]
soup = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            'Il1|0Om%"`\u4e00\u30fc\u1109\u1100\u1106\u1161\u1175\u11a8\uac00\u3099\u309a\u304b'
            "\uff9e\u0301\u202e\u202c\u2067\u2069\u0130\u03a3\u00df\u9577\u3164"
        ),
    )
)


@pytest.mark.parametrize(("text", "meaning"), PLAIN)
def test_plain_reads_the_meaning(text: str, meaning: str) -> None:
    assert plain(text) == meaning


@pytest.mark.parametrize("text", PLAIN_LEAVES_ALONE)
def test_plain_leaves_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(("text", "looks"), LOOKS)
def test_skeleton_sees_the_likeness(text: str, looks: str) -> None:
    assert skeleton(text) == skeleton(looks)


@pytest.mark.parametrize("text", LOOKS_LIKE_ITSELF)
def test_skeleton_leaves_alone(text: str) -> None:
    assert skeleton(text) == text.replace("m", "rn")


@pytest.mark.parametrize("text", UNSEEN)
def test_invisible_characters_are_found(text: str) -> None:
    assert invisible(text)


@pytest.mark.parametrize("text", SEEN)
def test_visible_characters_are_not_invisible(text: str) -> None:
    assert not invisible(text)


@pytest.mark.parametrize(("text", "seen"), ORDER)
def test_text_is_returned_in_the_order_it_is_seen(text: str, seen: str) -> None:
    assert unreversed(text) == seen


@pytest.mark.parametrize("fold", FOLDS)
@given(text=soup)
@example(text="\u314e\u314f\u3134")
@example(text="\u1109\u1109\u30fc\u1100")
def test_folding_twice_is_folding_once(fold: Callable[[str], str], text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.full
@pytest.mark.parametrize("fold", FOLDS)
def test_folding_any_single_character_twice_is_folding_it_once(fold: Callable[[str], str]) -> None:
    unstable = [point for point in range(0x110000) if fold(fold(chr(point))) != fold(chr(point))]

    assert unstable == []


@given(text=soup)
def test_turning_twice_is_turning_once_and_leaves_no_control(text: str) -> None:
    seen = unreversed(text)

    assert unreversed(seen) == seen
    assert not set(seen) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_both_sides_of_every_confusable_have_one_skeleton(shared: Path) -> None:
    lines = (shared / "suites" / "unicode" / "confusables.txt").read_text("utf-8-sig").splitlines()
    rows = [line.split("#")[0].split(";") for line in lines if ";" in line.split("#")[0]]
    pairs = [["".join(chr(int(x, 16)) for x in cell.split()) for cell in row[:2]] for row in rows]

    assert len(pairs) == 6565
    assert [pair for pair in pairs if skeleton(pair[0]) != skeleton(pair[1])] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + "\u0301" * 65_000, id="marks on one letter"),
        pytest.param("\u304b" + "\u3099" * 65_000, id="voicing marks on one kana"),
        pytest.param("\u1100\u1161" * 32_000, id="Hangul letters"),
        pytest.param("\uac00" * 65_000 + "\u0430", id="Hangul syllables"),
        pytest.param("\u2067\u202e" * 30_000 + "\u2069" * 5_000, id="nested directions"),
        pytest.param("\u202ea\u202c" * 20_000, id="many overrides"),
    ],
)
@pytest.mark.parametrize("fold", [*FOLDS, unreversed, invisible])
def test_long_text_takes_time_in_proportion(fold: Callable[[str], object], text: str) -> None:
    fold("\u0430")
    start = time.process_time()
    fold(text)

    assert time.process_time() - start < 0.5


@given(
    st.sets(st.text("\u0440\u0430\u6d4b\u00e9\u00dfm\u0131", min_size=1, max_size=9), max_size=9)
)
def test_labels_are_seen_together_as_each_alone(texts: set[str]) -> None:
    encoded = {ada_url.idna_to_ascii(text).decode() for text in texts}
    labels = encoded | {"xn--", "xn--9ca0b", "tom"}
    together = unencoded_all(labels)

    assert {label: together.get(label, label) for label in labels} == {
        label: unencoded(label) for label in labels
    }
