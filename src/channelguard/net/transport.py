"""One GET to one address, such that the server learns nothing and can do nothing.

A name is looked up once, every answer must pass `address.checked`, and the connection goes to an
address that passed: there is no second look-up that could say something else. The certificate is
still that of the name. One deadline covers look-up, connection, TLS, head and body. Proxies,
certificate files and passwords that the environment names are not used.

The protocol is read by h11, below httpcore and httpx: those write host, headers and address to the
log, and would have to be kept from redirects, cookies, proxies and compressed bodies.

Leaves alone redirects: an answer is an answer, and where it leads is for `expand` to decide.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv6Address, ip_address

import h11

from channelguard.net.address import Address, checked
from channelguard.net.crew import Crew
from channelguard.net.place import Place

AGENT = "Mozilla/5.0 (compatible; channelguard)"
"""Who asks; always the same, so that it tells nothing about the machine."""
PORTS = {80: 80, 443: 443}
"""Ports that are asked, each with the one that is connected to. Browsers block only some ports;
links that people are meant to follow have none."""
MAX_HEAD = 65_536
"""Most bytes received up to the end of the head (64 KiB). Servers allow 8 to 16 KiB, Chrome reads
256 KiB."""
MAX_INTERIM = 8
"""Most interim answers (100, 103) before the real one; real servers send one or two."""
MAX_TRIES = 3
"""Most addresses of a name that are tried, one after the other."""
MAX_LOOKUPS = 8
"""Most names looked up at once. A look-up cannot be interrupted, so that it may outlive its
deadline; when so many hang, further ones wait."""
MOVED = frozenset({301, 302, 303, 307, 308})
"""Statuses with which browsers go to the ``Location`` (Fetch, "redirect status")."""
_PIECE = 16_384

Resolver = Callable[[str], Iterable[str]]
"""Returns the addresses of a name; raises OSError where there are none."""


class BlockedError(Exception):
    """The address must not be asked. Has no text: it would repeat the input."""


class BrokenError(Exception):
    """The answer breaks a rule or a limit of this module."""


class Deadline:
    """When everything must be over."""

    def __init__(self, seconds: float) -> None:
        """Start now."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None are.
        """
        left = self.rest()
        if not left:
            raise TimeoutError
        return left

    def rest(self) -> float:
        """Return the seconds that are left, nought if none are."""
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    """Names in lower case."""
    body: bytes = b""

    def all(self, name: bytes) -> set[bytes]:
        """Return the different values of a header."""
        return {value for key, value in self.headers if key == name}

    def location(self) -> str | None:
        """Return where a redirect leads; None if this is none, empty if browsers would differ."""
        if self.status not in MOVED:
            return None
        values = self.all(b"location")
        try:
            return values.pop().decode() if len(values) == 1 else ""
        except UnicodeDecodeError:
            return ""


def look_up(host: str) -> list[str]:
    """Return the addresses of a name from the resolver of the system.

    The dot at the end keeps the system from trying the name in domains of its own.

    Raises:
        OSError: There are none.
    """
    found = socket.getaddrinfo(f"{host}.".encode("ascii"), None, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


class Transport:
    """Asks servers of the public Internet; may be used by many threads at once."""

    def __init__(
        self,
        *,
        permit: Iterable[str] = (),
        ports: Mapping[int, int] = PORTS,
        resolver: Resolver = look_up,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take what tests need; as it is, only the public Internet can be reached.

        Args:
            permit: Addresses that may be connected to although they are not public.
            ports: Ports that an address may have, each with the one that is connected to.
            resolver: Who knows the addresses of names.
            tls: How servers prove who they are; the roots of ``certifi`` if None.
        """
        self._permit = frozenset(map(ip_address, permit))
        self._ports = dict(ports)
        self._resolver = resolver
        self._given = tls
        self._lookups: Crew[list[str]] = Crew(MAX_LOOKUPS)

    def get(
        self, place: Place, deadline: Deadline, *, accept: str = "*/*", most: int = 0
    ) -> Answer:
        """Ask for an address.

        Args:
            place: A web address.
            deadline: When to give up, whatever happens.
            accept: The kind of content wanted.
            most: Most bytes of the body; with 0 it is not read, and the connection closed.

        Raises:
            BlockedError: It must not be asked.
            TimeoutError: The deadline passed.
            BrokenError, OSError, ValueError, h11.ProtocolError: There is no proper answer.
        """
        with closing(self._connect(place, deadline)) as connection:
            return _exchange(connection, place, deadline, accept, most)

    def _connect(self, place: Place, deadline: Deadline) -> socket.socket:
        port = self._ports.get(place.port)
        if port is None:
            raise BlockedError
        connection = _dial(self._addresses(place.host, deadline)[:MAX_TRIES], port, deadline)
        if place.scheme == "http:":
            return connection
        try:
            connection.settimeout(deadline.left())
            return self._tls.wrap_socket(connection, server_hostname=place.host)
        except BaseException:
            connection.close()
            raise

    def _addresses(self, host: str, deadline: Deadline) -> list[Address]:
        """Return the addresses of a host, each of them checked.

        Raises:
            BlockedError: A single one must not be connected to.
        """
        try:
            texts = [str(ip_address(host))]
        except ValueError:
            texts = self._ask_for(host, deadline)
        found = [checked(text, self._permit) for text in dict.fromkeys(texts)]
        passed = [address for address in found if address is not None]
        if len(passed) < len(found):
            raise BlockedError
        if not passed:
            raise BrokenError
        return passed

    def _ask_for(self, host: str, deadline: Deadline) -> list[str]:
        lookup = self._lookups.start(lambda: list(self._resolver(host)))
        try:
            return lookup.result(deadline.left())
        except TimeoutError:
            lookup.cancel()  # if it has not begun, it never will
            raise

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Return how servers prove who they are; made late, because it takes 20 ms.

        ``ssl.create_default_context`` would read what SSL_CERT_FILE names, and write the keys of
        the connection to what SSLKEYLOGFILE names.
        """
        if self._given is not None:
            return self._given
        import certifi  # noqa: PLC0415 - not needed by who brings roots of their own

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names and certificates
        context.load_verify_locations(certifi.where())
        context.set_alpn_protocols(["http/1.1"])
        return context


def _dial(addresses: list[Address], port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first address that answers; each may take its share of the time."""
    while True:
        address, *others = addresses
        try:
            return _connected(address, port, deadline.left() / len(addresses))
        except OSError:
            if not others:
                raise
            addresses = others


