"""Does every rule and every code have its sentences, alike in every language?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from channelguard.detectors import RULES
from channelguard.errors import InputError, RegistryError
from channelguard.sentence_source import compile_sentences, fields
from channelguard.wording import FOLDER, digest, languages, words

if TYPE_CHECKING:
    from pathlib import Path

KNOWN_FIELDS = {"seen", "imitates", "host", "platform"}
"""What `render` fills into the sentence of a rule."""

PROMISES = re.compile(r"\b(safe|verified|trusted|trustworthy)\b|安全|已验证|可信", re.IGNORECASE)
"""Words that no answer has: nothing found is not safe."""

BRANDS = re.compile(r"tpwallet|tokenpocket|token pocket|TP钱包", re.IGNORECASE)
"""Nothing in the package knows a brand."""


def rule_ids() -> list[str]:
    """List the rules of the built-in table."""
    return [rule.id for rule in RULES]


@pytest.mark.parametrize("lang", languages())
def test_every_rule_has_its_sentences(lang: str) -> None:
    wanted = {f"rule.{rule}.{part}" for rule in rule_ids() for part in ("title", "says", "more")}

    assert wanted - words(lang).keys() == set()


def test_no_sentence_is_left_of_a_rule_that_is_gone() -> None:
    told = {key.split(".")[1] for key in words("en") if key.startswith("rule.")}

    assert told - set(rule_ids()) == set()


@pytest.mark.parametrize("lang", languages())
def test_rules_use_only_fields_that_are_filled(lang: str) -> None:
    used = {
        name for key, text in words(lang).items() if key[:5] == "rule." for name in fields(text)
    }

    assert used <= KNOWN_FIELDS


@pytest.mark.parametrize("lang", languages())
def test_titles_and_explanations_have_no_fields(lang: str) -> None:
    plain = [key for key in words(lang) if key.endswith((".title", ".more"))]

    assert [key for key in plain if key != "line.more" and fields(words(lang)[key])] == []


@pytest.mark.parametrize("lang", languages())
def test_no_sentence_promises_anything(lang: str) -> None:
    assert {key: text for key, text in words(lang).items() if PROMISES.search(text)} == {}


@pytest.mark.parametrize("lang", languages())
def test_no_sentence_names_a_brand(lang: str) -> None:
    assert {key: text for key, text in words(lang).items() if BRANDS.search(text)} == {}


def test_warnings_speak_of_suspicion() -> None:
    assert "suspected" in words("en")["first.suspicious"]
    assert "likely" in words("en")["first.dangerous"]
    assert "疑似" in words("zh")["first.suspicious"]
    assert "很可能" in words("zh")["first.dangerous"]


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(InputError, match="there are: en, zh"):
        words("xx")


def test_the_compiled_form_carries_the_digest_of_its_files() -> None:
    compiled = compile_sentences()

    assert compiled["digest"] == digest()
    assert compiled["languages"] == {lang: words(lang) for lang in languages()}


FAULTY = [
    pytest.param("a: '{host}'\n", "a: '{seen}'\n", "fields differ", id="other field"),
    pytest.param("a: x\nb: y\n", "a: x\n", "b: missing", id="sentence missing"),
    pytest.param("a: x\n", "a: ''\n", "a: missing", id="sentence empty"),
    pytest.param("a: x\n", "a: x\na: y\n", "given twice: a", id="key twice"),
    pytest.param("a: x\n", "a: [x]\n", "neither a sentence", id="list"),
    pytest.param("a: x\n", "a: 'x\n", "not readable as YAML", id="no YAML"),
]


@pytest.mark.parametrize(("one", "other", "problem"), FAULTY)
def test_files_that_differ_are_refused(tmp_path: Path, one: str, other: str, problem: str) -> None:
    (tmp_path / "en.yaml").write_text(one, encoding="utf-8")
    (tmp_path / "zh.yaml").write_text(other, encoding="utf-8")

    with pytest.raises(RegistryError, match=problem):
        compile_sentences(tmp_path)


def test_words_that_yaml_would_turn_into_other_types_stay_words(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("a: no\nb: 010\n", encoding="utf-8")

    assert compile_sentences(tmp_path)["languages"] == {"en": {"a": "no", "b": "010"}}


def test_sentence_files_hold_nothing_invisible() -> None:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")

        assert all(char.isprintable() or char == "\n" for char in text), path.name
