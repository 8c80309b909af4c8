"""Does the command line keep its promises: exit statuses, streams, help pages, start-up cost?"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from channelguard.cli import cli
from channelguard.cli_lookup import SCHEMAS
from channelguard.command import MAX_LINE, MAX_SKIP
from channelguard.console import LANGUAGES, Status, language
from channelguard.detectors import RULES
from channelguard.difference import width
from channelguard.parse import MAX_CHARS
from channelguard.registry_schema import KINDS
from channelguard.render import languages
from channelguard.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.testing import Result

    Child = Callable[..., subprocess.CompletedProcess[bytes]]
    Terminal = Callable[..., tuple[int, bytes]]

SRC = Path(__file__).parents[1] / "src"
GOLDEN = Path(__file__).parent / "golden"
START = "from channelguard.command import main; main()"
OFFICIAL, UNKNOWN = "tokenpocket.pro", "example.org"
SUSPICIOUS, DANGEROUS = "tpglobalwallet.net", "https://tp-waIlet.io/claim"
SECONDS = 60
"""How long a process may take before a test gives up; far above what any of them needs."""

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX devices and signals")


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command line in this process, with a terminal of 80 columns."""

    def invoke(*args: str, stdin: str | bytes = "", env: Mapping[str, str] | None = None) -> Result:
        plain = {"LC_ALL": "C.UTF-8", "LANG": "", "NO_COLOR": "", "COLUMNS": "80"}
        runner = CliRunner(env={**plain, **(env or {})})
        return runner.invoke(cli, args, input=stdin, terminal_width=80)

    return invoke


# Exit statuses

STATUSES = [
    pytest.param([OFFICIAL], Status.OFFICIAL, id="one official"),
    pytest.param([OFFICIAL, OFFICIAL], Status.OFFICIAL, id="all official"),
    pytest.param([UNKNOWN], Status.UNKNOWN, id="unknown differs from official and from failure"),
    pytest.param([SUSPICIOUS], Status.SUSPICIOUS, id="suspicious"),
    pytest.param([DANGEROUS], Status.DANGEROUS, id="dangerous"),
    pytest.param([DANGEROUS, OFFICIAL, UNKNOWN], Status.DANGEROUS, id="the worst counts, first"),
    pytest.param([OFFICIAL, UNKNOWN], Status.UNKNOWN, id="the worst counts, last"),
    pytest.param([""], Status.UNKNOWN, id="an empty variable opens nothing"),
    pytest.param(["x" * 70_000], Status.FAILED, id="too long to check"),
    pytest.param([DANGEROUS, "x" * 70_000], Status.FAILED, id="a failure beats dangerous"),
    pytest.param([], Status.FAILED, id="nothing on standard input"),
    pytest.param(["--kind", "pigeon", OFFICIAL], Status.USAGE, id="no such kind"),
    pytest.param(["--platform", "pigeon", "x"], Status.USAGE, id="no such platform"),
    pytest.param(["--lang", "xx", OFFICIAL], Status.USAGE, id="no such language"),
    pytest.param(["--nonsense", OFFICIAL], Status.USAGE, id="no such option"),
    pytest.param(["--registry", "/nowhere", OFFICIAL], Status.FAILED, id="no such registry"),
    pytest.param(["--", "--kind"], Status.UNKNOWN, id="a dash after the double dash"),
    pytest.param(
        ["--platform", "telegram", "@tokenpocket_en"], Status.OFFICIAL, id="a platform by its id"
    ),
]


@pytest.mark.parametrize(
    "dress", [pytest.param([], id="text"), pytest.param(["--json"], id="json")]
)
@pytest.mark.parametrize(("args", "status"), STATUSES)
def test_exit_status(
    run: Callable[..., Result], args: list[str], status: Status, dress: list[str]
) -> None:
    result = run("check", *dress, *args)

    assert result.exit_code == status, result.output


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
def test_the_numbers_of_the_statuses_are_for_ever(status: Status) -> None:
    numbers = {
        "OFFICIAL": 0,
        "FAILED": 1,
        "USAGE": 2,
        "UNKNOWN": 3,
        "SUSPICIOUS": 4,
        "DANGEROUS": 5,
        "INTERRUPTED": 130,
    }

    assert status == numbers[status.name]


