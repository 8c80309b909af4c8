"""Do lists of others warn of the host?"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from channelguard.detectors import RULES, host_listed
from channelguard.listed import Head, HostLists, packed, unpacked
from channelguard.model import Atom
from channelguard.parse import parse
from channelguard.registry import Listing, Registry
from channelguard.rule import Rule
from channelguard.warned import Listed, listed_in
from channelguard.weigh import DANGEROUS, SUSPICIOUS

SPAN = (0, 12)
SEEN = [
    pytest.param(Listed(SPAN, ("metamask",)), 0.6, id="one list"),
    pytest.param(Listed(SPAN, ("metamask", "scamsniffer")), 0.8, id="two lists"),
    pytest.param(Listed(SPAN, ("a", "b", "c")), 1.0, id="three lists"),
    pytest.param(Listed(SPAN, ("a", "b", "c", "d")), 1.0, id="four lists"),
]
LEFT_ALONE = [
    pytest.param(Listed(SPAN, ("a",), official="tokenpocket.pro"), id="official"),
    pytest.param(Listed(SPAN, ("a", "b", "c"), official="tokenpocket.pro"), id="official, three"),
    pytest.param(Listed(SPAN, ("a",), neighbour="binance.com"), id="a neighbour's own"),
    pytest.param(Listed(SPAN, ("a",), official="x.com", neighbour="y.com"), id="both"),
]


@pytest.fixture(scope="module")
def rule() -> Rule:
    """Return the row of the table."""
    return next(rule for rule in RULES if rule.id == "host-listed")


@pytest.mark.parametrize(("one", "strength"), SEEN)
def test_sees(registry: Registry, one: Listed, strength: float) -> None:
    (match,) = host_listed.detect(one, registry)

    assert (match.span, match.imitates, match.strength) == (SPAN, "", strength)


@pytest.mark.parametrize("one", LEFT_ALONE)
def test_leaves_alone(registry: Registry, one: Listed) -> None:
    assert list(host_listed.detect(one, registry)) == []


def test_one_list_is_a_reason_for_care_and_two_are_a_finding(
    registry: Registry, rule: Rule
) -> None:
    points = [
        round(rule.points * match.strength)
        for one in (param.values[0] for param in SEEN)
        for match in rule.detect(one, registry)
    ]

    assert SUSPICIOUS <= points[0] < DANGEROUS <= points[1] < points[2] == points[3]


# ---------------------------------------------------------------- against the registry


def lists_of(*hosts: str) -> HostLists:
    """Return one list with these hosts."""
    head = Head("one", "", "", "", "2026-11-25", "2026-11-25", "", "", "", 0, 0, 0, 0)
    return HostLists({"one": unpacked(packed(head, hosts))[1]})


def answers(raw: str, registry: Registry, lists: HostLists) -> list[str]:
    """Return the ids of the rules that see something, as a guard would ask them."""
    read = [rule for rule in RULES if rule.reads is Listed]
    atoms = parse(raw, registry.platforms).atoms
    found = [listed_in(atom, listing(atom, registry), registry, lists) for atom in atoms]
    return [rule.id for one in found if one for rule in read for _ in rule.detect(one, registry)]


def listing(atom: Atom, registry: Registry) -> Listing | None:
    """Return what the registry says of an atom."""
    channel = registry.find(atom)
    return Listing(atom, channel, registry.alive(channel, "2026-11-25")) if channel else None


ANSWERS = [
    pytest.param("https://a.evil.example/x", ["host-listed"], id="a link"),
    pytest.param("help@evil.example", ["host-listed"], id="a mailbox"),
    pytest.param("https://tpglobalwallet.net", ["host-listed"], id="withdrawn by the brand"),
    pytest.param("https://tokenpocket.pro/en", ["listed-official"], id="official"),
    pytest.param("https://new.tokenpocket.pro", ["listed-official"], id="under an official one"),
    pytest.param("https://www.metamask.io", ["listed-neighbour"], id="a neighbour's own"),
    pytest.param("https://t.me/tokenPocket_en", [], id="an account: the host is everybody's"),
    pytest.param("https://good.example", [], id="listed nowhere"),
    pytest.param("@evil.example", [], id="no host"),
]


@pytest.mark.parametrize(("raw", "expected"), ANSWERS)
def test_the_registry_wins(registry: Registry, raw: str, expected: list[str]) -> None:
    lists = lists_of(
        "evil.example", "tokenpocket.pro", "metamask.io", "t.me", "tpglobalwallet.net"
    )  # fmt: skip

    assert answers(raw, registry, lists) == expected


STRANGERS = {"thetatoken.org", "tokenview.io", "tp.com", "tpb.vn"}
"""Genuine sites of the sample that the registry does not know: there a list is believed."""


def test_genuine_hosts_on_public_lists_show_the_conflict(registry: Registry, shared: Path) -> None:
    with (shared / "data" / "official_in_feeds.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    lists = lists_of(*(row["domain"] for row in rows))
    ours = [row["domain"] for row in rows if row["what"].startswith("TokenPocket")]
    others = {row["domain"] for row in rows} - {*ours, *STRANGERS}

    assert (len(ours), len(others)) == (9, 34)
    for spelling in ("{}", "https://{}/path?x=1", "HTTPS://{}."):
        for host in ours:
            assert answers(spelling.format(host), registry, lists) == ["listed-official"], host
        for host in others:
            assert answers(spelling.format(host), registry, lists) == ["listed-neighbour"], host
        for host in STRANGERS:
            assert answers(spelling.format(host), registry, lists) == ["host-listed"], host


def test_no_host_of_a_brand_or_neighbour_counts_as_shared(registry: Registry) -> None:
    assert "t.me" in registry.shared_hosts
    assert "pages.dev" in registry.shared_hosts
    assert registry.shared_hosts.isdisjoint(registry.neighbour_domains)
    assert registry.shared_hosts.isdisjoint(registry.official_hosts)
