"""Does the guard judge where links lead and how old they are, and keep what is private?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channelguard import Guard, Level, Registry, explain
from channelguard.inquiry import MAX_FOLLOWED
from channelguard.lookups import ENDINGS, Chain
from channelguard.model import Message
from channelguard.net.age import DomainAges
from channelguard.net.expand import Expander
from channelguard.render import to_dict
from channelguard.wording import languages, words

PUBLIC = "127.0.0.2"
SHORT = "http://bit.ly/3abc"
FAKE = "http://tpwallet-claim.com/x"
SEED = "abandon+" * 11 + "about"

Following = Callable[..., Guard]


@pytest.fixture
def following(internet: Any) -> Following:
    """Make a guard whose Internet has these pages: an address and where it redirects to."""

    def make(pages: dict[str, str] | None = None, **more: Any) -> Guard:
        for here, there in (pages or {}).items():
            internet.servers.pages[here.partition("://")[2]] = internet.servers.moved(there)
        for host in ("bit.ly", "tpwallet-claim.com", "tokenpocket.pro", "evil-news.com"):
            internet.names.zone[host] = [[PUBLIC]]
        return Guard(Registry.load(), expand=Expander(internet.transport), **more)

    return make


def rules(verdict: Any) -> set[str]:
    return {one.rule for one in verdict.evidence}


def test_a_short_link_to_a_fake_is_dangerous(following: Following) -> None:
    verdict = following({SHORT: FAKE}).check(SHORT)

    assert (verdict.level, verdict.imitates) == (Level.DANGEROUS, "tpwallet.io")
    assert verdict.chains == (Chain((SHORT, FAKE), "final"),)
    assert verdict.incomplete == ()
    assert [atom.via for atom in verdict.subject.atoms] == ["", "redirect"]  # type: ignore[union-attr] # links


def test_without_the_switch_nothing_is_asked(internet: Any) -> None:
    verdict = Guard(Registry.load()).check(SHORT)

    assert (verdict.level, verdict.incomplete) == (Level.UNKNOWN, ("shortener:bit.ly",))
    assert internet.servers.requests == []
    assert internet.names.asked == []


def test_a_link_that_ends_at_an_official_page_is_not_official_itself(following: Following) -> None:
    verdict = following({SHORT: "http://tokenpocket.pro/"}).check(SHORT)

    assert (verdict.level, verdict.official) == (Level.UNKNOWN, ("tokenpocket.pro",))


def test_a_fake_on_the_way_to_an_official_page_is_judged(following: Following) -> None:
    verdict = following({SHORT: FAKE, FAKE: "http://tokenpocket.pro/"}).check(SHORT)

    assert verdict.level is Level.DANGEROUS
    assert [len(chain.hops) for chain in verdict.chains] == [3]


def test_official_links_are_not_followed(following: Following, internet: Any) -> None:
    verdict = following().check("http://tokenpocket.pro/")

    assert verdict.level is Level.OFFICIAL
    assert internet.servers.requests == []


OPEN = [
    pytest.param("http://127.0.0.1/", "chain-blocked:bit.ly", id="not public"),
    pytest.param("tg://resolve?domain=x", "chain-not-http:bit.ly", id="not for the web"),
    pytest.param(SHORT, "chain-too-many:bit.ly", id="in a circle"),
    pytest.param("http://no-such-name.com/", "chain-failed:bit.ly", id="no such name"),
]


@pytest.mark.parametrize(("there", "code"), OPEN)
def test_a_chain_that_did_not_end_is_named(following: Following, there: str, code: str) -> None:
    verdict = following({SHORT: there}).check(SHORT)

    assert code in verdict.incomplete
    assert verdict.level is not Level.OFFICIAL


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("ending", ENDINGS[1:])
def test_every_ending_has_a_sentence(ending: str, lang: str) -> None:
    assert "{detail}" in words(lang)[f"incomplete.chain-{ending}"]


def test_the_chain_is_shown_and_leads_nowhere(following: Following) -> None:
    verdict = following({SHORT: FAKE}).check(SHORT)
    shown = explain(verdict)

    assert "Followed: hxxp://bit[.]ly/3abc -> hxxp://tpwallet-claim[.]com/x" in shown
    assert "http://" not in shown.replace("https://github.com", "")
    assert to_dict(verdict)["chains"] == [{"hops": [SHORT, FAKE], "ended": "final"}]


def test_a_secret_leaves_the_machine_in_no_way(following: Following, internet: Any) -> None:
    verdict = following().check(f"http://evil-news.com/?q={SEED}")

    assert "secret-pasted" in rules(verdict)
    assert verdict.chains == ()
    assert internet.servers.requests == []
    assert internet.names.asked == []


def test_what_leaves_is_the_address_without_name_and_fragment(
    following: Following, internet: Any
) -> None:
    following().check("see http://ann:pass@evil-news.com/a?b=c#frag now", kind="message")
    ((_, head),) = internet.servers.requests

    assert head.startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert b"frag" not in head
    assert b"pass" not in head


def test_of_many_links_a_few_are_followed(following: Following, internet: Any) -> None:
    text = " ".join(f"http://evil-news.com/{number}" for number in range(2 * MAX_FOLLOWED))
    verdict = following().check(text, kind="message")

    assert len(verdict.chains) == len(internet.servers.requests) == MAX_FOLLOWED
    assert "chain-more" in verdict.incomplete


def test_the_links_of_a_message_are_followed(following: Following) -> None:
    guard = following({SHORT: FAKE})
    message = Message("look here", links=(("here", SHORT),))

    assert guard.check_message(message).level is Level.DANGEROUS
    assert Guard(guard.registry).check_message(message).level is Level.UNKNOWN


def test_both_ways_of_asking_give_the_same(following: Following) -> None:
    guard = following({SHORT: FAKE})
    message = Message(f"go to {SHORT}")

    async def both() -> tuple[Any, Any]:
        return await guard.check_async(SHORT), await guard.check_message_async(message)

    link, said = asyncio.run(both())

    assert link == guard.check(SHORT)
    assert said == guard.check_message(message)
    assert link.level is said.level is Level.DANGEROUS


# Ages


@pytest.fixture
def aged(internet: Any) -> Callable[[int], Guard]:
    """Make a guard to whom every domain ending in com is so many days old."""

    def make(days: int) -> Guard:
        date = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        event = {"eventAction": "registration", "eventDate": date}
        said = {"ldhName": "evil-news.com", "events": [event]}
        page = internet.servers.page(body=json.dumps(said).encode())
        internet.servers.pages["public.test/domain/evil-news.com"] = page
        servers = {"com": "https://public.test/"}
        return Guard(Registry.load(), ages=DomainAges(internet.transport, servers=servers))

    return make


AGES = [
    pytest.param(1, 20, id="a day"),
    pytest.param(20, 15, id="three weeks"),
    pytest.param(80, 10, id="two months"),
    pytest.param(91, 0, id="a quarter of a year"),
    pytest.param(4000, 0, id="years"),
]


@pytest.mark.parametrize(("days", "points"), AGES)
def test_a_young_domain_adds_points_and_is_no_finding_alone(
    aged: Callable[[int], Guard], days: int, points: int
) -> None:
    verdict = aged(days).check("https://a.evil-news.com/x")

    assert (verdict.score, verdict.level) == (points, Level.UNKNOWN)
    assert ("host-young" in rules(verdict)) == bool(points)


def test_nobody_knows_the_age(aged: Callable[[int], Guard]) -> None:
    assert "age:evil-paper.com" in aged(1).check("evil-paper.com").incomplete


def test_of_official_and_shared_hosts_nobody_asks(
    aged: Callable[[int], Guard], internet: Any
) -> None:
    guard = aged(1)
    for text in ("tokenpocket.pro", "https://t.me/someone_else", "abc", "@abc", f"x.com/?q={SEED}"):
        guard.check(text)

    assert internet.servers.requests == []
