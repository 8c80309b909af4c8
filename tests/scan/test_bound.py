"""Is the price that the machine code finds never higher than the one that the guard finds?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard import distance
from channelguard.registry import BrandName
from channelguard.scan.gate import Gate, Row
from channelguard.scan.machine import LONGEST


def named(text: str, *parts: str, edits: int = 1) -> BrandName:
    swapped = "".join(reversed(parts)) if len(parts) > 1 else ""
    return BrandName(text, text, parts or (text,), frozenset(), edits, "x.io", "x", swapped)


EVERY = frozenset(f"{one}{other}" for one in "abcdefghijklmnopqrstuvwxyz" for other in "aeiou")
"""Pairs of which one is in every line that is drawn here."""
WALLET, POCKET = named("tpwallet", "tp", "wallet"), named("tokenpocket", "token", "pocket", edits=3)


def holds(name: BrandName, line: str) -> bool:
    """Tell whether a line is passed on for a name, whatever pairs it has."""
    return bool(list(Gate([Row(name, EVERY, 1)], []).passing(f"{line}\n".encode())))


HELD = [
    pytest.param(WALLET, "tpwallet", id="the name"),
    pytest.param(WALLET, "my-tp-wallet-app.com", id="with hyphens and words"),
    pytest.param(WALLET, "my.tp.wallet.com", id="over dots"),
    pytest.param(WALLET, "wallettp.io", id="words swapped"),
    pytest.param(WALLET, "twallet.io", id="a letter lost"),
    pytest.param(WALLET, "tpwallety.io", id="a letter more"),
    pytest.param(WALLET, "tpwelllet.io", id="another letter and one twice"),
    pytest.param(WALLET, "ttppwwaalllleett.io", id="all letters twice"),
    pytest.param(WALLET, "tpwalelt.io", id="neighbours swapped"),
    pytest.param(WALLET, "tpvvallet.io", id="two letters for one"),
    pytest.param(WALLET, "tpavvllet.io", id="two letters for one, swapped"),
    pytest.param(WALLET, "tpwaIlet.io", id="capital i"),
    pytest.param(WALLET, "TPWAIIET.IO", id="capital i twice"),
    pytest.param(WALLET, "7pwa11e7.io", id="digits"),
    pytest.param(POCKET, "tocenpkcet.io", id="swapped with a letter lost between"),
    pytest.param(POCKET, "toqenqocqet.io", id="look-alikes"),
    pytest.param(POCKET, "tokenrocket.io", id="one slip"),
    pytest.param(named("a" * 70), "a" * 70, id="a name longer than any label"),
    pytest.param(named("acorn"), "acorn.io", id="the pair of a name is its own"),
    pytest.param(named("acom"), "acorn.io", id="two letters for one of the name"),
]
LEFT = [
    pytest.param(WALLET, "wallet.io", id="half of the name"),
    pytest.param(WALLET, "tpwxxlet.io", id="two other letters"),
    pytest.param(WALLET, "tapewallpaper.io", id="the letters far apart"),
    pytest.param(WALLET, "wailettp.io", id="words swapped, with a slip"),
    pytest.param(WALLET, "example.tpwallet", id="the ending"),
    pytest.param(POCKET, "pocketguide.io", id="a word of the name"),
    pytest.param(POCKET, "tobacconist-pockets.io", id="too many slips"),
    pytest.param(named("acorn"), "aoern.io", id="two slips"),
    pytest.param(named("a" * 70), "a" * (LONGEST - 2), id="too short"),
]


@pytest.mark.parametrize(("name", "line"), HELD)
def test_holds(name: BrandName, line: str) -> None:
    assert holds(name, line)


@pytest.mark.parametrize(("name", "line"), LEFT)
def test_does_not_hold(name: BrandName, line: str) -> None:
    assert not holds(name, line)


NEAR = st.lists(
    st.sampled_from(
        ["token", "pocket", "tp", "wallet", "wal", "let", "poc", "et", "vv", "rn", "ci", "lc", "lk",
         "ii", "1", "0", "8", "l", "w", "e", "s", "o", "k", "q", "ll", "eee"]
    ),
    max_size=7,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("name", [WALLET, POCKET], ids=lambda name: name.text)
@given(text=NEAR, before=NEAR, behind=NEAR)
def test_what_the_guard_prices_within_the_limit_is_held(
    name: BrandName, text: str, before: str, behind: str
) -> None:
    limit = max(name.max_edits, 1)
    slips = distance.slips(name.text, text, name.parts, limit=limit, most=name.max_edits)
    if slips.cost <= limit:
        assert holds(name, f"ea{before}{text}{behind}.io")


def test_every_price_is_a_whole_number_of_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(distance.PRICE, ("t", "f"), 0.33)

    with pytest.raises(ValueError, match=r"the price 0\.33 is no multiple"):
        holds(WALLET, "tpwallet.io")


def test_marks_cost_no_less_than_the_digits_they_are_read_as() -> None:
    from channelguard.scan.prefilter import _MARKS  # noqa: PLC0415 - the law is about it

    marks = {other for _, other in distance.PRICE if not other.isalnum()}
    assert marks == {chr(one) for one in _MARKS}
    for (own, other), price in distance.PRICE.items():
        read = other.translate(_MARKS)
        assert distance.PRICE.get((own, read), 0 if own == "l" and read == "1" else 1) <= price
