"""Does the guide lead everybody to an official channel, in both languages, and invent nothing?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from channelguard import Guard, InputError, Level, Registry
from channelguard.detectors import RULES
from channelguard.guide import Guide, address, directory
from channelguard.guide_text import (
    LIMITS,
    PLACES,
    advice_lines,
    channel_dict,
    directory_lines,
    menu_lines,
    pinned,
    topic_dict,
    topic_lines,
)
from channelguard.wording import languages

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
SEED = "abandon " * 11 + "about"
LEAST = 0.9
"""Share of the questions whose topic must be found."""
SIX = {
    "en": [
        pytest.param("How can I contact TPWallet support faster?", "faster", id="faster"),
        pytest.param("What are the working hours of support?", "hours", id="hours"),
        pytest.param("What if support did not solve my problem?", "unsolved", id="unsolved"),
        pytest.param("How do I know that it is the official support?", "genuine", id="genuine"),
        pytest.param("What can I do by myself?", "self-help", id="self-help"),
        pytest.param("What are the common problems?", "common", id="common"),
    ],
    "zh": [
        pytest.param("怎样更快联系到客服？", "faster", id="faster"),
        pytest.param("客服的工作时间是几点？", "hours", id="hours"),
        pytest.param("客服没有解决我的问题怎么办？", "unsolved", id="unsolved"),
        pytest.param("怎么确认是官方客服？", "genuine", id="genuine"),
        pytest.param("自己能解决什么？", "self-help", id="self-help"),
        pytest.param("常见问题有哪些？", "common", id="common"),
    ],
}
"""The six questions that every user asks (``facts/support.md``)."""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="module", params=languages())
def book(request: pytest.FixtureRequest, registry: Registry) -> Guide:
    return Guide(registry, request.param)


def questions(lang: str) -> Iterator[tuple[str, str]]:
    for line in (QUESTIONS / f"{lang}.tsv").read_text("utf-8").splitlines():
        topic, _, text = line.partition("\t")
        yield topic, text


# What is told


def test_both_languages_tell_the_same_topics(registry: Registry) -> None:
    first, second = (
        [(topic.id, topic.kind, topic.more) for topic in Guide(registry, lang).topics]
        for lang in languages()
    )

    assert first == second


def test_every_topic_leads_to_a_channel_that_is_current(book: Guide) -> None:
    for topic in book.topics:
        assert topic.go, topic.id
        assert {one.status for one in topic.go} == {"current"}, topic.id
        assert all(book.registry.alive(one) for one in topic.go), topic.id


def test_every_topic_has_something_to_say_and_where_it_is_from(book: Guide) -> None:
    for topic in book.topics:
        assert topic.says or topic.steps, topic.id
        assert topic.source, topic.id
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", topic.date), topic.id


def test_topics_serve_readers_of_their_language(book: Guide) -> None:
    foreign = [
        (topic.id, one.value)
        for topic in book.topics
        for one in topic.go
        if one.language not in {"", book.lang} and one.value != "fans.tokenpocket.pro"
    ]

    assert foreign == []  # the forum serves one language and is the only one


def test_every_rule_has_a_topic(book: Guide) -> None:
    assert {rule.topic for rule in RULES} - {topic.id for topic in book.topics} == set()


def test_no_text_names_an_address_that_is_not_listed(book: Guide, guard: Guard) -> None:
    for topic in book.topics:
        for line in (topic.title, *topic.says, *topic.steps, *topic.prepare, *book.never):
            named = guard.check(line, kind="message").subject.atoms[1:]
            assert [type(one).__name__ for one in named] == [], line


@pytest.mark.parametrize("lang", languages())
def test_questions_find_their_topic(registry: Registry, lang: str) -> None:
    guide = Guide(registry, lang)
    rows = list(questions(lang))
    wrong = [
        (text, topic)
        for topic, text in rows
        if (found := guide.find(text)) is None or found.id != topic
    ]

    assert len(rows) >= 30
    assert len(wrong) <= (1 - LEAST) * len(rows), wrong


@pytest.mark.parametrize(("text", "topic"), [*SIX["en"], *SIX["zh"]])
def test_each_of_the_six_questions_ends_at_an_official_channel(
    book: Guide, guard: Guard, text: str, topic: str
) -> None:
    advice = book.advise(text, guard)
    shown = "\n".join(advice_lines(advice, book))
    assert advice.topic is not None

    assert advice.topic.id == topic
    assert advice.emergency is None
    assert any(address(one, book.registry) in shown for one in advice.topic.go)


def test_what_is_not_published_is_said_to_be_so(book: Guide) -> None:
    assert all(
        line in "\n".join(topic_lines(book.topic("hours"), book)) for line in book.unpublished
    )


NOTHING = ["", "   ", "hello", "你好", "the weather is nice", "12345", "\U0001f600", "今天吃什么"]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_question_finds_no_topic(book: Guide, guard: Guard, text: str) -> None:
    advice = book.advise(text, guard)
    shown = list(advice_lines(advice, book))

    assert (advice.topic, advice.emergency) == (None, None)
    assert shown[1:] == list(menu_lines(book))


# Frauds come first

FRAUDS = [
    pytest.param("support asked me to verify my wallet", id="asked to verify"),
    pytest.param("客服让我验证钱包", id="asked to verify, Chinese"),
    pytest.param("I typed my seed phrase on a page", id="given away"),
    pytest.param("我把助记词发给别人了", id="given away, Chinese"),
    pytest.param("what is https://tp-waIlet.io/claim", id="a fake site"),
    pytest.param(
        "Reply with your recovery phrase so that we can restore it.", id="the scam itself"
    ),
    pytest.param("回复您的助记词，客服为您恢复钱包", id="the scam itself, Chinese"),
    pytest.param(f"my words are {SEED}", id="a recovery phrase"),
]


@pytest.mark.parametrize("text", FRAUDS)
def test_a_question_that_smells_of_fraud_gets_the_emergency_first(
    book: Guide, guard: Guard, text: str
) -> None:
    advice = book.advise(text, guard)
    shown = "\n".join(advice_lines(advice, book))
    first = book.topic("emergency").steps[0]

    assert advice.emergency is not None
    assert advice.topic is not None
    assert first in shown
    assert advice.topic.id == "emergency" or shown.index(first) < shown.index(advice.topic.title)
    assert "abandon" not in shown


ORDINARY = [
    "My transfer is pending for three hours",
    "转账一直没有到账",
    "I forgot my password",
    "客服几点上班？",
    "The app crashes when I open it",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_gets_no_alarm(book: Guide, guard: Guard, text: str) -> None:
    assert book.advise(text, guard).emergency is None


VERDICTS = [
    pytest.param("https://tp-waIlet.io/claim", None, "fake-site", id="fake site"),
    pytest.param("tpglobalwallet.net", None, "channels", id="retired channel"),
    pytest.param("@tokenpocket_support", "telegram", "fake-support", id="fake account"),
    pytest.param("com.tokenpocket.wallet.fake", None, "emergency", id="fake app"),
    pytest.param(SEED, None, "emergency", id="secret"),
    pytest.param("Send me your recovery phrase.", None, "secret-asked", id="asks for a secret"),
    pytest.param("tokenpocket.pro", None, "", id="official"),
    pytest.param("example.org", None, "", id="unknown"),
    pytest.param("My transfer is pending", None, "", id="ordinary message"),
]


@pytest.mark.parametrize(("raw", "platform", "topic"), VERDICTS)
def test_a_verdict_points_to_its_topic(
    book: Guide, guard: Guard, raw: str, platform: str | None, topic: str
) -> None:
    kind = "app" if raw.startswith("com.") else None
    verdict = guard.check(raw, kind=kind, platform=platform)
    found = book.for_verdict(verdict)

    assert verdict.topic == topic
    assert (found.id if found else "") == topic


def test_every_verdict_of_the_corpus_above_unknown_points_somewhere(
    book: Guide, guard: Guard
) -> None:
    rows = [
        json.loads(line)
        for path in sorted((HERE / "corpus").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    lost = []
    for row in rows:
        verdict = guard.check(row["input"], kind=row.get("kind"), platform=row.get("platform"))
        if verdict.level >= Level.SUSPICIOUS and book.for_verdict(verdict) is None:
            lost.append(row["input"])

    assert len(rows) > 100
    assert lost == []


# The directory


def test_the_directory_has_current_channels_first_and_nothing_retired(registry: Registry) -> None:
    found = directory(registry)
    order = [one.status for one in found]

    assert order == sorted(order, key=["current", "legacy"].index)
    assert {one.status for one in directory(registry, retired=True)} > set(order)


CHOSEN = [
    pytest.param({"kind": "mailbox"}, "service@tokenpocket.pro", "tokenpocket.pro", id="kind"),
    pytest.param({"kind": "telegram"}, "tokenPocket_en", "TokenPocket_TP", id="platform"),
    pytest.param({"role": "support"}, "help.tokenpocket.pro", "tokenpocket.pro", id="role"),
    pytest.param(
        {"language": "zh"}, "help.tokenpocket.pro/cn/contact-us/contact-methods",
        "help.tokenpocket.pro/en/contact-us/contact-methods", id="language",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "listed", "left_out"), CHOSEN)
def test_the_directory_is_narrowed(
    registry: Registry, wanted: dict[str, str], listed: str, left_out: str
) -> None:
    values = {one.value for one in directory(registry, **wanted)}  # type: ignore[arg-type] # three texts

    assert listed in values
    assert left_out not in values


def test_every_address_that_is_shown_is_official(registry: Registry, guard: Guard) -> None:
    for one in directory(registry):
        if one.kind != "scheme":
            where = address(one, registry)
            verdict = guard.check(where, platform=one.platform or None)
            assert verdict.level is Level.OFFICIAL, where
            # Of a path, a whole domain may be listed as well, and is what is named then.
            assert {one.value, one.value.partition("/")[0]} & set(verdict.official), where


@pytest.mark.parametrize("lang", languages())
def test_retired_channels_lead_nowhere(registry: Registry, lang: str) -> None:
    found = directory(registry, retired=True)
    shown = "\n".join(directory_lines(found, registry, lang))
    gone = [one for one in found if one.status in {"retired", "disputed"} and "." in one.value]

    assert gone
    assert [one.value for one in gone if one.value in shown] == []
    assert [one.value for one in gone if channel_dict(one, registry)["address"]] == []


@pytest.mark.parametrize("lang", languages())
def test_where_strangers_post_a_warning_stands(registry: Registry, lang: str) -> None:
    open_to_all = directory(registry, kind="telegram", role="community")
    closed = directory(registry, kind="mailbox")

    assert len(list(directory_lines(open_to_all, registry, lang))) == len(open_to_all) + 4
    assert len(list(directory_lines(closed, registry, lang))) == len(closed) + 3


def test_a_table_in_markdown_has_a_row_for_each(registry: Registry) -> None:
    found = directory(registry, kind="account")
    rows = [
        line
        for line in directory_lines(found, registry, "en", markdown=True)
        if line.startswith("|")
    ]

    assert len(rows) == len(found) + 2
    assert len({row.count("|") for row in rows}) == 1


# The page to pin


class _Tags(HTMLParser):
    """Collect the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's signature)
        self.names.add(tag)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_to_pin_fits_and_leads_to_support(book: Guide, guard: Guard, place: str) -> None:
    page = pinned(book, place)

    assert len(page.encode("utf-16-le")) // 2 <= LIMITS[place]
    assert "service@tokenpocket" in page
    assert "@here" not in page
    for found in re.findall(r"https://[^\s<>()]+", page):
        assert guard.check(found).level is Level.OFFICIAL, found


