"""Is every secret covered, and nothing else?"""

from __future__ import annotations

import json
import random
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.errors import RegistryError
from channelguard.masking import BLOCK, masked
from channelguard.mnemonics import SCRIPTS, compile_lists, published, words_of

TWELVE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
CHINESE = "\u67aa\u75ab\u9709\u5c1d\u4fe9\u95f9\u997f\u8d24\u67aa\u75ab\u9709\u537f"
HEX = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
SOLANA = (  # 64 bytes that count up, no key of anybody
    "1gE9mSbRvtDtHAdrsPfbDVbsHqiUo1pfLDWFmqTxHpZ6NEVQjMFmAWSqDkXHtWXXgi3sDfcSQPLhVBBKDWJKCvC"
)

SPACED = "\u52a0\u6211\u5fae\u4fe1\u9886\u7a7a\u6295\u514d\u8d39\u9001\u5e01\u4e86\u5440"
"""An advertisement that hides from filters: add me on WeChat for a free airdrop."""


def joined(mark: str) -> str:
    return TWELVE.replace(" ", mark)


PHRASES = [
    pytest.param(TWELVE, id="plain"),
    pytest.param(joined("\n"), id="lines"),
    pytest.param(joined("_"), id="underscores"),
    pytest.param(joined(""), id="written together"),
    pytest.param("".join(map(str.title, TWELVE.split())), id="written together with capitals"),
    pytest.param(joined("\u200b"), id="zero-width between"),
    pytest.param(joined("%20"), id="escaped in an address"),
    pytest.param(joined("%2C%20"), id="escaped commas"),
    pytest.param(joined("\\n"), id="escaped line breaks"),
    pytest.param("<li>" + joined("</li><li>") + "</li>", id="list in HTML"),
    pytest.param(joined(" | "), id="table"),
    pytest.param(TWELVE.replace("g", "g\u200d"), id="zero-width within"),
    pytest.param(
        TWELVE.translate({code: code + 0xFEE0 for code in range(97, 123)}), id="full width"
    ),
    pytest.param(TWELVE.replace("sausage", "sausgae"), id="one slip"),
    pytest.param(TWELVE.replace("winner", "xxxx", 1), id="one word replaced"),
    pytest.param(TWELVE.removeprefix("legal "), id="first word missing"),
    pytest.param(" ".join(word[:4] for word in TWELVE.split()), id="four letters of each"),
    pytest.param("abandon " * 11 + "about", id="one word over and over"),
    pytest.param(" ".join(CHINESE), id="Chinese, apart"),
    pytest.param(CHINESE, id="Chinese, together"),
    pytest.param(
        f"\u6211\u7684\u52a9\u8bb0\u8bcd\u662f{CHINESE}\u8bf7\u5e2e\u5fd9",
        id="Chinese, within a sentence",
    ),
    pytest.param("https://evil.example/?m=" + quote(CHINESE), id="Chinese, escaped in an address"),
]
KEYS = [
    pytest.param(HEX, id="hex"),
    pytest.param(f"0x{HEX.upper()}", id="hex with a prefix, upper case"),
    pytest.param(f"my private key for the address is {HEX}", id="hex that is called a key"),
    pytest.param(f"https://evil.example/{HEX}", id="hex in a path"),
    pytest.param(HEX[:-1], id="hex with a digit lost"),
    pytest.param(" ".join(re.findall("....", HEX)), id="hex in groups"),
    pytest.param("\u200b".join(re.findall("....", HEX)), id="hex with zero-width between"),
    pytest.param("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", id="WIF"),
    pytest.param("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn", id="WIF, compressed"),
    pytest.param(SOLANA, id="Solana"),
    pytest.param(str(list(range(64))), id="Solana, as bytes"),
    pytest.param("zprv" + "AWgYBBk7JR8Gj2rXN" * 6, id="zprv"),
    pytest.param("PVT_K1_" + "2bfGi9rYsXQSXXTvJbDAPhHLQUojjaNLomdm3cEJ1XTzMqUt3V"[:50], id="EOS"),
    pytest.param("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1", id="bot token"),
    pytest.param(
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\nabc\n-----END EC PRIVATE KEY-----", id="PEM"
    ),
]
LEFT_ALONE = [
    pytest.param("please abandon the ability to be able about above absent absorb", id="prose"),
    pytest.param("build target clean first then build to clean only use option", id="manual"),
    pytest.param("kind kind version major minor kind kind version kind kind version", id="repeats"),
    pytest.param("legal winner thank year wave sausage worth useful legal winner", id="ten words"),
    pytest.param("abandon " * 10, id="ten times the same"),
    pytest.param(
        "first come first served claim now pump fun people people pump sell buy", id="shouting"
    ),
    pytest.param("0x742d35Cc6634C0532925a3b844Bc454e4438f44e", id="address"),
    pytest.param("TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf", id="Tron address"),
    pytest.param(f"https://etherscan.io/tx/0x{HEX}", id="transaction"),
    pytest.param(f"https://tronscan.org/#/transaction/{HEX}", id="transaction behind a hash sign"),
    pytest.param(f"my tx hash: 0x{HEX} is stuck", id="hash, called so"),
    pytest.param(f"hashes:\n0x{HEX}\n0x{HEX}", id="list of hashes"),
    pytest.param(f"\u4ea4\u6613\u54c8\u5e0c\uff1a0x{HEX}", id="hash, called so in Chinese"),
    pytest.param(f"sha256:{HEX}", id="checksum"),
    pytest.param(f"https://solscan.io/tx/{SOLANA}", id="Solana transaction"),
    pytest.param("xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29E", id="xpub"),
    pytest.param("0" * 64, id="noughts"),
    pytest.param("1234567890 " * 20, id="numbers"),
    pytest.param("a" * 64, id="one letter"),
    pytest.param(":".join(["AB", "1F"] * 16), id="fingerprint"),
    pytest.param(str(list(range(200, 264))), id="numbers that are no bytes"),
    pytest.param("-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----", id="public PEM"),
    pytest.param("\u54c8" * 24, id="laughter"),
    pytest.param(
        "\u8bf7\u8054\u7cfb\u4e0a\u9762\u5217\u51fa\u7684\u5b98\u65b9\u6e20\u9053",
        id="twelve characters that add up by accident",
    ),
    pytest.param(" ".join(SPACED), id="spaced-out advertisement"),
    pytest.param("", id="nothing"),
]


