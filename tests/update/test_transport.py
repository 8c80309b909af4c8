"""Does a server get to waste time or memory, or to send us elsewhere?

The numbers are those of ``suites/own/registry_attacks.json``.
"""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from channelguard.errors import UpdateError
from channelguard.net.fetch import Allowance, address

pytestmark = pytest.mark.full  # servers that are slow on purpose

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""
Handler = Any
"""What answers one request."""
Answer = Callable[[Handler], None]

MiB = 1_048_576


def answer(status: int, body: bytes = b"", **heads: str) -> Answer:
    """Return what answers with this."""

    def say(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | heads).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return say


def endless(handler: Handler) -> None:
    """Send the file, and then zeros until the other side hangs up."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(Path(handler.translate_path(handler.path)).read_bytes())
    while True:
        handler.wfile.write(bytes(65_536))


def heads(handler: Handler) -> None:
    """Send headers without end."""
    handler.send_response(200)
    while True:
        handler.wfile.write(b"X: " + b"y" * 8_000 + b"\r\n")


def drip(handler: Handler) -> None:
    """Send a byte of the headers now and then."""
    for _ in range(400):
        handler.wfile.write(b"H")
        time.sleep(0.02)


def drip_body(handler: Handler) -> None:
    """Send a byte of the body now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" ")
        time.sleep(0.02)


def silence(handler: Handler) -> None:
    """Say nothing."""
    handler.connection.settimeout(5)
    handler.rfile.read(1)


