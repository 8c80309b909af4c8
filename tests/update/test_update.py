"""When is an update used, held or put off, and what does the clock have to do with it?

The numbers are those of ``suites/own/registry_attacks.json``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from channelguard import stored
from channelguard.compiled import sealed
from channelguard.errors import UpdateError
from channelguard.net.store import LONGEST, STEP, Attempts, hold, waiting
from channelguard.registry import Registry

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""

DAY = 86_400.0
YEARS = 10 * 365 * DAY


@dataclass
class Warned:
    """A list of one host."""

    host: str
    gaps: tuple[str, ...] = ()

    def find(self, host: str) -> tuple[str, ...]:
        """Return the list if this is the host."""
        return ("feed",) if host == self.host else ()


# held


def retire(share: float) -> Callable[[dict[str, Any]], None]:
    """Return what retires a share of the official channels."""

    def edit(data: dict[str, Any]) -> None:
        imitated = {row["imitates"] for row in data["brands"][0]["names"]}
        alive = [r for r in data["brands"][0]["channels"] if r["status"] in {"current", "legacy"}]
        told = {v for g in data["help"].values() for topic in g["topics"] for v in topic["go"]}
        able = [row for row in alive if row["value"] not in imitated | told]
        for row in able[: round(share * len(alive))]:
            row["status"] = "retired"

    return edit


def fewer_names(data: dict[str, Any]) -> None:
    data["brands"][0]["short"] = data["brands"][0]["short"][:1]


def fewer_words(data: dict[str, Any]) -> None:
    data["words"] |= {"roles": data["words"]["roles"][:9], "ordinary": []}


full = pytest.mark.full

HELD = [
    pytest.param(retire(0.25), "official channels, more than a fifth", id="R24 channels"),
    pytest.param(fewer_names, "names, more than a fifth", id="names", marks=full),
    pytest.param(fewer_words, "roles, more than a fifth", id="words", marks=full),
]


@pytest.mark.parametrize(("edit", "why"), HELD)
def test_a_large_drop_is_held_until_its_version_is_accepted(
    client: Client, edit: Callable[[dict[str, Any]], None], why: str
) -> None:
    version = client.publish(2, edit)
    held = client.refresh(accept="2026-01-01.00000000")

    assert (held.ended, held.version) == ("held", client.one["version"])
    assert re.search(why, " ".join(held.update.held))
    assert client.current().registry == client.one
    assert client.refresh(accept=version).ended == "applied"
    assert client.current().version == version


@pytest.mark.full
def test_a_fifth_is_not_too_much(client: Client) -> None:
    client.publish(2, retire(0.18))

    assert client.refresh().ended == "applied"


def test_a_host_that_others_warn_of_is_held(client: Client) -> None:
    """R25."""
    client.publish(2)
    outcome = client.refresh(lists=Warned("channelguard-test.org"))

    assert outcome.ended == "held"
    assert outcome.update.held == ("it adds channelguard-test[.]org, which is on feed",)
    assert client.current().registry == client.one


@pytest.mark.full
def test_a_host_that_was_there_before_is_not(client: Client) -> None:
    client.publish(2)
    host = next(row["value"] for row in client.one["brands"][0]["channels"] if row["id"])

    assert client.refresh(lists=Warned(host)).ended == "applied"


@pytest.mark.full
def test_looking_changes_nothing(client: Client) -> None:
    client.publish(2)
    before = {path: path.read_bytes() for path in client.place.rglob("*.json")}
    outcome = client.refresh(dry=True)
    after = {path: path.read_bytes() for path in client.place.rglob("*.json")}

    assert outcome.ended == "looked"
    assert {path.name for path in after if after[path] != before.get(path)} <= {"state.json"}


def test_what_is_not_wanted_is_not_used(client: Client) -> None:
    client.publish(2)

    assert client.refresh(agree=lambda _: False).ended == "declined"
    assert client.current().registry == client.one
    assert client.refresh().ended == "applied"


@pytest.mark.full
def test_the_stored_registry_answers(client: Client) -> None:
    client.publish(2)
    client.refresh()
    registry, found = Registry.newest(now=client.now)

    assert "channelguard-test.org" in registry.official_hosts
    assert (found.version, found.reason, found.stale) == (registry.version, "", False)


def test_the_shipped_registry_answers_where_the_stored_one_cannot(client: Client) -> None:
    """R37: whatever is wrong with it, there is an answer, and the reason."""
    path = client.place / "registry.json"
    text = sealed(stored.read(client.place) | {"registry": client.one | {"brands": [1]}})
    for spoilt in (text.encode(), text.encode()[:-9], b""):
        path.write_bytes(spoilt)
        registry, found = Registry.newest(now=client.now)

        assert registry.version == Registry.load().version
        assert found.broken
        assert found.reason.startswith(f"{path}: ")


# time


def at(client: Client, seconds: float) -> dict[str, Any]:
    return {"now": client.now + seconds}


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_expired_metadata_are_refused(client: Client, role: str) -> None:
    """R08: each role that has passed its day stops the update."""
    days = {"root": 366, "targets": 11, "snapshot": 11, "timestamp": 11}[role]

    def keep(signed: Any) -> None:
        signed.expires = signed.expires.replace(year=signed.expires.year + 5)

    others = {each: keep for each in ("targets", "snapshot", "timestamp") if each != role}
    client.publish(2, roles=others)

    with pytest.raises(UpdateError, match="expired"):
        client.refresh(**at(client, days * DAY))
    assert client.current().registry == client.one


def test_a_stored_registry_answers_after_its_time_and_says_stale(client: Client) -> None:
    """R09, R10: whoever serves the old publication for ever is found out when it expires."""
    found = client.current()
    later = client.current(15 * DAY)

    assert (found.stale, later.stale) == (False, True)
    assert later.registry == client.one
    with pytest.raises(UpdateError, match="expired"):
        client.refresh(**at(client, 15 * DAY))


def test_the_same_registry_vouched_for_anew_is_fresh_again(client: Client) -> None:
    client.repository.sign(roles={"timestamp": renew, "snapshot": renew, "targets": renew})
    outcome = client.refresh(**at(client, 15 * DAY))

    assert outcome.ended == "current"
    assert not client.current(15 * DAY).stale


def renew(signed: Any) -> None:
    signed.expires = signed.expires.replace(year=signed.expires.year + 1)


def test_a_clock_ten_years_back_is_named_and_believes_nothing(client: Client) -> None:
    """R28."""
    client.publish(2)

    with pytest.raises(UpdateError, match="the clock of this machine says"):
        client.refresh(**at(client, -YEARS))
    assert client.server.asked == []
    assert client.current(-YEARS).registry == client.one


def test_a_clock_ten_years_ahead_accepts_nothing_and_spoils_nothing(client: Client) -> None:
    """R29."""
    client.publish(2)

    with pytest.raises(UpdateError, match="expired"):
        client.refresh(**at(client, YEARS), at_once=False)
    assert client.current(YEARS).registry == client.one
    assert client.current(YEARS).stale
    assert client.refresh(at_once=False).ended == "applied"


@pytest.mark.full
def test_expired_metadata_are_no_better_after_the_clock_goes_back(client: Client) -> None:
    """R28: the last moment that is known counts, and not the clock alone."""
    client.repository.sign(roles={"timestamp": renew, "snapshot": renew, "targets": renew})
    client.refresh(**at(client, 100 * DAY))

    with pytest.raises(UpdateError, match="or later; set it"):
        client.refresh()


def test_failures_are_answered_with_patience(client: Client) -> None:
    """One attempt a step, whatever the server does."""
    client.server.answers["timestamp.json"] = lambda handler: handler.send_error(500)
    now, attempts = client.now, []
    for _ in range(2_000):
        before = len(client.server.asked)
        with pytest.raises(UpdateError, match=r"answered 500|the next attempt is due"):
            client.refresh(at_once=False, now=now)
        if len(client.server.asked) > before:
            attempts.append(now)
        now += 600
        if len(attempts) == 6:
            break

    gaps = [later - earlier for earlier, later in pairwise(attempts)]
    assert len(attempts) == 6
    assert all(STEP * 2**at <= gap <= STEP * 2 ** (at + 1) + 600 for at, gap in enumerate(gaps))


@pytest.mark.parametrize(
    ("failures", "share", "wait"),
    [
        pytest.param(1, 0.0, 900, id="first"),
        pytest.param(1, 1.0, 1_800, id="first, latest"),
        pytest.param(3, 0.0, 3_600, id="third"),
        pytest.param(7, 0.5, 86_400, id="no longer than a day"),
        pytest.param(40, 0.0, 86_400, id="fortieth"),
    ],
)
def test_the_wait_doubles_up_to_a_day(
    tmp_path: Path, failures: int, share: float, wait: float
) -> None:
    with hold(tmp_path / "cache" / "registry") as store:
        for _ in range(failures):
            store.begin(1_000_000.0, share)

        assert waiting(1_000_000.0, store.attempts()) == wait
        store.done(1_000_000.0)
        assert waiting(1_000_000.0, store.attempts()) == 0


def test_a_moment_beyond_any_wait_is_a_clock_that_was_wrong() -> None:
    attempts = Attempts(failures=3, next=YEARS)

    assert waiting(0, attempts) == 0
    assert waiting(YEARS - LONGEST, attempts) == LONGEST


# two at once


def test_one_of_two_wins_and_the_file_is_whole(client: Client) -> None:
    """R34."""
    version = client.publish(2)
    inside, go = threading.Event(), threading.Event()

    def wait(_: object) -> bool:
        inside.set()
        return go.wait(20)

    won: list[str] = []
    thread = threading.Thread(target=lambda: won.append(client.refresh(agree=wait).ended))
    thread.start()
    assert inside.wait(20)
    with pytest.raises(UpdateError, match="another refresh is running"):
        client.refresh()
    assert client.current().registry == client.one
    go.set()
    thread.join()

    assert won == ["applied"]
    assert client.current().version == version


def test_a_lost_state_does_not_go_below_the_shipped_registry(client: Client) -> None:
    """R40."""
    for path in client.place.rglob("*.json"):
        path.unlink()
    client.publish(0)

    with pytest.raises(UpdateError, match="does not come after"):
        client.refresh()
    assert client.current().registry is None


def test_a_newer_package_is_the_floor(client: Client) -> None:
    later = f"{client.one['version'][:4]}-12-31.00000000"

    assert stored.current(later, now=client.now).registry is None
    assert "not newer" in stored.current(later, now=client.now).reason
    assert not stored.current(later, now=client.now).broken


def test_another_root_believes_nothing_of_this_one(client: Client, tmp_path: Path) -> None:
    client.exchange_keys(tmp_path / "other", agreed=False)
    root = (client.repository.folder / "metadata" / "2.root.json").read_bytes()
    client.source = replace(client.source, root=root)
    (client.repository.folder / "metadata" / "2.root.json").unlink()

    with pytest.raises(UpdateError, match="signed by 0/1"):
        client.refresh()
