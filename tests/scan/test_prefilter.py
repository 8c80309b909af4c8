"""Is no line skipped that the guard would flag?"""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard import Guard, Level, Registry, Verdict
from channelguard.model import Unreadable
from channelguard.parse import MAX_CHARS
from channelguard.registry import plain_data
from channelguard.scan import prefilter as prefilter_module
from channelguard.scan.prefilter import Prefilter

ACORN = Path(__file__).parents[1] / "brands" / "acorn"
Mutants = Callable[[int], Iterator[str]]


@pytest.fixture(scope="module")
def prefilter(guard: Guard) -> Prefilter:
    return Prefilter(guard.registry)


def lost(prefilter: Prefilter, guard: Guard, rows: Iterable[str]) -> list[str]:
    """Return the lines that are flagged although they would be skipped."""
    kept = [row for row in rows if row and "\n" not in row]
    block = "".join(f"{row}\n" for row in kept).encode("utf-8", "surrogatepass")
    passed = dict(prefilter.suspects(block))
    assert all(text == block.split(b"\n")[at] for at, text in islice(passed.items(), 99))
    verdicts = (guard.check(row, kind="url") for at, row in enumerate(kept) if at not in passed)
    return [one.subject.raw for one in verdicts if one.level >= Level.SUSPICIOUS or unreadable(one)]


def unreadable(verdict: Verdict) -> bool:
    """Tell whether it belongs into the side file."""
    raw = verdict.subject.raw
    return bool(raw.strip()) and any(isinstance(one, Unreadable) for one in verdict.subject.atoms)


def test_no_mutant_is_lost(mutants: Mutants, prefilter: Prefilter, guard: Guard) -> None:
    assert lost(prefilter, guard, islice(mutants(1), 4_000)) == []


def test_names_for_which_there_are_no_bits_left_are_looked_for_in_another_pass(
    mutants: Mutants, prefilter: Prefilter, guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = "".join(f"{row}\n" for row in islice(mutants(6), 2_000)).encode()
    monkeypatch.setattr(prefilter_module, "NAMES", 1)

    assert list(Prefilter(guard.registry).suspects(block)) == list(prefilter.suspects(block))


def differing(guard: Guard, rows: Iterable[str]) -> list[str]:
    """Return the hosts that the guard answers at once otherwise than when it takes a look."""
    levels = (
        (row, *(guard.check(p + row, kind="url").level for p in ("", "https://"))) for row in rows
    )
    return [row for row, at_once, looked_at in levels if at_once != looked_at]


def test_what_is_answered_at_once_is_what_a_look_shows(mutants: Mutants, guard: Guard) -> None:
    assert differing(guard, islice(mutants(7), 4_000)) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(8, 12))
def test_what_is_answered_at_once_is_what_many_looks_show(
    mutants: Mutants, guard: Guard, seed: int
) -> None:
    assert differing(guard, islice(mutants(seed), 40_000)) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(2, 6))
def test_no_mutant_of_many_is_lost(
    mutants: Mutants, prefilter: Prefilter, guard: Guard, seed: int
) -> None:
    assert lost(prefilter, guard, islice(mutants(seed), 60_000)) == []


@given(st.lists(st.text(st.sampled_from("tokenpwalci1l0rv-.sIxm9"), max_size=24), max_size=40))
def test_no_drawn_line_is_lost(prefilter: Prefilter, guard: Guard, rows: list[str]) -> None:
    assert lost(prefilter, guard, rows) == []


DATA = ("tp_impersonations", "other_brands", "hard_negatives", "urls")


@pytest.mark.parametrize("name", DATA)
def test_no_line_of_the_labelled_sets_is_lost(
    prefilter: Prefilter, guard: Guard, shared: Path, name: str
) -> None:
    text = (shared / "data" / f"{name}.dev.tsv").read_text("utf-8")
    cells = dict.fromkeys(cell for line in text.splitlines() for cell in line.split("\t"))

    assert lost(prefilter, guard, cells) == []


def test_no_generated_attack_is_lost(prefilter: Prefilter, guard: Guard, shared: Path) -> None:
    lines = (shared / "data" / "attacks.dev.jsonl").read_text("utf-8").splitlines()

    assert lost(prefilter, guard, [json.loads(line)["input"] for line in lines]) == []


@pytest.mark.full
def test_no_popular_name_is_lost(prefilter: Prefilter, guard: Guard, shared: Path) -> None:
    with gzip.open(shared / "data" / "popular_domains.dev.txt.gz", "rt", encoding="utf-8") as file:
        names = [line.strip() for line in islice(file, 200_000)]

    assert lost(prefilter, guard, names) == []


def test_nothing_of_an_invented_brand_is_lost() -> None:
    guard = Guard(Registry.load(ACORN))
    rows = [
        f"{before}{name}{behind}"
        for name in (
            "acornpurse",
            "acompurse",
            "ACORNPURSE",
            "ACOMPURSE",
            "ac0rnpurse",
            "purseacorn",
        )
        for before in ("", "my-", "x.")
        for behind in (".com", "-help.net", "s.io", ".t.me")
    ]

    assert lost(Prefilter(guard.registry), guard, rows) == []


