"""What do nouns show, and what do they equal?"""

from __future__ import annotations

import pickle
import traceback

import pytest

from channelguard import Guard, Verdict, model
from channelguard.model import Evidence, Match, Name, Text

ATOMS = tuple(
    kind for kind in vars(model).values() if isinstance(kind, type) and hasattr(kind, "_fields")
)
SHOWN = {Match, Evidence}
"""Places and prices only: these show what they hold."""

INPUTS = [
    pytest.param("https://tp-waIlet.io/claim?to=0x1", id="link"),
    pytest.param("telegram:@TokenPocket_helpdesk", id="account"),
    pytest.param("TP Wallet <support@tp-wallet.help>", id="mailbox"),
    pytest.param("TokenPocket 客服 请加微信 tpkefu888", id="message"),
]


@pytest.mark.parametrize("kind", ATOMS)
def test_only_places_and_prices_are_shown(kind: type[tuple[object, ...]]) -> None:
    held = kind(*("tp-waIlet.io" for _ in kind._fields))  # type: ignore[attr-defined]

    assert ("waIlet" in f"{held!r} {held}") is (kind in SHOWN)


@pytest.mark.parametrize("text", INPUTS)
def test_no_verdict_shows_its_input(guard: Guard, text: str) -> None:
    verdict = guard.check(text)
    shown = [repr(verdict), str(verdict), repr(verdict.subject), f"{verdict.subject.atoms}"]
    shown.append("".join(traceback.format_exception_only(ValueError(verdict, verdict.subject))))

    for word in text.replace("/", " ").split():
        assert not any(word in one for one in shown)


def test_a_noun_equals_only_its_own_kind() -> None:
    said, named = Text("TokenPocket", (0, 11)), Name("TokenPocket", "", (0, 11))
    plain = ("TokenPocket", (0, 11))

    assert said == Text("TokenPocket", (0, 11))
    assert said != Text("TokenPocket", (1, 12))
    assert said != plain
    assert plain != said
    assert Name("TokenPocket", "", (0, 11), "") == named
    assert len({said, named, Text("TokenPocket", (0, 11))}) == len((said, named))


@pytest.mark.parametrize("text", INPUTS)
def test_a_verdict_travels_between_processes(guard: Guard, text: str) -> None:
    verdict = guard.check(text)
    again: Verdict = pickle.loads(pickle.dumps(verdict))  # noqa: S301 - our own

    assert again == verdict
    assert type(again.subject.atoms[0]) is type(verdict.subject.atoms[0])
