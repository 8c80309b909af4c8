"""Does a list arrive whole or not at all, whatever the other side sends, and what leaves?"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import get_args

import pytest
import trustme

from channelguard import cli_lists
from channelguard.errors import CacheError
from channelguard.listed import HostLists, repacked, table_path, unpacked, utc_day
from channelguard.net import lists
from channelguard.net.list_formats import FORMATS
from channelguard.net.lists import Outcome, update
from channelguard.registry import ListSource
from channelguard.registry_schema import ThreatList

Answer = Callable[["Handler"], None]

SHARED = frozenset({"pages.dev", "t.me"})
MARKS = {"ETag": '"one"', "Last-Modified": "Sat, 21 Nov 2026 07:28:00 GMT"}


class Handler(BaseHTTPRequestHandler):
    """Plays whatever the test wrote for the path."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Keep the request, and answer."""
        self.server.requests.append((self.path, dict(self.headers.items())))
        self.close_connection = True
        with suppress(OSError):  # the client leaves as soon as it has seen enough
            self.server.answers[self.path](self)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304 and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", headers.get("Content_Length", str(len(body))))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """An https server on this machine that keeps what it was asked."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *args: object) -> None:
        """Keep quiet: clients that refuse a certificate are part of the tests."""


@dataclass
class Publisher:
    """A publisher of one list, and everything that an update takes."""

    server: Server
    context: ssl.SSLContext
    folder: Path
    source: ListSource = field(init=False)

    def __post_init__(self) -> None:
        port = self.server.server_address[1]
        address = f"https://localhost:{port}/list"
        self.source = ListSource("one", "One", "Somebody", address, "hosts", "MIT")

    def publishes(self, body: bytes | Answer, **headers: str) -> None:
        """Say what is at the address of the list from now on."""
        self.server.answers["/list"] = (
            body if callable(body) else lambda handler: handler.say(body, **headers)
        )

    def update(self, source: ListSource | None = None, **how: object) -> Outcome:
        """Bring the table up to date."""
        how = {"context": self.context, "shared": SHARED, "folder": self.folder, **how}
        return update(source or self.source, **how)  # type: ignore[arg-type]

    def find(self, host: str) -> tuple[str, ...]:
        """Ask the table."""
        return HostLists.load(["one"], self.folder).find(host)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return an authority that nobody else believes."""
    return trustme.CA()


@pytest.fixture
def publisher(authority: trustme.CA, tmp_path: Path) -> Iterator[Publisher]:
    """Return a publisher whose server runs for the time of a test."""
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(theirs)
    authority.configure_trust(ours)
    server = Server(theirs)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Publisher(server, ours, tmp_path / "lists")
    server.shutdown()
    server.server_close()
    thread.join()


# ---------------------------------------------------------------- what arrives

PUBLISHED = [
    pytest.param(
        "metamask",
        json.dumps({
            "version": 2,
            "tolerance": 2,
            "fuzzylist": ["metamask.io"],
            "whitelist": ["fine.evil.example", "gone.example"],
            "blacklist": ["evil.example", "bad.example", "gone.example", "co.uk", "x.com/y", 7],
        }).encode(),
        (2, 1, 2, 1),
        id="metamask: the blacklist, less the whitelist, without the fuzzylist",
    ),
    pytest.param(
        "scamsniffer", b'["evil.example", "*.pages.dev", "64.7.198.20", "x@evil.example"]',
        (2, 0, 1, 1), id="scamsniffer: one plain list",
    ),
    pytest.param(
        "polkadot-js",
        b'{"allow": ["pages.dev", "*.fine.evil.example"], "deny": ["evil.example", "t.me", "no"]}',
        (1, 1, 1, 1), id="polkadot-js: deny, less allow",
    ),
    pytest.param(
        "hosts", b"# evil\n0.0.0.0 evil.example # 7\n127.0.0.1 localhost\n::1 co.uk\n\n",
        (1, 0, 1, 1), id="a hosts file",
    ),
    pytest.param(
        "hosts", "\ufeffEvil.Example.\r\nb\u00fccher.example\r\nwww.t.me\r\n<p>\r\n".encode(),
        (2, 0, 1, 1), id="one host per line",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("form", "body", "counts"), PUBLISHED)
def test_every_format_is_read(
    publisher: Publisher, form: str, body: bytes, counts: tuple[int, ...]
) -> None:
    publisher.publishes(body, ETag=MARKS["ETag"])
    outcome = publisher.update(publisher.source._replace(format=form))
    head = outcome.head

    assert outcome.state == "updated", outcome.reason
    assert head is not None
    assert (head.entries, head.excepted, head.skipped, head.refused) == counts
    assert (head.licence, head.publisher, head.fetched) == ("MIT", "Somebody", utc_day())
    assert (publisher.find("a.evil.example"), publisher.find("metamask.io")) == (("one",), ())
    assert publisher.find("gone.example") == ()
    assert publisher.find("fine.evil.example") == (() if head.excepted else ("one",))
    assert [publisher.find(host) for host in ("a.github.io", "x.pages.dev", "t.me")] == [()] * 3


def test_every_format_of_the_registry_has_a_reader() -> None:
    assert set(get_args(ThreatList.model_fields["format"].annotation)) == set(FORMATS)


def test_a_packed_answer_is_unpacked(publisher: Publisher) -> None:
    publisher.publishes(gzip.compress(b"evil.example\n" * 9_000), Content_Encoding="gzip")

    assert publisher.update().state == "updated"
    assert publisher.find("evil.example") == ("one",)


def test_progress_is_told(publisher: Publisher) -> None:
    told: list[tuple[int, int]] = []
    publisher.publishes(b"evil.example\n" * 9_000)
    publisher.update(progress=lambda came, expected: told.append((came, expected)))

    assert told[-1] == (117_000, 117_000)


# ---------------------------------------------------------------- what leaves


def test_a_request_holds_what_the_page_says_and_no_more(publisher: Publisher) -> None:
    publisher.publishes(b"evil.example\n", Set_Cookie="id=1", **MARKS)
    publisher.update()
    publisher.update()
    (path, first), (_, second) = publisher.server.requests
    always = {
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "keep-alive",
        "Host": publisher.source.address.split("/")[2],
        "User-Agent": "channelguard",
    }

    assert (path, first) == ("/list", always)
    assert second == always | {
        "If-None-Match": MARKS["ETag"], "If-Modified-Since": MARKS["Last-Modified"]
    }  # fmt: skip


def test_what_did_not_change_is_not_fetched_again(publisher: Publisher) -> None:
    publisher.publishes(b"evil.example\n", **MARKS)
    publisher.update()
    path = table_path("one", publisher.folder)
    head, slots = unpacked(path.read_bytes())
    path.write_bytes(repacked(replace(head, checked="2026-01-01", fetched="2026-01-01"), slots))
    before = HostLists.load(["one"], publisher.folder)
    publisher.publishes(lambda handler: handler.say(b"", 304))
    outcome = publisher.update()
    after = HostLists.load(["one"], publisher.folder)

    assert (before.gaps, after.gaps) == (("one",), ())
    assert (outcome.state, after.find("evil.example")) == ("unchanged", ("one",))
    assert outcome.head == replace(head, checked=utc_day(), fetched="2026-01-01")


AFRESH = [
    pytest.param({"address": "https://localhost/other"}, b"", id="from another address"),
    pytest.param({"rules": "other"}, b"", id="under other rules"),
    pytest.param({}, b"x", id="torn"),
]


@pytest.mark.parametrize(("changes", "behind"), AFRESH)
def test_a_table_that_cannot_be_kept_is_fetched_whole(
    publisher: Publisher, changes: dict[str, str], behind: bytes
) -> None:
    publisher.publishes(b"evil.example\n", **MARKS)
    publisher.update()
    path = table_path("one", publisher.folder)
    head, slots = unpacked(path.read_bytes())
    path.write_bytes(repacked(replace(head, **changes), slots) + behind)
    outcome = publisher.update()

    assert outcome.state == "updated"
    assert "If-None-Match" not in publisher.server.requests[-1][1]


def test_the_environment_changes_nothing(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine localhost login a password b\n")
    (tmp_path / "nobody.pem").write_text("")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nobody.pem"))
    publisher.publishes(b"evil.example\n")

    assert publisher.update().state == "updated"
    assert "Authorization" not in publisher.server.requests[0][1]


# ---------------------------------------------------------------- what is refused


def endless(handler: Handler) -> None:
    """Send pieces without an end, and without saying how many will come."""
    handler.say(b"", Transfer_Encoding="chunked")
    piece = b"evil.example\n" * 5_000
    while True:
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))


def short(handler: Handler) -> None:
    """Promise more than comes."""
    handler.say(b"evil.example\n", Content_Length="1000")


def redirect(location: str) -> Answer:
    """Send elsewhere."""
    return lambda handler: handler.say(b"", 302, Location=location)


def packed(body: bytes, encoding: str = "gzip") -> Answer:
    """Send a body in an encoding."""
    return lambda handler: handler.say(body, Content_Encoding=encoding)


def plain(body: bytes, status: int = 200) -> Answer:
    """Send a body."""
    return lambda handler: handler.say(body, status)


BOMB = gzip.compress(b"\0" * 50_000_000)
LIMIT = 1_000_000

REFUSED = [
    pytest.param("hosts", plain(b"a" * (LIMIT + 1)), "larger than the limit", id="too large"),
    pytest.param("hosts", endless, "larger than the limit", id="endless"),
    pytest.param("hosts", packed(BOMB), "larger than the limit", id="gzip bomb"),
    pytest.param("hosts", packed(gzip.compress(BOMB), "gzip, gzip"), "not asked for",
                 id="gzip bomb, packed twice"),
    pytest.param("hosts", packed(b"x", "br"), "not asked for", id="another encoding"),
    pytest.param("hosts", packed(b"evil.example"), "cannot be unpacked", id="not packed at all"),
    pytest.param("hosts", packed(gzip.compress(b"evil.example\n")[:-9]), "in the middle",
                 id="packed and torn"),
    pytest.param("hosts", packed(gzip.compress(b"evil.example\n") + b"x"), "behind its end",
                 id="packed with more behind"),
    pytest.param("hosts", short, "broke off", id="torn"),
    pytest.param("hosts", redirect("https://127.0.0.1/list"), "another host", id="elsewhere"),
    pytest.param("hosts", redirect("https://localhost:1/list"), "another host", id="other port"),
    pytest.param("hosts", redirect("http://localhost/list"), "another host", id="to http"),
    pytest.param("hosts", redirect("//evil.example/list"), "another host", id="two slashes"),
    pytest.param("hosts", redirect("\\\\evil.example/list"), "another host", id="backslashes"),
    pytest.param("hosts", redirect("https://[/"), "", id="to no address"),
    pytest.param("hosts", redirect(""), "redirected more than 3 times", id="nowhere"),
    pytest.param("hosts", redirect("/list"), "redirected more than 3 times", id="in a circle"),
    pytest.param("hosts", plain(b"evil.example\n", 500), "status 500", id="fault"),
    pytest.param("hosts", plain(b"evil.example\n", 206), "status 206", id="a part"),
    pytest.param("hosts", plain(b"<html>\n<p>gone</p>\n</html>\n"), "no list of hosts", id="page"),
    pytest.param("hosts", plain(b""), "no list of hosts", id="nothing"),
    pytest.param("hosts", plain(b"\xffevil.example\n"), "not UTF-8", id="not UTF-8"),
    pytest.param("scamsniffer", plain(b'["evil.example"'), "not JSON", id="torn JSON"),
    pytest.param("scamsniffer", plain(b"{}"), "no JSON list", id="another kind of JSON"),
    pytest.param("scamsniffer", plain(b"[" * 9_000), "opening brackets", id="deep JSON"),
    pytest.param("metamask", plain(b'{"fuzzylist": []}'), "no list under blacklist", id="key"),
    pytest.param("polkadot-js", plain(b'{"deny": "x"}'), "no list under deny", id="text for list"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answer", "reason"), REFUSED)
def test_what_is_no_list_leaves_the_old_one(
    publisher: Publisher, form: str, answer: Answer, reason: str
) -> None:
    publisher.publishes(b"old.example\n")
    publisher.update()
    publisher.publishes(answer)
    outcome = publisher.update(publisher.source._replace(format=form), limit=LIMIT)

    assert (outcome.state, outcome.head) == ("failed", None)
    assert reason in outcome.reason
    assert "evil" not in outcome.reason
    assert publisher.find("old.example") == ("one",)
    assert [path.name for path in publisher.folder.iterdir()] == ["one.hosts"]


def test_a_redirect_on_the_same_host_is_followed(publisher: Publisher) -> None:
    publisher.publishes(redirect("/new/../list2"))
    publisher.server.answers["/list2"] = plain(b"evil.example\n")

    assert publisher.update().state == "updated"


def test_an_unasked_not_modified_is_no_answer(publisher: Publisher) -> None:
    publisher.publishes(plain(b"", 304))

    assert "status 304" in publisher.update().reason


def dripping(handler: Handler) -> None:
    """Send a header line now and then, each before anybody would call it silence."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        handler.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


