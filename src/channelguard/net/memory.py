"""What was asked lately, and how often?

Both answers are kept in memory only, bounded, and under a digest with a key of this process: who
reads the memory finds no text of an input in it and cannot try guesses against it later.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

Clock = Callable[[], float]
"""Returns seconds that only grow."""

_KEY = os.urandom(16)


def digest(text: str) -> bytes:
    """Return what stands for a text; differs from process to process."""
    return hashlib.blake2b(text.encode(), key=_KEY, digest_size=16).digest()


class Recent(Generic[T]):
    """Values for a while; the oldest go first where there are too many."""

    def __init__(self, most: int, ttl: float, clock: Clock = time.monotonic) -> None:
        """Keep at most so many, each for so many seconds."""
        self._most, self._ttl, self._clock = most, ttl, clock
        self._kept: dict[bytes, tuple[float, T]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str, make: Callable[[], T]) -> tuple[T, bool]:
        """Return the value for a text and whether it was made now.

        Of several threads that ask at once, one makes it; `make` must therefore be quick.
        """
        key, now = digest(text), self._clock()
        with self._lock:
            until, value = self._kept.get(key, (now, None))
            if value is not None and now < until:
                return value, False
            self._kept.pop(key, None)  # so that it goes to the end
            while len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            value = make()
            self._kept[key] = now + self._ttl, value
            return value, True

    def drop(self, text: str) -> None:
        """Forget the value for a text."""
        with self._lock:
            self._kept.pop(digest(text), None)


class Pace:
    """Says whether somebody may be asked again: seldom on average, a few times at once.

    The generic cell rate algorithm (ITU-T I.371): for each of them, the moment at which all earlier
    requests would be over if they had been spread evenly. One number each, and none at all for who
    was not asked lately.
    """

    def __init__(self, pause: float, burst: int, most: int, clock: Clock = time.monotonic) -> None:
        """Allow one request in so many seconds, `burst` at once; remember at most so many names."""
        self._pause, self._burst, self._most, self._clock = pause, burst, most, clock
        self._over: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def allows(self, name: str) -> bool:
        """Tell whether it may be asked now, and count that as a request if so."""
        key, now = digest(name), self._clock()
        with self._lock:
            over = max(self._over.get(key, now), now) + self._pause
            if over - now > self._pause * self._burst:
                return False
            if key not in self._over and len(self._over) >= self._most:
                self._over = {key: end for key, end in self._over.items() if end > now}
                if len(self._over) >= self._most:
                    return False  # so many at once are no ordinary use
            self._over[key] = over
            return True
