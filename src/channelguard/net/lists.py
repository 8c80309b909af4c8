"""How does a threat list come to this machine, and what tells the caller how that went?

Fetches a list from its publisher, if it changed, and puts the table made from it in place of the
one before, in one step. What goes wrong leaves the old table as it is.
Leaves the machine: a request for the list as a whole, with the publisher's own mark of the version
that lies here, and nothing about any input.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import ada_url
import httpx

from channelguard import cache
from channelguard.errors import CacheError
from channelguard.listed import Head, packed, repacked, table_path, unpacked, utc_day
from channelguard.net.list_formats import read_list, rules_digest
from channelguard.registry import ListSource

MAX_BYTES = 67_108_864
"""Largest list, in bytes as sent and again as unpacked (64 MiB); the largest of the sources that
the registry names, ScamSniffer's, had 9 million in 2026."""

SECONDS = 60.0
"""Time for one list from the first look-up of its host to the last byte. 9 MB take that long at
1.2 Mbit/s."""

SILENCE = 10.0
"""Longest wait for the next byte, in seconds."""

MAX_REDIRECTS = 3
"""Most redirects that are followed, all on the same host; none of the publishers uses one."""

AGENT = "channelguard"
"""What the request says that it is; no version, which would tell installations apart."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_OK, _UNCHANGED = 200, 304

_WRONG = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
    zlib.error,
    OSError,
    ValueError,
)
"""What a hostile answer makes httpx and the standard library raise."""

Progress = Callable[[int, int], None]
"""Told the bytes that have come, and how many there will be (0 if the publisher does not say)."""


_Known = tuple[Head, bytes]
"""A table that lies here already: its head and its slots."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one list."""

    id: str
    state: str
    """``updated``, ``unchanged`` or ``failed``."""
    head: Head | None = None
    """Of the table that lies there now; None where it failed."""
    reason: str = ""
    """Why it failed, in words that repeat nothing of what the publisher sent."""


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A whole answer."""

    body: bytes
    etag: str
    modified: str


class _RefusedError(Exception):
    """The publisher's answer is not taken; the message says why."""


