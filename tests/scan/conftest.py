"""What tests of bulk runs share: names with slips, as fakes have them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from channelguard import Guard, distance
from channelguard.scan.engine import Judge

NAMES = (
    "tokenpocket", "tpwallet", "tpqianbao", "tokenpocketwallet", "wallettp", "pockettoken", "tpwal",
    "tkpkt", "tp.xyz", "keypal.pro", "transit.finance", "tpglobalwallet.net", "tokenpocket.pro",
)  # fmt: skip
BEFORE = ("", "", "my", "x", "get-", "www.", "login-", "secure.", "bi", "xn--bcher-kva.")
BEHIND = ("", "", "s", "app", "-help", ".support", "s3", "xyz")
ENDINGS = (
    ".com", ".io", ".xyz", ".co.uk", "", ".pages.dev", ".github.io", ".t.me", ".medium.com", ".",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def slip(name: list[str], draw: random.Random) -> None:
    """Change one place of a name."""
    at = draw.randrange(len(name))
    alike = [other for own, other in distance.PRICE if own == name[at]]
    kind = draw.choice(("mark", "more", "other", "alike", "less", "twice", "swap"))
    if kind in {"mark", "more"}:
        name.insert(at, draw.choice("-." if kind == "mark" else LETTERS))
    elif kind == "other" or (kind == "alike" and alike):
        name[at] = draw.choice(LETTERS if kind == "other" else alike)
    elif kind == "less" and len(name) > 1:
        del name[at]
    elif kind == "twice":
        name.insert(at, name[at])
    elif kind == "swap":
        name[at : at + 2] = reversed(name[at : at + 2])


def drawn(seed: int) -> Iterator[str]:
    """Yield names with slips, and with other words beside them, without an end."""
    draw = random.Random(seed)  # noqa: S311 - rows for tests, no secrets
    while True:
        name = list(draw.choice(NAMES))
        for _ in range(draw.randint(0, 7)):
            slip(name, draw)
        text = "".join(name)
        for pair, one in distance.MERGED_PAIRS:
            text = text.replace(one, pair) if draw.random() < 0.08 else text
        text = text.upper() if draw.random() < 0.05 else text
        text = text.replace("l", "I") if draw.random() < 0.1 else text
        yield draw.choice(BEFORE) + text + draw.choice(BEHIND) + draw.choice(ENDINGS)


@pytest.fixture(scope="session")
def judge(guard: Guard) -> Judge:
    """Make one for all tests, as a caller with many sources does, and with its prefilter."""
    return Judge(guard, few=0)


@pytest.fixture(scope="session")
def mutants() -> Callable[[int], Iterator[str]]:
    """Give the names that follow from a seed; they never end."""
    return drawn
