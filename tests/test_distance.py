"""Do slips cost what they are worth: little where they deceive, much in another word?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.distance import (
    ALIKE,
    DIGIT,
    FAR,
    LOOK,
    MERGED,
    MORE,
    REPEAT,
    SLIP,
    SWAP,
    nearest,
    slips,
    windows,
)

TOKEN = ("token", "pocket")
WALLET = ("tp", "wallet")

PRICED = [
    pytest.param("tokenpocket", "tokenpocket", TOKEN, 0.0, id="nothing"),
    pytest.param("tokenpocket", "t0kenpocket", TOKEN, LOOK, id="digit that looks alike"),
    pytest.param("tokenpocket", "t0k3np0ck37", TOKEN, 5 * LOOK, id="five of them"),
    pytest.param("tpwallet", "tpwal1et", WALLET, LOOK, id="one for l"),
    pytest.param("tpwallet", "tpvvallet", WALLET, MERGED, id="two letters for one"),
    pytest.param("tpwallet", "tpwailet", WALLET, LOOK, id="i for l"),
    pytest.param("tpwallet", "tqwallet", WALLET, ALIKE, id="q for p"),
    pytest.param("tokenpocket", "tokenpocke8", TOKEN, DIGIT, id="another digit"),
    pytest.param("tokenpocket", "token7pocket", TOKEN, DIGIT, id="digit between"),
    pytest.param("tokenpocket", "tokenpockett", TOKEN, REPEAT, id="letter doubled"),
    pytest.param("tokenpocket", "tokenspocket", TOKEN, REPEAT, id="plural of a word"),
    pytest.param("tokenpocket", "tokenpocekt", TOKEN, SWAP, id="neighbours swapped"),
    pytest.param("tpwallet", "tpwalelt", WALLET, SWAP, id="neighbours swapped once, not twice"),
    pytest.param("tokenpocket", "tokenpoket", TOKEN, SLIP, id="letter lost"),
    pytest.param("tokenpocket", "tokenpocketz", TOKEN, SLIP, id="letter more"),
    pytest.param("tokenpocket", "tokenpzcket", TOKEN, SLIP, id="other letter"),
    pytest.param("tokenpocket", "tokenpzckez", TOKEN, 2 * SLIP, id="two"),
    pytest.param("tokenpocket", "t0kenpoket", TOKEN, LOOK + SLIP, id="both kinds"),
]
APART = [
    pytest.param("tokenpocket", "metamask", TOKEN, id="another name"),
    pytest.param("tpwallet", "wallet", WALLET, id="generic word alone"),
    pytest.param("tpwallet", "mywallet", WALLET, id="other word in front"),
    pytest.param("tokenpocket", "pockettoken", TOKEN, id="words swapped"),
    pytest.param("tokenpocket", "token", TOKEN, id="half of it"),
    pytest.param("tokenpocket", "pocket", TOKEN, id="other half"),
    pytest.param("tokenpocket", "", TOKEN, id="nothing"),
    pytest.param("tpwallet", "tpwlt", WALLET, id="three letters lost"),
    pytest.param("tpwallet", "tpwalletpro", WALLET, id="three letters more"),
]


@pytest.mark.parametrize(("name", "text", "parts", "price"), PRICED)
def test_a_slip_has_its_price(name: str, text: str, parts: tuple[str, ...], price: float) -> None:
    assert slips(name, text, parts, limit=3).cost == pytest.approx(price, abs=0.001)


@pytest.mark.parametrize(("name", "text", "parts"), APART)
def test_other_words_are_far(name: str, text: str, parts: tuple[str, ...]) -> None:
    assert slips(name, text, parts, limit=1).cost == FAR


def test_more_repetitions_are_nearly_free() -> None:
    assert slips("tokenpocket", "tokenpockettttttt", TOKEN, limit=3).cost < SLIP
    assert MORE < REPEAT < SLIP


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("tokenpost", True, id="a word of its own"),
        pytest.param("tokenrocket", False, id="one letter of a word"),
        pytest.param("tokenpoket", False, id="one letter lost"),
        pytest.param("tokenracket", False, id="two letters"),
    ],
)
def test_the_loss_of_a_word_is_told(text: str, whole: bool) -> None:  # noqa: FBT001
    assert (slips("tokenpocket", text, TOKEN, limit=4).worst_part > 0.55) is whole


@pytest.mark.parametrize("limit", [0.5, 0.9])
def test_beyond_the_limit_nothing_is_told(limit: float) -> None:
    assert slips("tokenpocket", "tokenpoket", TOKEN, limit=limit).cost == FAR


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        pytest.param("asiatok8npocketx", "tok8npocket", id="in the middle"),
        pytest.param("tokenpoketpro", "tokenpoket", id="at the start"),
        pytest.param("mytokenpockat", "tokenpockat", id="at the end"),
    ],
)
def test_the_place_of_a_misspelt_name_is_found(text: str, piece: str) -> None:
    places = windows("tokenpocket", text)

    assert piece in [text[start:end] for start, end in places]


@pytest.mark.parametrize("text", ["somethingelsealtogether", "examplewebsite", "aaaaaaaaaaaaaaaa"])
def test_no_place_is_found_in_other_texts(text: str) -> None:
    assert windows("tokenpocket", text) == []


def test_the_nearest_name_within_the_limit_is_named() -> None:
    names = ("metamask", "trustwallet")

    assert nearest("metamaks", names, 2) == "metamask"
    assert nearest("metamaks", names, 0) == ""
    assert nearest("tokenpocket", names, 2) == ""


@given(st.text(alphabet="tokenpcwal013s-", max_size=16), st.floats(0.1, 4))
def test_a_price_is_within_the_limit_or_far(text: str, limit: float) -> None:
    found = slips("tokenpocket", text, TOKEN, limit=limit)

    assert found.cost == FAR or 0 <= found.cost <= limit
    assert (found.cost == 0) == (text == "tokenpocket")


@given(st.text(alphabet="tokenpcwal013s", max_size=30))
def test_a_place_lies_inside_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in windows("tokenpocket", text))
