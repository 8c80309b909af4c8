"""Does every redirect, server and name server of the shared suite end as it should?

A server on loopback plays all 74 behaviours. Whatever it does, nobody else is connected to, at most
five addresses are asked, and the answer comes in time.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channelguard.net.expand import MAX_HOPS, Expander

START = "http://public.test/start"
DEADLINE = 0.5
"""Seconds; the cases that last for ever shall not take as long as they may in earnest."""
PUBLIC, INTERNAL = "127.0.0.2", "127.0.0.1"

ENDS = {
    "not-http": """
        file | gopher | ftp | dict | data | javascript | tg | intent
    """,
    "blocked": """
        metadata | metadata decimal | mapped | nat64 | 6to4 | loopback short | zero | localhost |
        userinfo | protocol-relative | backslash-relative | triple slash | port 22 | port 6379 |
        tab in scheme | leading space | refresh header | rebinding: 2nd answer internal |
        mixed A answers | AAAA internal, A public | CNAME to metadata name
    """,
    "location": """
        empty | no location | two locations | 10 KB location | latin-1 bytes
    """,
    "too-many": """
        self loop | two-cycle | 30 hops
    """,
    "timeout": """
        drip headers 1B/0.3s | never answer | resolver hangs
    """,
    "failed": """
        1 MB location | CRLF | status 300 | status 304 | status 401 basic | status 407 |
        101 upgrade | 100 flood | 103 flood | close at once | 5 MB header | 10k headers |
        negative content-length | two content-lengths | http/0.9 | not http | self-signed TLS |
        wrong-name TLS | expired TLS | no answer
    """,
    "final": """
        backslash | https to http | non-ascii utf8 | meta refresh | javascript location |
        drip body | gzip gzip bomb 640 B -> 300 MB | deflate bomb | br bomb | endless chunked |
        bad chunk size | content-length 10 TB | set-cookie then redirect | 100 A records
    """,
}
"""How each case ends. The last are pages whose body would do harm if it were read."""

CASES = {
    " ".join(name.split()): ended for ended, names in ENDS.items() for name in names.split("|")
}

LEADS = {
    "backslash": "http://evil.example/@tokenpocket.pro/",
    "https to http": "http://public.test/",
    "non-ascii utf8": "http://public.test/%C3%A9",
    "set-cookie then redirect": "http://public.test/after",
    "metadata decimal": "http://169.254.169.254/",
    "userinfo": "http://tokenpocket.pro@127.0.0.1/",
    "tg": "tg://resolve?domain=tokenpocket_support",
    "port 22": "http://public.test:22/",
    "tab in scheme": "http://127.0.0.1/",
    "refresh header": "http://127.0.0.1/",
}
"""What the last hop is, where that is worth saying."""


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, Any]:
    """Return what is to be played, by name."""
    rows = json.loads((shared / "suites/own/redirect_cases.json").read_text("utf-8"))
    return {row["name"]: row["location"] for row in rows}


def test_every_case_has_an_end(cases: dict[str, Any]) -> None:
    assert len(cases) == 74
    assert set(cases) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_redirect_case(
    name: str, cases: dict[str, Any], internet: Any, threads_return: None
) -> None:
    del threads_return
    start = stage(cases[name], internet)
    if name == "https to http":
        internet.servers.pages["public.test/start"] = internet.servers.moved(cases[name])
        start = START.replace("http:", "https:")
    began = time.monotonic()

    chain = Expander(internet.transport, deadline=DEADLINE).expand(start)

    assert chain.ended == CASES[name]
    assert chain.hops[0] == start
    assert chain.hops[-1] == LEADS.get(name, chain.hops[-1])
    assert len(chain.hops) <= MAX_HOPS + 1
    assert len(internet.servers.requests) <= MAX_HOPS
    assert internet.servers.touched == 0
    assert "tokenpocket.pro" not in internet.names.asked
    assert time.monotonic() - began < DEADLINE + 2


def stage(location: Any, net: Any) -> str:
    """Prepare servers and names for a case; return where it begins."""
    net.names.zone |= {"evil.example": [[PUBLIC]], "localhost": [[INTERNAL]]}
    token = location if isinstance(location, str) and location.startswith("<") else ""
    if token:
        kind, _, rest = token[1:-1].partition(":")
        if kind in DNS:
            return stage_names(token, net)
        play = PLAYS[kind](net.servers, rest)
    else:
        places = location if isinstance(location, list) else [location]
        play = net.servers.moved(*(place for place in places if place is not None))
    net.servers.pages["public.test/start"] = play
    return START


DNS = {"dns", "dns6"}


def stage_names(token: str, net: Any) -> str:
    """Have the start lead to ``name.test``, whose answers are the case."""
    net.names.zone["name.test"] = {
        "<dns:public,internal>": [[PUBLIC], [INTERNAL]],
        "<dns:[public,internal]>": [[PUBLIC, INTERNAL]],
        "<dns6:internal;dns4:public>": [[PUBLIC, "::1"]],
        "<dns:cname>": [["cname 169.254.169.254"]],
        "<dns:100>": [[PUBLIC] * 100],
        "<dns:hang>": [["hang"]],
    }.get(token)
    if token == "<dns:nxdomain>":  # noqa: S105
        del net.names.zone["name.test"]
    net.servers.pages["public.test/start"] = net.servers.moved("http://name.test/")
    if token == "<dns:public,internal>":  # noqa: S105
        net.servers.pages["name.test/"] = net.servers.moved("http://name.test/again")
    return START


def _bytes(servers: Any, rest: str) -> bytes:
    return servers.moved(bytes.fromhex(rest))  # type: ignore[no-any-return]


def _chain(servers: Any, _: str) -> bytes:
    for at in range(30):
        servers.pages[f"public.test/{at}"] = servers.moved(f"/{at + 1}")
    return servers.moved("/0")  # type: ignore[no-any-return]


def _cycle(servers: Any, _: str) -> bytes:
    servers.pages["public.test/other"] = servers.moved("/start")
    return servers.moved("/other")  # type: ignore[no-any-return]


def _cookie(servers: Any, _: str) -> bytes:
    lines = ("Set-Cookie: a=b; Path=/", "Location: /after")
    return servers.page("302 Found", *lines)  # type: ignore[no-any-return]


def _encoded(name: str) -> Callable[..., bytes]:
    return lambda servers, _: servers.page(
        "200 OK", f"Content-Encoding: {name}", "Content-Length: 640", body=b"\x1f\x8b" * 320
    )


def _flood(status: str) -> Callable[..., Callable[[socket.socket], None]]:
    interim = f"HTTP/1.1 {status}\r\n\r\n".encode()
    return lambda servers, _: servers.drip(b"", interim * 100, 0.01)


def _lengths(*lengths: str) -> Callable[..., bytes]:
    lines = [f"Content-Length: {length}" for length in lengths]
    return lambda servers, _: servers.page("200 OK", *lines)


def _says(data: bytes) -> Callable[..., bytes]:
    return lambda *_: data


def _tls(name: str) -> Callable[..., bytes]:
    def play(servers: Any, _: str) -> bytes:
        servers.pages[f"{name}.test/"] = servers.page()
        return servers.moved(f"https://{name}.test/")  # type: ignore[no-any-return]

    return play


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PLAYS: dict[str, Callable[..., Any]] = {
    "self": lambda servers, _: servers.moved("/start"),
    "cycle2": _cycle,
    "chain30": _chain,
    "location": lambda servers, size: servers.moved("http://public.test/" + "a" * int(size)),
    "bytes": _bytes,
    "header": lambda servers, line: servers.page("200 OK", line),
    "body": lambda servers, body: servers.page("200 OK", body=body.encode()),
    "status": lambda servers, status: servers.page(f"{status} Status"),
    "flood100": _flood("100 Continue"),
    "flood103": _flood("103 Early Hints"),
    "drip": lambda servers, _: servers.drip(b"HTTP/1.1 200 OK\r\n", b"a", 0.3),
    "dripbody": lambda servers, _: servers.drip(servers.page(), b"a", 0.3),
    "hang": lambda servers, _: servers.hang,
    "close": _says(b""),
    "bigheader": lambda servers, _: servers.page("200 OK", "A: " + "a" * 5_000_000),
    "manyheaders": lambda servers, _: servers.page("200 OK", *["A: b" * 4] * 10_000),
    "bomb2": _encoded("gzip, gzip"),
    "bombz": _encoded("deflate"),
    "bombbr": _encoded("br"),
    "endless": lambda servers, _: servers.drip(CHUNKED, b"1\r\na\r\n", 0.01),
    "badchunk": _says(CHUNKED + b"xyz\r\n"),
    "cl10tb": _lengths("10995116277760"),
    "clneg": _lengths("-1"),
    "cl2": _lengths("1", "2"),
    "http09": _says(b"<html>hello</html>"),
    "ssh banner": _says(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "tls-selfsigned": _tls("selfsigned"),
    "tls-wrongname": _tls("wrong"),
    "tls-expired": _tls("expired"),
    "cookie": _cookie,
}
"""What a server does for ``<kind:rest>``."""


def test_every_play_is_of_the_suite(cases: dict[str, Any]) -> None:
    tokens = [re.match("<([^:>]+)", place) for place in cases.values() if isinstance(place, str)]
    kinds = {found[1] for found in tokens if found}

    assert kinds - DNS == set(PLAYS)