def test_a_page_for_telegram_has_tags_that_telegram_knows(book: Guide) -> None:
    tags = _Tags()
    tags.feed(pinned(book, "telegram"))

    assert tags.names == {"b"}


def test_a_page_for_discord_embeds_nothing(book: Guide) -> None:
    assert re.findall(r"(?<!<)https://", pinned(book, "discord")) == []


# Other registries


def test_a_registry_without_a_guide_has_none() -> None:
    guide = Guide(Registry.load(HERE / "brands" / "acorn"))

    assert (guide.topics, guide.find("I cannot log in"), guide.emergency) == ((), None, None)
    with pytest.raises(InputError, match="there are: none"):
        guide.topic("login")


def test_a_language_without_a_guide_names_those_there_are(registry: Registry) -> None:
    with pytest.raises(InputError, match="there are: en, zh"):
        Guide(registry, "xx")


def test_an_unknown_topic_names_those_there_are(book: Guide) -> None:
    with pytest.raises(InputError, match="there are: emergency, login"):
        book.topic("nonsense")


def test_a_topic_for_machines_holds_everything(book: Guide) -> None:
    data: dict[str, Any] = topic_dict(book.topic("transfer"), book)

    assert json.loads(json.dumps(data)) == data
    assert data["channels"][0]["address"] == "service@tokenpocket.pro"
    assert data["steps"]
    assert data["never"]