def test_time_is_limited_in_total(publisher: Publisher) -> None:
    publisher.publishes(dripping)
    start = time.monotonic()
    outcome = publisher.update(seconds=0.5)

    assert "within 0.5 seconds" in outcome.reason
    assert time.monotonic() - start < 4


def test_an_unknown_certificate_is_refused(publisher: Publisher) -> None:
    publisher.publishes(b"evil.example\n")

    assert "certificate" in publisher.update(context=ssl.create_default_context()).reason
    assert publisher.server.requests == []


def test_a_closed_port_is_named(publisher: Publisher) -> None:
    source = publisher.source._replace(address="https://localhost:1/list")

    assert "cannot be reached" in publisher.update(source).reason


def test_only_https_is_asked(publisher: Publisher) -> None:
    source = publisher.source._replace(address="http://localhost:1/list")

    assert publisher.update(source).reason == "is not published by https"


# ---------------------------------------------------------------- what is written


def test_a_full_disk_leaves_the_old_one(publisher: Publisher) -> None:
    publisher.publishes(b"old.example\n")
    publisher.update()
    publisher.publishes(b"".join(b"evil%d.example\n" % number for number in range(9_000)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, before[1]))
    try:
        with pytest.raises(CacheError, match="cannot be written"):
            publisher.update()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert publisher.find("old.example") == ("one",)
    assert [path.name for path in publisher.folder.iterdir()] == ["one.hosts"]