def update(  # noqa: PLR0913 - three say what, and four how
    source: ListSource,
    shared: frozenset[str],
    folder: Path | None = None,
    *,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
    limit: int = MAX_BYTES,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the table of one list up to date; never raises for what the network does.

    Not for use inside a running event loop, because it starts its own.

    Args:
        source: Where the list is published.
        shared: Hosts that no list may warn of as a whole, as ``registry.shared_hosts`` has them.
        folder: Where tables lie; the user's own cache folder if absent.
        context: Which certificates are believed; those that come with httpx if absent.
        seconds: Time for all of it.
        limit: Largest list, in bytes.
        progress: Called as bytes come.

    Raises:
        CacheError: The folder may not be used or written.
    """
    path = table_path(source.id, folder)
    cache.make_folder(path.parent)
    rules = rules_digest(shared)
    known = _known(path, source, rules)
    try:
        got = asyncio.run(
            _fetch(source.address, known, context, seconds, limit, progress or _quiet)
        )
        if isinstance(got, _Fetched):
            state, (head, data) = "updated", _table(source, got, shared, rules)
        else:
            state, head = "unchanged", replace(got[0], checked=utc_day())
            data = repacked(head, got[1])
    except (*_WRONG, _RefusedError) as fault:
        return Outcome(source.id, "failed", None, _words(fault, seconds))
    cache.write(path, data)
    return Outcome(source.id, state, head)


def _known(path: Path, source: ListSource, rules: str) -> _Known | None:
    """Return the table that lies there, if a later version of it may be asked for."""
    try:
        head, slots = unpacked(cache.read(path))
    except (FileNotFoundError, CacheError, ValueError):
        return None
    return (head, slots) if (head.address, head.rules) == (source.address, rules) else None


def _table(
    source: ListSource, fetched: _Fetched, shared: frozenset[str], rules: str
) -> tuple[Head, bytes]:
    hosts = read_list(source.format, fetched.body, shared)
    today = utc_day()
    head = Head(
        id=source.id,
        address=source.address,
        publisher=source.publisher,
        licence=source.licence,
        checked=today,
        fetched=today,
        modified=fetched.modified,
        etag=fetched.etag,
        rules=rules,
        entries=len(hosts.listed),
        excepted=len(hosts.excepted),
        skipped=hosts.skipped,
        refused=hosts.refused,
    )
    return head, packed(head, hosts.listed, hosts.excepted)


async def _fetch(  # noqa: PLR0913, PLR0917 - as `update`, whose arguments these are
    address: str,
    known: _Known | None,
    context: ssl.SSLContext | None,
    seconds: float,
    limit: int,
    progress: Progress,
) -> _Fetched | _Known:
    """Return the list, or the known one if it is that still. Whatever comes, time is limited."""
    if not address.startswith("https://"):
        raise _RefusedError("is not published by https")
    headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
    if known is not None and known[0].etag:
        headers["If-None-Match"] = known[0].etag
    if known is not None and known[0].modified:
        headers["If-Modified-Since"] = known[0].modified
    client = httpx.AsyncClient(
        verify=context or True, trust_env=False, headers=headers, timeout=SILENCE
    )
    async with asyncio.timeout(seconds), client:
        for _ in range(MAX_REDIRECTS + 1):
            async with client.stream("GET", address) as answer:
                if answer.status_code == _UNCHANGED and known is not None:
                    return known
                if answer.status_code == _OK:
                    return await _whole(answer, limit, progress)
                if answer.status_code not in _REDIRECTS:
                    raise _RefusedError(f"answered with status {answer.status_code}")
                address = _next(address, answer.headers.get("Location", ""))
    raise _RefusedError(f"redirected more than {MAX_REDIRECTS} times")


async def _whole(answer: httpx.Response, limit: int, progress: Progress) -> _Fetched:
    """Return a body, unpacked as it comes so that a small answer cannot become a large one."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise _RefusedError("answered in an encoding that was not asked for")
    told = answer.headers.get("Content-Length", "")
    expected = int(told) if told.isdecimal() and told.isascii() else 0
    if expected > limit:
        raise _RefusedError(f"is larger than the limit of {limit} bytes")
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    came = 0
    async for piece in answer.aiter_raw():
        came += len(piece)
        body += piece if unpack is None else unpack.decompress(piece, limit + 1 - len(body))
        if max(came, len(body)) > limit:
            raise _RefusedError(f"is larger than the limit of {limit} bytes")
        progress(came, expected)
    if unpack is not None and (not unpack.eof or unpack.unused_data):
        raise _RefusedError("ended in the middle, or with something behind its end")
    etag, modified = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return _Fetched(bytes(body), _mark(etag), _mark(modified))


def _next(address: str, location: str) -> str:
    """Return where a redirect leads, as browsers read it; only on the same host."""
    try:
        here, there = ada_url.URL(address), ada_url.URL(location, base=address)
    except ValueError:
        raise _RefusedError("redirected to what is no address") from None
    same = (there.protocol, there.host) == (here.protocol, here.host)
    if not same or there.username or there.password:
        raise _RefusedError("redirected to another host, which is not followed")
    return there.href


def _mark(text: str) -> str:
    """Return a mark of the publisher if it can be sent back as it is, else nothing."""
    return text if len(text) <= _LONGEST_MARK and text.isascii() and text.isprintable() else ""


def _words(fault: Exception, seconds: float) -> str:
    """Say what went wrong without what the other side sent."""
    if isinstance(fault, _RefusedError) or type(fault) is ValueError:
        return str(fault)
    if isinstance(fault, TimeoutError):
        return f"did not answer in full within {seconds:g} seconds"
    return next((says for kind, says in _SAYS.items() if isinstance(fault, kind)), "went wrong")


def _quiet(_came: int, _expected: int) -> None:
    """Say nothing."""


_LONGEST_MARK = 256
"""Longest mark that is kept, in characters; GitHub's have 66."""

_SAYS: dict[type[Exception], str] = {
    httpx.TimeoutException: f"said nothing for {SILENCE:g} seconds",
    httpx.ConnectError: "cannot be reached, or shows a certificate that is not believed",
    httpx.RemoteProtocolError: "broke off, or does not speak HTTP as it should",
    httpx.TransportError: "broke off",
    zlib.error: "sent what cannot be unpacked",
}
"""What the faults mean, the narrower first."""
