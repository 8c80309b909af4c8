"""Can an input control the terminal, the log or the JSON in which its answer is shown?

`test_output_injection` fills every field of a verdict; here the payloads go the whole way: through
`check`, through the command line, onto a terminal, and into error messages and file names.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from channelguard import check, explain
from channelguard.model import KINDS
from channelguard.overview import table
from channelguard.render import to_json

pytestmark = pytest.mark.full  # a program for each payload

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]

Terminal = Callable[..., tuple[int, bytes]]

UTF8 = {"LC_ALL": "C.UTF-8"}

WRAPPED = [
    pytest.param("{}", id="alone"),
    pytest.param("https://tp-waIlet.io/{}", id="path"),
    pytest.param("https://t\u043ekenpocket{}.pro/", id="host"),
    pytest.param("https://{}@tokenpocket.pro/", id="user"),
    pytest.param("@tokenpocket_{}", id="handle"),
    pytest.param('"TokenPocket {}" <a@evil.example>', id="mailbox"),
    pytest.param("TokenPocket {}", id="name"),
    pytest.param("Please go to https://tp-waIlet.io {} now", id="message"),
]


@pytest.fixture(scope="module")
def payloads(shared: Path) -> list[str]:
    """Return the payloads; surrogate pairs are joined as a terminal would."""
    lines = (shared / "suites/own/output_injection.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line)["payload"] for line in lines]

    assert len(found) == 64
    return found


@pytest.mark.parametrize("form", WRAPPED)
@pytest.mark.parametrize(
    "kind", [None, *(pytest.param(kind, marks=pytest.mark.full) for kind in KINDS)]
)
def test_no_answer_holds_a_control(
    payloads: list[str], forbidden: frozenset[str], form: str, kind: str | None
) -> None:
    wrong = []
    for payload in payloads:
        raw = form.replace("{}", payload)
        verdict = check(raw, kind=kind)
        for lang in ("en", "zh"):
            shown = explain(verdict, lang) + table([verdict], lang)
            if not forbidden.isdisjoint(shown):
                wrong.append((raw, lang))

    assert wrong == []


@pytest.mark.parametrize("form", WRAPPED)
def test_json_stays_one_line_of_ascii(payloads: list[str], form: str) -> None:
    for payload in payloads:
        raw = form.replace("{}", payload)
        line = to_json(check(raw))

        assert line.isascii()
        assert line.isprintable()
        assert json.loads(line)["input"] == raw


def test_no_payload_starts_a_line_of_its_own(payloads: list[str]) -> None:
    """An answer about text with line ends has as many lines as that about text without."""
    for payload in payloads:
        verdict = check(f"https://tp-waIlet.io/ {payload}", kind="url")
        lines = explain(verdict).splitlines()

        assert [line for line in lines[1:] if line.startswith(("OFFICIAL", "verdict"))] == []
        assert "Traceback" not in "".join(lines)


def arguments(payloads: list[str]) -> list[str]:
    """Leave out what the system cannot pass as an argument."""
    return [
        payload.encode("utf-8", "replace").decode()
        for payload in payloads
        if "\0" not in payload and payload != "-"
    ]


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_the_command_in_a_pipe_is_not_controlled(
    payloads: list[str], forbidden: frozenset[str], child: Child, options: list[str]
) -> None:
    done = child(["check", *options, "--", *arguments(payloads)])

    assert forbidden.isdisjoint(done.stdout.decode())
    assert done.stderr == b""


def test_a_terminal_is_not_controlled(
    payloads: list[str], forbidden: frozenset[str], terminal: Terminal
) -> None:
    status, shown = terminal(["check", "--", *arguments(payloads)], TERM="dumb", **UTF8)

    assert status in {3, 4, 5}
    assert forbidden.isdisjoint(shown.decode().replace("\r\n", "\n"))


def test_a_terminal_with_colour_shows_our_colours_only(
    payloads: list[str], forbidden: frozenset[str], terminal: Terminal
) -> None:
    _, shown = terminal(["check", "--", *arguments(payloads)], TERM="xterm", **UTF8)
    plain = shown.decode().replace("\r\n", "\n")
    for number in ("0", *map(str, range(1, 10)), *map(str, range(30, 38)), "1;31", "1;32", "1;33"):
        plain = plain.replace(f"\x1b[{number}m", "")

    assert b"\x1b[" in shown
    assert forbidden.isdisjoint(plain)


def test_an_error_on_a_terminal_is_not_controlled(
    payloads: list[str], forbidden: frozenset[str], terminal: Terminal
) -> None:
    paths = "".join(arguments(payloads)).replace("/", "_")[:200]
    for args in (
        ["check", "--registry", f"/nowhere/{paths}", "x"],
        [paths],
        ["check", f"--{paths}"],
    ):
        status, shown = terminal(args, TERM="xterm", **UTF8)

        assert status in {1, 2}
        assert forbidden.isdisjoint(shown.decode().replace("\r\n", "\n"))


@pytest.mark.full
def test_no_payload_as_a_file_name_controls_an_error(
    payloads: list[str], forbidden: frozenset[str], tmp_path: Path
) -> None:
    from click.testing import CliRunner  # noqa: PLC0415

    from channelguard.cli import cli  # noqa: PLC0415

    for number, payload in enumerate(arguments(payloads)[::3]):
        folder = tmp_path / str(number)
        (folder / "brands").mkdir(parents=True)
        name = payload.replace("/", "_").encode()[:200].decode("utf-8", "ignore")
        (folder / "brands" / f"{name}.yaml").write_text("a: [", "utf-8")
        for args in (["registry", "lint", str(folder)], ["check", "--registry", str(folder), "x"]):
            done = CliRunner().invoke(cli, args)

            assert done.exit_code == 1
            assert forbidden.isdisjoint(done.output)
