"""An Internet of our own on loopback: servers, a name server, and places that nobody may touch.

All of 127/8 belongs to the machine. ``127.0.0.2`` plays the public Internet and is the only address
that is permitted; ``127.0.0.1`` and ``127.0.0.3`` listen on the same ports and count who comes.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme
from dnslib import AAAA, CNAME, QTYPE, RCODE, RR, A, DNSRecord

from channelguard.net.transport import Transport

PUBLIC = "127.0.0.2"
FORBIDDEN = ("127.0.0.1", "127.0.0.3")

Play = Callable[[socket.socket], None] | bytes
"""What a server does once it has the head of a request: says something, or worse."""


class Servers:
    """All hosts of the Internet, in clear and with TLS."""

    def __init__(self) -> None:
        """Listen on the public address and, with the same ports, on the forbidden ones."""
        self.pages: dict[str, Play] = {}
        self.requests: list[tuple[str, bytes]] = []
        self.touched = 0
        self.open = 0
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []
        self.sockets: list[socket.socket] = []
        self.authority, self.contexts = trustme.CA(), _contexts()
        self.contexts["public.test"] = _context(
            self.authority.issue_cert("public.test", "other.test")
        )
        self.contexts["wrong.test"] = _context(self.authority.issue_cert("other.test"))
        self.contexts["expired.test"] = _context(_expired(self.authority))
        self.clear, self.secret = self._listen("http"), self._listen("https")

    @staticmethod
    def page(status: str = "200 OK", *lines: str, body: bytes = b"") -> bytes:
        """Return an answer; its body ends with the connection."""
        return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body

    @staticmethod
    def moved(*locations: str | bytes) -> bytes:
        """Return a redirect."""
        raw = [where if isinstance(where, bytes) else where.encode() for where in locations]
        lines = [b"HTTP/1.1 302 Found", *(b"Location: " + where for where in raw), b"", b""]
        return b"\r\n".join(lines)

    def _listen(self, scheme: str) -> int:
        """Listen on one port of every address; return the port."""
        for _ in range(50):
            with ExitStack() as taken:
                first = taken.enter_context(closing(socket.create_server((PUBLIC, 0))))
                port: int = first.getsockname()[1]
                with suppress(OSError):  # another program has that port: take another
                    traps = [
                        taken.enter_context(closing(socket.create_server((address, port))))
                        for address in FORBIDDEN
                    ]
                    taken.pop_all()
                    self._run(self._accept, first, scheme)
                    for trap in traps:
                        self._run(self._count, trap)
                    self.sockets += [first, *traps]
                    return port
        raise AssertionError("no port is free on three addresses")

    def _run(self, call: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=call, args=args)
        self.threads.append(thread)
        thread.start()

    def _count(self, trap: socket.socket) -> None:
        with suppress(OSError):
            while True:
                trap.accept()[0].close()
                self.touched += not self.over.is_set()

    def _accept(self, listener: socket.socket, scheme: str) -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                self._run(self._serve, connection, scheme)

    def _serve(self, connection: socket.socket, scheme: str) -> None:
        """Read the head of one request and play what is planned for its address."""
        with self.lock:
            self.open += 1
        try:
            connection.settimeout(5)
            if scheme == "https":
                connection = self._wrap(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65_536)
                if not piece:
                    return
                head += piece
            self.requests.append((scheme, head))
            target = head.split(b" ", 2)[1].decode()
            host = head.partition(b"\r\nHost: ")[2].partition(b"\r\n")[0].decode()
            play = self.pages.get(f"{host}{target}", self.page())
            if callable(play):
                play(connection)
            else:
                connection.sendall(play)
        except OSError:  # who asks may leave at any time
            pass
        finally:
            connection.close()
            with self.lock:
                self.open -= 1

    def _wrap(self, connection: socket.socket) -> ssl.SSLSocket:
        def choose(secured: ssl.SSLSocket, name: str, _: ssl.SSLContext) -> None:
            secured.context = self.contexts.get(name, self.contexts["public.test"])

        start = _context(self.authority.issue_cert("nobody.test"))
        start.sni_callback = choose  # type: ignore[assignment]
        return start.wrap_socket(connection, server_side=True)

    def clients(self) -> ssl.SSLContext:
        """Return how clients check certificates: they trust one authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(context)
        return context

    def hang(self, connection: socket.socket) -> None:
        """Say nothing until the client leaves or the tests are over."""
        connection.settimeout(5)
        with suppress(OSError):
            while connection.recv(1):
                pass

    def drip(self, first: bytes, again: bytes, pause: float) -> Callable[[socket.socket], None]:
        """Say something, and then the same bit again and again."""

        def play(connection: socket.socket) -> None:
            connection.sendall(first)
            while not self.over.wait(pause):
                connection.sendall(again)

        return play

    def close(self) -> None:
        """Stop all threads."""
        self.over.set()
        for listener in self.sockets:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in self.threads:
            thread.join(10)