def test_a_process_of_its_own_ends_with_the_same_status(child: Child) -> None:
    done = child(["check", DANGEROUS])

    assert (done.returncode, done.stderr) == (Status.DANGEROUS, b"")


# Several inputs


def test_several_inputs_give_a_table_worst_last_and_the_worst_explained(
    run: Callable[..., Result],
) -> None:
    alone = run("check", DANGEROUS).stdout
    result = run("check", DANGEROUS, OFFICIAL, UNKNOWN)
    table = result.stdout.removesuffix(alone)

    assert table != result.stdout
    assert table.index(OFFICIAL) < table.index("example") < table.index("tp-waIlet")


def test_one_input_gives_its_explanation_and_no_table(run: Callable[..., Result]) -> None:
    result = run("check", DANGEROUS)

    assert "tpwallet.io" in result.stdout
    assert DANGEROUS not in result.stdout


def test_json_is_one_ascii_object_per_line_in_input_order(run: Callable[..., Result]) -> None:
    inputs = [DANGEROUS, OFFICIAL, "\u5ba2\u670d\u2028\x85\x1b[2J", UNKNOWN]
    result = run("check", "--json", *inputs)

    assert result.stdout.isascii()
    assert [json.loads(line)["input"] for line in result.stdout.split("\n")[:-1]] == inputs


def test_a_dash_stands_for_standard_input(run: Callable[..., Result]) -> None:
    result = run("check", "--json", OFFICIAL, "-", UNKNOWN, stdin="a.example\n\nb.example")

    seen = [json.loads(line)["input"] for line in result.stdout.splitlines()]
    assert seen == [OFFICIAL, "a.example", "b.example", UNKNOWN]


# Standard input


def test_lines_give_a_row_each_under_one_heading_and_the_worst_explained(
    run: Callable[..., Result],
) -> None:
    alone = run("check", DANGEROUS).stdout
    result = run("check", stdin=f"{OFFICIAL}\n{DANGEROUS}\n{UNKNOWN}\n")
    rows = result.stdout.removesuffix("\n" + alone).splitlines()

    assert result.stdout.endswith("\n\n" + alone)
    assert [OFFICIAL in rows[1], "tp-waIlet" in rows[2], "example" in rows[3]] == [True] * 3
    assert len(rows) == 4


LINES = [
    pytest.param(b"example.org\n", ["example.org"], id="one line"),
    pytest.param(b"example.org", ["example.org"], id="no line end at the end"),
    pytest.param(b"a.example\r\nb.example\r\n", ["a.example", "b.example"], id="Windows line ends"),
    pytest.param(b"\xef\xbb\xbfexample.org\n", ["example.org"], id="byte order mark"),
    pytest.param(b"\n  \nexample.org\n\n", ["example.org"], id="blank lines say nothing"),
    pytest.param(b"\xff\xfe.example\n", ["\udcff\udcfe.example"], id="bytes that are not UTF-8"),
    pytest.param(b"a\0b.example\n", ["a\0b.example"], id="a null byte"),
]


@pytest.mark.parametrize(("stdin", "inputs"), LINES)
def test_lines_of_standard_input(
    run: Callable[..., Result], stdin: bytes, inputs: list[str]
) -> None:
    result = run("check", "--json", stdin=stdin)

    assert [json.loads(line)["input"] for line in result.stdout.splitlines()] == inputs


def test_a_line_may_hold_the_longest_input_in_the_widest_letters(
    run: Callable[..., Result],
) -> None:
    longest = "\U0001f512" * MAX_CHARS
    result = run("check", "--json", stdin=f"{longest}\n{'x' * (MAX_CHARS + 1)}\n")

    assert [json.loads(line)["input"] == longest for line in result.stdout.splitlines()] == [True]
    assert result.stderr == (
        "channelguard: standard input, line 2: input has 65537 characters, the limit is 65536\n"
    )


