"""Where does a private key stand?

Knows keys by their shape: 64 hex digits, whole or in groups, WIF, xprv, Solana, EOS, Stellar and
other coins, lists of bytes, PEM, and the token of a Telegram bot.

Leaves alone addresses and public keys, and what the words before it call a transaction, a block
or a checksum: of the same shape, and public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_B58 = "1-9A-HJ-NP-Za-km-z"
_B32 = "02-9ac-hj-np-z"
_OPEN, _SHUT = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"

_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_LONG = re.compile("[0-9A-Za-z_-]{35}")
"""Without this much in one piece there is no key but in groups."""
_SHAPES = re.compile(
    "|".join(
        (
            # a prefix that nothing else has
            rf"{_OPEN}[xyztuvYZUV]prv[{_B58}]{{50,120}}",
            rf"{_OPEN}(?:nsec1|suiprivkey1|ed25519_e?sk1|xprv1|root_xsk1)[{_B32}]{{40,200}}",
            rf"{_OPEN}(?:PrivateKey-|PVT_[KR]1_)[{_B58}]{{40,60}}",
            rf"{_OPEN}S[A-Z2-7]{{55}}{_SHUT}",
            r"(?<![0-9])[0-9]{6,12}(?:  )?:[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])",
            # WIF, whole or encrypted
            rf"{_OPEN}[59KLc][{_B58}]{{50,51}}{_SHUT}",
            rf"{_OPEN}6P[{_B58}]{{56}}{_SHUT}",
        )
    )
)
_AMBIGUOUS = re.compile(
    r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{128}|[0-9A-Fa-f]{63,65})(?![0-9A-Fa-f])"
    rf"|{_OPEN}[{_B58}]{{86,88}}{_SHUT}"
)
"""Hex and Solana: a transaction looks the same. One digit lost or doubled is still a key."""
_GROUPED = re.compile(
    r"\b(?:[0-9A-Fa-f]{4}(?:[ \t\r\n:_-]{1,2}[0-9A-Fa-f]{4}){15}"
    r"|[0-9A-Fa-f]{8}(?:[ \t\r\n:_-]{1,2}[0-9A-Fa-f]{8}){7}"
    r"|[0-9A-Fa-f]{16}(?:[ \t\r\n:_-]{1,2}[0-9A-Fa-f]{16}){3})\b"
)
_BYTES = re.compile(r"\[\s{0,4}[0-9]{1,3}(?:,\s{0,4}[0-9]{1,3}){31,63}\s{0,4}\]")
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,24}PRIVATE KEY[A-Z ]{0,8}-----")

_SAYS = re.compile(
    r"(?P<public>(?<![a-z])(?:tx|txs|txid|txn|txns|tx_?hash|hash|hashes|transactions?|block|blocks"
    r"|extrinsic|sha-?(?:256|512)|sha3|checksum|digest|commit|signature|sig|object|address"
    r"|account|contract|coin|topic|merkle|root)(?![a-z])"
    r"|交易|哈希|區塊|区块|合约|合約|地址|签名|簽名|转账|轉賬|校验|校驗)"
    r"|(?P<secret>private|secret|seed|mnemonic|phrase|[私密秘][钥鑰]|助[记記][词詞])"
    r"|key|wallet"
)
_LOOK_BACK = 32
"""How far before a key the words are read."""
_REACH = 12
"""How far the last of them may stand from it."""
_LIST = 3
"""How far apart the rows of a list may stand."""
_BYTE, _SIZES = 255, (32, 64)
"""The largest byte; how many a key has, without and with the public key."""
_DIGITS = 8
"""How many digits, zero to nine, 64 hex digits have at the very least; forty are to be expected."""


def keys(text: str) -> Iterator[Span]:
    """Yield where private keys stand."""
    if "%" in text:
        text = _ESCAPE.sub(_blank, text)
    digits = sum(map(text.count, "0123456789"))
    if digits and _LONG.search(text):
        for found in _SHAPES.finditer(text):
            if _mixed(found[0]):
                yield found.span()
        yield from _ambiguous(text)
    if digits >= _DIGITS:
        for found in _GROUPED.finditer(text):
            if _mixed(found[0]):
                yield found.span()
        if "[" in text:
            yield from _bytes(text)
    if "-----BEGIN" in text:
        yield from _pem(text)


def _blank(found: re.Match[str]) -> str:
    """Take away an escaped byte, whose digits belong to no key, but for the colon of a token."""
    return "  :" if found[0].upper() == "%3A" else "   "


def _bytes(text: str) -> Iterator[Span]:
    """Yield lists of 32 or 64 bytes, as Solana keeps keys."""
    for found in _BYTES.finditer(text):
        numbers = [int(number) for number in found[0][1:-1].split(",")]
        if len(numbers) in _SIZES and max(numbers) <= _BYTE:
            yield found.start() + 1, found.end() - 1


def _pem(text: str) -> Iterator[Span]:
    """Yield what stands between the first line of a key file and its last."""
    end = 0
    for found in _PEM.finditer(text):
        if found.end() > end:
            end = text.find("-----END", found.end())
            end = end if end >= 0 else len(text)
            if end > found.end():
                yield found.end(), end


def _ambiguous(text: str) -> Iterator[Span]:
    """Yield what the words before it do not call public."""
    excused = -_LIST - 1
    for found in _AMBIGUOUS.finditer(text):
        start, end = found.span()
        if not _mixed(found[0]):
            continue
        before = start - 2 if text[start - 2 : start] in {"0x", "0X"} else start
        if before - excused <= _LIST or _called_public(text[max(0, before - _LOOK_BACK) : before]):
            excused = end
        else:
            yield start, end


def _called_public(before: str) -> bool:
    """Tell whether the last telling word is close and names something public, and none a secret."""
    said = list(_SAYS.finditer(before.lower()))
    if not said or said[-1]["public"] is None or any(word["secret"] for word in said):
        return False
    return len(before) - said[-1].end() <= _REACH


def _mixed(key: str) -> bool:
    """Tell whether there are digits and letters: neither a number nor a word is a key."""
    return any(map(str.isdigit, key)) and any(map(str.isalpha, key))
