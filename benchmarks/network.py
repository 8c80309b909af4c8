"""What does the network cost those who do not wait for it, as a ratio within one run?

Everything is on loopback. Each figure is one function in `MEASURES`; a further one is added there.

    python benchmarks/network.py            # about a minute
    python benchmarks/network.py --smoke    # fewer turns; fails only above twice a bound
    python benchmarks/network.py --json
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from statistics import median
from time import perf_counter, perf_counter_ns

from check import SLACK, Ratio
from names import LOOKALIKES, MANY, UNRELATED

from channelguard import Guard, Registry
from channelguard.net.expand import Expander
from channelguard.net.transport import Transport

PUBLIC = "127.0.0.2"
"""The address on loopback that plays the Internet."""
LINKS = 50
"""How many links hang at once."""


def hostile_links(turns: int) -> Ratio:
    """Compare the p99 of checks while hostile links are followed with that of checks alone."""
    guard = Guard(Registry.load())
    names = cycle([*UNRELATED, *LOOKALIKES, *MANY])
    quiet, busy, wave = [], [], 0
    with served() as port:
        for _ in range(turns):
            quiet.append(p99(guard, names, lambda: False))
            expander = Expander(
                Transport(permit=[PUBLIC], ports={80: port}, resolver=lambda _: [PUBLIC])
            )
            # A site of its own for each link, because a site is asked a few times only.
            urls = [
                f"http://w{wave}-{at}.example/{kind}"
                for at, kind in zip(range(LINKS), cycle(HOSTILE), strict=False)
            ]
            wave += 1
            callers = [threading.Thread(target=expander.expand, args=(url,)) for url in urls]
            for caller in callers:
                caller.start()
            busy.append(p99(guard, names, lambda: any(one.is_alive() for one in callers)))  # noqa: B023
            for caller in callers:
                caller.join()
    note = f"p99 {median(quiet):.0f} us alone, {median(busy):.0f} us beside {LINKS} hostile links"
    return Ratio("checks beside hostile links, p99", median(busy) / median(quiet), 2, note)


MEASURES: tuple[Callable[[int], Ratio], ...] = (hostile_links,)
"""The figures. Each takes the number of turns and returns a ratio of what was measured in them."""


def p99(guard: Guard, names: Iterator[str], go_on: Callable[[], bool]) -> float:
    """Return the 99th percentile of single checks in microseconds, over at least a second."""
    times, until = [], perf_counter() + 1
    while perf_counter() < until or go_on():
        name = next(names)
        start = perf_counter_ns()
        guard.check(name)
        times.append(perf_counter_ns() - start)
    times.sort()
    return times[len(times) * 99 // 100] / 1000


@contextmanager
def served() -> Iterator[int]:
    """Give the port of a server in a process of its own, so that it costs this one nothing."""
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            yield int(server.stdout.readline()) if server.stdout else 0
        finally:
            server.terminate()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.1)


async def _silence(writer: asyncio.StreamWriter) -> None:
    del writer
    await asyncio.sleep(60)


async def _pour(writer: asyncio.StreamWriter, first: bytes, again: bytes) -> None:
    writer.write(first)
    while True:
        writer.write(again)
        await writer.drain()


HOSTILE: dict[str, Callable[[asyncio.StreamWriter], object]] = {
    "silence": _silence,
    "drip": _drip,
    "flood100": lambda writer: _pour(writer, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "flood103": lambda writer: _pour(writer, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
    "head": lambda writer: _pour(writer, b"HTTP/1.1 200 OK\r\nA: ", b"a" * 65_536),
    "headers": lambda writer: _pour(writer, b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 1_000),
    "body": lambda writer: _pour(writer, b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65_536),
    "loop": lambda writer: _pour(
        writer, b"HTTP/1.1 302 Found\r\nLocation: drip\r\n\r\n", b"a" * 65_536
    ),
}
"""What the server does, by path."""


async def serve() -> None:
    """Be hostile until the process ends."""

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            what = HOSTILE[head.split(b" ", 2)[1].decode().removeprefix("/")](writer)
            if asyncio.iscoroutine(what):
                await what
        writer.close()

    server = await asyncio.start_server(play, PUBLIC, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> int:
    """Measure, print, and return 1 where a ratio is too high."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="few turns; fail above twice a bound")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve())
    ratios = [measure(1 if args.smoke else 5) for measure in MEASURES]
    if args.json:
        rows = [
            {"what": r.what, "value": r.value, "bound": r.bound, "note": r.note} for r in ratios
        ]
        print(json.dumps({"ratios": rows}))
    else:
        print(f"{'ratio':46}{'now':>8}{'bound':>8}")
        for ratio in ratios:
            high = "  <-- too high" if ratio.value > ratio.bound else ""
            print(f"{ratio.what:46}{ratio.value:8.2f}{ratio.bound:8.1f}{high}  {ratio.note}")
    slack = SLACK if args.smoke else 1.0
    return int(any(ratio.value > slack * ratio.bound for ratio in ratios))


if __name__ == "__main__":
    sys.exit(main())
