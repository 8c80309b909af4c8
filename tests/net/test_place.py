"""Is what is sent made from what a browser would read?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from channelguard.net.place import Place, place


@pytest.mark.parametrize(
    ("text", "base", "asked", "host", "port"),
    [
        pytest.param("http://a.example", "", "http://a.example/", "a.example", 80, id="plain"),
        pytest.param("https://A.org./b", "", "https://a.org./b", "a.org", 443, id="dot"),
        pytest.param("http://a:81/", "", "http://a:81/", "a", 81, id="port"),
        pytest.param("https://a:443/", "", "https://a/", "a", 443, id="the usual port"),
        pytest.param("http://b:c@a/?d#e", "", "http://a/?d", "a", 80, id="userinfo and fragment"),
        pytest.param("http://[::1]/", "", "http://[::1]/", "::1", 80, id="IPv6"),
        pytest.param("http://0x7f.1/", "", "http://127.0.0.1/", "127.0.0.1", 80, id="hexadecimal"),
        pytest.param("//b/", "https://a/", "https://b/", "b", 443, id="of the same scheme"),
        pytest.param("\\\\b\\c", "http://a/", "http://b/c", "b", 80, id="backslashes"),
        pytest.param("http:///b/", "http://a/", "http://b/", "b", 80, id="three slashes"),
        pytest.param("../c?d", "http://a/x/y/z", "http://a/x/c?d", "a", 80, id="relative"),
        pytest.param("\xe9", "http://a/", "http://a/%C3%A9", "a", 80, id="not ASCII"),
        pytest.param("http://b\xfccher.example/", "", "http://xn--bcher-kva.example/",
                     "xn--bcher-kva.example", 80, id="a name that is not ASCII"),
    ],
)  # fmt: skip
def test_place(text: str, base: str, asked: str, host: str, port: int) -> None:
    found = place(text, base)

    assert found is not None
    assert (found.asked, found.host, found.port) == (asked, host, port)


@pytest.mark.parametrize(
    "text", ["", "a", "//a", "http://", "http://a|b/", "http://[fe80::1%25x]/"]
)
def test_no_place(text: str) -> None:
    assert place(text) is None


def test_hosts_are_those_of_the_url_standard(shared: Path) -> None:
    cases = json.loads((shared / "suites/own/url_confusion.json").read_text("utf-8"))["cases"]
    wrong = []
    for case in cases:
        scheme, _, host = case["whatwg_scheme_host"].partition(":")
        found = place(json.loads(case["input_json"]))
        if scheme in {"http", "https"} and _host(found) != host.removesuffix("."):
            wrong.append(case["name"])
        if scheme.startswith("!") and found is not None:
            wrong.append(case["name"])

    assert len(cases) == 57
    assert wrong == []


def _host(found: Place | None) -> str:
    """Return the host as the suite writes it."""
    if found is None:
        return ""
    return f"[{found.host}]" if ":" in found.host else found.host
