"""How are a few small files read from one server, without more than they may cost?

Over TLS only, from one host, without redirects, cookies, proxies, or anything that the environment
says. All answers together have one allowance of bytes and one of seconds, spent where bytes leave
the socket, so that headers, handshakes and drips are paid for too; encoded bodies are refused.
Leaves alone what is fetched.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import ada_url
import certifi
import httpcore

from channelguard.errors import UpdateError

MAX_BYTES = 1_048_576
"""Most bytes of all answers of one refresh together (1 MiB); the registry has a quarter of it."""

MAX_SECONDS = 30.0
"""Longest time for all of one refresh together, in seconds."""

PIECE = 65_536
"""Most bytes read at once."""

HEADERS = (
    ("User-Agent", "channelguard"),
    ("Accept-Encoding", "identity"),
    ("Accept", "*/*"),
)
"""All that the server learns beside the address asked for: no version, no system, no language."""

_PORT = {"https:": 443}


@dataclass(slots=True)
class Allowance:
    """Bytes and seconds that are left."""

    bytes: int = MAX_BYTES
    seconds: float = MAX_SECONDS
    clock: Callable[[], float] = time.monotonic
    _most: int = field(init=False)
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._most, self._end = self.bytes, self.clock() + self.seconds

    def wait(self) -> float:
        """Return the seconds that are left.

        Raises:
            UpdateError: None are.
        """
        left = self._end - self.clock()
        if left <= 0:
            raise UpdateError(f"took longer than {self.seconds:g} s in all")
        return left

    def spend(self, count: int) -> None:
        """Take bytes away.

        Raises:
            UpdateError: There were not so many left.
        """
        self.bytes -= count
        if self.bytes < 0:
            raise UpdateError(f"sent more than {self._most} bytes in all")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    location: str
    """Where it wants to send us; empty where it does not."""
    body: bytes
    names: tuple[str, ...] = ()
    """The DNS names of its certificate."""


class _Stream(httpcore.NetworkStream):
    """A connection that pays for what it reads."""

    def __init__(self, inner: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._inner, self._allowance = inner, allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (ours counts)
        data = self._inner.read(min(max_bytes, PIECE), self._allowance.wait())
        self._allowance.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (ours counts)
        self._inner.write(buffer, self._allowance.wait())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 (ours counts)
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._allowance.wait())
        return _Stream(inner, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections that pay; asking for the address and connecting have to be in time, too."""

    def __init__(self, allowance: Allowance, via: tuple[str, int] | None) -> None:
        self._allowance, self._via = allowance, via

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (ours counts)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        host, port = self._via or (host, port)
        plain, fault = httpcore.SyncBackend(), None
        for address in self._addresses(host, port):
            left = self._allowance.wait()
            try:
                inner = plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                fault = problem
            else:
                return _Stream(inner, self._allowance)
        raise fault or httpcore.ConnectError("has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        """Ask the system for addresses, for as long as there is time; it knows no deadline."""
        answers: SimpleQueue[Any] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError):
                answers.put(())

        Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self._allowance.wait())
        except Empty:
            found = ()
        return list(dict.fromkeys(row[4][0] for row in found))


class Reader:
    """Reads from one server; close it when done."""

    def __init__(
        self,
        base: str,
        allowance: Allowance,
        authority: Path | None = None,
        via: tuple[str, int] | None = None,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            base: How every address begins, as `address` gives it.
            allowance: What all answers together may cost.
            authority: A file of certificates to believe instead of the public ones.
            via: Where to connect instead of the host and port of the address; the certificate
                must still be that of the host.
        """
        self._base, self._allowance = base, allowance
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls(authority), retries=0, network_backend=_Backend(allowance, via)
        )

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def get(self, url: str, limit: int = MAX_BYTES) -> Answer:
        """Ask for one file; redirects are answers like any other.

        Args:
            url: Begins with the base.
            limit: Most bytes of the body.

        Raises:
            UpdateError: No answer, or one that may not be read, in words that follow the address.
        """
        if not url.startswith(self._base):
            raise UpdateError("lies on another server or in another folder")
        with _in_words(), self._pool.stream("GET", url, headers=list(HEADERS)) as answer:
            heads = {name.lower(): value for name, value in answer.headers}
            if heads.get(b"content-encoding", b"identity").strip().lower() != b"identity":
                raise UpdateError("is encoded, although that was not asked for")
            length = heads.get(b"content-length", b"0")
            if not length.isdigit() or int(length) > limit:
                raise UpdateError(f"is longer than the limit of {limit} bytes")
            body = bytearray()
            for piece in answer.iter_stream():
                body += piece
                if len(body) > limit:
                    raise UpdateError(f"is longer than the limit of {limit} bytes")
            where = heads.get(b"location", b"").decode("ascii", "replace")
            return Answer(answer.status, where, bytes(body), _names(answer.extensions))


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what httpcore raises into words that hold nothing of the answer."""
    try:
        yield
    except httpcore.TimeoutException as fault:
        raise UpdateError("did not answer in time") from fault
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as fault:
        certificate = isinstance(next(iter(fault.args), None), ssl.SSLCertVerificationError)
        raise UpdateError(
            "shows a certificate that is not believed" if certificate else "cannot be reached"
        ) from fault


def _names(extensions: Any) -> tuple[str, ...]:
    stream = extensions.get("network_stream")
    shown = stream.get_extra_info("ssl_object") if stream else None
    rows = (shown.getpeercert() or {}).get("subjectAltName", ()) if shown else ()
    return tuple(value for kind, value in rows if kind == "DNS")


def tls(authority: Path | None = None) -> ssl.SSLContext:
    """Return what a server must prove; nothing of it comes from the environment.

    Raises:
        UpdateError: The file of certificates cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names and wants a certificate
    try:
        context.load_verify_locations(cafile=str(authority or certifi.where()))
    except OSError as fault:
        raise UpdateError(f"{authority}: holds no certificates that can be read") from fault
    return context


def address(text: str) -> str:
    """Return the base of a server's files as browsers write it, a slash at its end.

    Raises:
        UpdateError: It is no https address of a folder.

    >>> address("https://registry.example/v1")
    'https://registry.example/v1/'
    """
    try:
        url = ada_url.URL(text)
    except ValueError:
        raise UpdateError("the address of the repository is none") from None
    if url.protocol not in _PORT:
        raise UpdateError("the address of the repository must begin with https://")
    if url.username or url.password or url.search or url.hash:
        raise UpdateError("the address of the repository must be a host and a path, no more")
    return url.href if url.href.endswith("/") else url.href + "/"
