"""Does our split of a host agree with the published list, its test cases and tldextract?"""

from __future__ import annotations

import gzip
import random
import re
from typing import TYPE_CHECKING

import ada_url
import pytest
import tldextract
from hypothesis import given
from hypothesis import strategies as st

from channelguard import suffix
from channelguard.errors import RegistryError
from channelguard.registry_values import host_problem

if TYPE_CHECKING:
    from pathlib import Path

LIST = suffix.published()
TABLE = suffix.compile_rules(LIST.read_text("utf-8") if LIST else "")
RULES = [
    rule
    for row in TABLE.splitlines()
    if row[0] != "#"
    for rule in row.split()[1:]
    if rule.isascii()
]


ORACLE = tldextract.TLDExtract(
    cache_dir=None,
    suffix_list_urls=(LIST.as_uri() if LIST else "",),
    fallback_to_snapshot=False,
    include_psl_private_domains=True,
)
"""The same list, without network and cache."""

SPLIT = [
    pytest.param("tokenpocket.pro", ("", "tokenpocket", "pro"), id="two labels"),
    pytest.param("a.b.tokenpocket.pro", ("a.b", "tokenpocket", "pro"), id="deep"),
    pytest.param("a.co.uk", ("", "a", "co.uk"), id="suffix of two labels"),
    pytest.param("x.tpwallet.pages.dev", ("x", "tpwallet", "pages.dev"), id="private suffix"),
    pytest.param("a.b.kobe.jp", ("", "a", "b.kobe.jp"), id="wildcard"),
    pytest.param("a.city.kobe.jp", ("a", "city", "kobe.jp"), id="exception"),
    pytest.param("a.xn--55qx5d.cn", ("", "a", "xn--55qx5d.cn"), id="A-label in the suffix"),
    pytest.param("a.\u516c\u53f8.cn", ("", "a", "\u516c\u53f8.cn"), id="Unicode suffix"),
]
NO_NAME_OR_NO_SUFFIX = [
    pytest.param("com", ("", "", "com"), id="a suffix"),
    pytest.param("pages.dev", ("", "", "pages.dev"), id="a private suffix"),
    pytest.param("localhost", ("", "localhost", ""), id="one label"),
    pytest.param("server.lan", ("server", "lan", ""), id="unlisted ending"),
    pytest.param("192.0.2.7", ("", "192.0.2.7", ""), id="IPv4"),
    pytest.param("192.0.2.256", ("192.0.2", "256", ""), id="not quite IPv4"),
    pytest.param("[2001:db8::1]", ("", "[2001:db8::1]", ""), id="IPv6"),
    pytest.param("", ("", "", ""), id="nothing"),
    pytest.param(".com", ("", "", "com"), id="leading dot"),
    pytest.param("com.", ("com", "", ""), id="trailing dot"),
]


@pytest.mark.parametrize(("host", "parts"), SPLIT + NO_NAME_OR_NO_SUFFIX)
def test_split(host: str, parts: tuple[str, str, str]) -> None:
    assert suffix.split(host) == parts


@pytest.mark.parametrize("host", ["com", "co.uk", "github.io", "b.kobe.jp", "xn--fiqs8s"])
def test_public_suffixes_are_known(host: str) -> None:
    assert suffix.is_public_suffix(host)


@pytest.mark.parametrize(
    "host", ["tokenpocket.pro", "a.pages.dev", "city.kobe.jp", "lan", "", ".com", "192.0.2.7"]
)
def test_other_hosts_are_no_public_suffixes(host: str) -> None:
    assert not suffix.is_public_suffix(host)


def test_published_cases(shared: Path) -> None:
    folder = shared / "suites" / "psl"
    cases = re.findall(
        r"^checkPublicSuffix\('([^']+)', (?:null|'([^']+)')\);",
        (folder / "test_psl.txt").read_text("utf-8"),
        re.MULTILINE,
    )
    lines = (folder / "tests.txt").read_text("utf-8").splitlines()
    cases += [
        (host, "" if answer == "null" else answer)
        for host, answer in (line.split() for line in lines if line and line[:2] != "//")
    ]
    wrong = [(host, want) for host, want in cases if want and registrable(host) != want.lower()]

    assert len(cases) > 150
    assert [case for case in wrong if suffix.split(resolved(case[0]))[2]] == []
    assert {host.rpartition(".")[2] for host, _ in wrong} <= {"example"}  # unlisted: no suffix
    assert [host for host, want in cases if not want and registrable(host)] == []


