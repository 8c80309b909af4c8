"""Does a pasted secret turn up anywhere: verdict, explanation, JSON, command line, error?

For the published vectors of BIP-39 and the disguises of the suite, sent as whatever one can send.
No three words of a phrase in a row and no 16 characters of a key may be left.
"""

from __future__ import annotations

import json
import re
import traceback
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from channelguard import Guard, InputError, Verdict, explain, to_dict

KEY = 16
ROW = 3

SENT: list[tuple[str, str | None, Callable[[str], str]]] = [
    ("text", "message", str),
    ("anything", None, str),
    ("address", "url", lambda text: "https://tp-waIlet.io/?phrase=" + quote(text)),
    ("host", "url", lambda text: "https://" + re.sub(r"\s", "-", text) + ".example/"),
    ("handle", "handle", lambda text: "@" + re.sub(r"\s", "_", text)),
    ("mail", "email", lambda text: re.sub(r"\s", ".", text) + "@example.org"),
    ("name", "name", lambda text: "TokenPocket Support " + text),
    ("app", "app", lambda text: re.sub(r"\s", ".", text)),
]


def flat(text: str) -> str:
    """Return the letters and digits, so that spaces and escapes hide nothing."""
    found = unquote(text)
    found = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), found)
    found = unicodedata.normalize("NFKD", found).lower()
    return re.sub(r"[\W_]+", "", found)


def leaks(secret: str, said: str) -> list[str]:
    """Return the parts of the secret that can be read in what was said."""
    words = secret.split()
    size = ROW if len(words) > ROW else KEY
    parts = words if size == ROW else list(secret)
    rows = (flat("".join(parts[at : at + size])) for at in range(len(parts) - size + 1))
    shown = flat(said)
    return [row for row in rows if row in shown]


def everything(verdict: Verdict) -> str:
    """Return all that is said about an input."""
    said: list[Any] = [verdict.subject.raw, repr(verdict), json.dumps(to_dict(verdict))]
    said += [json.dumps(to_dict(verdict), ensure_ascii=False)]
    said += [explain(verdict, lang=lang) for lang in ("en", "zh")]
    said += [
        str(getattr(atom, name, "")) for atom in verdict.subject.atoms for name in atom.__slots__
    ]
    return "\n".join(said)


def vectors(shared: Path) -> list[str]:
    table = json.loads((shared / "suites/bip39/vectors.json").read_text("utf-8"))
    return [row[1] for rows in table.values() for row in rows]


def disguises(shared: Path) -> list[dict[str, str]]:
    lines = (shared / "suites/own/secrets.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def wrong(guard: Guard, raw: str, secret: str, kind: str | None) -> list[str]:
    """Return what is amiss in the answer to a secret."""
    verdict = guard.check(raw, kind=kind)
    flags = {one.rule for one in verdict.evidence}
    found = leaks(secret, everything(verdict))
    return found + ([] if "secret-pasted" in flags else ["no flag"])


WAYS = [pytest.param(kind, write, id=name) for name, kind, write in SENT]


@pytest.mark.full
@pytest.mark.parametrize(("kind", "write"), WAYS)
def test_no_vector_is_left_anywhere(
    shared: Path, guard: Guard, kind: str | None, write: Callable[[str], str]
) -> None:
    texts = vectors(shared)
    amiss = {text: wrong(guard, write(text), text, kind) for text in texts}

    assert len(texts) == 240
    assert {text: found for text, found in amiss.items() if found} == {}


@pytest.mark.parametrize(("kind", "write"), WAYS)
def test_no_disguise_is_left_anywhere(
    shared: Path, guard: Guard, kind: str | None, write: Callable[[str], str]
) -> None:
    rows = [row for row in disguises(shared) if row["expect"] == "redact"]
    amiss = {row["name"]: wrong(guard, write(row["text"]), row["secret"], kind) for row in rows}

    assert len(rows) == 26
    assert {name: found for name, found in amiss.items() if found} == {}


@pytest.mark.parametrize("kind", [None, "message"])
def test_what_is_no_secret_is_not_called_one(shared: Path, guard: Guard, kind: str | None) -> None:
    rows = [row for row in disguises(shared) if row["expect"] != "redact"]
    flags = {
        row["name"]: {one.rule for one in guard.check(row["text"], kind=kind).evidence}
        for row in rows
    }

    assert len(rows) == 3
    assert [name for name, found in flags.items() if "secret-pasted" in found] == []


def test_the_advice_is_to_move_the_funds(shared: Path, guard: Guard) -> None:
    verdict = guard.check(vectors(shared)[1])

    assert "move your funds" in explain(verdict)
    assert "\u8f6c\u79fb" in explain(verdict, lang="zh")


def test_an_official_address_with_a_secret_is_not_called_official(
    shared: Path, guard: Guard
) -> None:
    raw = "https://tokenpocket.pro/?m=" + quote(vectors(shared)[1])

    assert guard.check(raw).level.name != "OFFICIAL"


def test_no_error_holds_a_secret(shared: Path, guard: Guard) -> None:
    secret = vectors(shared)[1]
    with pytest.raises(InputError, match=r"^input has ") as caught:
        guard.check(f"{secret}\n" * 2_000)

    assert leaks(secret, "".join(traceback.format_exception(caught.value))) == []


@pytest.mark.parametrize("form", [[], ["--json"], ["--lang", "zh"]], ids=" ".join)
def test_the_command_line_does_not_repeat_a_secret(
    shared: Path, child: Callable[..., Any], form: list[str]
) -> None:
    secrets = [*vectors(shared)[::12], *(r["secret"] for r in disguises(shared) if "secret" in r)]
    texts = [*vectors(shared)[::12], *(r["text"] for r in disguises(shared) if "secret" in r)]
    done = child(["check", *form, "--", *texts])
    said = (done.stdout + done.stderr).decode()

    assert done.returncode in {0, 3, 4, 5}
    assert [found for secret in secrets for found in leaks(secret, said)] == []
