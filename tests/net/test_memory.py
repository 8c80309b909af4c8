"""Is what is remembered bounded, and is the pace the one that is said?"""

from __future__ import annotations

import threading
import time

import pytest

from channelguard.net.crew import Crew
from channelguard.net.memory import Pace, Recent, digest


class Hands:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_a_digest_does_not_show_the_text() -> None:
    assert digest("a") == digest("a")
    assert digest("a") != digest("b")
    assert len(digest("a" * 10_000)) == 16


def test_the_oldest_go_first() -> None:
    recent: Recent[str] = Recent(2, 10, Hands())

    made = [recent.get(text, lambda text=text: text.upper())[1] for text in "abacab"]  # type: ignore[misc]

    assert made == [True, True, False, True, True, True]
    assert len(recent) == 2


def test_a_value_is_kept_for_its_time() -> None:
    hands = Hands()
    recent: Recent[int] = Recent(2, 10, hands)
    recent.get("a", lambda: 1)
    hands.now = 9.9
    assert recent.get("a", lambda: 2) == (1, False)
    hands.now = 10
    assert recent.get("a", lambda: 3) == (3, True)
    recent.drop("a")
    assert recent.get("a", lambda: 4) == (4, True)


@pytest.mark.parametrize(
    ("times", "allowed"),
    [
        pytest.param([0, 0, 0, 0], [1, 1, 1, 0], id="three at once"),
        pytest.param([0, 2, 4, 6, 8], [1, 1, 1, 1, 1], id="evenly"),
        pytest.param([0, 0, 0, 1.9, 2, 2, 4], [1, 1, 1, 0, 1, 0, 1], id="one more after a pause"),
        pytest.param([0, 0, 0, 100, 100, 100, 100], [1, 1, 1, 1, 1, 1, 0], id="long after"),
    ],
)
def test_pace(times: list[float], allowed: list[int]) -> None:
    hands = Hands()
    pace = Pace(pause=2, burst=3, most=9, clock=hands)
    found = []
    for hands.now in times:
        found.append(pace.allows("a"))

    assert found == list(map(bool, allowed))


def test_more_names_than_can_be_counted_are_refused() -> None:
    """Else whoever uses many names would have the one forgotten that is asked too often."""
    hands = Hands()
    pace = Pace(pause=1, burst=1, most=2, clock=hands)

    assert [pace.allows(name) for name in "abcab"] == [True, True, False, False, False]
    hands.now = 1.1
    assert [pace.allows(name) for name in "cab"] == [True, True, False]


def test_a_crew_has_only_so_many_and_nobody_when_idle() -> None:
    crew: Crew[int] = Crew(3)
    lock, busy, most = threading.Lock(), 0, 0

    def work() -> int:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(busy, most)
        time.sleep(0.01)
        with lock:
            busy -= 1
        return most

    futures = [crew.start(work) for _ in range(20)]

    assert all(future.result(5) <= 3 for future in futures)
    assert most == 3
    until = time.monotonic() + 3
    while any(thread.name == "channelguard-net" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.001)
    assert crew.start(lambda: 7).result(5) == 7


def test_work_that_is_cancelled_in_time_is_not_done() -> None:
    crew: Crew[None] = Crew(1)
    gate, done = threading.Event(), []
    first = crew.start(lambda: done.append(gate.wait(5)))
    second = crew.start(lambda: done.append("second"))
    third = crew.start(lambda: done.append("third"))

    assert second.cancel()
    gate.set()
    third.result(5)
    assert first.done()
    assert done == [True, "third"]


def test_what_work_raises_goes_to_who_asked() -> None:
    crew: Crew[float] = Crew(1)

    with pytest.raises(ZeroDivisionError):
        crew.start(lambda: 1 / 0).result(5)
    assert crew.start(lambda: 1.0).result(5) == 1.0


def test_a_system_without_threads_delays_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    crew: Crew[int] = Crew(1)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", _refuse)
        early = crew.start(lambda: 1)
        assert not early.done()

    assert crew.start(lambda: 2).result(5) == 2
    assert early.result(5) == 1


def _refuse(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")