def reset(handler: Handler) -> None:
    """Break the connection off."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


LOGIN = b"<!doctype html><title>Log in</title>"
BOMB = gzip.compress(bytes(8 * MiB))

full = pytest.mark.full

ATTACKS = [
    pytest.param("timestamp.json", endless, "longer than the limit of 16384", id="R18 timestamp"),
    pytest.param("registry.json", endless, "longer than the limit", id="R18 registry"),
    pytest.param("timestamp.json", heads, "cannot be reached|in all", id="R18 headers"),
    pytest.param(
        "timestamp.json",
        answer(200, b"{}", Content_Length=str(MiB + 1)),
        "longer than the limit",
        id="R19 declared",
    ),
    pytest.param("timestamp.json", drip, "in time|in all", id="R20 headers drip"),
    pytest.param(
        "timestamp.json", drip_body, "in time|in all", id="R20 body drips", marks=pytest.mark.full
    ),
    pytest.param(
        "timestamp.json", silence, "in time|in all", id="R20 silence", marks=pytest.mark.full
    ),
    pytest.param("timestamp.json", answer(404), "answered 404", id="R21 404"),
    pytest.param("timestamp.json", answer(500), "answered 500", id="R21 500"),
    pytest.param("timestamp.json", answer(204), "answered 204", id="R21 204"),
    pytest.param("2.root.json", answer(500), "answered 500", id="R21 500 for a root"),
    pytest.param("timestamp.json", reset, "cannot be reached", id="R21 reset"),
    pytest.param("timestamp.json", answer(200, LOGIN), "no JSON", id="R22 login page"),
    pytest.param("timestamp.json", answer(200), "no JSON", id="R22 nothing"),
    pytest.param("2.root.json", answer(200, LOGIN), "no JSON", id="R22 login page for a root"),
    pytest.param(
        "timestamp.json",
        answer(302, Location="https://127.0.0.1:9/timestamp.json"),
        "no redirect",
        id="R30 other host",
    ),
    pytest.param(
        "2.root.json", answer(301, Location="/metadata/x.json"), "no redirect", id="R30 same host"
    ),
    pytest.param(
        "timestamp.json",
        answer(200, BOMB, Content_Encoding="gzip"),
        "is encoded",
        id="R32 gzip bomb",
    ),
    pytest.param(
        "timestamp.json",
        answer(200, gzip.compress(b"{}"), Content_Encoding="gzip, gzip"),
        "is encoded",
        id="R32 twice",
    ),
    pytest.param(
        "timestamp.json", answer(200, b"{}", Content_Encoding="br"), "is encoded", id="R32 brotli"
    ),
]


@pytest.mark.parametrize(("path", "lie", "says"), ATTACKS)
def test_a_lying_server_gets_nothing(client: Client, path: str, lie: Answer, says: str) -> None:
    client.publish(2)
    client.server.answers[path] = lie
    client.source = replace(client.source, allowance=lambda: Allowance(seconds=0.7))
    began = time.monotonic()

    with pytest.raises(UpdateError, match=says):
        client.refresh()

    assert time.monotonic() - began < 3
    assert client.current().registry == client.one


def test_a_signed_length_over_the_limit_is_not_fetched(client: Client) -> None:
    """R19."""

    def long(signed: Any) -> None:
        signed.targets["registry.json"].length = MiB + 1

    client.publish(2, roles={"targets": long})

    with pytest.raises(UpdateError, match="longer than the limit of 1048576"):
        client.refresh()
    assert [path for path in client.server.asked if "targets/" in path] == []


def test_all_answers_together_have_one_limit(client: Client) -> None:
    client.publish(2)
    client.source = replace(client.source, allowance=lambda: Allowance(100_000))

    with pytest.raises(UpdateError, match="more than 100000 bytes in all"):
        client.refresh()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("http://registry.example/", "https://", id="R31 http"),
        pytest.param("file:///etc/passwd", "https://", id="R31 file"),
        pytest.param("ftp://registry.example/", "https://", id="R31 ftp"),
        pytest.param("registry.example", "is none", id="R31 no scheme"),
        pytest.param("https://me:secret@registry.example/", "no more", id="credentials"),
        pytest.param("https://registry.example/?a", "no more", id="query"),
        pytest.param("https://registry.example/#a", "no more", id="fragment"),
    ],
)
def test_the_address_is_refused_before_anything_is_sent(url: str, says: str) -> None:
    with pytest.raises(UpdateError, match=says) as refusal:
        address(url)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"authority": None}, id="certificate of nobody known"),
        pytest.param({"url": "https://127.0.0.1:{port}/"}, id="certificate of another name"),
    ],
)
def test_the_certificate_must_be_right(client: Client, change: dict[str, Any]) -> None:
    url = change.get("url", client.server.url).format(port=client.server.port)
    client.source = replace(client.source, **(change | {"url": url}))

    with pytest.raises(UpdateError, match="certificate that is not believed"):
        client.refresh()
    assert client.server.asked == []


def test_a_server_that_is_not_there(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client.source = replace(client.source, url=f"https://localhost:{taken.getsockname()[1]}/")

        with pytest.raises(UpdateError, match="cannot be reached"):
            client.refresh()


def test_a_name_that_does_not_exist(client: Client) -> None:
    client.source = replace(client.source, url="https://registry.invalid/")

    with pytest.raises(UpdateError, match=r"cannot be reached|in time|in all"):
        client.refresh()


def test_nothing_is_told_but_names_of_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    client.publish(2)
    client.refresh()
    digest = client.repository.signed("targets").targets["registry.json"].hashes["sha256"]

    assert client.server.asked == [
        "/metadata/2.root.json",
        "/metadata/timestamp.json",
        "/metadata/2.snapshot.json",
        "/metadata/2.targets.json",
        f"/targets/{digest}.registry.json",
    ]
    assert {frozenset(each) for each in client.server.heads} == {
        frozenset({"Host", "User-Agent", "Accept", "Accept-Encoding"})
    }
    assert {each["User-Agent"] for each in client.server.heads} == {"channelguard"}


def test_what_is_stored_is_not_fetched_again(client: Client) -> None:
    assert client.refresh().ended == "current"
    assert client.server.asked == ["/metadata/2.root.json", "/metadata/timestamp.json"]
