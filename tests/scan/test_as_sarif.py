"""Is what is written SARIF 2.1.0, result by result, and is its message for people harmless?"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from channelguard.model import Level
from channelguard.render import rule_says
from channelguard.scan import Finding
from channelguard.scan.form import Look
from channelguard.scan.writers import writer

FOUND = Finding(7, "tp-waIlet.io", Level.DANGEROUS, 85, "tpwallet.io", ("host-typo",), "", "a.txt")

TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"],
        "additionalProperties": False}  # fmt: skip


def closed(required: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def some(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind}


STRING, INDEX = {"type": "string"}, {"type": "integer", "minimum": 0}
RULE = closed(("id",), id=STRING, shortDescription=TEXT, fullDescription=TEXT)
PLACE = closed(
    ("artifactLocation", "region"),
    artifactLocation=closed(("uri",), uri={"type": "string", "pattern": r"^[!-~]+$"}),
    region=closed(("startLine",), startLine={"type": "integer", "minimum": 1}),
)
RESULT = closed(
    ("ruleId", "message", "level", "locations"),
    ruleId=STRING,
    ruleIndex=INDEX,
    level={"enum": ["none", "note", "warning", "error"]},
    rank={"type": "number", "minimum": 0, "maximum": 100},
    message=TEXT,
    locations=some(closed(("physicalLocation",), physicalLocation=PLACE)),
    partialFingerprints={"type": "object", "additionalProperties": STRING},
    properties={"type": "object"},
)
DRIVER = closed(("name", "rules"), name=STRING, version=STRING, rules=some(RULE))
RUN = closed(
    ("tool", "results"),
    tool=closed(("driver",), driver=DRIVER),
    results=some(RESULT),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
)
LOG = closed(
    ("version", "runs"),
    **{"$schema": STRING, "version": {"const": "2.1.0"}, "runs": some(RUN)},
)
"""The parts of the standard that are used, every object closed: sections 3.13, 3.14, 3.18, 3.19,
3.27, 3.28, 3.29, 3.30 and 3.49 of SARIF 2.1.0."""


def log(*findings: Finding, lang: str = "en") -> dict[str, Any]:
    """Write a log and read it."""
    out = io.StringIO()
    with writer(out, "sarif", Look(lang)) as rows:
        for one in findings:
            rows.write(one)
    assert out.getvalue().isascii()
    read: dict[str, Any] = json.loads(out.getvalue())
    return read


def payloads(shared: Path) -> list[Finding]:
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["payload"] for line in lines]
    return [
        Finding(number, one, level, 40, one, (one, "host-typo"), one, one)
        for level in Level
        for number, one in enumerate(texts)
    ]


def test_a_log_is_what_the_standard_says(shared: Path) -> None:
    jsonschema.validate(log(), LOG)
    jsonschema.validate(log(FOUND), LOG)
    jsonschema.validate(log(*payloads(shared), lang="zh"), LOG)


def test_a_log_fits_the_schema_of_the_standard(shared: Path) -> None:
    path = shared / "suites" / "sarif" / "sarif-schema-2.1.0.json"
    if not path.is_file():
        pytest.skip("cannot run here: no copy of the schema of SARIF beside the checkout")
    schema = json.loads(path.read_text("utf-8"))

    jsonschema.Draft4Validator(schema).validate(log(FOUND, *payloads(shared)))


def test_a_result_says_what_and_where() -> None:
    [run] = log(FOUND)["runs"]
    [result] = run["results"]
    title, more = rule_says("host-typo")

    assert result["ruleId"] == "host-typo"
    assert result["level"] == "error"
    assert result["rank"] == 85
    assert result["message"]["text"] == f"tp-waIlet[.]io: {title}. {more}"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.txt"},
        "region": {"startLine": 7},
    }
    assert result["properties"]["input"] == FOUND.input


def test_each_rule_is_described_once_and_found_by_its_index() -> None:
    other = replace(FOUND, rules=("host-affix", "host-typo"), level=Level.SUSPICIOUS)
    [run] = log(FOUND, other, FOUND, replace(other, rules=()))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["host-typo", "host-affix", "other"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "error", "warning"]


def test_results_are_written_as_they_come() -> None:
    out = io.StringIO()
    rows = writer(out, "sarif")
    rows.write(FOUND)

    assert '"ruleId": "host-typo"' in out.getvalue()
    rows.discard()


MESSAGES = [
    pytest.param("{0} {x}", "{{0}} {{x}}", id="placeholder"),
    pytest.param(
        "[official](https://evil.example)", "[official] (hxxps://evil[.]example)", id="link"
    ),
    pytest.param("a.(b)", "a[.] (b)", id="link made by defanging"),
    pytest.param("t\u0440wallet.io", "xn--twallet-qjg[.]io (t<U+0440>wallet[.]io)", id="letters"),
    pytest.param("a\x1b[2J", r"a\x1b[2J", id="escape"),
]


@pytest.mark.parametrize(("text", "says"), MESSAGES)
def test_a_message_leads_nowhere(text: str, says: str) -> None:
    [result] = log(replace(FOUND, input=text))["runs"][0]["results"]

    assert result["message"]["text"].startswith(f"{says}: ")


SOURCES = [
    pytest.param("", "stdin", id="no name"),
    pytest.param("a b/\u94b1.txt", "a%20b/%E9%92%B1.txt", id="letters and spaces"),
    pytest.param("/tmp/a.txt", "/tmp/a.txt", id="from the root"),  # noqa: S108 - opens nothing
    pytest.param("//evil.example/a", "/evil.example/a", id="no host"),
    pytest.param("https://evil.example", "https%3A//evil.example", id="no scheme"),
    pytest.param("C:\\a", "C%3A%5Ca", id="Windows"),
    pytest.param("\ud83d", "%ED%A0%BD", id="lone surrogate"),
]


@pytest.mark.parametrize(("source", "uri"), SOURCES)
def test_a_source_is_a_relative_reference(source: str, uri: str) -> None:
    [result] = log(replace(FOUND, source=source))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]

    assert place["artifactLocation"]["uri"] == uri


def test_a_finding_keeps_its_fingerprint_from_run_to_run() -> None:
    prints = [
        one["partialFingerprints"]
        for one in log(FOUND, replace(FOUND, number=9, date="x"), replace(FOUND, input="x"))[
            "runs"
        ][0]["results"]
    ]

    assert prints[0] == prints[1] != prints[2]
