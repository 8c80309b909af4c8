"""Does every input, however broken, end in a verdict or a documented error, in time?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from channelguard import InputError, Level, Registry, RegistryError, check, explain
from channelguard.model import KINDS
from channelguard.overview import table
from channelguard.parse import MAX_CHARS
from channelguard.render import to_json

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

MAX_MILLISECONDS = 250
"""Processor time for one answer with its explanation (acceptance A19)."""

MAX_MEBIBYTES = 100
"""Memory on top of the loaded registry; source as above."""

KINDS_TRIED = [None, *KINDS]
PLATFORMS = [None, "telegram", "x", "no such platform"]
STATUSES = {0, 1, 3, 4, 5}
"""Exit statuses of a check that was called rightly."""

TIMED = """\
import json, resource, signal, sys, time
from channelguard import check, explain
from channelguard.parse import MAX_CHARS
from channelguard.render import to_json

def peak():
    # ru_maxrss would count the parent before the exec, too.
    return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024

kind = sys.argv[1] or None
cases = json.load(sys.stdin)
explain(check("https://t\\u043ekenpocket.pro/x?y=https://example.org"), "zh")
before = peak()
for name, text in cases:
    print(json.dumps({"begins": name}), flush=True)
    signal.alarm(5)  # ends the process even inside a normalisation
    started = time.process_time()
    verdict = check(text[:MAX_CHARS], kind=kind)
    explain(verdict), to_json(verdict)
    seconds = time.process_time() - started
    signal.alarm(0)
    row = {"name": name, "ms": round(seconds * 1000), "mib": peak() - before}
    print(json.dumps(row | {"level": verdict.level.name}), flush=True)
