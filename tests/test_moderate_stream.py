"""Does the stream example answer every line, and say which it could not read?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.full  # a program for each question

ROOT = Path(__file__).parents[1]
LURE = "it is https://tp-waIlet.io"


def run(*lines: str | bytes, policy: Path | None = None) -> tuple[int, list[Any], list[Any]]:
    """Return the exit status, what was answered and what was complained about."""
    data = b"".join(
        (line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")) + b"\n"
        for line in lines
    )
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "moderate_stream.py", *([policy] if policy else [])],
        input=data,
        capture_output=True,
        check=False,
        timeout=30,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    answers, complaints = (
        [json.loads(line) for line in stream.decode("ascii").splitlines()]
        for stream in (done.stdout, done.stderr)
    )
    return done.returncode, answers, complaints


def row(text: str, **more: Any) -> str:
    return json.dumps({"text": text, **more})


def test_every_message_gets_an_answer_of_the_same_shape() -> None:
    status, answers, complaints = run(
        row("good morning"),
        row(LURE, sender={"name": "Ann", "handle": "ann_smith", "platform": "telegram", "id": "5"}),
        "",
        row("it is https://tokenpocket.pro", own_group=True),
        row("hello", sender={"name": "TokenPocket Official Support", "platform": "discord"}),
    )

    assert (status, complaints) == (0, [])
    assert [list(one) for one in answers] == [["level", "score", "actions", "reply", "rules"]] * 4
    assert [bool(one["actions"]) for one in answers] == [False, True, False, True]
    assert [bool(one["reply"]) for one in answers] == [False, True, False, True]
    assert answers[1]["level"] == "dangerous"
    assert answers[1]["actions"] == ["reply", "delete", "escalate"]
    assert answers[1]["reply"].startswith("DANGEROUS (85 of 100)")
    assert "host-lookalike" in answers[1]["rules"]
    assert answers[2]["rules"] == []


def test_a_role_name_counts_in_the_brands_own_group_only() -> None:
    sender = {"name": "Customer Support", "handle": "ann_smith", "platform": "telegram", "id": "5"}
    _, (elsewhere, at_home), _ = run(
        row("hello", sender=sender), row("hello", sender=sender, own_group=True)
    )

    assert elsewhere["actions"] == []
    assert at_home["level"] in {"suspicious", "dangerous"}


BAD = [
    pytest.param("no json", id="no JSON"),
    pytest.param("[1]", id="a list"),
    pytest.param("{}", id="no text"),
    pytest.param('{"text": 7}', id="a number for a text"),
    pytest.param('{"text": "x", "sender": "ann"}', id="a sender that is a string"),
    pytest.param('{"text": "x", "sender": {"name": 7}}', id="a name that is a number"),
    pytest.param('{"text": "x", "own_group": "yes"}', id="a word for a switch"),
    pytest.param('{"text": "x", "own_group": []}', id="a list for a switch"),
    pytest.param('{"text": "x", "chat": 7}', id="a number for a chat"),
    pytest.param('{"text": "x", "links": "tpwallet.io"}', id="a text for links"),
    pytest.param('{"text": "x", "links": ["tpwallet.io"]}', id="a link without what is shown"),
    pytest.param(b'{"text": "\xff"}', id="no UTF-8"),
    pytest.param("[" * 100_000, id="nested too deep"),
    pytest.param(row("x" * 70_000), id="a text over the limit"),
    pytest.param(row("x" * 2_000_000), id="a line over the limit"),
]
GOOD = [
    pytest.param(row("hello"), id="a text alone"),
    pytest.param(row(""), id="an empty text"),
    pytest.param(row("hello", sender=None), id="no sender"),
    pytest.param(row("hello", sender={}), id="nothing about the sender"),
    pytest.param(row("hello", sender={"id": 5}), id="an id that is a number"),
    pytest.param(row("hello", sender={"name": "Ann", "joined": 3}), id="a field too many"),
    pytest.param(row("hello", channel="general"), id="a field of the platform's own"),
    pytest.param(row("hello", own_group=False), id="a switch"),
    pytest.param(r'{"text": "\ud83d"}', id="a lone surrogate"),
    pytest.param("  " + row("hello") + "\r", id="spaces around"),
    pytest.param(row("\u4f60\u597d"), id="Chinese"),
    pytest.param(row("\U0001f512" * 65_536), id="the longest text in the widest letters"),
    pytest.param(row("hello", links=None, chat=""), id="no links and no chat"),
    pytest.param(row("a site", links=[["a site", "https://example.org"]]), id="an unlisted link"),
]


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    bad = [one.values[0] for one in BAD]
    status, answers, complaints = run(*bad, row("hello"))

    assert status == 1
    assert [(sorted(one), one["line"]) for one in complaints] == [
        (["error", "line"], number) for number in range(1, len(bad) + 1)
    ]
    assert [one["level"] for one in answers] == ["unknown"]
    assert "xxx" not in json.dumps(complaints)


def test_a_good_line_is_answered() -> None:
    good = [one.values[0] for one in GOOD]
    status, answers, complaints = run(*good)

    assert (status, complaints) == (0, [])
    assert [(one["level"], one["actions"]) for one in answers] == [("unknown", [])] * len(good)


def test_a_policy_of_ones_own(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('dry_run = false\nstaff = ["7"]\n[levels]\ndangerous = ["hold"]\n')
    staff, stranger = ({"id": number, "platform": "telegram"} for number in ("7", "8"))
    status, answers, _ = run(row(LURE, sender=staff), row(LURE, sender=stranger), policy=policy)

    assert status == 0
    assert [one["actions"] for one in answers] == [[], ["hold", "escalate"]]
    assert [one["reply"] for one in answers] == ["", ""]


def test_a_chat_of_its_own_policy(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(
        'dry_run = false\n[chats.home]\nlang = "zh"\nown_group = true\nstaff = ["7"]\n'
    )
    support = {"name": "Customer Support", "platform": "telegram", "id": "5"}
    _, (lure, by_staff, role, elsewhere), _ = run(
        row(LURE, chat="home"),
        row(LURE, chat="home", sender={"id": "7"}),
        row("hello", chat="home", sender=support),
        row("hello", chat="else", sender=support),
        policy=policy,
    )

    assert lure["reply"].startswith("\u5371\u9669")
    assert by_staff["actions"] == []
    assert role["level"] in {"suspicious", "dangerous"}
    assert elsewhere["actions"] == []


def test_a_link_behind_words_is_read() -> None:
    links = [["tokenpocket.pro", "https://evil.example/x"]]
    _, (plain, linked), _ = run(row("tokenpocket.pro"), row("tokenpocket.pro", links=links))

    assert plain["rules"] == []
    assert linked["rules"] == ["text-target-mismatch"]


def test_a_policy_that_is_not_understood_stops_it(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("dry-run = false\n")
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "moderate_stream.py", policy],
        input="", capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(f"{policy}: dry-run: unknown key")


def test_a_pasted_phrase_is_repeated_nowhere(shared: Path) -> None:
    lines = (shared / "suites" / "own" / "secrets.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    _, answers, complaints = run(*(row(one["text"]) for one in rows))
    said = [json.dumps(one, ensure_ascii=False) for one in answers]

    assert complaints == []
    for one, text in zip(rows, said, strict=True):
        words = (one.get("secret") or "").split()
        runs = [" ".join(words[at : at + 3]) for at in range(len(words) - 2)]

        assert not [run for run in runs if run in text]
