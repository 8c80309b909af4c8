"""Is the age that of the very domain, from the right registry, and is nothing else sent?"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from channelguard.errors import RegistryError
from channelguard.net import age as module
from channelguard.net.age import BURST, DEADLINE, MAX_BODY, TTL, DomainAges, iana

PUBLIC = "127.0.0.2"
SERVER = "https://public.test/rdap/"
NAME = "tp-wallet-help.pro"
WHERE = "public.test/rdap/domain/tp-wallet-help.pro"


class Hands:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def said(days: float | str = 3, name: str | None = NAME, **more: Any) -> bytes:
    """Return what a registry says about a domain registered so many days ago."""
    date = days if isinstance(days, str) else (datetime.now(UTC) - timedelta(days)).isoformat()
    events = [
        {"eventAction": "last changed", "eventDate": "2026-01-01T00:00:00Z"},
        {"eventAction": "registration", "eventDate": date},
    ]
    whole = {"objectClassName": "domain", "ldhName": name, "events": events, **more}
    return json.dumps(whole).encode()


@pytest.fixture
def ages(internet: Any) -> Callable[..., DomainAges]:
    """Make something that knows one ending, and finds its registry on loopback."""

    def make(body: bytes = b"", *lines: str, status: str = "200 OK", **more: Any) -> DomainAges:
        internet.servers.pages[WHERE] = internet.servers.page(status, *lines, body=body)
        more = {"servers": {"pro": SERVER}, "clock": Hands(), **more}
        return DomainAges(internet.transport, **more)

    return make


@pytest.mark.parametrize(
    ("days", "age"),
    [
        pytest.param(3.5, 3, id="days"),
        pytest.param(0.01, 0, id="today"),
        pytest.param(-0.5, 0, id="a clock that is ahead"),
        pytest.param(4_000.1, 4_000, id="years"),
        pytest.param("2026-11-20", ..., id="a day without time"),
        pytest.param("2026-11-20T10:00:00", ..., id="without a zone"),
        pytest.param("2026-11-20T10:00:00.123Z", ..., id="in milliseconds"),
        pytest.param("2026-11-20T10:00:00+08:00", ..., id="in another zone"),
    ],
)
def test_age(days: Any, age: Any, ages: Callable[..., DomainAges]) -> None:
    found = ages(said(days)).age(NAME)

    since = (datetime.now(UTC) - datetime(2026, 11, 20, 10, tzinfo=UTC)).days
    assert found is not None
    assert found == age if age is not ... else abs(found - max(0, since)) <= 1


@pytest.mark.parametrize(
    ("body", "lines", "status"),
    [
        pytest.param(said(), (), "404 Not Found", id="not found"),
        pytest.param(said(), (), "429 Too Many Requests", id="asked too often"),
        pytest.param(said(), (), "206 Partial Content", id="a part"),
        pytest.param(said(name="another.pro"), (), "200 OK", id="another domain"),
        pytest.param(said(name=None), (), "200 OK", id="no domain"),
        pytest.param(said(events=None), (), "200 OK", id="no events"),
        pytest.param(said(events=[]), (), "200 OK", id="no event"),
        pytest.param(said(events=["registration"]), (), "200 OK", id="events that are text"),
        pytest.param(said(events=[{"eventAction": "registration"}]), (), "200 OK", id="no date"),
        pytest.param(said("yesterday"), (), "200 OK", id="a date in words"),
        pytest.param(said("9999-12-31T00:00:00Z"), (), "200 OK", id="far ahead"),
        pytest.param(said(-3), (), "200 OK", id="days ahead"),
        pytest.param(b"", (), "200 OK", id="nothing"),
        pytest.param(b"[]", (), "200 OK", id="a list"),
        pytest.param(b"<html>", (), "200 OK", id="a page"),
        pytest.param(b"\xff\xfe", (), "200 OK", id="no text"),
        pytest.param(b"[" * 100_000, (), "200 OK", id="deep"),
        pytest.param(b'{"a":' + b"9" * 5_000 + b"}", (), "200 OK", id="a long number"),
        pytest.param(said() + b" " * MAX_BODY, (), "200 OK", id="too long"),
        pytest.param(said(), ("Content-Encoding: gzip",), "200 OK", id="compressed"),
        pytest.param(said(), ("Content-Length: 9",), "200 OK", id="cut"),
    ],
)
def test_failures_are_no_age(
    body: bytes, lines: tuple[str, ...], status: str, ages: Callable[..., DomainAges]
) -> None:
    assert ages(body, *lines, status=status).age(NAME) is None


def test_the_whole_limit_may_be_used(ages: Callable[..., DomainAges]) -> None:
    whole = said()

    assert ages(whole + b" " * (MAX_BODY - len(whole))).age(NAME) == 3


def test_the_registry_learns_the_domain_and_nothing_else(
    ages: Callable[..., DomainAges], internet: Any
) -> None:
    assert ages(said()).age(f"secret.host.{NAME}") == 3

    [(scheme, head)] = internet.servers.requests
    assert scheme == "https"
    assert head.startswith(b"GET /rdap/domain/tp-wallet-help.pro HTTP/1.1\r\n")
    assert b"secret" not in head
    assert b"Accept: application/rdap+json\r\n" in head


@pytest.mark.parametrize(
    "domain",
    [
        pytest.param("", id="nothing"),
        pytest.param("pro", id="an ending"),
        pytest.param("127.0.0.1", id="an address"),
        pytest.param("[::1]", id="another address"),
        pytest.param("tp.nosuch", id="an ending that nobody lists"),
        pytest.param("tp.xn--nosuch", id="another one"),
        pytest.param("tp.com", id="an ending without a server"),
        pytest.param("a/../b.pro", id="a path"),
        pytest.param("a.pro?b", id="a query"),
        pytest.param("a.pro\r\nB: c", id="a header"),
        pytest.param("t\xfc.pro", id="not ASCII"),
        pytest.param("A.PRO", id="upper case, which no parser gives"),
        pytest.param("a..pro", id="an empty label"),
        pytest.param("a" * 64 + ".pro", id="a long label"),
        pytest.param("\ud800.pro", id="lone surrogate"),
    ],
)
def test_what_nobody_is_asked_about(
    domain: str, ages: Callable[..., DomainAges], internet: Any
) -> None:
    assert ages(said()).age(domain) is None
    assert internet.servers.requests == []
    assert internet.names.asked == []


def test_the_longest_ending_decides(internet: Any) -> None:
    servers = {"uk": "https://wrong.test/", "co.uk": SERVER}
    internet.servers.pages["public.test/rdap/domain/a.co.uk"] = internet.servers.page(
        body=said(name="A.CO.UK.")
    )

    assert DomainAges(internet.transport, servers=servers).age("a.co.uk") == 3


@pytest.mark.parametrize(
    ("locations", "age"),
    [
        pytest.param(["https://other.test/a"], 3, id="one"),
        pytest.param(["https://other.test/b", "https://other.test/a"], 3, id="two"),
        pytest.param(["https://other.test/c", "/b", "/a"], None, id="three"),
        pytest.param(["http://public.test/a"], None, id="without TLS"),
        pytest.param(["https://127.0.0.1/"], None, id="this machine"),
        pytest.param(["https://other.test:8443/"], None, id="another port"),
        pytest.param(["https://wrong.test/"], None, id="a wrong certificate"),
        pytest.param(["file:///etc/passwd"], None, id="a file"),
        pytest.param([""], None, id="nowhere"),
    ],
)
def test_redirects(
    locations: list[str], age: int | None, ages: Callable[..., DomainAges], internet: Any
) -> None:
    asking = ages()
    internet.names.zone |= {name: [[PUBLIC]] for name in ("other.test", "wrong.test")}
    pages = [WHERE, *("other.test/" + place[-1] for place in locations[:-1])]
    for page, place in zip(pages, locations, strict=True):
        internet.servers.pages[page] = internet.servers.moved(place)
    for host in ("other.test", "public.test"):
        internet.servers.pages[f"{host}/a"] = internet.servers.page(body=said())

    assert asking.age(NAME) == age
    assert internet.servers.touched == 0


def test_a_domain_is_asked_about_once(ages: Callable[..., DomainAges], internet: Any) -> None:
    hands = Hands()
    asking = ages(said(), clock=hands)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(asking.age, [NAME, f"www.{NAME}"] * 8))

    assert found == [3] * 16
    assert len(internet.servers.requests) == 1
    hands.now = TTL
    assert asking.age(NAME) == 3
    assert len(internet.servers.requests) == 2


def test_a_failure_is_remembered_too(ages: Callable[..., DomainAges], internet: Any) -> None:
    asking = ages(status="500 Error")

    assert [asking.age(NAME), asking.age(NAME)] == [None, None]
    assert len(internet.servers.requests) == 1


def test_a_server_is_asked_a_few_times_only(ages: Callable[..., DomainAges], internet: Any) -> None:
    hands = Hands()
    asking = ages(said(), clock=hands)
    for at in range(BURST):
        asking.age(f"{at}.pro")

    assert asking.age(NAME) is None
    assert len(internet.servers.requests) == BURST
    hands.now = 1
    assert asking.age(NAME) == 3  # not being asked is not remembered


def test_a_server_that_hangs_ends_at_the_deadline(
    ages: Callable[..., DomainAges], internet: Any, threads_return: None
) -> None:
    del threads_return
    asking = ages(deadline=0.3)
    internet.servers.pages[WHERE] = internet.servers.drip(internet.servers.page(), b" ", 0.05)
    done = threading.Event()

    def ask() -> None:
        assert asking.age(NAME) is None
        done.set()

    thread = threading.Thread(target=ask)
    thread.start()
    assert done.wait(1)
    thread.join()


def test_the_deadline_cannot_be_longer() -> None:
    with pytest.raises(ValueError, match=r"^deadline: 6 "):
        DomainAges(deadline=6)
    assert DEADLINE == 5.0


def test_the_servers_are_those_of_iana() -> None:
    servers = iana()

    assert servers["com"] == "https://rdap.verisign.com/com/v1/"
    assert servers["pro"] == "https://rdap.identitydigital.services/rdap/"
    assert len(servers) > 1_000
    assert {address[:8] for address in servers.values()} == {"https://"}
    assert {address[-1] for address in servers.values()} == {"/"}


def test_a_file_that_was_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (module.bundled_folder() / module.SERVERS).read_text("utf-8")
    (tmp_path / module.SERVERS).write_text(whole.replace("verisign", "verisigm", 1))
    monkeypatch.setattr(module, "bundled_folder", lambda: tmp_path)

    with pytest.raises(RegistryError, match=r"rdap\.json: does not match its checksum"):
        DomainAges()
    (tmp_path / module.SERVERS).unlink()
    with pytest.raises(RegistryError, match=r"rdap\.json: cannot be read"):
        DomainAges()
