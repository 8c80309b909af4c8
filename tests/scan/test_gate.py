"""Does the count over arrays let through every line that the guard would look at?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard import Guard, fold
from channelguard.registry import Gate
from channelguard.scan.gate import LONGEST, PairGate

NEEDED = ((frozenset({"to", "ok", "ke", "en"}), 3), (frozenset({"tp", "pw", "wa"}), 2))
LINES = st.lists(st.text(st.sampled_from("tokenpwalqiTOI013-.xs"), max_size=30), max_size=30)


def passing(gate: PairGate, rows: list[str]) -> set[int]:
    return set(gate.passing("".join(f"{row}\n" for row in rows).encode()).tolist())


@given(LINES)
def test_it_passes_what_the_gate_of_the_guard_passes(guard: Guard, rows: list[str]) -> None:
    pairs = zip(guard.registry.host_gate.rows, guard.registry.host_names, strict=True)
    kept = [(row, name) for row, name in pairs if name.text.isascii()]
    gate = Gate(tuple(name for _, name in kept))
    passed = passing(PairGate(row for row, _ in kept), rows)
    for at, row in enumerate(rows):
        read = {row.lower(), fold.seen(row)}
        texts = {one.replace("-", "").replace(".", "") for one in read}
        if any(gate.near(way) for text in texts for way in (text, text.translate(fold.LEET))):
            assert at in passed


TABLE = [
    pytest.param("tokex", True, id="three pairs"),
    pytest.param("TOKEx", True, id="capitals"),
    pytest.param("t0k3x", True, id="digits for letters"),
    pytest.param("t-o.k-e", True, id="letters apart"),
    pytest.param("totoxto", True, id="a pair that is there three times"),
    pytest.param("tpw", True, id="another name"),
    pytest.param("x" * (LONGEST + 1), True, id="too long to be counted"),
    pytest.param("tok", False, id="two pairs"),
    pytest.param("toxen", False, id="two pairs apart"),
    pytest.param("", False, id="nothing"),
    pytest.param("x" * LONGEST, False, id="long"),
    pytest.param("\u0442\u043eken", False, id="other letters"),
]


@pytest.mark.parametrize(("row", "passed"), TABLE)
@pytest.mark.parametrize("before", ["", "a", "ab"], ids=["first", "odd", "even"])
def test_what_passes(row: str, before: str, *, passed: bool) -> None:
    gate = PairGate(NEEDED)

    assert passing(gate, [before, row, "x"]) == ({1} if passed else set())
    assert passing(gate, [row]) == ({0} if passed else set())


def test_more_names_than_one_integer_holds() -> None:
    names = [frozenset({f"{a}{b}" for b in "uvwxyz"}) for a in "abcdefghijk"]
    gate = PairGate((pairs, 3) for pairs in names)

    assert passing(gate, ["auavaw", "kukvkw", "kukv", "zuzvzw"]) == {0, 1}


def test_no_lines_and_no_names() -> None:
    assert passing(PairGate(NEEDED), []) == set()
    assert passing(PairGate([]), ["tokenpocket"]) == set()
