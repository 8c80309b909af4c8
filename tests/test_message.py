"""Is a message judged with its author, its quotation and its hidden links, each for itself?"""

from __future__ import annotations

import pytest

from channelguard import Guard, InputError, Level, Message, Registry, Sender, Verdict
from channelguard.model import Link
from channelguard.parse.letter import MAX_LINKS, quotes

FAKE = "https://tpwa1let.io/claim"
SEED = " ".join(["abandon"] * 11 + ["about"])


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(Registry.load())


def seen(verdict: Verdict) -> dict[str, str]:
    """Return the places that the counted evidence points to, by rule."""
    return {
        one.rule: verdict.subject.raw[slice(*one.match.span)]
        for one in verdict.evidence
        if one.counted
    }


AUTHORS = [
    pytest.param(Sender("TokenPocket Support"), "display-name", id="brand and role"),
    pytest.param(Sender("TP钱包客服"), "display-name", id="Chinese"),
    pytest.param(Sender("Token Pocket"), "display-name", id="split over first and last name"),
    pytest.param(Sender("Anna", "tokenpocket_help", "telegram"), "handle-affix", id="handle"),
    pytest.param(Sender("Anna", "@tokenpocket_help", "tg"), "handle-affix", id="alias, at sign"),
    pytest.param(Sender("", "TokenPocket_TP", "telegram"), "handle-other-platform",
                 id="official on another platform"),
]  # fmt: skip
ORDINARY = [
    pytest.param(None, id="unknown"),
    pytest.param(Sender(), id="nothing known"),
    pytest.param(Sender("Anna", "anna_1990", "telegram", "123", "2026-01-01"), id="person"),
    pytest.param(Sender("TP钱包铁粉"), id="fan"),
    pytest.param(Sender("Support"), id="role without a brand"),
    pytest.param(Sender("TokenPocket", "TokenPocket_TP", "x"), id="the official account"),
    pytest.param(Sender("TokenPocket Support", id="7", is_staff=True), id="staff"),
]


@pytest.mark.parametrize(("sender", "rule"), AUTHORS)
def test_an_author_who_imitates_weighs_in(guard: Guard, sender: Sender, rule: str) -> None:
    verdict = guard.check_message(Message("hello", sender))

    assert rule in seen(verdict)
    assert seen(verdict)[rule] in {sender.name, sender.handle.removeprefix("@")}
    assert verdict.level >= Level.SUSPICIOUS


@pytest.mark.parametrize("sender", ORDINARY)
def test_ordinary_authors_do_not(guard: Guard, sender: Sender | None) -> None:
    verdict = guard.check_message(Message("hello", sender))

    assert (verdict.level, seen(verdict)) == (Level.UNKNOWN, {})


def test_places_in_the_text_are_those_of_the_text(guard: Guard) -> None:
    text = f"go to {FAKE} or https://tokenpocket-help.com now"
    verdict = guard.check_message(Message(text, Sender("TokenPocket Support")))
    places = [one.match.span for one in verdict.evidence if one.match.span[1] <= len(text)]

    assert verdict.subject.raw.startswith(f"{text}\n")
    assert {text[slice(*place)] for place in places} >= {"tpwa1let", "tokenpocket-help"}


QUOTES = [
    pytest.param(Message("fake, do not open", quoted=f"go to {FAKE}"), id="kept apart"),
    pytest.param(Message(f"> go to {FAKE}\nis this real?"), id="quoted line"),
    pytest.param(Message(f"is this real?\n>> {FAKE}\n> {FAKE}"), id="quoted lines"),
    pytest.param(Message(f"\uff1e {FAKE}\n是真的吗"), id="full-width mark"),
    pytest.param(Message("look", quoted=f"> {FAKE}"), id="quotation of a quotation"),
]


@pytest.mark.parametrize("message", QUOTES)
def test_a_quotation_is_not_held_against_its_author(guard: Guard, message: Message) -> None:
    verdict = guard.check_message(message)

    assert (verdict.level, verdict.remarks) == (Level.UNKNOWN, ("quoted:dangerous",))


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(Message(f"> go to {FAKE}"), id="no word of one's own"),
        pytest.param(Message(f"> go to {FAKE}\n..."), id="dots only"),
        pytest.param(Message(f"> hello\ngo to {FAKE}"), id="behind a harmless quotation"),
        pytest.param(Message(f"a > b\n{FAKE} > c"), id="greater than"),
        pytest.param(Message(f"official: https://tokenpocket.pro and {FAKE}"),
                     id="beside an official link"),
    ],
)  # fmt: skip
def test_what_the_author_says_is(guard: Guard, message: Message) -> None:
    assert guard.check_message(message).level is Level.DANGEROUS


