"""How is work with an end of its own kept from piling up threads?

A crew has at most so many threads. One is started when there is work for it and ends when there is
none, so that nothing is left behind. They do not keep the program from ending: a name server
that never answers may hold one for as long as the system pleases.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Crew(Generic[T]):
    """Does calls that may take long, a few at a time, in the order in which they came."""

    def __init__(self, most: int) -> None:
        """Have nobody yet; at most so many."""
        self._free = most
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Future[T], Callable[[], T]]] = deque()

    def start(self, call: Callable[[], T]) -> Future[T]:
        """Have something done; a future that is cancelled before its turn is not."""
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((future, call))
            hire = self._free > 0
            self._free -= hire
        if hire:
            try:
                threading.Thread(target=self._work, name="channelguard-net", daemon=True).start()
            except RuntimeError:  # the system has no thread to spare; the next one may do this too
                with self._lock:
                    self._free += 1
        return future

    def _work(self) -> None:
        """Do what waits, one after the other, and leave."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._free += 1
                    return
                future, call = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call())
                except BaseException as fault:  # noqa: BLE001 - it belongs to who asked
                    future.set_exception(fault)