KILLED = """\
import pathlib, resource, signal, sys
from channelguard import cache
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
cache.write(pathlib.Path(sys.argv[1]), b"x" * 100_000)
"""
"""Is killed by the system in the middle of writing."""


def test_a_killed_process_leaves_the_old_one(
    publisher: Publisher, environment: dict[str, str]
) -> None:
    publisher.publishes(b"old.example\n")
    publisher.update()
    path = table_path("one", publisher.folder)
    done = subprocess.run([sys.executable, "-c", KILLED, path], env=environment, check=False)
    left = [each for each in publisher.folder.iterdir() if each != path]

    assert done.returncode == -signal.SIGXFSZ
    assert publisher.find("old.example") == ("one",)
    assert [each.stat().st_size for each in left] == [9_000]

    os.utime(left[0], (0, 0))
    publisher.update()
    assert list(publisher.folder.iterdir()) == [path]


def test_a_foreign_folder_is_not_written(publisher: Publisher) -> None:
    publisher.publishes(b"evil.example\n")
    publisher.folder.mkdir()
    publisher.folder.chmod(0o777)

    with pytest.raises(CacheError, match="can be written by other users"):
        publisher.update()
    assert publisher.server.requests == []


# ---------------------------------------------------------------- the command


def test_each_list_gets_a_line(publisher: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    publisher.publishes(b"evil.example\nco.uk\n", **MARKS)
    lost = publisher.source._replace(id="two", address="https://localhost:1/list")
    status = cli_lists.fetch(
        [publisher.source, lost], SHARED, publisher.folder, context=publisher.context
    )

    assert status == 1
    assert capsys.readouterr().out.splitlines() == [
        f"one: updated: 1 hosts, 1 entries left out, fetched {utc_day()}, licence MIT",
        "two: failed: cannot be reached, or shows a certificate that is not believed",
    ]


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_who_looks_on_sees_how_far_it_is(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = Terminal()
    publisher.publishes(b"evil.example\n" * 90_000)
    monkeypatch.setattr(sys, "stderr", seen)
    cli_lists.fetch([publisher.source], SHARED, publisher.folder, context=publisher.context)

    assert "100%" in seen.getvalue()
    assert capsys.readouterr().out.startswith("one: updated: 1 hosts")


def test_the_constants_are_those_of_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "lists.md").read_text("utf-8")

    for fact in (f"{lists.MAX_BYTES >> 20} MiB", f"{lists.SECONDS:g} s", f"`{lists.AGENT}`"):
        assert fact in page
