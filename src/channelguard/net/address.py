"""May an address be connected to? Only if it is one of the public Internet.

Refuses what a stranger's link must not reach through us: this machine, the networks around it,
the metadata services of clouds, and every form that carries such an address inside another one.
The table decides alone. `ipaddress` only reads the text: its ``is_global`` is wrong on 27 of the 73
addresses of the shared suite, and its answers change with the version of Python.

Leaves alone names; who looks one up asks here about every answer.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

DENIED = (
    ("0.0.0.0/8", "this network (RFC 791)"),
    ("10.0.0.0/8", "private (RFC 1918)"),
    ("100.64.0.0/10", "shared by customers of a provider (RFC 6598); metadata of Alibaba"),
    ("127.0.0.0/8", "this machine (RFC 1122)"),
    ("168.63.129.16/32", "the host of Azure machines"),
    ("169.254.0.0/16", "this link (RFC 3927); metadata of most clouds"),
    ("172.16.0.0/12", "private (RFC 1918)"),
    ("192.0.0.0/24", "protocol assignments (RFC 6890); metadata of Oracle"),
    ("192.0.2.0/24", "documentation (RFC 5737)"),
    ("192.31.196.0/24", "AS112 (RFC 7535)"),
    ("192.52.193.0/24", "AMT (RFC 7450)"),
    ("192.88.99.0/24", "6to4 relay (RFC 7526)"),
    ("192.168.0.0/16", "private (RFC 1918)"),
    ("192.175.48.0/24", "AS112 (RFC 7534)"),
    ("198.18.0.0/15", "benchmarks (RFC 2544)"),
    ("198.51.100.0/24", "documentation (RFC 5737)"),
    ("203.0.113.0/24", "documentation (RFC 5737)"),
    ("224.0.0.0/4", "multicast (RFC 5771)"),
    ("240.0.0.0/4", "reserved (RFC 1112), broadcast"),
    ("::/96", "unspecified, this machine, IPv4-compatible (RFC 4291)"),
    ("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
    ("64:ff9b::/96", "NAT64 (RFC 6052), whatever IPv4 address is inside"),
    ("64:ff9b:1::/48", "NAT64 of this network (RFC 8215)"),
    ("100::/64", "discarded (RFC 6666)"),
    ("100:0:0:1::/64", "dummy (RFC 9780)"),
    ("2001::/23", "protocol assignments (RFC 2928), Teredo among them"),
    ("2001:db8::/32", "documentation (RFC 3849)"),
    ("2002::/16", "6to4 (RFC 3056), whatever IPv4 address is inside"),
    ("2620:4f:8000::/48", "AS112 (RFC 7534)"),
    ("3fff::/20", "documentation (RFC 9637)"),
    ("5f00::/16", "segment routing (RFC 9602)"),
    ("fc00::/7", "private (RFC 4193); metadata of Amazon and Google"),
    ("fe80::/10", "this link (RFC 4291)"),
    ("fec0::/10", "this site (RFC 3879)"),
    ("ff00::/8", "multicast (RFC 4291)"),
)
"""Networks that are never connected to, each with its reason. From the special-purpose address
registries of IANA (iana-ipv4-special-registry and iana-ipv6-special-registry), the RFCs named and
the manuals of the clouds, as of 2026-11-22."""

_NETWORKS = [ip_network(cidr) for cidr, _ in DENIED]


def checked(text: str, permit: Collection[Address] = ()) -> Address | None:
    """Return the address to connect to, or None if it must not be connected to.

    An IPv4 address mapped into IPv6 is taken out first, because the system would take it out too.
    NAT64 and 6to4 are refused as they are: what is inside could be reached directly if it were
    meant to be.

    Args:
        text: An address as a resolver or a parser gives it, IPv6 without brackets. Anything else,
            and an address with a zone, is refused.
        permit: Single addresses that are exempt; tests have theirs on loopback.

    >>> checked("9.9.9.9"), checked("::ffff:9.9.9.9")
    (IPv4Address('9.9.9.9'), IPv4Address('9.9.9.9'))
    >>> checked("::ffff:127.0.0.1"), checked("64:ff9b::7f00:1"), checked("fe80::1%eth0")
    (None, None, None)
    """
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        if found.scope_id is not None:
            return None
        found = found.ipv4_mapped or found
    if found in permit:
        return found
    return None if any(found in network for network in _NETWORKS) else found
