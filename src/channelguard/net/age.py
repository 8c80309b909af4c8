"""How old is a domain?

Asks the registry of its ending by RDAP (RFC 9082, RFC 9083), found in IANA's bootstrap file
(RFC 9224), for the date of registration. Fakes are mostly days old.

The registry learns the registrable domain and the address of who asks, and nothing else: no host
below it, no path, no text. Only https is used, through the same guarded way out as `expand`.

Leaves alone endings whose registry has no RDAP, or none over https, and names under private
suffixes, which no registry knows. Whatever goes wrong, the age is not known; it is never guessed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from datetime import UTC, datetime
from typing import Any

from channelguard.errors import RegistryError
from channelguard.net.crew import Crew
from channelguard.net.memory import Clock, Pace, Recent
from channelguard.net.place import place
from channelguard.net.transport import Answer, Deadline, Transport
from channelguard.registry_files import bundled_folder, read_file
from channelguard.suffix import split

SERVERS = "rdap.json"
"""The bootstrap file in the shipped registry: https://data.iana.org/rdap/dns.json, published
2026-07-23, unchanged."""
SHA256 = "f2c37d5e96767176b55bb2876da72d02b0c734c96c16888c01ec9756012f7be2"
"""Of that file; one that does not match is refused."""

MAX_ASKED = 3
"""Most servers asked for one domain: the registry's, and where it redirects to."""
DEADLINE = 5.0
"""Seconds for everything, as for links."""
MAX_CONNECTIONS = 4
"""Most connections open at once."""
MAX_BODY = 262_144
"""Most bytes of an answer (256 KiB); answers of registries have 2 to 20 KB."""
TTL = 3_600.0
"""Seconds in which a domain is not asked about again, whatever the answer was."""
MAX_REMEMBERED = 4_096
"""Most domains remembered."""
PAUSE, BURST = 1.0, 10
"""A server is asked once a second on average, ten times at once. Registries publish no common
limit; the strictest known refuse at some ten a minute, and then the age is simply not known."""
MAX_SITES = 1_024
"""Most servers counted; the bootstrap file names 590."""

_ACCEPT = "application/rdap+json"
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_OK = 200
_A_DAY_AHEAD = -1
"""Days; clocks and time zones differ, and a later date is nonsense."""


class DomainAges:
    """Knows when domains were registered; one is enough for a program."""

    def __init__(
        self,
        transport: Transport | None = None,
        *,
        servers: dict[str, str] | None = None,
        deadline: float = DEADLINE,
        clock: Clock = time.monotonic,
    ) -> None:
        """Take what tests need.

        Args:
            transport: How servers are reached.
            servers: The address of the server for each ending; IANA's if None.
            deadline: Seconds for everything, at most `DEADLINE`.
            clock: What the time of remembering and the pace are measured with.

        Raises:
            RegistryError: The bootstrap file is missing or not the one that was reviewed.
            ValueError: The deadline is above `DEADLINE`.
        """
        if not 0 < deadline <= DEADLINE:
            raise ValueError(f"deadline: {deadline} is not above 0 and at most {DEADLINE}")
        self._transport = transport or Transport()
        self._servers = iana() if servers is None else servers
        self._deadline = deadline
        self._crew: Crew[datetime | None] = Crew(MAX_CONNECTIONS)
        self._dates: Recent[Future[datetime | None]] = Recent(MAX_REMEMBERED, TTL, clock)
        self._pace = Pace(PAUSE, BURST, MAX_SITES, clock)

    def age(self, domain: str) -> int | None:
        """Return the age of a registrable domain in days; None if nobody says; never raises.

        Of a host below one, only the registrable domain is looked at.
        """
        return self.age_all([domain])[0]

    def age_all(self, domains: Sequence[str]) -> tuple[int | None, ...]:
        """Return those of several, in their order, asked for at the same time; never raises."""
        deadline = Deadline(self._deadline)
        begun = [self._start(domain, deadline) for domain in domains]
        return tuple(_days(one, deadline.rest()) for one in begun)

    async def age_all_async(self, domains: Sequence[str]) -> tuple[int | None, ...]:
        """Return the same without blocking the event loop."""
        deadline = Deadline(self._deadline)
        begun = [self._start(domain, deadline) for domain in domains]
        waited = [asyncio.wrap_future(one) for one in begun if one is not None]
        if waited:
            await asyncio.wait(waited, timeout=deadline.rest())
        return tuple(_days(one, 0) for one in begun)

    def _start(self, domain: str, deadline: Deadline) -> Future[datetime | None] | None:
        """Begin to ask, unless it is known or being asked; None if there is nobody to ask."""
        name = _registrable(domain)
        server = self._server(name)
        if not server:
            return None
        promised, _ = self._dates.get(
            name, lambda: self._crew.start(lambda: self._registered(server, name, deadline))
        )
        return promised

    def _server(self, name: str) -> str:
        """Return the server for the longest ending of a domain that has one; mostly none or one."""
        labels = name.split(".")
        endings = (".".join(labels[at:]) for at in range(1, len(labels)))
        return next((self._servers[ending] for ending in endings if ending in self._servers), "")

    def _registered(self, server: str, name: str, deadline: Deadline) -> datetime | None:
        """Ask a server, and where it redirects to."""
        here = place(f"{server}domain/{name}")
        try:
            for turn in range(MAX_ASKED):
                if here is None or here.scheme != "https:":
                    return None
                deadline.left()
                if not self._pace.allows(here.host):
                    if turn == 0:
                        self._dates.drop(name)
                    return None
                answer = self._transport.get(here, deadline, accept=_ACCEPT, most=MAX_BODY)
                where = answer.location()
                if where is None:
                    return _date(answer, name)
                here = place(where, here.href) if where else None
        except Exception:  # noqa: BLE001 - whatever strangers can provoke, there is no answer
            return None
        return None


def iana() -> dict[str, str]:
    """Return the server for each ending, from the bootstrap file; only those with https.

    Raises:
        RegistryError: It is missing or not the one that was reviewed.
    """
    folder = bundled_folder()
    data = read_file(folder / SERVERS, folder)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise RegistryError(folder / SERVERS, "", "does not match its checksum; reinstall")
    return {
        ending: address
        for endings, addresses in json.loads(data)["services"]
        for address in addresses
        if address.startswith("https://")
        for ending in endings
    }


def _days(promised: Future[datetime | None] | None, seconds: float) -> int | None:
    """Return the days since a date that somebody may still be asking for."""
    try:
        date = promised.result(seconds) if promised else None
    except (TimeoutError, CancelledError):
        return None
    days = (datetime.now(UTC) - date).days if date else None
    return None if days is None or days < _A_DAY_AHEAD else max(0, days)


def _registrable(domain: str) -> str:
    """Return the registrable domain; empty if there is none."""
    if not _DOMAIN.fullmatch(domain):
        return ""
    _, name, ending = split(domain)
    return f"{name}.{ending}" if name and ending else ""


def _date(answer: Answer, name: str) -> datetime | None:
    """Return the date of registration from an answer about this very domain."""
    said: Any = json.loads(answer.body) if answer.status == _OK else {}
    if str(said.get("ldhName", "")).lower().removesuffix(".") != name:
        return None
    for event in said.get("events", ()):
        if event.get("eventAction") == "registration":
            date = datetime.fromisoformat(event["eventDate"])
            return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None
