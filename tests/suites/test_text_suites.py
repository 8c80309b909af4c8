"""Is every naughty string, secret and message of the collections answered?"""

from __future__ import annotations

import json
from pathlib import Path

from channelguard import Level, check, explain
from channelguard.model import KINDS
from channelguard.render import to_json


def test_naughty_strings_are_never_official(shared: Path) -> None:
    naughty = json.loads((shared / "suites/blns/blns.json").read_text("utf-8"))

    assert len(naughty) == 515
    assert [text for text in naughty if check(text).level is Level.OFFICIAL] == []
    assert [text for text in naughty if check(f"{text}.pro").level is Level.OFFICIAL] == []


def test_secrets_are_answered_as_every_kind(shared: Path) -> None:
    lines = (shared / "suites/own/secrets.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        text = json.loads(line)["text"]
        for kind in (None, *KINDS):
            verdict = check(text, kind=kind)

            assert verdict.level is not Level.OFFICIAL
            assert to_json(verdict).isascii()
            assert explain(verdict, "zh")

    assert len(lines) == 29


def test_seed_phrases_are_answered(shared: Path) -> None:
    vectors = json.loads((shared / "suites/bip39/vectors.json").read_text("utf-8"))
    phrases = [row[1] for rows in vectors.values() for row in rows]
    for phrase in phrases:
        assert check(phrase).level is not Level.OFFICIAL

    assert len(phrases) > 200