def test_a_harmless_quotation_needs_no_remark(guard: Guard) -> None:
    verdict = guard.check_message(Message("yes", quoted="is tokenpocket.pro right?"))

    assert verdict.remarks == ()


def test_quotes_keep_the_places_of_the_rest() -> None:
    own, quoted = quotes("a\n> b\nc")

    assert (own, quoted) == ("a\n   \nc", "> b")


def test_staff_may_name_a_fake(guard: Guard) -> None:
    staff = Sender("Ann", "ann_tp", "telegram", "7", is_staff=True)
    verdict = guard.check_message(Message(f"{FAKE} is not ours", staff))

    assert (verdict.level, verdict.score, seen(verdict)) == (Level.UNKNOWN, 0, {})
    assert "host-lookalike" in {one.rule for one in verdict.evidence}
    assert verdict.remarks == ("staff",)


LINKS = [
    pytest.param(("here", FAKE), "here", id="shown text"),
    pytest.param(FAKE, "click here now", id="target alone"),
    pytest.param(("elsewhere", FAKE), "click here now", id="shown text that is not there"),
    pytest.param(("here", "hxxps://tpwa1let[.]io"), "here", id="defanged"),
]


@pytest.mark.parametrize(("link", "place"), LINKS)
def test_hidden_links_are_judged(guard: Guard, link: str | tuple[str, str], place: str) -> None:
    verdict = guard.check_message(Message("click here now", links=(link,)))

    assert verdict.level is Level.DANGEROUS
    assert seen(verdict)["host-lookalike"] == place


def test_a_hidden_link_is_compared_with_what_is_shown(guard: Guard) -> None:
    links = (("tokenpocket.pro", "https://evil.example.com"),)
    verdict = guard.check_message(Message("see tokenpocket.pro", links=links))

    assert seen(verdict)["text-target-mismatch"] == "tokenpocket.pro"


def test_a_harmless_hidden_link_stays_so(guard: Guard) -> None:
    links = (("docs", "https://docs.example.org"), "https://example.com")
    verdict = guard.check_message(Message("read the docs", links=links))

    assert verdict.level is Level.UNKNOWN


def test_no_more_links_are_read_than_the_limit(guard: Guard) -> None:
    links = tuple(f"https://example.org/{number}" for number in range(10 * MAX_LINKS))
    verdict = guard.check_message(Message("a", links=links))
    same = guard.check_message(Message("a", links=links[:1] * (10 * MAX_LINKS)))

    assert len(verdict.subject.atoms) == 1 + MAX_LINKS
    assert verdict.incomplete == ("inner",)
    assert (len(same.subject.atoms), same.incomplete) == (2, ())


@pytest.mark.parametrize("target", ["https://evil&#46;example", "https&colon;//evil.example"])
@pytest.mark.parametrize("form", ['<a href="{}">tokenpocket.pro</a>', "[tokenpocket.pro]({})"])
def test_escapes_in_a_target_are_read(guard: Guard, form: str, target: str) -> None:
    text = form.format(target)
    verdict = guard.check(text, kind="message")
    (link,) = (atom for atom in verdict.subject.atoms if isinstance(atom, Link))

    assert link.host.resolved == "evil.example"
    assert text[slice(*link.span)] == target
    assert "text-target-mismatch" in {one.rule for one in verdict.evidence}


def test_a_secret_is_covered_in_every_part(guard: Guard) -> None:
    link = f"https://a.example.org/?q={SEED.replace(' ', '+')}"
    message = Message(f"my words: {SEED}", Sender(SEED), SEED, SEED, (link, ("x", link)))
    verdict = guard.check_message(message)

    assert "abandon" not in verdict.subject.raw
    assert len(verdict.subject.raw) == len(f"my words: {SEED}\n{SEED}")
    assert not any(
        "abandon" in atom.query for atom in verdict.subject.atoms if isinstance(atom, Link)
    )


def test_a_message_is_never_official(guard: Guard) -> None:
    sender = Sender("TokenPocket", "TokenPocket_TP", "x")
    verdict = guard.check_message(Message("https://tokenpocket.pro", sender))

    assert verdict.level is Level.UNKNOWN
    assert "tokenpocket.pro" in verdict.official


def test_a_message_that_is_too_long_is_refused(guard: Guard) -> None:
    with pytest.raises(InputError, match="65536"):
        guard.check_message(Message("a" * 65_537))
    with pytest.raises(InputError, match="65536"):
        guard.check_message(Message("a" * 65_536, Sender("Bob")))


def test_nouns_do_not_repeat_what_they_hold() -> None:
    assert "Bob" not in repr(Message("hello", Sender("Bob")))
    assert "Bob" not in repr(Sender("Bob"))
