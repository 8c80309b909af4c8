"""What does one compiled registry have that another has not, and is that too much at once?

Channels are told apart by what they lead to and not by their ids, so that a channel whose address
was exchanged is one lost and one new.
Leaves alone words and phrases one by one; which of their tables differ is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from channelguard.harmless import defang, harmless
from channelguard.lookups import Lists

LARGE = 0.2
"""Share of the entries of a table that an update may drop before somebody has to confirm it: a
fifth, from the requirements."""

ALIVE = ("current", "legacy")
"""The statuses that are official."""

_SHOWN = ("status", "role", "scope", "valid_until", "account_id", "user_content", "language")
"""What of a channel is compared, in the order in which it is shown."""

_TABLES = ("platforms", "stores", "hosting", "neighbours", "words", "phrases")

Key = tuple[str, str, str, str]
"""Brand, kind, platform and value."""


@dataclass(frozen=True, slots=True)
class Change:
    """One channel that is new, gone or different."""

    key: Key
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def __str__(self) -> str:
        """Return one line that leads nowhere: what is not confirmed is not official."""
        brand, kind, platform, value = self.key
        what = f"{brand}: {kind} {platform + ':' if platform else ''}{defang(value)}"
        if self.before is None or self.after is None:
            row = self.after or self.before or {}
            return f"{'-' if self.after is None else '+'} {what} ({row['status']}, {row['role']})"
        moved = [
            f"{name} {harmless(str(self.before[name])) or 'none'} -> "
            f"{harmless(str(self.after[name])) or 'none'}"
            for name in _SHOWN
            if self.before[name] != self.after[name]
        ]
        return f"~ {what}: {', '.join(moved)}"


def channels(data: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """Return the channels of a compiled registry by what they lead to."""
    return {
        (brand["brand"], row["kind"], row["platform"], row["value"]): row
        for brand in data["brands"]
        for row in brand["channels"]
    }


def between(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    """Return what changes for channels, in the order of their keys; lost ones first."""
    before, after = channels(old), channels(new)
    found = [
        Change(key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if not (key in before and key in after and _same(before[key], after[key]))
    ]
    return tuple(sorted(found, key=lambda one: one.after is not None))


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[name] == other[name] for name in _SHOWN)


def other_tables(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    """Return which tables beside the channels differ."""
    different = [name for name in _TABLES if old.get(name) != new.get(name)]
    names = _entries(old)["names"] != _entries(new)["names"]
    return (*(["names"] if names else []), *different)


def too_much(old: dict[str, Any], new: dict[str, Any], lists: Lists | None) -> tuple[str, ...]:
    """Say why an update should wait until somebody confirms it; empty if it need not."""
    return (*_drops(old, new), *_warned(old, new, lists))


def _drops(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    after = _entries(new)
    for name, had in _entries(old).items():
        lost = len(had - after[name])
        if lost > LARGE * len(had):
            yield f"it drops {lost} of {len(had)} {name}, more than a fifth"


def _entries(data: dict[str, Any]) -> dict[str, set[Any]]:
    """Return what is counted: a registry without names or words would find no fakes."""
    words, hosting = data["words"], data["hosting"]
    return {
        "official channels": {k for k, row in channels(data).items() if row["status"] in ALIVE},
        "names": {
            (brand["brand"], row["text"])
            for brand in data["brands"]
            for row in (*brand["names"], *brand["short"])
        },
        "platforms": {row["id"] for row in (*data["platforms"], *data["stores"])},
        "neighbours": {row["id"] for row in data["neighbours"]},
        "acts": {row["id"] for row in data["phrases"]["acts"]},
        **{table: set(words[table]) for table in ("roles", "lures", "fans", "denials")},
        **{table: set(hosting[table]) for table in _HOSTS},
    }


_HOSTS = ("hosting", "shorteners", "gateways", "freemail", "restricted_suffixes")
"""The lists of hosts that say nothing about who stands behind them."""


def _warned(old: dict[str, Any], new: dict[str, Any], lists: Lists | None) -> Iterator[str]:
    if lists is None:
        return
    for host in sorted(_hosts(new) - _hosts(old)):
        if found := lists.find(host):
            yield f"it adds {defang(host)}, which is on {', '.join(map(harmless, found))}"


def _hosts(data: dict[str, Any]) -> set[str]:
    """Return the hosts that a registry vouches for or excuses."""
    official = {
        value.rpartition("@")[2].partition("/")[0]
        for (_, kind, _, value), row in channels(data).items()
        if kind in {"site", "mailbox"} and row["status"] in ALIVE
    }
    return official | {host for row in data["neighbours"] for host in row["domains"]}
