"""Does a real browser run the one script of the page, and nothing that stands in a finding?

The slow tier, where Chromium is installed. What the page is made of is `test_report`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from channelguard.model import Level
from channelguard.scan import Finding
from channelguard.scan.page_style import SCRIPT
from channelguard.scan.report import POLICY, Report

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

ROOT = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
"""Chromium has no sandbox for root, who runs the tests in some containers."""

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not BROWSER, reason="cannot run here: no chromium"),
]

FOUND = Finding(
    7, "tp-waIlet.io", Level.DANGEROUS, 85, "tpwallet.io", ("host-typo",), "2026-11-25", "a.txt"
)
ROWS = (
    FOUND,
    replace(FOUND, input="b-tpwallet.io", score=60, rules=("host-affix",)),
    replace(FOUND, input="a-tpwallet.io", score=30, level=Level.SUSPICIOUS),
)


def dom(tmp_path: Path, page: str, *options: str) -> str:
    """Return the page as it is after its script has run."""
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [
            *(
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={tmp_path}",
            ),
            *("--virtual-time-budget=2000", *options, "--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode()


def page(*findings: Finding) -> str:
    report = Report()
    for one in findings:
        report.add(one)
    return report.page(made="2026-11-25")


WORST, SECOND, THIRD = "tp-waIlet[.]io", "b-tpwallet[.]io", "a-tpwallet[.]io"

STEPS = {
    "": [WORST, SECOND, THIRD],
    "type('text', 'B-tpwallet.io')": [SECOND],
    "type('text', 'nowhere')": [],
    "type('text', '')": [WORST, SECOND, THIRD],
    "type('level', 'suspicious')": [THIRD],
    "type('level', ''); type('rule', 'host-typo')": [WORST, THIRD],
    "type('rule', ''); press(2)": [THIRD, SECOND, WORST],
    "press(2)": [WORST, SECOND, THIRD],
    "press(1)": [WORST, SECOND, THIRD],
    " press(1)": [THIRD, SECOND, WORST],
    "press(0)": [SECOND, WORST, THIRD],
}
"""What a reader does, one after the other, and the names that are shown after each; dots in
brackets are found without them, and equals stay in the order in which they stood."""

HANDS = """
const seen = {};
const type = (id, value) => {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event("input"));
};
const press = (at) => document.querySelectorAll("#names thead th")[at].firstChild.click();
for (const step of %s) {
  eval(step);
  seen[step] = [...document.querySelectorAll("#names tbody tr:not([hidden]) .name")]
    .map((cell) => cell.dataset.value);
}
document.title = JSON.stringify(seen);
"""


def test_names_are_filtered_and_sorted(tmp_path: Path) -> None:
    action = f"<script>{HANDS % json.dumps(list(STEPS))}</script></body>"
    after = dom(tmp_path, page(*ROWS).replace(POLICY, "").replace("</body>", action))
    title = after.partition("<title>")[2].partition("</title>")[0]

    assert json.loads(title) == STEPS


def test_the_script_runs_under_the_policy(tmp_path: Path) -> None:
    after = dom(tmp_path, page(*ROWS))

    assert 'class="controls" id="controls">' in after
    assert "3 of 3 rows shown" in after


def test_no_other_script_runs_under_the_policy(tmp_path: Path) -> None:
    """The control: the same script does run where there is no policy."""
    other = "<script>document.title = 'changed'</script></body>"
    text = page(*ROWS).replace("</body>", other)

    assert "<title>changed</title>" not in dom(tmp_path, text)
    assert "<title>changed</title>" in dom(tmp_path, text.replace(POLICY, ""))


def test_without_its_script_the_rows_are_there_and_the_controls_are_not(tmp_path: Path) -> None:
    after = dom(tmp_path, re.sub(r"script-src '[^']*'", "script-src 'none'", page(*ROWS)))

    assert 'id="controls" hidden=""' in after
    assert after.count("<tr data-level") == 3


def test_hostile_findings_are_text(tmp_path: Path, shared: Path) -> None:
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    name = "https://tp-waIlet.io/"
    found = [replace(FOUND, input=name + one, rules=(one,), source=one) for one in payloads]
    after = dom(tmp_path, page(*found))

    assert f"{len(payloads)} of {len(payloads)} rows shown" in after
    assert after.count("<script>") == after.count(SCRIPT) == 1
    assert not re.search(r"<(a|img|iframe|object|form|link|base)[ >]", after)
    assert not re.search(r"<[^>]* on[a-z]+=\"?alert", after)
