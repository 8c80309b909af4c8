"""Is the address that was checked the one that is connected to, and what does a server learn?"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from channelguard.net.place import place
from channelguard.net.transport import (
    MAX_HEAD,
    MAX_INTERIM,
    PORTS,
    BlockedError,
    BrokenError,
    Deadline,
    Transport,
    look_up,
)

PUBLIC, INTERNAL = "127.0.0.2", "127.0.0.1"


def get(transport: Transport, url: str, seconds: float = 2.0, **more: Any) -> Any:
    """Ask for an address."""
    where = place(url)

    assert where is not None
    return transport.get(where, Deadline(seconds), **more)


def test_the_name_is_looked_up_once_for_each_connection(internet: Any) -> None:
    get(internet.transport, "http://public.test/")
    get(internet.transport, "https://public.test/")

    assert internet.names.asked == ["public.test"] * 2
    assert [scheme for scheme, _ in internet.servers.requests] == ["http", "https"]


def test_an_answer_that_flips_reaches_nobody(internet: Any) -> None:
    """If the name were looked up again for the connection, it would go to 127.0.0.1."""
    internet.names.zone["flips.test"] = [[PUBLIC], [INTERNAL]]

    assert get(internet.transport, "http://flips.test/").status == 200
    with pytest.raises(BlockedError):
        get(internet.transport, "http://flips.test/")
    assert internet.servers.touched == 0


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([PUBLIC, INTERNAL], id="the second"),
        pytest.param([INTERNAL, PUBLIC], id="the first"),
        pytest.param([PUBLIC, "::1"], id="IPv6"),
        pytest.param([PUBLIC, "::ffff:127.0.0.1"], id="mapped"),
        pytest.param([PUBLIC] * 50 + ["127.0.0.3"], id="the last of many"),
        pytest.param(["no address"], id="no address at all"),
    ],
)
def test_one_bad_answer_is_enough(answers: list[str], internet: Any) -> None:
    transport = Transport(
        permit=[PUBLIC], ports={80: internet.servers.clear}, resolver=lambda _: answers
    )

    with pytest.raises(BlockedError):
        get(transport, "http://public.test/")
    assert internet.servers.requests == []
    assert internet.servers.touched == 0


def test_the_next_address_is_tried(internet: Any) -> None:
    """Nobody listens on 127.0.0.4."""
    transport = Transport(
        permit=[PUBLIC, "127.0.0.4"],
        ports={80: internet.servers.clear},
        resolver=lambda _: ["127.0.0.4", PUBLIC],
    )

    assert get(transport, "http://public.test/").status == 200


def test_an_address_that_hangs_leaves_time_for_the_next(internet: Any) -> None:
    """A listener whose queue is full does not answer at all."""
    silent = "127.0.0.5"
    transport = Transport(
        permit=[silent, PUBLIC],
        ports={80: internet.servers.clear},
        resolver=lambda _: [silent, PUBLIC],
    )
    with ExitStack() as queue:
        queue.enter_context(socket.create_server((silent, internet.servers.clear), backlog=0))
        for _ in range(4):
            waiting = queue.enter_context(closing(socket.socket()))
            waiting.settimeout(0)
            waiting.connect_ex((silent, internet.servers.clear))
        began = time.monotonic()

        assert get(transport, "http://public.test/", 1.0).status == 200
        assert time.monotonic() - began > 0.4  # it did hang


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        pytest.param("https://wrong.test/", OSError, id="another name"),
        pytest.param("https://selfsigned.test/", OSError, id="self-signed"),
        pytest.param("https://expired.test/", OSError, id="expired"),
        pytest.param(f"https://{PUBLIC}/", OSError, id="the address instead of the name"),
    ],
)
def test_certificates_that_fail(url: str, fault: type[Exception], internet: Any) -> None:
    internet.names.zone |= {
        name: [[PUBLIC]] for name in ("wrong.test", "selfsigned.test", "expired.test")
    }

    with pytest.raises(fault, match=r"certificate|CERTIFICATE"):
        get(internet.transport, url)
    assert internet.servers.requests == []


def test_the_usual_roots_do_not_trust_strangers(internet: Any) -> None:
    transport = Transport(
        permit=[PUBLIC], ports={443: internet.servers.secret}, resolver=internet.names.look_up
    )

    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        get(transport, "https://public.test/")


def test_only_two_ports_are_asked() -> None:
    assert PORTS == {80: 80, 443: 443}
    with pytest.raises(BlockedError):
        get(Transport(resolver=lambda _: ["9.9.9.9"]), "http://public.test:8080/")


def test_what_the_server_sees_is_the_address_and_nothing_else(internet: Any) -> None:
    get(internet.transport, "http://ann:secret@public.test/a%20b?c=d#fragment")

    [(_, head)] = internet.servers.requests
    assert head.decode().split("\r\n") == [
        "GET /a%20b?c=d HTTP/1.1",
        "Host: public.test",
        "User-Agent: Mozilla/5.0 (compatible; channelguard)",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
        "",
        "",
    ]


def test_the_environment_changes_nothing(
    internet: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trap = f"http://{INTERNAL}:{internet.servers.clear}"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, trap)
        monkeypatch.setenv(name.lower(), trap)
    netrc, roots, keys = tmp_path / ".netrc", tmp_path / "roots.pem", tmp_path / "keys"
    netrc.write_text("default login ann password secret\n")
    netrc.chmod(0o600)
    internet.servers.authority.cert_pem.write_to_path(roots)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    usual = Transport(
        permit=[PUBLIC], ports={443: internet.servers.secret}, resolver=internet.names.look_up
    )

    get(internet.transport, "http://public.test/")
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        get(usual, "https://public.test/")  # SSL_CERT_FILE would have it trusted
    assert internet.servers.touched == 0
    assert b"authorization" not in internet.servers.requests[0][1].lower()
    assert not keys.exists()


@pytest.mark.parametrize("what", ["silence", "head", "interim", "tls", "body", "resolver"])
def test_one_deadline_covers_everything(what: str, internet: Any, threads_return: None) -> None:
    del threads_return
    servers, over = internet.servers, threading.Event()
    url, transport, most = "http://public.test/", internet.transport, 0
    if what == "silence":
        servers.pages["public.test/"] = servers.hang
    elif what == "head":
        servers.pages["public.test/"] = servers.drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.1)
    elif what == "interim":
        servers.pages["public.test/"] = servers.drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1)
    elif what == "tls":  # a server without TLS that says nothing: the handshake never ends
        transport = Transport(
            permit=[PUBLIC], ports={443: servers.clear}, resolver=internet.names.look_up
        )
        url = "https://public.test/"
    elif what == "body":
        servers.pages["public.test/"], most = servers.drip(servers.page(), b"a", 0.1), 1_000
    else:
        transport = Transport(resolver=lambda _: [str(over.wait(5))])
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        get(transport, url, 0.4, most=most)
    over.set()
    assert 0.3 < time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("count", "size", "ends"),
    [
        pytest.param(MAX_INTERIM, 10, True, id="as many as may be"),
        pytest.param(MAX_INTERIM + 1, 10, False, id="one more"),
        pytest.param(4, MAX_HEAD // 3, False, id="few, but long together"),
    ],
)
def test_interim_answers(count: int, size: int, ends: bool, internet: Any) -> None:  # noqa: FBT001
    interim = f"HTTP/1.1 103 Early Hints\r\nA: {'a' * size}\r\n\r\n".encode()
    internet.servers.pages["public.test/"] = interim * count + internet.servers.page()

    if ends:
        assert get(internet.transport, "http://public.test/").status == 200
    else:
        with pytest.raises(BrokenError):
            get(internet.transport, "http://public.test/")


def test_the_body_is_not_read(internet: Any) -> None:
    """Far more is sent than fits between the two; the server notices that nobody reads."""
    sent: list[int] = []

    def pour(connection: Any) -> None:
        connection.sendall(internet.servers.page())
        sent.extend(connection.send(b"a" * 65_536) for _ in range(10_000))
        sent.append(-1)  # all of it: never reached, because the client leaves

    internet.servers.pages["public.test/"] = pour

    assert get(internet.transport, "http://public.test/").body == b""
    while internet.servers.open:
        time.sleep(0.01)
    assert -1 not in sent
    assert sum(sent) < 20_000_000


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        pytest.param((), b"a" * 1_001, id="longer than wanted"),
        pytest.param(("Content-Length: 1000000",), b"a" * 2_000, id="announced as longer"),
        pytest.param(("Content-Encoding: gzip",), b"a", id="compressed"),
        pytest.param(("Content-Encoding: gzip, gzip",), b"a", id="compressed twice"),
    ],
)
def test_bodies_that_are_refused(lines: tuple[str, ...], body: bytes, internet: Any) -> None:
    internet.servers.pages["public.test/"] = internet.servers.page("200 OK", *lines, body=body)

    with pytest.raises(BrokenError):
        get(internet.transport, "http://public.test/", most=1_000)


def test_a_body_is_read_up_to_the_limit(internet: Any) -> None:
    internet.servers.pages["public.test/"] = internet.servers.page(body=b"a" * 1_000)

    assert get(internet.transport, "http://public.test/", most=1_000).body == b"a" * 1_000


def test_nothing_is_written_to_the_log(internet: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    internet.servers.pages["public.test/"] = internet.servers.moved("http://elsewhere.test/")

    get(internet.transport, "http://public.test/")

    assert caplog.records == []


@pytest.mark.parametrize("host", ["a..b.invalid", ".invalid", "a" * 64 + ".invalid"])
def test_names_that_cannot_be_asked_for_are_faults_of_the_name(host: str) -> None:
    """The codec of the standard library would raise something else; nothing is sent for these."""
    with pytest.raises(OSError, match=r"."):
        look_up(host)


def test_the_system_is_asked_for_the_name_and_no_longer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def answer(host: object, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(2, 1, 6, "", ("9.9.9.9", 0)), (10, 1, 6, "", ("2620:fe::fe", 0, 0, 0))]

    monkeypatch.setattr("socket.getaddrinfo", answer)

    assert look_up("public.test") == ["9.9.9.9", "2620:fe::fe"]
    assert asked == [b"public.test."]