"""
"""Answers every case with an alarm that kills; tells which case it was in."""


@pytest.mark.full
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("", id="no kind"),
        *(pytest.param(kind, id=kind, marks=pytest.mark.full) for kind in KINDS),
    ],
)
def test_hostile_inputs_are_answered_in_time(shared: Path, child: Child, kind: str) -> None:
    cases = list(run_path(str(shared / "suites/own/hostile_inputs.py"))["cases"](MAX_CHARS))

    assert len(cases) == 47
    assert timed(child, cases, kind) == []


RUNS = [
    ("a", "@b"),
    ("mailto:", "@x"),
    ("a", "dot"),
    ("h.", "["),
    ("https://a.example/", "(.)"),
    ("", "<a@example.org"),
    ("[x](", ")"),
    ("<a href=", ">"),
    ("=?utf-8?q?", "?= <a@example.org>"),
    ("https:", "//example.org"),
    ("@", ""),
    ("telegram:", "x"),
]
"""What stands before and behind one character repeated up to the limit: a regular expression
that looks for white space, dots or slashes from every place takes the square of the length."""


@pytest.mark.full
@pytest.mark.parametrize(
    "filler",
    [
        pytest.param(" ", id="spaces"),
        pytest.param("\t", id="tabs", marks=pytest.mark.full),
        pytest.param("\u3000", id="wide spaces", marks=pytest.mark.full),
        pytest.param(".", id="dots", marks=pytest.mark.full),
        pytest.param("a.", id="labels", marks=pytest.mark.full),
        pytest.param("a ", id="letters and spaces", marks=pytest.mark.full),
        pytest.param("[.]", id="dots in brackets", marks=pytest.mark.full),
        pytest.param("\\\\", id="backslashes", marks=pytest.mark.full),
        pytest.param('"', id="quotes", marks=pytest.mark.full),
        pytest.param("%20", id="encoded spaces", marks=pytest.mark.full),
    ],
)
def test_long_runs_are_answered_in_time(child: Child, filler: str) -> None:

    cases = [
        (f"{before}...{after}", before + filler * (60_000 // len(filler)) + after)
        for before, after in RUNS
    ]
    kinds = ["", "email"] if filler == " " else [""]

    assert [timed(child, cases, kind) for kind in kinds] == [[]] * len(kinds)


def timed(child: Child, cases: list[tuple[str, str]], kind: str) -> list[dict[str, Any]]:
    """Answer the cases in one process; return those over a limit, or the one that killed it."""
    done = child([kind], code=TIMED, stdin=json.dumps(cases).encode())
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    rows = [line for line in lines if "name" in line]
    if done.returncode:
        return [{"killed in": lines[-1]["begins"], "status": done.returncode}]
    return [
        row
        for row in rows
        if row["ms"] > MAX_MILLISECONDS
        or row["mib"] > MAX_MEBIBYTES
        or row["level"] == "OFFICIAL"
        or len(rows) != len(cases)
    ]


@pytest.fixture(scope="module")
def small(shared: Path) -> list[str]:
    """Return the tiny inputs and the naughty strings."""
    tiny = run_path(str(shared / "suites/own/hostile_inputs.py"))["SMALL"]
    naughty = json.loads((shared / "suites/blns/blns.json").read_text("utf-8"))
    found = [*tiny, *naughty]

    assert (len(tiny), len(naughty)) == (74, 515)
    return found


def test_small_inputs_get_a_verdict(small: list[str]) -> None:
    assert list(_official([(text, None, None) for text in small])) == []


@pytest.mark.full
def test_small_inputs_get_a_verdict_as_every_kind(small: list[str]) -> None:
    calls: list[tuple[str, str | None, str | None]] = [
        *product(small, KINDS, [None]),
        *product(small, ["handle"], PLATFORMS[1:]),
    ]

    assert list(_official(calls)) == []


@pytest.mark.full
def test_small_inputs_get_a_verdict_beside_a_brand(small: list[str]) -> None:
    calls: list[tuple[str, str | None, str | None]] = [
        *((f"{before}{text}", None, None) for text in small for before in ("https://", "@")),
        *((f"{text}@tokenpocket.pro", "email", None) for text in small),
        *((f"https://tokenpocket.pro/{text}", "url", None) for text in small),
        *((f"TokenPocket {text}", "name", "telegram") for text in small),
    ]

    assert list(_official(calls)) == []


def _official(calls: list[tuple[str, str | None, str | None]]) -> Iterator[object]:
    """Answer every call; yield those that hold no listed channel and were called official."""
    for text, kind, platform in calls:
        verdict = check(text, kind=kind, platform=platform)
        assert json.loads(to_json(verdict))["input"] == text
        explain(verdict)
        if verdict.level is Level.OFFICIAL and not text.startswith("https://tokenpocket.pro/"):
            yield text, kind, platform


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("\ud800", id="high"),
        pytest.param("\udfff", id="low"),
        pytest.param("https://\ud800.example/", id="in a host"),
        pytest.param("https://tokenpocket.pro/\ud800", id="in a path"),
        pytest.param("https://tokenpocket.pro/?u=https://\ud800.example", id="in a link inside"),
        pytest.param("@\udcff", id="in a handle"),
        pytest.param("TokenPocket\ud83d", id="half an emoji in a name"),
        pytest.param("a\ud800@tokenpocket.pro", id="before the at sign"),
        pytest.param("=?utf-8?b?7aCA?= <a@example.org>", id="encoded in a display name"),
        pytest.param("[tokenpocket.pro](https://\ud800.example)", id="in a target"),
        pytest.param("\udf00\ud83d", id="a pair the wrong way round"),
    ],
)
@pytest.mark.parametrize("kind", KINDS_TRIED)
def test_lone_surrogates_are_answered(raw: str, kind: str | None) -> None:
    verdict = check(raw, kind=kind)

    assert to_json(verdict).isascii()
    for lang in ("en", "zh"):
        assert (explain(verdict, lang) + table([verdict], lang)).encode()


def test_small_inputs_are_answered_as_arguments(small: list[str], child: Child) -> None:
    texts = [text for text in small if "\0" not in text and text not in {"-", "\ud800"}]
    done = child(["check", "--json", "--", *texts])

    assert done.stderr == b""
    assert [json.loads(line)["input"] for line in done.stdout.splitlines()] == texts
    assert done.returncode in STATUSES


def test_small_inputs_are_answered_as_lines(small: list[str], child: Child) -> None:
    lines = [line for text in small for line in text.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line.strip()]
    stdin = "\n".join(lines).encode("utf-8", "surrogatepass")
    done = child(["check"], stdin=stdin)

    assert done.stderr == b""
    assert len(done.stdout.splitlines()) > len(lines)
    assert done.returncode in STATUSES


def test_a_small_input_is_no_registry(small: list[str], tmp_path: Path) -> None:
    for text in small:
        with pytest.raises(RegistryError) as caught:
            Registry.load(tmp_path / "nowhere" / f"x{text.lstrip('/')}".replace("..", "__"))
        assert "\n" not in str(caught.value)


@pytest.mark.full
def test_a_small_input_in_place_of_a_registry_is_one_line(child: Child, small: list[str]) -> None:
    for text in [text for text in small if "\0" not in text and text != "\ud800"][::97]:
        done = child(["check", "--registry", f"nowhere/{text}", "example.org"])

        assert done.returncode == 1
        assert done.stderr.count(b"\n") == 1
        assert b"Traceback" not in done.stderr


@pytest.mark.full
def test_a_small_input_as_a_value_of_a_registry_is_refused_or_read(
    small: list[str], tmp_path: Path
) -> None:
    (tmp_path / "brands").mkdir()
    brand = tmp_path / "brands" / "acme.yaml"
    for start in range(0, len(small), 20):
        values = map(json.dumps, small[start : start + 20])
        channels = [CHANNEL.format(id=number, value=value) for number, value in enumerate(values)]
        brand.write_text(BRAND + "".join(channels), "utf-8")
        with pytest.raises(RegistryError, match="acme") as caught:
            Registry.load(tmp_path)

        assert all(len(problem.splitlines()) == 1 for problem in caught.value.problems)
        assert all("acme.yaml" in problem for problem in caught.value.problems)


BRAND = """\
schema: "1"
brand: acme
title: {en: Acme, zh: Acme}
operator: Acme
last_verified: 2026-11-22
valid_until: 2030-11-22
names: []
short: []
unused: []
channels:
"""
"""The head of a registry of one brand."""

CHANNEL = """\
  - id: web-{id}
    kind: site
    value: {value}
    scope: domain
    role: website
    status: current
    confidence: primary
    purpose: main site
    last_verified: 2026-11-22
    evidence: [{{source: "https://example.org", publisher: Acme, seen: 2026-11-22}}]
"""
"""One channel of it, whose value is to be filled in."""


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param({"text": None}, "input is a NoneType, it must be a string", id="nothing"),
        pytest.param({"text": b"x"}, "input is a bytes, it must be a string", id="bytes"),
        pytest.param({"text": 7}, "input is a int, it must be a string", id="number"),
        pytest.param({"text": "x", "kind": "pigeon"}, "kind must be one of url", id="kind"),
        pytest.param({"text": "x", "kind": ""}, "kind must be one of url", id="empty kind"),
    ],
)
def test_a_wrong_call_is_an_error_that_says_what_is_wrong(
    call: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        check(**call)


def test_the_limit_of_recursion_is_not_needed() -> None:
    before = sys.getrecursionlimit()
    deep = "https://a.example/?url=" * 2_000

    assert check(deep).level is not Level.OFFICIAL
    assert check("[" * 60_000).level is not Level.OFFICIAL
    assert check('{"a":' * 12_000).level is not Level.OFFICIAL
    assert sys.getrecursionlimit() == before