UNUSUAL = [
    pytest.param(
        {"text": "\u0441\u043e\u0441\u043e\u0440\u0430", "seen": "cocopa"},
        ["xn--80a1aaicb.com", "COCOPA.com", "xn---x-6kc9cameb.com"],
        id="other letters that look like Latin ones",
    ),
    pytest.param(
        {"text": "wallet\u94b1", "seen": "wallet\u94b1", "max_edits": 1},
        ["wallet.com", "wallets.com", "WALLET.com", "xn--wallet-9j5m.com"],
        id="one other letter",
    ),
    pytest.param(
        {"text": "burnkind", "seen": "bumkind", "max_edits": 6},
        ["xn--bcher-kva.brnxnd-.github.io", "xn--bcher-kva.brnknq.com", "BURNKIND.com"],
        id="many edits, and r beside n",
    ),
    pytest.param(
        {"text": "tpwallet", "seen": "tpwallet"},
        ["TPWRNX.com", "login.Tpwrnx.com", "tpwmx.net", "-tpw-mx.net"],
        id="an abbreviation with an m",
    ),
]


@pytest.mark.parametrize(("row", "hosts"), UNUSUAL)
def test_nothing_of_an_unusual_name_is_lost(row: dict[str, Any], hosts: list[str]) -> None:
    data = copy.deepcopy(plain_data(ACORN))
    for brand in data["brands"]:
        plain = {"parts": [row["text"]], "generic": [], "max_edits": 1}
        brand["names"] = [{**brand["names"][0], **plain, **row}]
        brand["short"] = [{"text": "tpwmx", "seen": "tpwmx"}]
    guard = Guard(Registry(data))

    assert all(guard.check(host, kind="url").level >= Level.SUSPICIOUS for host in hosts[:3])
    assert lost(Prefilter(guard.registry), guard, hosts) == []


PASSED = [
    pytest.param("x" * 64 + ".com", id="a label that is too long"),
    pytest.param("a." * 130 + "com", id="a host that is too long"),
    pytest.param("xn--twallet-qjg.io", id="encoded"),
    pytest.param("www.xn--9ca0b\u0301.io", id="no letters of hosts"),
    pytest.param("x" * (MAX_CHARS + 1), id="endless"),
    pytest.param("..", id="dots only"),
    pytest.param("2130706433", id="number"),
    pytest.param("0x7f.0x1", id="number in base 16"),
    pytest.param("1.2.3.4.", id="number and dot"),
    pytest.param("https://example.org/tokenpocket.pro", id="address with a path"),
    pytest.param("\u0442\u043ekenpocket.pro", id="other letters"),
    pytest.param("tokenpocket_support.t.me", id="account"),
    pytest.param("a.tp.xyz.example.com", id="official host inside"),
    pytest.param("tpglobalwallet.net", id="retired"),
    pytest.param("tpw.a...llet.support.pages.dev", id="dots in a row"),
    pytest.param("a\u3000b.com", id="white space"),
]
SKIPPED = [
    pytest.param("example.org", id="a name"),
    pytest.param("some-long-name.of.somebody.co.uk", id="a long name"),
    pytest.param("www.wikipedia.org", id="www"),
    pytest.param("EXAMPLE.ORG", id="capitals"),
    pytest.param("xn--80aaaac8algcbgbck3fl0q.xn--p1ai", id="encoded"),
    pytest.param("xnview.com", id="not encoded"),
    pytest.param("a--b.com", id="two hyphens"),
    pytest.param("blackrockinvestor.info", id="letters of a name"),
    pytest.param("", id="nothing"),
    pytest.param("pocket.example.com", id="a generic word"),
]


@pytest.mark.parametrize("row", PASSED)
def test_passes_on(prefilter: Prefilter, row: str) -> None:
    found = prefilter.suspects(f"example.org\n{row}\nexample.net\n".encode())

    assert list(found) == [(1, row.encode())]


@pytest.mark.parametrize("row", PASSED)
@pytest.mark.parametrize("before", [0, 1, 9, 60_000], ids=lambda count: f"{count} before it")
def test_passes_on_the_last_line(prefilter: Prefilter, row: str, before: int) -> None:
    found = prefilter.suspects(
        f"{'example.org' * bool(before)}\n".encode() * before + f"{row}\n".encode()
    )

    assert list(found) == [(before, row.encode())]


@pytest.mark.parametrize("row", SKIPPED)
def test_skips(prefilter: Prefilter, row: str) -> None:
    assert list(prefilter.suspects(f"{row}\n".encode())) == []


def test_few_popular_names_are_passed_on(prefilter: Prefilter, shared: Path) -> None:
    data = gzip.decompress((shared / "data" / "popular_domains.dev.txt.gz").read_bytes())
    passed = sum(1 for _ in prefilter.suspects(data[: data.rindex(b"\n") + 1]))

    assert passed < data.count(b"\n") / 2_500