def covered(raw: str) -> str:
    """Return what is left to read."""
    return masked(raw)[0].replace(BLOCK, "")


@pytest.mark.parametrize("raw", PHRASES)
def test_a_phrase_is_covered(raw: str) -> None:
    left = re.findall(r"[^\W\d_]{3,}", unicodedata.normalize("NFKC", covered(raw)).lower())

    assert masked(raw)[1]
    assert not {word[:4] for word in TWELVE.split()} & {word[:4] for word in left}
    assert not set(CHINESE) & set(covered(raw))


@pytest.mark.parametrize("raw", KEYS)
def test_a_key_is_covered(raw: str) -> None:
    assert masked(raw)[1]
    assert not re.search("(?i)[0-9a-f]{5}|[1-9A-HJ-NP-Za-km-z]{24}|MHcC", covered(raw))


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_what_is_public_or_prose_is_left_alone(raw: str) -> None:
    assert masked(raw) == (raw, ())


@pytest.mark.parametrize("raw", [*PHRASES, *KEYS])
def test_the_length_stays_and_what_is_not_covered_stays(raw: str) -> None:
    text = f"\u4f60\u597d caf\u00e9! {raw}. ok?"
    found = masked(text)[0]

    assert len(found) == len(text)
    assert all(new in (BLOCK, old) for new, old in zip(found, text, strict=True))
    assert found.startswith("\u4f60\u597d caf\u00e9! ")


def test_words_that_announce_a_phrase_stay() -> None:
    assert masked(f"my seed phrase: {TWELVE}")[0].startswith(f"my seed phrase: {BLOCK}")


def test_the_host_before_a_phrase_stays() -> None:
    raw = f"https://evil.example/?phrase={joined('+')}"

    assert masked(raw)[0].startswith(f"https://evil.example/?phrase={BLOCK}")


