"""Does the reader agree with other people's collections of hostile addresses?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import ada_url

from channelguard import Level, check, explain
from channelguard.model import Link, Unreadable, Verdict
from channelguard.render import to_json

ABSOLUTE = re.compile(r"https?:", re.IGNORECASE)


def host_of(verdict: Verdict) -> str:
    """Return the host that was judged first; empty if none could be read."""
    first = next(iter(verdict.subject.atoms), None)
    return first.host.resolved if isinstance(first, Link) else ""


def test_hosts_of_the_url_standard(shared: Path) -> None:
    """Absolute http(s) addresses: the same host or none, and nothing read that must fail."""
    cases = json.loads((shared / "suites/wpt/urltestdata.json").read_text("utf-8"))
    cases += json.loads((shared / "suites/wpt/ada_extra_urltestdata.json").read_text("utf-8"))
    different, accepted, read = [], [], 0
    for case in cases:
        if isinstance(case, str) or not _absolute(case):
            continue
        found = host_of(check(case["input"], kind="url"))
        read += bool(found)
        if case.get("failure") and found:
            accepted.append((case["input"], found))
        elif found and found != case["hostname"]:
            different.append((case["input"], found, case["hostname"]))

    assert read > 150
    assert different == []
    assert accepted == []


def _absolute(case: dict[str, Any]) -> bool:
    """Tell whether a case is an http(s) address that needs no other to be read."""
    text = re.sub(r"[\t\n\r]", "", case["input"]).strip("".join(map(chr, range(0x21))))
    scheme = ABSOLUTE.match(text)
    if not scheme:
        return False
    base = case.get("base") or ""
    if base and not ada_url.check_url(base):
        return False  # must fail because of the other address
    relative = base.lower().startswith(scheme[0].lower())
    return not relative or text[scheme.end() : scheme.end() + 2].replace("\\", "/") == "//"


def test_spellings_of_official_hosts(shared: Path) -> None:
    cases = json.loads((shared / "suites/own/url_confusion.json").read_text("utf-8"))["cases"]
    wrong, official = [], []
    for case in cases:
        scheme, _, host = case["whatwg_scheme_host"].partition(":")
        raw = json.loads(case["input_json"])
        verdict = check(raw, kind="url")
        found = host_of(verdict)
        if scheme in {"http", "https", "ftp"} and found and found != host:
            wrong.append((case["name"], found, host))
        if scheme.startswith("!") and found and case["name"] not in REPAIRED:
            wrong.append((case["name"], found, "unreadable"))
        if verdict.level is Level.OFFICIAL:
            official.append(case["name"])

    assert len(cases) == 57
    assert wrong == []
    assert set(official) == {"trailing dot", "uppercase"}


REPAIRED = {
    "hxxp",  # defanged on purpose: read as what it stands for
    "BOM",  # a browser's address bar drops it
    "nbsp",  # white space at the end of a host is trimmed from pasted text
}
"""Rows that the URL standard refuses and that are read all the same; never as official."""


def test_spellings_of_numeric_addresses(shared: Path) -> None:
    cases = json.loads((shared / "suites/own/ip_encodings.json").read_text("utf-8"))["cases"]
    unflagged, different, official = [], [], []
    for case in cases:
        verdict = check(case["url"])
        first = verdict.subject.atoms[0]
        if verdict.level is Level.OFFICIAL:
            official.append(case["url"])
        if isinstance(first, Link) and first.host.resolved != case["whatwg_host"]:
            different.append((case["url"], first.host.resolved))
        flagged = any(seen.rule == "host-address" for seen in verdict.evidence)
        named = bool(re.search("[a-z]", case["whatwg_host"] or "")) and case["form"] == "name"
        if not (flagged or named or isinstance(first, Unreadable)):
            unflagged.append((case["form"], case["url"]))

    assert len(cases) == 231
    assert unflagged == []
    assert different == []
    assert official == []


def test_where_parsers_disagree(shared: Path) -> None:
    lines = (shared / "suites/orange-tsai/samples.txt").read_text("utf-8").splitlines()
    samples = [line for line in lines if line and not line.startswith("#")]
    wrong = []
    for sample in samples:
        verdict = check(sample, kind="url")
        try:
            host = ada_url.URL(sample).hostname
        except ValueError:
            host = ""
        if verdict.level is Level.OFFICIAL or host_of(verdict) not in {"", host}:
            wrong.append((sample, host_of(verdict), host))
        assert json.loads(to_json(verdict))["input"] == sample
        assert sample not in explain(verdict)

    assert len(samples) > 25
    assert wrong == []


def test_redirect_targets_are_never_official(shared: Path) -> None:
    cases = json.loads((shared / "suites/own/redirect_cases.json").read_text("utf-8"))
    places = [case["location"] for case in cases if isinstance(case.get("location"), str)]
    # ``<...>`` stands for something that only a server can send.
    targets = [place for place in places if place and not place.startswith("<")]
    bare = [target for target in targets if check(target).level is Level.OFFICIAL]
    carried = [
        target
        for target in targets
        for place in ("?url=", "?next=", "#url=")
        for form in (target, quote(target, safe=""))
        if check(f"https://tokenpocket.pro/go{place}{form}").level is Level.OFFICIAL
    ]

    assert len(targets) > 20
    assert bare == []
    assert carried == []
