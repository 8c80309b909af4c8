"""Where does a link lead in the end?

Asks for one address after the other as a browser would, and notes every one. Each is held against
the rules anew: http or https, ports 80 and 443, public addresses only. Nothing of a page is read,
nothing identifies who asks, and everything is over at the deadline.

An address is asked once in a while at most, whoever asks and wherever in a chain it stands, and a
site a few times at most: links of strangers must not make us their tool, be it to flood a site or
to confirm a link that works once.

Leaves alone what a page does by itself (scripts, ``<meta http-equiv=refresh>``), because pages are
not read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from channelguard.lookups import Chain
from channelguard.net.crew import Crew
from channelguard.net.memory import Clock, Pace, Recent
from channelguard.net.place import WEB, Place, place
from channelguard.net.transport import Answer, BlockedError, Deadline, Transport
from channelguard.parse.link import MAX_URL
from channelguard.suffix import registrable

MAX_HOPS = 5
"""Most addresses asked for one link. Browsers follow 20 redirects; a shortened link needs one, and
mail protection around it one more."""
DEADLINE = 5.0
"""Seconds for a whole chain, waiting for a turn included."""
MAX_CONNECTIONS = 8
"""Most connections open at once."""
TTL = 3_600.0
"""Seconds in which an address is not asked a second time."""
MAX_REMEMBERED = 4_096
"""Most addresses remembered; after so many others an address may be asked again."""
PAUSE, BURST = 1.0, 10
"""A site (a registrable domain) is asked once a second on average, ten times at once."""
MAX_SITES = 4_096
"""Most sites counted at once; with more in use, none is asked."""

_SUCCESS = 2
"""First digit of the statuses that come with what was asked for."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What became of one address."""

    ended: str
    """Why nothing follows; empty if something does."""
    where: str = ""
    """What follows: what the server wrote, at most `MAX_URL` characters."""


@dataclass(slots=True)
class _Walk:
    """One chain as far as it has come; the thread that walks it adds to it."""

    first: Place
    deadline: Deadline
    hops: list[str] = field(default_factory=list)

    def chain(self, ended: str) -> Chain:
        """Return what is known."""
        return Chain(tuple(self.hops) or (self.first.href,), ended)


