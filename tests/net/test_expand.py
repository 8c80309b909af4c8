"""Does following links stay within its limits, and does it keep what it saw to itself?"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from channelguard.lookups import ENDINGS, Chain
from channelguard.net.expand import (
    BURST,
    DEADLINE,
    MAX_CONNECTIONS,
    MAX_HOPS,
    PAUSE,
    TTL,
    Expander,
)
from channelguard.parse.link import MAX_URL

PUBLIC = "127.0.0.2"
LINK = "http://public.test/"


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.now = 1_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_the_limits_are_those_that_are_promised() -> None:
    assert (MAX_HOPS, DEADLINE, MAX_CONNECTIONS) == (5, 5.0, 8)


@pytest.mark.parametrize(
    "limit",
    [
        pytest.param({"hops": 6}, id="more hops"),
        pytest.param({"hops": 0}, id="no hops"),
        pytest.param({"deadline": 5.1}, id="more time"),
        pytest.param({"deadline": float("nan")}, id="no time that is a number"),
        pytest.param({"connections": 9}, id="more connections"),
        pytest.param({"ttl": 60}, id="asked again sooner"),
        pytest.param({"pause": 0.0}, id="asked more often"),
    ],
)
def test_no_limit_can_be_made_laxer(limit: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"^{next(iter(limit))}: "):
        Expander(**limit)


@pytest.mark.parametrize(
    ("url", "chain"),
    [
        pytest.param("", Chain((), "location"), id="nothing"),
        pytest.param("public.test", Chain((), "location"), id="no scheme"),
        pytest.param("http://a b/", Chain((), "location"), id="no host"),
        pytest.param("http://a/\ud800", Chain((), "location"), id="lone surrogate"),
        pytest.param("http://a/" + "b" * MAX_URL, Chain((), "location"), id="too long"),
        pytest.param("http://a/" + "\xe9" * 4_000, Chain((), "location"), id="too long encoded"),
        pytest.param("ftp://a/", Chain(("ftp://a/",), "not-http"), id="another scheme"),
        pytest.param("javascript:x", Chain(("javascript:x",), "not-http"), id="a script"),
        pytest.param("http://[::1]/", Chain(("http://[::1]/",), "blocked"), id="this machine"),
        pytest.param(
            "http://0x7f.1/", Chain(("http://127.0.0.1/",), "blocked"), id="this machine disguised"
        ),
    ],
)
def test_what_is_not_asked_at_all(url: str, chain: Chain) -> None:
    assert Expander().expand(url) == chain
    assert chain.ended in ENDINGS


def test_a_chain_names_every_hop(internet: Any) -> None:
    internet.names.zone["other.test"] = [[PUBLIC]]
    internet.servers.pages |= {
        "public.test/": internet.servers.moved("https://other.test/a#b"),
        "other.test/a": internet.servers.moved("http://public.test/c"),
    }
    hops = ("https://public.test/", "https://other.test/a#b", "http://public.test/c")
    internet.servers.pages["public.test/"] = internet.servers.moved(hops[1])

    assert Expander(internet.transport).expand(hops[0]) == Chain(hops, "final")


def test_five_are_asked_and_the_sixth_is_named(internet: Any) -> None:
    for at in range(5):
        internet.servers.pages[f"public.test/{at}"] = internet.servers.moved(f"/{at + 1}")

    chain = Expander(internet.transport).expand(LINK + "0")

    assert chain.ended == "too-many"
    assert chain.hops == tuple(f"{LINK}{at}" for at in range(6))
    assert len(internet.servers.requests) == 5


def test_no_cookie_no_referer_no_password_on_the_way(internet: Any) -> None:
    lines = ("Set-Cookie: a=b; Path=/", "Location: http://ann:secret@public.test/2")
    internet.servers.pages["public.test/1"] = internet.servers.page("302 Found", *lines)

    chain = Expander(internet.transport).expand("http://tokenpocket.pro@public.test/1")

    heads = [head.lower() for _, head in internet.servers.requests]
    assert chain.hops[0] == "http://tokenpocket.pro@public.test/1"
    assert len(heads) == 2
    assert not any(
        word in head
        for head in heads
        for word in (b"cookie", b"referer", b"authorization", b"tokenpocket", b"secret")
    )


@pytest.mark.parametrize(
    ("lines", "status", "chain"),
    [
        pytest.param(("Refresh: 0; URL='/b'",), "200 OK", (("/", "/b"), "final"), id="quoted"),
        pytest.param(("Refresh: 3,b",), "404 Not Found", (("/", "/b"), "final"), id="on an error"),
        pytest.param(("Refresh: 5",), "200 OK", (("/",), "final"), id="the same page again"),
        pytest.param(("Refresh: 0;a", "Refresh: 0;b"), "200 OK", (("/",), "location"), id="two"),
        pytest.param(("Location: /b",), "200 OK", (("/",), "final"), id="location without moving"),
        pytest.param((), "503 Busy", (("/",), "failed"), id="an error is no page"),
        pytest.param((), "302 Found", (("/",), "location"), id="moved to nowhere"),
        pytest.param(
            ("Location: /" + "\xe9" * 3_000,), "302 Found", (("/",), "location"), id="long encoded"
        ),
        pytest.param(
            ("Location: /b", "Location: /b"), "302 Found", (("/", "/b"), "final"), id="said twice"
        ),
    ],
)
def test_what_an_answer_means(
    lines: tuple[str, ...], status: str, chain: tuple[tuple[str, ...], str], internet: Any
) -> None:
    internet.servers.pages["public.test/"] = internet.servers.page(status, *lines)

    found = Expander(internet.transport).expand(LINK)

    assert found == Chain(tuple(LINK[:-1] + path for path in chain[0]), chain[1])


def test_an_address_is_asked_once(internet: Any) -> None:
    """However it is written, whoever asks, and wherever in a chain it stands."""
    hands = Hands()
    expander = Expander(internet.transport, clock=hands)
    internet.servers.pages["public.test/short"] = internet.servers.moved("/")

    chains = [
        expander.expand(url)
        for url in (LINK, "HTTP://PUBLIC.TEST:80/#x", "http://ann@public.test", LINK + "short")
    ]

    assert [chain.ended for chain in chains] == ["final"] * 4
    assert chains[1].hops == (LINK + "#x",)
    assert len(internet.servers.requests) == 2
    hands.now += TTL - 1
    expander.expand(LINK)
    assert len(internet.servers.requests) == 2
    hands.now += 1
    expander.expand(LINK)
    assert len(internet.servers.requests) == 3


def test_many_who_ask_at_once_make_one_request(internet: Any) -> None:
    internet.servers.pages["public.test/"] = internet.servers.drip(
        b"HTTP/1.1 200 OK\r\n", b"\r\n", 0.2
    )
    expander = Expander(internet.transport)

    with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
        chains = set(pool.map(expander.expand, [LINK] * MAX_CONNECTIONS))

    assert chains == {Chain((LINK,), "final")}
    assert len(internet.servers.requests) == 1


def test_a_site_is_asked_a_few_times_only(internet: Any) -> None:
    """All its hosts together, and other sites as before."""
    hands = Hands()
    internet.names.zone |= {f"{at}.site.net": [[PUBLIC]] for at in range(BURST + 1)}
    internet.names.zone["other.test"] = [[PUBLIC]]
    expander = Expander(internet.transport, clock=hands)

    ends = [expander.expand(f"http://{at}.site.net/").ended for at in range(BURST + 1)]

    assert ends == ["final"] * BURST + ["limited"]
    assert expander.expand("http://other.test/").ended == "final"
    hands.now += PAUSE
    assert expander.expand(f"http://{BURST}.site.net/").ended == "final"
    assert len(internet.servers.requests) == BURST + 2


def test_a_redirect_counts_for_the_site_it_leads_to(internet: Any) -> None:
    """A stranger with many addresses of their own cannot point all of them at one victim."""
    internet.names.zone |= {f"{at}.example": [[PUBLIC]] for at in "abcdefghijkl"}
    internet.servers.pages |= {
        f"{at}.example/": internet.servers.moved(f"{LINK}{at}") for at in "abcdefghijkl"
    }
    expander = Expander(internet.transport, clock=Hands())

    ends = [expander.expand(f"http://{at}.example/").ended for at in "abcdefghijkl"]

    assert ends == ["final"] * BURST + ["limited"] * 2


def test_no_more_than_eight_are_connected_at_once(internet: Any, threads_return: None) -> None:
    del threads_return
    links = [f"http://{at}.example/" for at in range(50)]
    internet.names.zone |= {f"{at}.example": [[PUBLIC]] for at in range(50)}
    internet.servers.pages |= {f"{at}.example/": internet.servers.hang for at in range(50)}
    expander = Expander(internet.transport, deadline=1)
    began = time.monotonic()

    async def everybody() -> list[Chain]:
        """Ask for all, and look around while all places are taken."""
        chains = asyncio.gather(*map(expander.expand_async, links))
        while len(internet.servers.requests) < MAX_CONNECTIONS:  # noqa: ASYNC110 - other threads
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert (internet.servers.open, len(internet.servers.requests)) == (MAX_CONNECTIONS,) * 2
        assert len(threads_of_ours()) == MAX_CONNECTIONS
        return await chains

    chains = asyncio.run(everybody())

    assert chains == [Chain((link,), "timeout") for link in links]
    assert time.monotonic() - began < 3


def threads_of_ours() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "channelguard-net"]


def test_a_resolver_that_hangs_holds_nobody_up(internet: Any, threads_return: None) -> None:
    del threads_return
    over = threading.Event()
    internet.transport._resolver = lambda _: [str(over.wait(5))]  # noqa: SLF001
    expander = Expander(internet.transport, deadline=0.3)
    began = time.monotonic()

    with ThreadPoolExecutor(20) as pool:
        ends = {chain.ended for chain in pool.map(expander.expand, [LINK] * 20)}

    assert ends == {"timeout"}
    assert time.monotonic() - began < 3
    over.set()


def test_whatever_a_resolver_raises_is_no_answer(internet: Any) -> None:
    def broken(_: str) -> list[str]:
        raise ZeroDivisionError

    internet.transport._resolver = broken  # noqa: SLF001

    assert Expander(internet.transport).expand(LINK) == Chain((LINK,), "failed")


def test_the_event_loop_is_not_blocked(internet: Any) -> None:
    internet.servers.pages["public.test/"] = internet.servers.hang
    expander = Expander(internet.transport, deadline=0.5)

    async def beside() -> tuple[Chain, int]:
        """Count turns of the loop while a link hangs."""
        task, turns = asyncio.create_task(expander.expand_async(LINK)), 0
        while not task.done():
            await asyncio.sleep(0.01)
            turns += 1
        return await task, turns

    chain, turns = asyncio.run(beside())

    assert chain == Chain((LINK,), "timeout")
    assert turns > 10


def test_a_task_can_be_cancelled(internet: Any, threads_return: None) -> None:
    del threads_return
    internet.servers.pages["public.test/"] = internet.servers.hang
    expander = Expander(internet.transport, deadline=0.5)

    async def give_up() -> None:
        async with asyncio.timeout(0.1):
            await expander.expand_async(LINK)

    with pytest.raises(TimeoutError):
        asyncio.run(give_up())


def test_both_ways_give_the_same(internet: Any) -> None:
    internet.servers.pages["public.test/"] = internet.servers.moved("tg://resolve?domain=a")
    sync = Expander(internet.transport).expand(LINK)

    assert sync == asyncio.run(Expander(internet.transport).expand_async(LINK))
    assert asyncio.run(Expander().expand_async("nothing")) == Chain((), "location")


def test_no_text_of_the_input_is_kept(internet: Any) -> None:
    """Neither as a key nor as a value; a server that repeats it is another matter."""
    expander = Expander(internet.transport)
    words = "zebra-quilt-moat"

    expander.expand(f"{LINK}?{words}#{words}")
    gc.collect()
    kept = [*expander._steps._kept, *expander._steps._kept.values()]  # noqa: SLF001
    steps = [promised.result() for _, promised in expander._steps._kept.values()]  # noqa: SLF001

    assert len(internet.servers.requests) == 1
    assert kept
    assert not any(words in repr(thing) for thing in [*kept, *steps, expander._pace._over])  # noqa: SLF001


@pytest.mark.full
def test_the_promised_five_seconds(internet: Any, threads_return: None) -> None:
    """With the limits as they are shipped: half of the time in one hop, half in the next."""
    del threads_return
    internet.servers.pages |= {
        "public.test/": lambda connection: (
            time.sleep(3),
            connection.sendall(internet.servers.moved("/next")),
        ),
        "public.test/next": internet.servers.drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.1),
    }
    began = time.monotonic()

    chain = Expander(internet.transport).expand(LINK)

    assert chain == Chain((LINK, LINK + "next"), "timeout")
    assert 4.9 < time.monotonic() - began < 6
