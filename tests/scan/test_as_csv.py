"""Does a spreadsheet run nothing, and does every text come back?"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channelguard.harmless import visible
from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.as_csv import CsvRows, cell, original
from channelguard.scan.as_json import FIELDS

CELLS = [
    pytest.param("tp-wallet.example", "tp-wallet.example", id="domain"),
    pytest.param("TokenPocket \u94b1\u5305", "TokenPocket \u94b1\u5305", id="Han"),
    pytest.param("a,b", "a,b", id="comma is the format's business"),
    pytest.param("a=b+c-d@e", "a=b+c-d@e", id="not at the beginning"),
    pytest.param(r"back\slash", r"back\slash", id="backslash"),
    pytest.param("", "", id="empty"),
    pytest.param("@TokenPocket_TR", "'@TokenPocket_TR", id="account"),
    pytest.param("=1+1", "'=1+1", id="equals"),
    pytest.param("+1+1", "'+1+1", id="plus"),
    pytest.param("-2+3", "'-2+3", id="minus"),
    pytest.param("  =1", "'  =1", id="behind spaces"),
    pytest.param("\uff1d1", "'\uff1d1", id="FULLWIDTH EQUALS SIGN"),
    pytest.param("\uff0b1", "'\uff0b1", id="FULLWIDTH PLUS SIGN"),
    pytest.param("\uff0d1", "'\uff0d1", id="FULLWIDTH HYPHEN-MINUS"),
    pytest.param("\uff20a", "'\uff20a", id="FULLWIDTH COMMERCIAL AT"),
    pytest.param("\ufe661", "'\ufe661", id="SMALL EQUALS SIGN"),
    pytest.param("\t=1", r"'\x09=1", id="tab"),
    pytest.param("\r=1", r"'\x0d=1", id="carriage return"),
    pytest.param("a\nb", r"'a\x0ab", id="second line"),
    pytest.param("'a", "''a", id="apostrophe"),
    pytest.param("@a\\b", r"'@a\\b", id="backslash in a marked cell"),
    pytest.param("a\u202eb", r"'a\u202eb", id="RIGHT-TO-LEFT OVERRIDE"),
    pytest.param("a\U000e0041", r"'a\U000e0041", id="TAG LATIN CAPITAL LETTER A"),
    pytest.param("a\ud83d", r"'a\ud83d", id="lone surrogate"),
]


@pytest.mark.parametrize(("text", "written"), CELLS)
def test_a_cell_is_written_as_the_table_says(text: str, written: str) -> None:
    assert cell(text) == written
    assert original(written) == text


@given(st.text(st.characters()))
def test_every_text_comes_back(text: str) -> None:
    assert original(cell(text)) == text


@given(st.text(st.sampled_from("'\\x0u1aU=@\uff1d\n\u202e\ud800 ")))
def test_every_text_of_what_the_rule_is_made_of_comes_back(text: str) -> None:
    assert original(cell(text)) == text


@given(st.text(st.characters()))
def test_no_cell_begins_like_a_formula_or_hides_anything(text: str) -> None:
    written = cell(text)

    assert unicodedata.normalize("NFKC", written.strip())[:1] not in set("=+-@")
    assert all(map(visible, written))


def test_any_text_is_text() -> None:
    """What nobody wrote by this rule is read without an error."""
    assert original(r"'a\q\x1") == r"a\q\x1"


def test_rows_are_read_back_by_any_reader(shared: Path) -> None:
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    out = io.StringIO(newline="")
    rows = CsvRows(out)
    for number, one in enumerate(payloads, 1):
        rows.write(Finding(number, one, Level.DANGEROUS, 75, one, (one, "b"), one, one))
    read = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))

    assert len(out.getvalue().splitlines()) == len(payloads) + 1 == 65
    assert out.getvalue().count("\r\n") == 65
    assert [original(row["input"]) for row in read] == payloads
    assert [original(row["source"]) for row in read] == payloads
    assert {row["level"] for row in read} == {"dangerous"}
    assert out.getvalue().startswith(",".join(FIELDS) + "\r\n")