def test_a_line_above_the_limit_is_an_error_and_the_next_is_answered(
    run: Callable[..., Result],
) -> None:
    stdin = b"a.example\n" + b"x" * (MAX_LINE + 1) + b"\nb.example\n"
    result = run("check", "--json", stdin=stdin)

    assert [json.loads(line)["input"] for line in result.stdout.splitlines()] == [
        "a.example",
        "b.example",
    ]
    assert result.stderr == (
        "channelguard: standard input, line 2: the line has more than 262144 bytes,"
        " which is the limit\n"
    )
    assert result.exit_code == Status.FAILED


def test_a_line_without_an_end_stops_the_reading(run: Callable[..., Result]) -> None:
    result = run("check", stdin=b"x" * (MAX_LINE + MAX_SKIP + 100))

    assert result.stderr == (
        f"channelguard: standard input, line 1: no line end within {MAX_SKIP} bytes;"
        " the rest of standard input was not read\n"
    )
    assert result.exit_code == Status.FAILED


@posix
def test_dev_zero_ends_with_an_error_and_little_memory(environment: dict[str, str]) -> None:
    import resource  # noqa: PLC0415 (POSIX only)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))

    with Path("/dev/zero").open("rb") as zero:
        done = subprocess.run(
            [sys.executable, "-c", START, "check"],
            stdin=zero,
            capture_output=True,
            env=environment,
            timeout=SECONDS,
            check=False,
            preexec_fn=limit,
        )

    assert done.returncode == Status.FAILED
    assert b"no line end" in done.stderr
    assert b"Traceback" not in done.stderr


def test_answers_come_line_by_line(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START, "check", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        levels = []
        for line in (OFFICIAL, DANGEROUS):
            child.stdin.write(line.encode() + b"\n")
            child.stdin.flush()
            levels.append(json.loads(child.stdout.readline())["level"])
        child.stdin.close()

    assert levels == ["official", "dangerous"]
    assert child.returncode == Status.DANGEROUS


# Errors

SECRET = "correct-horse-battery-staple"  # noqa: S105 (stands for what must not be repeated)
SILENT = [
    pytest.param(["check", f"-{SECRET}"], id="an input that looks like an option"),
    pytest.param(["check", f"--{SECRET}"], id="an input that looks like a long option"),
    pytest.param(["check", "--kind", SECRET], id="an input in place of a kind"),
    pytest.param(["check", "--platform", SECRET, "x"], id="an input in place of a platform"),
    pytest.param(["check", SECRET * 4_000], id="an input above the limit"),
    pytest.param([SECRET], id="an input in place of a command"),
    pytest.param(["explain-rule", SECRET], id="an input in place of a rule"),
    pytest.param(["registry", SECRET], id="an input in place of a command of the registry"),
    pytest.param(["registry", "schema", SECRET], id="an input in place of a schema"),
]


@pytest.mark.parametrize("args", SILENT)
def test_an_error_is_one_line_that_never_repeats_the_input(
    run: Callable[..., Result], args: list[str]
) -> None:
    result = run(*args)

    assert re.fullmatch(r"channelguard: [^\n]+\n", result.stderr)
    assert SECRET not in result.output
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("args", "message"),
    [
        pytest.param(["check", "--jsn", "x"], "is --json meant?", id="option"),
        pytest.param(["explain-rule", "host-typos"], "is host-typo meant?", id="rule"),
        pytest.param(["chekc"], "there are check, guide, channels, scan", id="command"),
        pytest.param(["check", "--kind", "uri", "x"], "--kind takes one of url, handle", id="kind"),
        pytest.param(["check", "--kind"], "requires an argument", id="value left out"),
        pytest.param(["explain-rule"], "ID is missing", id="argument left out"),
        pytest.param(["check", "--platform", "telegran", "x"], "telegram", id="platform"),
        pytest.param(["completion", "tcsh"], "SHELL takes one of bash, zsh, fish", id="shell"),
    ],
)
def test_a_usage_error_says_what_there_is(
    run: Callable[..., Result], args: list[str], message: str
) -> None:
    result = run(*args)

    assert message in result.stderr
    assert result.exit_code == Status.USAGE