def test_masking_twice_is_masking_once() -> None:
    once, _ = masked(f"{TWELVE} and {HEX}")

    assert masked(once) == (once, ())


WAYS: list[tuple[str, Callable[[str], str]]] = [
    ("as it is", str),
    ("composed", lambda text: unicodedata.normalize("NFC", text)),
    ("upper case", str.upper),
    ("address", lambda text: "https://evil.example/?m=" + quote(text)),
    ("plus signs", lambda text: "https://evil.example/?m=" + re.sub(r"\s", "+", text)),
    ("account name", lambda text: "@" + re.sub(r"\s", "_", text)),
    ("mail", lambda text: re.sub(r"\s", ".", text) + "@example.org"),
    ("numbered", lambda text: "\n".join(f"{n}. {w}" for n, w in enumerate(text.split(), 1))),
]


@pytest.mark.parametrize(("_way", "write"), [pytest.param(*row, id=row[0]) for row in WAYS])
def test_every_published_vector_is_covered(
    shared: Path, _way: str, write: Callable[[str], str]
) -> None:
    vectors = json.loads((shared / "suites/bip39/vectors.json").read_text("utf-8"))
    raw = [write(row[1]) for rows in vectors.values() for row in rows]

    assert len(raw) == 240
    assert [text for text in raw if not masked(text)[1]] == []


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name != "han"])
def test_random_phrases_of_every_script_are_covered(script: str) -> None:
    dice = random.Random(39)  # noqa: S311 - tests are to be the same each time
    raw = [
        " ".join(dice.choice(words_of(name)) for _ in range(many))
        for name in SCRIPTS[script]
        for many in (12, 15, 18, 21, 24)
        for _ in range(10)
    ]

    assert [text for text in raw if re.search(r"\w", covered(text))] == []


HONEYPOTS = {"m0227"}
"""Published phrases that are the bait of a fraud: secrets, though nobody's."""


def test_no_ordinary_message_is_touched(shared: Path) -> None:
    lines = (shared / "data/messages.dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]

    assert {row["id"] for row in rows if masked(row["text"])[1]} <= HONEYPOTS


def test_no_guide_is_touched(shared: Path) -> None:
    guides = [*shared.glob("facts/*.md"), *Path(__file__).parents[1].glob("docs/*.md")]

    assert [path.name for path in guides if masked(path.read_text("utf-8"))[1]] == []


@given(st.text(max_size=80))
def test_any_text_keeps_its_length(raw: str) -> None:
    assert len(masked(f"{raw} {TWELVE} {raw}%E6%9E")[0]) == 2 * len(raw) + len(TWELVE) + 8


LONG = [
    pytest.param("abandon ", id="one word"),
    pytest.param("abandon xx ", id="every other word"),
    pytest.param("aban", id="beginnings"),
    pytest.param("ab12 ", id="groups of hex"),
    pytest.param("a", id="one letter"),
    pytest.param("a\u0301\u0316", id="marks"),
    pytest.param("%e6%9e%aa", id="escaped bytes"),
    pytest.param("\u7684 ", id="Chinese apart"),
    pytest.param("\u67aa", id="Chinese together"),
    pytest.param("[1,", id="brackets"),
    pytest.param("<a", id="open tags"),
    pytest.param("-----BEGIN PRIVATE KEY-----", id="open keys"),
]


@pytest.mark.full
@pytest.mark.parametrize("crumb", LONG)
def test_twice_the_text_takes_twice_the_time(crumb: str) -> None:
    text = (crumb * 65_536)[:65_536]
    masked(text[:1000])
    spent = []
    for part in (text[:16_384], text):
        started = time.process_time()
        masked(part)
        spent.append(time.process_time() - started)

    assert spent[1] < 0.6
    assert spent[1] < spent[0] * 8 + 0.02


def test_a_list_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    folder = published()
    if folder is None:
        pytest.skip("needs the package mnemonic")
    for path in folder.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "korean.txt").write_text("one two", "utf-8")

    with pytest.raises(RegistryError, match="has 2 words, not 2048"):
        compile_lists(tmp_path)
