"""Does one pass over the bytes let through every line that the guard would look at?"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard import Guard, fold
from channelguard.registry import BrandName
from channelguard.scan.gate import NAMES, Gate, Passed, Row
from channelguard.scan.machine import ALWAYS, ENCODED, NEAR


def row(text: str, *pairs: str, need: int = 3) -> Row:
    return Row(
        BrandName(text, text, (text,), frozenset(), 1, "x.io", "x", ""),
        frozenset(pairs) or frozenset(map("".join, pairwise(text))),
        need,
    )


TOKEN = row("token", "to", "ok", "ke", "en")
HOSTS = ("tp.xyz", "t.me", "docs.example.com", "tkpkt")


def passing(gate: Gate, rows: list[str]) -> dict[int, int]:
    """Return why lines are passed on, by number."""
    block = "".join(f"{one}\n" for one in rows).encode()
    return {one.number: one.why for one in gate.passing(block)}


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate([TOKEN, row("qiwix", need=2)], HOSTS)


PASSED = [
    pytest.param("token.io", NEAR, id="the name"),
    pytest.param("TOKEN.io", NEAR, id="capitals"),
    pytest.param("t0k3n.io", NEAR, id="digits for letters"),
    pytest.param("t-o.k-e.n.io", NEAR, id="letters apart"),
    pytest.param("token", NEAR, id="no dot"),
    pytest.param("token.io.", NEAR, id="a dot at the end"),
    pytest.param("qIwIx.io", NEAR, id="capital i"),
    pytest.param("q1wix.io", NEAR, id="one for an i"),
    pytest.param("a.tp.xyz", ALWAYS, id="a host"),
    pytest.param("tp.xyz.example.com", ALWAYS, id="a host inside"),
    pytest.param("T.ME", ALWAYS, id="a host in capitals"),
    pytest.param("tkpkt.org", ALWAYS, id="a label"),
    pytest.param("-tk-pkt.org", ALWAYS, id="a label with hyphens"),
    pytest.param("a.docs.example.com.", ALWAYS, id="three labels"),
    pytest.param("a_b.org", ALWAYS, id="underscore"),
    pytest.param("https://x.org", ALWAYS, id="address"),
    pytest.param("\u0442\u043eken", ALWAYS, id="other letters"),
    pytest.param("1.2.3.4", ALWAYS, id="number"),
    pytest.param("1.2.3.4.", ALWAYS, id="number and dot"),
    pytest.param("a.0xAB", ALWAYS, id="number in base 16"),
    pytest.param("..", ALWAYS, id="dots only"),
    pytest.param("x" * 64 + ".org", ALWAYS, id="a label that is too long"),
    pytest.param("a." * 127, ALWAYS, id="a host that is too long"),
    pytest.param("x" * 70_000, ALWAYS, id="a line that is too long"),
    pytest.param("xn--abc.org", ENCODED, id="encoded"),
    pytest.param("www.XN--abc.org", ENCODED, id="encoded, in capitals"),
    pytest.param("token.xn--abc", ENCODED | NEAR, id="encoded beside a name"),
]
SKIPPED = [
    pytest.param("", id="nothing"),
    pytest.param("example.org", id="another name"),
    pytest.param("example.org.", id="another name with a dot"),
    pytest.param("tok.io", id="two pairs"),
    pytest.param("example.token", id="the ending"),
    pytest.param("tp.xyzz.org", id="a longer host"),
    pytest.param("at.me", id="a host with a letter before it"),
    pytest.param("mytkpkt.org", id="a label with letters before it"),
    pytest.param("0xample.org", id="begins like a number"),
    pytest.param("4chan.org", id="begins with a digit"),
    pytest.param("axn--b.org", id="not encoded"),
    pytest.param("xn-a.org", id="one hyphen"),
    pytest.param("xn--", id="nothing encoded"),
    pytest.param(f"{'x' * 63}." * 3 + "y" * 61, id="as long as a host may be"),
]


@pytest.mark.parametrize("before", ["", "a", "a.b"], ids=["first", "letter", "name"])
@pytest.mark.parametrize(("line", "why"), PASSED)
def test_passes(gate: Gate, line: str, why: int, before: str) -> None:
    assert passing(gate, [before, line, "x.org"]) == {1: why}
    assert passing(gate, [line]) == {0: why}


@pytest.mark.parametrize("line", SKIPPED)
def test_skips(gate: Gate, line: str) -> None:
    assert passing(gate, ["a.b", line, "x.org"]) == {}


def test_it_says_where_a_line_stands(gate: Gate) -> None:
    assert list(gate.passing(b"a.org\ntoken.io\n")) == [Passed(1, 6, 14, NEAR)]


def test_m_may_be_two_letters_beside_capitals() -> None:
    gates = [Gate([row(text, need=1)], []) for text in ("amber", "tokey")]

    assert [passing(gate, ["A-xrn.org", "a-xrn.org"]) for gate in gates] == [{0: ALWAYS}, {}]


def test_names_that_the_machine_has_no_bit_for_are_refused() -> None:
    rows = [row(f"abc{chr(97 + at // 26)}{chr(97 + at % 26)}de") for at in range(NAMES)]

    assert passing(Gate(rows, []), ["abccldez.org", "zbccl.org"]) == {0: NEAR}
    with pytest.raises(OverflowError):
        Gate([*rows, TOKEN], [])


def test_no_lines_and_no_names() -> None:
    assert passing(Gate([TOKEN], HOSTS), []) == {}
    assert passing(Gate([], []), ["tokenpocket.io", "1.2.3.4"]) == {1: ALWAYS}


LINES = st.lists(st.text(st.sampled_from("tokenpwalqiTOI013-.xs"), max_size=30), max_size=30)


@given(LINES)
def test_it_counts_what_the_gate_of_the_guard_counts(guard: Guard, rows: list[str]) -> None:
    registry = guard.registry
    kept = [
        # A name of one letter that may be lost is in every line, so that the pairs alone decide.
        Row(name._replace(text="x", skeleton="x", swapped=""), *pairs)
        for name, pairs in zip(registry.host_names, registry.host_gate.rows, strict=True)
        if name.text.isascii() and not name.short
    ]
    passed = passing(Gate(kept, []), [f"{one}.io" for one in rows])
    for at, one in enumerate(rows):
        for text in {one.lower(), fold.seen(one)}:
            joined = text.replace("-", "").replace(".", "")
            near = (*registry.near_host(joined), *registry.near_host(joined.translate(fold.LEET)))
            if any(name.text.isascii() and not name.short for name in near):
                assert at in passed


RUN = """
from channelguard.scan.gate import Gate
print([one.number for one in Gate([], []).passing(b"example.org\\n1.2.3.4\\n")])
"""


@pytest.mark.full
def test_machine_code_that_cannot_be_kept_or_used_is_made_anew(tmp_path: Path) -> None:
    def found(**env: str) -> str:
        full = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kept")} | env
        done = subprocess.run(
            [sys.executable, "-c", RUN], env=full, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    assert found() == "[1]"
    kept = [path for path in tmp_path.rglob("*") if path.suffix in {".nbi", ".nbc"}]
    assert {path.suffix for path in kept} == {".nbi", ".nbc"}
    for path in kept:
        path.write_bytes(path.read_bytes()[:9])
    assert found() == "[1]"
    for path in kept:
        path.unlink()
        path.mkdir()
    assert found() == "[1]"
