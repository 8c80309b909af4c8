"""Do findings stand in columns, and can none of them do anything to the terminal?"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from channelguard.difference import width
from channelguard.harmless import ascii_host
from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.form import Look
from channelguard.scan.showing import shown
from channelguard.scan.writers import writer

FOUND = Finding(7, "tp-waIlet.io", Level.DANGEROUS, 85, "tpwallet.io", ("host-typo",))


def lines(*findings: Finding, look: Look | None = None) -> list[str]:
    """Write a table and return its lines."""
    out = io.StringIO()
    with writer(out, "table", look or Look()) as rows:
        for one in findings:
            rows.write(one)
    return out.getvalue().splitlines()


def test_a_row_is_defanged_but_for_the_channel_imitated() -> None:
    head, row = lines(FOUND)

    assert head.split() == ["LEVEL", "SCORE", "LINE", "CHANNEL", "INPUT"]
    assert row.split() == ["DANGEROUS", "85", "7", "tpwallet.io", "tp-waIlet[.]io"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_stand_under_each_other_in_any_letters(lang: str) -> None:
    wide = replace(FOUND, imitates="\u94b1\u5305" * 30, input="\u94b1\u5305" * 100, number=10**12)
    plain = replace(FOUND, imitates="", level=Level.SUSPICIOUS)
    rows = lines(FOUND, wide, plain, look=Look(lang))
    start = width(rows[0].rpartition(" ")[0]) + 1
    cut = [next(at for at in range(len(row)) if width(row[:at]) == start) for row in rows]

    assert all(row[at - 2 : at] == "  " != row[at] for at, row in zip(cut, rows, strict=True))
    assert max(map(width, rows)) <= 80


def test_rows_beyond_the_last_are_counted() -> None:
    assert len(lines(*[FOUND] * 5, look=Look(rows=5))) == 6
    assert lines(*[FOUND] * 8, look=Look(rows=5))[6:] == ["(and 3 more)"]


def test_nothing_found_is_nothing_written() -> None:
    assert lines() == []


def test_colour_is_only_where_it_was_asked_for_and_ends() -> None:
    [_, plain], [_, coloured] = lines(FOUND), lines(FOUND, look=Look(colour=True))

    assert "\x1b" not in plain
    assert coloured.replace("\x1b[1;31m", "").replace("\x1b[0m", "") == plain
    assert coloured.count("\x1b[0m") == 1


def test_a_row_is_there_as_soon_as_it_is_found() -> None:
    out = io.StringIO()
    rows = writer(out, "table")
    rows.write(FOUND)

    assert "tp-waIlet[.]io" in out.getvalue()
    rows.discard()


def test_a_host_in_other_letters_never_stands_without_its_ascii_form(shared: Path) -> None:
    path = shared / "suites" / "chromium-idn" / "idn_spoof_cases.json"
    seen = [
        row["unicode"].rstrip(".")
        for row in json.loads(path.read_text("utf-8"))["cases"]
        if row["unicode"] and not row["unicode"].isascii()
    ]
    hosts = {one: ascii_host(one) for one in seen if ascii_host(one)}
    wrong = [
        one
        for one, form in hosts.items()
        for text in (one, f"https://{one}/x")
        if ("." in one or text != one)  # a word alone is no host
        and form not in shown(replace(FOUND, input=text)).replace("[.]", ".")
    ]

    assert len(hosts) > 300
    assert wrong == []
