"""Do the commands `guide` and `channels` lead to support, on a terminal and in a pipe?"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from channelguard import cli_guide, guide_text
from channelguard.cli import cli
from channelguard.console import Status
from channelguard.registry_schema import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Terminal = Callable[..., tuple[int, bytes]]

ACORN = str(Path(__file__).parent / "brands" / "acorn")
MAILBOX = "service@tokenpocket.pro"


def run(*args: str, stdin: str = "") -> Result:
    """Run the command line in this process, in English, without a terminal."""
    env = {"LC_ALL": "C.UTF-8", "LANG": "", "NO_COLOR": "", "COLUMNS": "80"}
    return CliRunner(env=env).invoke(cli, args, input=stdin, terminal_width=80)


SHOWN = [
    pytest.param(["guide"], "no-answer", id="menu"),
    pytest.param(["guide", "transfer"], MAILBOX, id="topic"),
    pytest.param(["guide", "nobody", "answers"], MAILBOX, id="question"),
    pytest.param(["guide", "--lang", "zh", "转账失败"], "转账卡住", id="Chinese question"),
    pytest.param(["guide", "--markdown", "login"], "# I cannot log in", id="Markdown"),
    pytest.param(["guide", "--pin", "telegram"], "<b>", id="page for Telegram"),
    pytest.param(["guide", "--pin", "discord"], "**", id="page for Discord"),
    pytest.param(["guide", "--registry", ACORN], "no guide", id="registry without a guide"),
    pytest.param(["channels"], MAILBOX, id="directory"),
    pytest.param(["channels", "--kind", "tg"], "https://t.me/tokenPocket_en", id="alias"),
    pytest.param(["channels", "--registry", ACORN], "https://acornpurse.com", id="another brand"),
    pytest.param(["channels", "--role", "business", "--kind", "app"], "No channel", id="none"),
    pytest.param(["channels", "--retired"], "withdrawn", id="retired"),
    pytest.param(["channels", "--lang", "zh"], "使用中", id="directory in Chinese"),
]


@pytest.mark.parametrize(("args", "shown"), SHOWN)
def test_it_answers(args: list[str], shown: str) -> None:
    result = run(*args)

    assert result.exit_code == Status.OFFICIAL, result.output
    assert shown in result.stdout
    assert "\x1b" not in result.stdout


WRONG = [
    pytest.param(["channels", "--kind", "pigeon"], id="no such kind"),
    pytest.param(["channels", "--role", "pigeon"], id="no such role"),
    pytest.param(["guide", "--pin", "pigeon"], id="no such place"),
    pytest.param(["guide", "--lang", "xx"], id="no such language"),
]


@pytest.mark.parametrize("args", WRONG)
def test_a_wrong_call_is_told_in_one_line(args: list[str]) -> None:
    result = run(*args)

    assert result.exit_code == Status.USAGE
    assert result.stderr.startswith("channelguard: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_question_that_is_too_long_is_told_so() -> None:
    result = run("guide", "why " * 30_000)

    assert result.exit_code == Status.FAILED
    assert result.stderr.count("\n") == 1


def test_json_has_one_object_a_line() -> None:
    topics = [json.loads(line) for line in run("guide", "--json").stdout.splitlines()]
    rows = [json.loads(line) for line in run("channels", "--json").stdout.splitlines()]
    (answer,) = [
        json.loads(line) for line in run("guide", "--json", "verify my wallet").stdout.splitlines()
    ]

    assert {"login", "emergency"} <= {topic["id"] for topic in topics}
    assert MAILBOX in {row["value"] for row in rows}
    assert (answer["topic"]["id"], answer["emergency"]["id"]) == ("secret-asked", "emergency")


def test_a_question_is_repeated_nowhere() -> None:
    words = "abandon " * 11 + "about"
    result = run("guide", f"is this right: {words}")

    assert "abandon" not in result.output
    assert "new wallet" in result.stdout


def test_the_options_are_those_of_the_schema() -> None:
    fields = Channel.model_fields

    assert set(cli_guide.KINDS) == set(fields["kind"].annotation.__args__)  # type: ignore[union-attr] # a Literal
    assert set(cli_guide.ROLES) == set(fields["role"].annotation.__args__)  # type: ignore[union-attr] # a Literal
    assert cli_guide.PLACES == guide_text.PLACES


TYPED = [
    pytest.param("2\n\n", "I cannot log in", id="number"),
    pytest.param("nobody answers\n\n", "Nobody answers me", id="question"),
    pytest.param("2\n3\n\n", "A transfer is pending", id="one after another"),
    pytest.param("99\n\n", "No topic fits", id="number that is none"),
    pytest.param("\u0662\n\n", "I cannot log in", id="digit of another script"),
]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX terminals")
@pytest.mark.parametrize(("typed", "shown"), TYPED)
def test_on_a_terminal_it_asks(terminal: Terminal, typed: str, shown: str) -> None:
    status, seen = terminal(["guide"], typed.encode(), LC_ALL="C.UTF-8")

    assert status == Status.OFFICIAL
    assert shown in seen.decode()
    assert "Number or question" in seen.decode()