def test_a_path_in_an_error_controls_no_terminal(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    result = run("check", "--registry", str(tmp_path / "a\x1b[2J\u202eb"), OFFICIAL)

    assert result.exit_code == Status.FAILED
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.stderr)


# Surroundings


@posix
def test_a_closed_pipe_ends_quietly(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", START, "check", OFFICIAL],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=SECONDS,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (Status.FAILED, b"")


CLOSED = [
    pytest.param("check tokenpocket.pro <&-", Status.OFFICIAL, b"", id="standard input"),
    pytest.param("check <&-", Status.FAILED, b"standard input is closed", id="input needed"),
    pytest.param("check tokenpocket.pro >&-", Status.FAILED, b"output is closed", id="output"),
    pytest.param("check --bad 2>&-", Status.USAGE, b"", id="standard error"),
    pytest.param("check tokenpocket.pro > /dev/full", Status.FAILED, b"No space left", id="full"),
]


@posix
@pytest.mark.parametrize(("tail", "status", "message"), CLOSED)
def test_closed_and_full_streams(
    environment: dict[str, str], tail: str, status: Status, message: bytes
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -c "$1" {tail}', sys.executable, START],
        capture_output=True,
        env=environment,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == status, done.stderr
    assert message in done.stderr
    assert done.stderr.count(b"\n") == bool(message)


LOCALES = [
    pytest.param({"LANG": "C"}, id="C"),
    pytest.param({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ASCII"),
    pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii by variable"),
    pytest.param({"PYTHONIOENCODING": "latin-1"}, id="Latin 1"),
    pytest.param({"PYTHONIOENCODING": "gbk"}, id="GBK"),
    pytest.param({"HOME": "/nowhere/at/all"}, id="no home folder"),
    pytest.param({}, id="nothing set"),
]


@pytest.mark.parametrize("env", LOCALES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_locale_can_show_any_answer(child: Child, env: dict[str, str], lang: str) -> None:
    inputs = [OFFICIAL, "\u5ba2\u670d TP\u94b1\u5305", "\U0001f600", DANGEROUS]
    done = child(["check", "--lang", lang, *inputs], env=env)

    assert (done.returncode, done.stderr) == (Status.DANGEROUS, b"")
    assert b"tpwallet.io" in done.stdout


@posix
def test_an_argument_that_is_not_unicode_is_answered(child: Child) -> None:
    done = child(["check", os.fsdecode(b"\xff\x9b.example")])

    assert done.returncode in {Status.UNKNOWN, Status.SUSPICIOUS, Status.DANGEROUS}
    assert b"\x9b" not in done.stdout
    assert done.stderr == b""


@posix
def test_ctrl_c_ends_with_130_and_no_traceback(environment: dict[str, str]) -> None:
    # A shell that starts jobs in the background may have told us to ignore the signal.
    start = f"import signal; signal.signal(2, signal.default_int_handler); {START}"
    with subprocess.Popen(
        [sys.executable, "-c", start, "check", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(OFFICIAL.encode() + b"\n")
        child.stdin.flush()
        child.stdout.readline()
        time.sleep(0.1)
        child.send_signal(signal.SIGINT)
        _, stderr = child.communicate(timeout=SECONDS)

    assert child.returncode == Status.INTERRUPTED
    assert stderr.strip() == b""


LANGS = [
    pytest.param({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh", id="LC_ALL first"),
    pytest.param({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en"}, "zh", id="then LC_MESSAGES"),
    pytest.param({"LANG": "zh-Hans"}, "zh", id="LANG last, with a hyphen"),
    pytest.param({"LC_ALL": "C", "LANG": "zh_CN"}, "en", id="C hides what follows"),
    pytest.param({"LANG": "zhuang"}, "en", id="a longer word that begins alike"),
    pytest.param({"LANGUAGE": "zh"}, "en", id="LANGUAGE is for translators of programs"),
    pytest.param({}, "en", id="nothing set"),
]


@pytest.mark.parametrize(("environ", "lang"), LANGS)
def test_the_locale_decides_the_language(environ: dict[str, str], lang: str) -> None:
    assert language(environ) == lang


def test_a_language_without_sentences_is_answered_in_english(run: Callable[..., Result]) -> None:
    german = run("check", OFFICIAL, env={"LC_ALL": "de_DE.UTF-8"}).stdout

    assert german == run("check", "--lang", "en", OFFICIAL).stdout
    assert german != run("check", "--lang", "zh", OFFICIAL).stdout


# On a terminal


COLOURS = [
    pytest.param({"TERM": "xterm"}, True, id="a terminal"),
    pytest.param({"TERM": "xterm", "NO_COLOR": ""}, True, id="an empty NO_COLOR says nothing"),
    pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, id="NO_COLOR"),
    pytest.param({"TERM": "dumb"}, False, id="a dumb terminal"),
]


@posix
@pytest.mark.parametrize(("env", "colour"), COLOURS)
def test_colour_on_a_terminal(terminal: Terminal, env: dict[str, str], colour: bool) -> None:  # noqa: FBT001
    status, shown = terminal(["check", DANGEROUS, OFFICIAL], **env)

    assert status == Status.DANGEROUS
    assert (b"\x1b[" in shown) is colour


def test_no_colour_in_a_pipe(child: Child) -> None:
    env = {"TERM": "xterm", "FORCE_COLOR": "1"}

    assert b"\x1b" not in child(["check", DANGEROUS], env=env).stdout


@posix
def test_an_input_cannot_bring_its_own_escapes_to_a_terminal(terminal: Terminal) -> None:
    _, shown = terminal(["check", "a\x1b]0;b\x07\x9bc\u202e", OFFICIAL], TERM="dumb")

    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", shown.decode())


@posix
@pytest.mark.parametrize("args", [[], ["check"], ["registry"]], ids=["program", "check", "group"])
def test_without_arguments_on_a_terminal_it_shows_its_help(
    terminal: Terminal, args: list[str]
) -> None:
    status, shown = terminal(args)

    assert status == Status.USAGE
    assert shown.startswith(b"Usage: channelguard")


# Help pages

PAGES = {
    "help": [],
    "check_help": ["check"],
    "guide_help": ["guide"],
    "channels_help": ["channels"],
    "scan_help": ["scan"],
    "rules_help": ["rules"],
    "explain_rule_help": ["explain-rule"],
    "registry_help": ["registry"],
    "registry_lint_help": ["registry", "lint"],
    "registry_show_help": ["registry", "show"],
    "registry_schema_help": ["registry", "schema"],
    "registry_refresh_help": ["registry", "refresh"],
    "registry_publish_help": ["registry", "publish"],
    "registry_verify_help": ["registry", "verify"],
    "lists_help": ["lists"],
    "lists_update_help": ["lists", "update"],
    "lists_show_help": ["lists", "show"],
    "variants_help": ["variants"],
    "completion_help": ["completion"],
}


@pytest.mark.parametrize("name", PAGES)
def test_a_help_page_reads_as_reviewed(run: Callable[..., Result], name: str) -> None:
    shown = run(*PAGES[name], "--help")

    assert shown.stdout == (GOLDEN / f"{name}.txt").read_text("utf-8")
    assert shown.exit_code == 0


def test_every_command_has_a_reviewed_help_page() -> None:
    found = {(name,) for name in cli.list_commands(cli.make_context("channelguard", ["rules"]))}

    assert found == {tuple(page[:1]) for page in PAGES.values() if page}
    assert {path.stem for path in GOLDEN.glob("*help.txt")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_help_page_has_three_examples_and_the_exit_status(name: str) -> None:
    page = (GOLDEN / f"{name}.txt").read_text("utf-8")
    examples = page.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()

    assert len(examples) == 3
    assert "Exit status:" in page
    assert all(len(line) <= 80 for line in page.splitlines())


# The other commands


def test_the_version_is_shown(run: Callable[..., Result]) -> None:
    assert re.fullmatch(r"channelguard( \d\S+|, not installed .+)\n", run("--version").stdout)


def test_rules_are_listed_and_aligned(run: Callable[..., Result]) -> None:
    lines = run("rules").stdout.splitlines()

    assert len(lines) == 1 + len(RULES)
    end = lines[0].index("POINTS") + len("POINTS")
    assert all(line[end - 1].isdigit() and line[end] == " " for line in lines[1:])


def test_rules_as_json(run: Callable[..., Result]) -> None:
    rows = [json.loads(line) for line in run("rules", "--json", "--lang", "zh").stdout.splitlines()]

    assert [row["id"] for row in rows] == [rule.id for rule in RULES]
    assert all(set(row) == {"id", "reads", "group", "points", "title", "more"} for row in rows)
    assert all(row["title"] for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(run: Callable[..., Result], rule: object, lang: str) -> None:
    identity = str(getattr(rule, "id", ""))
    result = run("explain-rule", identity, "--lang", lang)

    assert result.stdout.startswith(f"{identity}: ")
    assert result.exit_code == 0


def test_the_built_in_registry_has_no_problems(run: Callable[..., Result]) -> None:
    result = run("registry", "lint")

    assert result.stdout.startswith("no problems; brands: ")
    assert result.exit_code == 0


def test_all_problems_are_listed_with_file_and_line(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "brands").mkdir()
    (tmp_path / "brands" / "bad.yaml").write_text('schema: "1"\nbrand: BAD\ncolour: red\n', "utf-8")
    result = run("registry", "lint", str(tmp_path))

    assert result.exit_code == Status.FAILED
    assert len(result.stdout.splitlines()) > 1
    assert all("bad.yaml" in line for line in result.stdout.splitlines())
    assert re.search(r"bad\.yaml:.*\b3\b", result.stdout)


def test_the_channels_are_shown_and_a_retired_one_leads_nowhere(
    run: Callable[..., Result],
) -> None:
    shown = run("registry", "show").stdout
    rows = [json.loads(line) for line in run("registry", "show", "--json").stdout.splitlines()]
    retired = [row["value"] for row in rows if row["status"] == "retired" and "." in row["value"]]

    assert re.search(rf"^  {re.escape(OFFICIAL)} +current +website +until 20", shown, re.MULTILINE)
    assert set(rows[0]) == {
        *("brand", "id", "kind", "platform", "value", "status", "role", "until"),
    }
    assert retired
    assert not [value for value in retired if f" {value} " in shown]


def test_lists_are_headed_in_the_language_asked_for(run: Callable[..., Result]) -> None:
    channels = run("registry", "show", "--lang", "zh").stdout.splitlines()
    rules = run("rules", "--lang", "zh").stdout.splitlines()
    headings = [line for line in channels if line and not line.startswith(" ")]

    assert headings[1:-1] == ["网站", "账号", "邮箱", "应用", "协议"]
    assert all("有效期至" in line for line in channels if " current " in line)
    assert not re.search("[A-Za-z]", rules[0])
    assert "分值" in run("explain-rule", "host-typo", "--lang", "zh").stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_are_as_wide_as_a_terminal_shows_them(
    run: Callable[..., Result], lang: str
) -> None:
    heading, *rows = run("rules", "--lang", lang).stdout.splitlines()
    at = width(heading[: heading.index(words(lang)["listing.group"])])

    assert all(row[at - 1] == " " and row[at] != " " for row in rows)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_json(run: Callable[..., Result], kind: str) -> None:
    assert json.loads(run("registry", "schema", kind).stdout)["type"] == "object"


def test_there_is_a_schema_for_every_kind_of_file() -> None:
    assert tuple(KINDS) == SCHEMAS


def test_the_help_names_every_kind_of_file(run: Callable[..., Result]) -> None:
    page = run("registry", "schema", "--help").stdout

    assert [kind for kind in KINDS if not re.search(rf"\b{kind}\b", page)] == []


def test_the_schema_without_a_kind_is_that_of_a_brand(run: Callable[..., Result]) -> None:
    assert run("registry", "schema").stdout == run("registry", "schema", "brand").stdout


def test_there_are_sentences_for_every_language_and_no_other() -> None:
    assert tuple(sorted(languages())) == LANGUAGES


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_names_the_program(run: Callable[..., Result], shell: str) -> None:
    script = run("completion", shell).stdout

    assert f"_CHANNELGUARD_COMPLETE={shell}_complete" in script
    assert run("completion", env={"SHELL": f"/bin/{shell}"}).stdout == script


COMPLETIONS = [
    pytest.param("channelguard che", "check", id="command"),
    pytest.param("channelguard check --kind ", "message", id="kind"),
    pytest.param("channelguard check --platform tele", "telegram", id="platform"),
    pytest.param("channelguard check --lang ", "zh", id="language"),
    pytest.param("channelguard explain-rule host-ty", "host-typo", id="rule"),
    pytest.param("channelguard registry schema ", "brand", id="schema"),
]


@pytest.mark.parametrize(("words", "completed"), COMPLETIONS)
def test_the_shell_is_offered(child: Child, words: str, completed: str) -> None:
    place = str(len(words.split(" ")) - 1)
    env = {"_CHANNELGUARD_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    done = child([], env=env)

    assert f"plain,{completed}" in done.stdout.decode().splitlines()


# What it costs

HEAVY = (
    "pydantic",
    "yaml",
    "tldextract",
    "requests",
    "httpx",
    "rich",
    "asyncio",
    "multiprocessing",
)
LISTS_MODULES = (
    "import atexit, sys;atexit.register(lambda: sys.stderr.write(' '.join(sorted(sys.modules))));"
)


@pytest.mark.skipif(
    not (SRC / "channelguard" / "_data" / "registry.json").exists(),
    reason="a checkout reads YAML until hatch_build.py has compiled it",
)
@pytest.mark.parametrize(
    "args",
    [
        pytest.param(["check", OFFICIAL], id="official"),
        pytest.param(["check", "--json", OFFICIAL], id="json"),
        pytest.param(["check", UNKNOWN], id="unknown"),
        pytest.param(["check", "--help"], id="help"),
        pytest.param(["--help"], id="help of the program"),
        pytest.param(["rules", "--lang", "zh"], id="rules"),
        pytest.param(["explain-rule", "host-typo"], id="one rule"),
        pytest.param(["registry", "show"], id="channels"),
        pytest.param(["registry", "show", "--json"], id="channels as json"),
    ],
)
def test_the_common_commands_load_nothing_heavy(child: Child, args: list[str]) -> None:
    loaded = child(args, code=LISTS_MODULES + START).stderr.decode().split()

    assert "channelguard.console" in loaded
    assert sorted(set(HEAVY) & set(loaded)) == []
    assert [name for name in loaded if name in {"socket", "ssl"}] == []


def test_a_check_without_options_does_not_load_click(child: Child) -> None:
    loaded = child(["check", OFFICIAL], code=LISTS_MODULES + START).stderr.decode().split()

    assert "channelguard.guard" in loaded
    assert "click" not in loaded


SAME = [
    pytest.param([OFFICIAL], id="official"),
    pytest.param([DANGEROUS, UNKNOWN], id="several"),
    pytest.param([""], id="empty"),
    pytest.param(["x" * 70_000], id="too long"),
]


@pytest.mark.parametrize("inputs", SAME)
def test_a_check_without_options_answers_as_one_with_options(
    child: Child, inputs: list[str]
) -> None:
    plain, with_options = child(["check", *inputs]), child(["check", "--lang", "en", *inputs])

    assert plain.stdout == with_options.stdout
    assert (plain.returncode, plain.stderr) == (with_options.returncode, with_options.stderr)
