"""Does the table refuse every address that is not of the public Internet, and only those?"""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from channelguard.net.address import DENIED, checked


def test_addresses_of_the_shared_table(shared: Path) -> None:
    rows = json.loads((shared / "suites/ssrf/ip_deny_table.json").read_text("utf-8"))["cases"]
    wrong = [
        row["ip"]
        for row in rows
        if row["must_deny"] is not None and (checked(row["ip"]) is None) != row["must_deny"]
    ]

    assert len(rows) == 73
    assert sum(row["must_deny"] is True for row in rows) == 62
    assert wrong == []


def test_networks_of_the_shared_reference(shared: Path) -> None:
    """Both ends of every network are refused; ours may be wider, and never misses one."""
    lines = (shared / "suites/ssrf/reference_deny_networks.txt").read_text("utf-8").splitlines()
    networks = [ip_network(line.split()[0]) for line in lines if not line.startswith("#")]
    passed = [
        str(end)
        for network in networks
        for end in (network[0], network[-1])
        if checked(str(end)) is not None
    ]

    assert len(networks) == 36
    assert passed == []


def test_the_table_has_no_row_twice_and_a_reason_in_each() -> None:
    networks = [ip_network(cidr) for cidr, _ in DENIED]

    assert len(set(networks)) == len(DENIED)
    assert all(reason for _, reason in DENIED)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fe80::1%eth0", id="zone"),
        pytest.param("2606:4700::1111%eth0", id="zone on a public address"),
        pytest.param("127.1", id="short"),
        pytest.param("0177.0.0.1", id="octal"),
        pytest.param("2130706433", id="decimal"),
        pytest.param("[2606:4700::1111]", id="brackets"),
        pytest.param("example.org", id="name"),
        pytest.param("", id="nothing"),
        pytest.param("\u0661.1.1.1", id="Arabic digit"),
        pytest.param("::ffff:10.0.0.1", id="mapped private"),
        pytest.param("::ffff:a9fe:a9fe", id="mapped metadata in hexadecimal"),
        pytest.param("64:ff9b::808:808", id="NAT64 of a public address"),
        pytest.param("2002:808:808::1", id="6to4 of a public address"),
    ],
)
def test_refused(text: str) -> None:
    assert checked(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("9.9.9.9", "9.9.9.9", id="IPv4"),
        pytest.param("2620:fe::fe", "2620:fe::fe", id="IPv6"),
        pytest.param("::ffff:9.9.9.9", "9.9.9.9", id="mapped"),
        pytest.param("11.0.0.0", "11.0.0.0", id="behind a private network"),
        pytest.param("172.32.0.0", "172.32.0.0", id="behind another"),
        pytest.param("192.0.1.0", "192.0.1.0", id="between two"),
        pytest.param("168.63.129.17", "168.63.129.17", id="beside a metadata service"),
    ],
)
def test_passed(text: str, address: str) -> None:
    assert checked(text) == ip_address(address)


def test_only_the_very_address_is_exempt() -> None:
    exempt = {ip_address("127.0.0.2")}

    assert checked("127.0.0.2", exempt) == ip_address("127.0.0.2")
    assert checked("::ffff:127.0.0.2", exempt) == ip_address("127.0.0.2")
    assert checked("127.0.0.3", exempt) is None
    assert checked("64:ff9b::7f00:2", exempt) is None
