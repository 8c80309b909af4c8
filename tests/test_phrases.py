"""Ideas and acts: every example of every act, what unmakes it, and how words are found."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from channelguard.guard import Guard
from channelguard.model import Span
from channelguard.phrases import COMPUTED, Phrases
from channelguard.registry import Registry
from channelguard.registry_files import bundled_folder
from channelguard.said import Said
from channelguard.speech import ideas_of

ACTS = yaml.safe_load((bundled_folder() / "phrases" / "acts.yaml").read_text("utf-8"))["acts"]
REGISTRY = Registry.load()
GUARD = Guard(REGISTRY)


def heard(text: str) -> list[str]:
    """Return the ids of the rules about words that the whole line sees in a message."""
    verdict = GUARD.check(text, kind="message")
    return [one.rule for one in verdict.evidence if one.rule.startswith("text-") and one.counted]


@pytest.mark.parametrize(
    ("act", "text"),
    [pytest.param(act, text, id=f"{act['id']}: {text}") for act in ACTS for text in act["matches"]],
)
def test_an_act_is_heard_in_its_examples(act: dict[str, str], text: str) -> None:
    subject = GUARD.check(text, kind="message").subject
    named = [(atom, None) for atom in subject.atoms]
    extra = [one for atom, listed in named for one in ideas_of(atom, listed, REGISTRY)]

    assert act["id"] in acts(REGISTRY.phrases, text, extra)


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=f"{act['id']}: {text}") for act in ACTS for text in act["leaves"]],
)
def test_no_act_is_heard_where_the_same_words_mean_something_else(text: str) -> None:
    assert heard(text) == []


def test_every_act_counts_for_a_rule_and_is_made_of_known_ideas() -> None:
    known = {act.id for act in REGISTRY.phrases.acts}
    rules = {rule.id for rule in GUARD.rules}

    assert known == {act["id"] for act in ACTS}
    assert {act["rule"] for act in ACTS} <= rules


def phrases(ideas: dict[str, list[str]], **act: object) -> Phrases:
    row = {"id": "a", "rule": "r", "any": [], "some": [], "none": [], "scope": "sentence"}
    prices = {"bias": 0.0, "ideas": {}, "pairs": {}}
    data = {"ideas": ideas, "acts": [row | {"points": 100} | act], "prices": prices}
    return Phrases(data, ["acorn"])


def acts(found: Phrases, text: str, extra: Sequence[tuple[str, Span]] = ()) -> list[str]:
    return [one.act.id for one in found.said(text, extra, least=0.0) if isinstance(one, Said)]


SAID = [
    pytest.param("send me the key", id="plain"),
    pytest.param("SEND ME the KEY", id="capitals"),
    pytest.param("\uff53\uff45\uff4e\uff44 me the key", id="full-width letters"),
    pytest.param("send me the keys", id="any ending"),
    pytest.param("send me 2,000key", id="right behind a number"),
    pytest.param("send me 0.5keys", id="right behind a fraction"),
    pytest.param("\u53d1\u7ed9\u62113key", id="right behind a number behind Han"),
    pytest.param("\u628a\u94a5.\u5319\u53d1\u7ed9\u6211", id="Han with a dot between"),
    pytest.param("\u628a\u9470\u5319\u767c\u7d66\u6211", id="traditional Han"),
]
NOT_SAID = [
    pytest.param("send me the monkey", id="inside a word"),
    pytest.param("resend me the key", id="behind a letter"),
    pytest.param("send me the web3key", id="behind a word with a digit"),
    pytest.param("send me 0x5key", id="behind a digit of an address"),
    pytest.param("send me 3_key", id="behind a line"),
    pytest.param("Send me a note. The key is lost", id="two sentences"),
    pytest.param("don't send me the key", id="unmade"),
    pytest.param("", id="nothing"),
    pytest.param("\u94a5\u5319", id="half of it"),
]


@pytest.fixture(name="asked", scope="module")
def _asked() -> Phrases:
    ideas = {
        "key": ["key*", "\u94a5\u5319"],
        "give": ["send me", "\u53d1\u7ed9\u6211"],
        "not": ["don't"],
        "calm": ["don't worry"],
    }
    return phrases(ideas, all=["key", "give"], none=["not"])


@pytest.mark.parametrize("text", SAID)
def test_hears(asked: Phrases, text: str) -> None:
    assert acts(asked, text) == ["a"]


@pytest.mark.parametrize("text", NOT_SAID)
def test_does_not_hear(asked: Phrases, text: str) -> None:
    assert acts(asked, text) == []


def test_a_longer_term_says_what_the_shorter_one_in_it_means(asked: Phrases) -> None:
    assert acts(asked, "don't worry, send me the key") == ["a"]


def test_ideas_that_are_no_words_come_from_the_caller() -> None:
    found = phrases({"go": ["visit"]}, all=["go", "link"])

    heard_acts = found.said("Hi! visit here", [("link", (10, 14))])

    assert [s.span for s in heard_acts if isinstance(s, Said)] == [(4, 14)]
    assert acts(found, "Hi! visit here") == []
    assert "link" in COMPUTED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("500usdt", id="Latin"),
        pytest.param("\u8f6c500U", id="one letter behind Han"),
        pytest.param("1,000.50USDC", id="fraction"),
        pytest.param("\uff15\uff10\uff10\uff35", id="full width"),
    ],
)
def test_an_amount_is_money_with_or_without_a_space(text: str) -> None:
    (sentence,) = REGISTRY.phrases.sentences(text, ())

    assert "money" in sentence.ideas


@given(st.text(max_size=200))
def test_spans_lie_inside_the_message(text: str) -> None:
    for said in REGISTRY.phrases.said(text, (), 3):
        start, end = said.span

        assert 3 <= start <= end <= len(text) + 3


@pytest.mark.full
@pytest.mark.parametrize("filler", ["send me ", "\u52a9\u8bb0\u8bcd", "a. ", "don't ", "1u", "9,"])
def test_time_grows_with_the_length_only(filler: str) -> None:
    def cost(size: int) -> float:
        text = (filler * size)[:size]
        started = time.process_time()
        list(REGISTRY.phrases.said(text, ()))
        return time.process_time() - started

    cost(1_000)

    assert cost(60_000) < 30 * max(cost(6_000), 0.002)