class Expander:
    """Follows links; one is enough for a program, and many threads and tasks may use it."""

    def __init__(  # noqa: PLR0913 - limits, each of which may be made stricter
        self,
        transport: Transport | None = None,
        *,
        hops: int = MAX_HOPS,
        deadline: float = DEADLINE,
        connections: int = MAX_CONNECTIONS,
        ttl: float = TTL,
        pause: float = PAUSE,
        clock: Clock = time.monotonic,
    ) -> None:
        """Take limits that are at least as strict as the usual ones.

        Raises:
            ValueError: One is laxer.
        """
        for name, value, usual in (
            ("hops", hops, MAX_HOPS),
            ("deadline", deadline, DEADLINE),
            ("connections", connections, MAX_CONNECTIONS),
        ):
            if not 0 < value <= usual:
                raise ValueError(f"{name}: {value} is not above 0 and at most {usual}")
        for name, value, usual in (("ttl", ttl, TTL), ("pause", pause, PAUSE)):
            if value < usual:
                raise ValueError(f"{name}: {value} is below {usual}")
        self._transport = transport or Transport()
        self._hops, self._deadline = hops, deadline
        self._crew: Crew[Chain] = Crew(connections)
        self._steps: Recent[Future[_Step]] = Recent(MAX_REMEMBERED, ttl, clock)
        self._pace = Pace(pause, BURST, MAX_SITES, clock)

    def expand(self, url: str) -> Chain:
        """Return where a web address leads; never raises.

        What is no address at all gives a chain without hops.
        """
        return self.expand_all([url])[0]

    def expand_all(self, urls: Sequence[str]) -> tuple[Chain, ...]:
        """Return where several lead, in their order, followed at the same time; never raises."""
        begun = [self._start(url) for url in urls]
        return tuple(one if isinstance(one, Chain) else self._wait(*one) for one in begun)

    async def expand_async(self, url: str) -> Chain:
        """Return the same as `expand` without blocking the event loop."""
        return (await self.expand_all_async([url]))[0]

    async def expand_all_async(self, urls: Sequence[str]) -> tuple[Chain, ...]:
        """Return the same as `expand_all` without blocking the event loop.

        The work is done by the same few threads, so that there is one guarded way out and not two.
        """
        begun = [self._start(url) for url in urls]
        return tuple(
            [one if isinstance(one, Chain) else await self._wait_async(*one) for one in begun]
        )

    def _start(self, url: str) -> Chain | tuple[_Walk, Future[Chain]]:
        walk = self._begin(url)
        if walk is None:
            return Chain((), "location")
        return walk, self._crew.start(lambda: self._follow(walk))

    def _wait(self, walk: _Walk, walking: Future[Chain]) -> Chain:
        try:
            return walking.result(walk.deadline.rest())
        except TimeoutError:
            walking.cancel()  # if its turn has not come, it never will
            return walk.chain("timeout")

    async def _wait_async(self, walk: _Walk, walking: Future[Chain]) -> Chain:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(walking), walk.deadline.rest())
        except TimeoutError:
            return walk.chain("timeout")

    def _begin(self, url: str) -> _Walk | None:
        first = _short(place(url)) if len(url) <= MAX_URL else None
        return _Walk(first, Deadline(self._deadline)) if first else None

    def _follow(self, walk: _Walk) -> Chain:
        """Ask for one address after the other."""
        here: Place | None = walk.first
        asked: set[str] = set()
        while here is not None:
            walk.hops.append(here.href)
            if here.scheme not in WEB:
                return walk.chain("not-http")
            if len(asked) >= self._hops or here.asked in asked:
                return walk.chain("too-many")
            asked.add(here.asked)
            step = self._step(here, walk.deadline)
            if step.ended:
                return walk.chain(step.ended)
            here = _short(place(step.where, here.href))
        return walk.chain("location")

    def _step(self, here: Place, deadline: Deadline) -> _Step:
        """Ask for an address, unless it was asked lately or is being asked."""
        try:
            deadline.left()
            promised, ours = self._steps.get(here.asked, Future)
            if not ours:
                return promised.result(deadline.left())
        except TimeoutError:
            return _Step("timeout")
        step = self._ask(here, deadline)
        if step.ended == "limited":
            self._steps.drop(here.asked)
        promised.set_result(step)
        return step

    def _ask(self, here: Place, deadline: Deadline) -> _Step:
        try:
            if not self._pace.allows(registrable(here.host)):
                return _Step("limited")
            return _read(self._transport.get(here, deadline))
        except BlockedError:
            return _Step("blocked")
        except TimeoutError:
            return _Step("timeout")
        except Exception:  # noqa: BLE001 - whatever strangers can provoke, there is no answer
            return _Step("failed")


def _short(found: Place | None) -> Place | None:
    """Return an address, if it is no longer than what the rest of the package reads."""
    return found if found and len(found.href) <= MAX_URL else None


def _read(answer: Answer) -> _Step:
    """Tell what a browser would do with an answer."""
    where = answer.location()
    if where is None:
        refreshes = {_refresh(value.decode("latin-1")) for value in answer.all(b"refresh")} - {""}
        if not refreshes:
            return _Step("final" if answer.status // 100 == _SUCCESS else "failed")
        where = refreshes.pop() if len(refreshes) == 1 else ""
    return _Step("", where) if 0 < len(where) <= MAX_URL else _Step("location")


def _refresh(value: str) -> str:
    """Return the address in a header ``Refresh``; empty if it names none.

    Browsers obey it like a redirect (HTML, "shared declarative refresh steps").

    >>> _refresh("0; URL='https://a.example/'"), _refresh("5"), _refresh("0;b")
    ('https://a.example/', '', 'b')
    """
    rest = value.lstrip(" \t.0123456789")
    if rest[:1] not in {";", ","}:
        return ""
    rest = rest[1:].lstrip()
    name, sign, after = rest.partition("=")
    if sign and name.rstrip().lower() == "url":
        rest = after.lstrip()
    if rest[:1] in {"'", '"'}:
        rest = rest[1:].partition(rest[0])[0]
    return rest.strip()