def _connected(address: Address, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((str(address), port))
    except BaseException:
        connection.close()
        raise
    return connection


def _exchange(
    connection: socket.socket, place: Place, deadline: Deadline, accept: str, most: int
) -> Answer:
    """Send the request and read the answer, the body only as far as it is wanted."""
    wire = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
    headers = [
        ("Host", place.authority),
        ("User-Agent", AGENT),
        ("Accept", accept),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]
    request = wire.send(h11.Request(method="GET", target=place.target, headers=headers))
    connection.settimeout(deadline.left())
    connection.sendall(request or b"")
    wire.send(h11.EndOfMessage())  # has no bytes of its own

    head = _head(wire, connection, deadline)
    answer = Answer(head.status_code, tuple(head.headers))
    if not most:
        return answer
    if answer.all(b"content-encoding") - {b"identity"}:
        raise BrokenError
    return Answer(answer.status, answer.headers, _body(wire, connection, deadline, most))


def _head(wire: h11.Connection, connection: socket.socket, deadline: Deadline) -> h11.Response:
    received = interim = 0
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            received += _receive(wire, connection, deadline)
        elif isinstance(event, h11.Response):
            return event
        elif isinstance(event, h11.InformationalResponse):
            interim += 1
        else:
            raise BrokenError
        if received > MAX_HEAD + _PIECE or interim > MAX_INTERIM:
            raise BrokenError


def _body(wire: h11.Connection, connection: socket.socket, deadline: Deadline, most: int) -> bytes:
    body = bytearray()
    while not isinstance(event := wire.next_event(), h11.EndOfMessage):
        if event is h11.NEED_DATA:
            _receive(wire, connection, deadline)
        elif isinstance(event, h11.Data):
            body += event.data
        else:
            raise BrokenError
        if len(body) > most:
            raise BrokenError
    return bytes(body)


def _receive(wire: h11.Connection, connection: socket.socket, deadline: Deadline) -> int:
    """Hand what has come to the protocol; return how many bytes that were."""
    connection.settimeout(deadline.left())
    data = connection.recv(_PIECE)
    wire.receive_data(data)
    return len(data)