class Names:
    """A name server: each name has one answer after the other, the last for ever."""

    def __init__(self) -> None:
        """Listen on UDP."""
        self.zone: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            data, client = self.socket.recvfrom(4096)
            if not data:
                return
            query = DNSRecord.parse(data)
            answer = self._answer(query)
            if answer is not None:
                self.socket.sendto(answer.pack(), client)

    def _answer(self, query: DNSRecord) -> DNSRecord | None:
        name, kind = str(query.q.qname).removesuffix("."), QTYPE[query.q.qtype]
        reply = query.reply()
        answers = self.zone.get(name)
        if answers is None:
            reply.header.rcode = RCODE.NXDOMAIN
            return reply
        if kind == "A":
            self.asked.append(name)
        turn = min(self.asked.count(name), len(answers)) - 1
        for value in answers[turn]:
            if value == "hang":
                return None
            if value.startswith("cname "):
                value = value.removeprefix("cname ")  # noqa: PLW2901
                reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME("metadata.internal")))
            if (kind == "AAAA") == (":" in value):
                data = AAAA(value) if ":" in value else A(value)
                reply.add_answer(RR(name, getattr(QTYPE, kind), rdata=data))
        return reply

    def look_up(self, host: str) -> list[str]:
        """Ask as a stub resolver does; gives up after a second and a half."""
        found: list[str] = []
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as client:
            client.settimeout(1.5)
            for kind in ("A", "AAAA"):
                client.sendto(DNSRecord.question(host, kind).pack(), self.socket.getsockname())
                reply = DNSRecord.parse(client.recv(65_536))
                found += [str(row.rdata) for row in reply.rr if QTYPE[row.rtype] == kind]
        if not found:
            raise OSError("no such name")
        return found

    def close(self) -> None:
        """Stop the thread."""
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as client:
            client.sendto(b"", self.socket.getsockname())
        self.thread.join(10)
        self.socket.close()


class Internet(SimpleNamespace):
    """Everything together; `transport` is the way in."""

    servers: Servers
    names: Names
    transport: Transport


@pytest.fixture(scope="module")
def machines() -> Iterator[tuple[Servers, Names]]:
    """Run the servers for a module of tests."""
    servers, names = Servers(), Names()
    yield servers, names
    servers.close()
    names.close()


@pytest.fixture
def internet(machines: tuple[Servers, Names]) -> Internet:
    """Return an Internet of one name, ``public.test``, whose pages are all plain."""
    servers, names = machines
    while servers.open:  # the last of the test before
        time.sleep(0.01)
    servers.pages, servers.requests, servers.touched = {}, [], 0
    names.zone, names.asked = {"public.test": [[PUBLIC]]}, []
    transport = Transport(
        permit=[PUBLIC],
        ports={80: servers.clear, 443: servers.secret},
        resolver=names.look_up,
        tls=servers.clients(),
    )
    return Internet(servers=servers, names=names, transport=transport)


@pytest.fixture
def threads_return() -> Iterator[None]:
    """Fail a test after which more threads of ours run than before, soon after it."""

    def ours() -> int:
        return sum(thread.name == "channelguard-net" for thread in threading.enumerate())

    before = ours()
    yield
    until = time.monotonic() + 3
    while ours() > before and time.monotonic() < until:
        time.sleep(0.01)

    assert ours() == before


def _contexts() -> dict[str, ssl.SSLContext]:
    """Return a server that vouches for itself."""
    stranger = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with stranger.cert_pem.tempfile() as cert, stranger.private_key_pem.tempfile() as key:
        context.load_cert_chain(Path(cert), Path(key))
    return {"selfsigned.test": context}


def _expired(authority: trustme.CA) -> trustme.LeafCert:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    now = datetime.now(UTC)
    return authority.issue_cert(
        "expired.test", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
    )


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