def resolved(host: str) -> str:
    """Return the host as DNS is asked for it."""
    return ada_url.idna_to_ascii(host).decode()


def registrable(host: str) -> str:
    """Return what was registered, in the alphabet of the question; empty if nothing was."""
    if host.startswith("."):
        return ""
    _, name, ending = suffix.split(resolved(host))
    answer = f"{name}.{ending}" if name and ending else ""
    return answer if host.isascii() else ada_url.idna_to_unicode(answer)


def test_popular_domains_are_split_as_by_tldextract(shared: Path) -> None:
    with gzip.open(shared / "data" / "popular_domains.dev.txt.gz", "rt") as lines:
        hosts = [line.strip() for line in lines]
    sample = random.Random(20_261_125).sample(hosts, 20_000)  # noqa: S311  # any sample will do

    assert [host for host in sample if suffix.split(host) != split_by_tldextract(host)] == []


def test_every_rule_is_split_as_by_tldextract() -> None:
    hosts = [before + rule.lstrip("*!.") for rule in RULES for before in ("", "a.", "b.a.", "*.")]

    assert [host for host in hosts if suffix.split(host) != split_by_tldextract(host)] == []


BITS = ["com", "uk", "co", "jp", "kobe", "city", "www", "ck", "io", "github", "1", "0", "255"]
labels = st.one_of(
    st.sampled_from(BITS),
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True),
)


@given(
    st.lists(labels, max_size=5),
    st.one_of(st.just(""), st.sampled_from(RULES).map(lambda rule: rule.lstrip("!"))),
)
def test_any_host_is_split_as_by_tldextract(before: list[str], ending: str) -> None:
    host = ".".join([*before, ending] if ending else before)

    assert suffix.split(host) == split_by_tldextract(host)


def test_a_registry_refuses_the_hosts_in_which_tldextract_finds_no_name() -> None:
    rules = [*(rule.lstrip("*!.") for rule in RULES), "lan", "example"]
    said = {host: host_problem(host) for rule in rules for host in (rule, f"a.{rule}")}
    named = {host for host in said if all(split_by_tldextract(host)[1:])}

    assert 0 < len(named) < len(said)
    assert [host for host in said.keys() - named if not said[host]] == []
    assert [host for host in named if "public suffix" in said[host]] == []


def split_by_tldextract(host: str) -> tuple[str, str, str]:
    """Return the same three parts from tldextract."""
    parts = ORACLE.extract_str(host)
    return parts.subdomain, parts.domain, parts.suffix


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the module at a table of this test's own, not yet read."""
    path = tmp_path / "suffixes.txt"
    monkeypatch.setattr(suffix, "COMPILED", path)
    monkeypatch.setattr(suffix, "_loaded", {})
    return path


def test_a_compiled_table_is_used(table: Path) -> None:
    table.write_text(
        suffix.compile_rules("// a comment\n\nlan\n*.wild // why\n!not.wild\n"), "utf-8"
    )

    assert suffix.split("my.server.lan") == ("my", "server", "lan")
    assert suffix.split("a.b.wild") == ("", "a", "b.wild")
    assert suffix.split("a.not.wild") == ("a", "not", "wild")
    assert suffix.split("a.com") == ("a", "com", "")


def test_without_a_table_the_published_list_is_read(table: Path) -> None:
    assert not table.exists()
    assert suffix.split("a.co.uk") == ("", "a", "co.uk")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(("com", "c0m"), "line 4", id="one letter"),
        pytest.param(("suffixes 1", "suffixes 2"), "line 1", id="another format"),
        pytest.param(("SHA-256: ", "SHA-256: 0"), "line 4", id="another checksum"),
    ],
)
def test_a_damaged_table_is_refused(table: Path, change: tuple[str, str], where: str) -> None:
    table.write_text(suffix.compile_rules("com\n").replace(*change), "utf-8")

    with pytest.raises(RegistryError, match=where):
        suffix.split("a.com")


@pytest.mark.parametrize("text", ["", "\n", suffix.HEADER, suffix.HEADER + "\n\n\n"])
def test_a_truncated_table_is_refused(table: Path, text: str) -> None:
    table.write_text(text, "utf-8")

    with pytest.raises(RegistryError, match="build again"):
        suffix.split("a.com")
