"""Which commands are there, what does `check` take, and how does every run end?

Parses arguments, opens the standard streams, turns every error into one line and an exit status.
Leaves alone what the answers say (`render`) and how inputs are read (`command`). Whatever is
costly to load is imported by the one command that needs it; the other commands are modules that
load when they are called (`cli_lookup`).
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

import click

from channelguard.command import Answering, Output, Status, StreamError, language, streams
from channelguard.errors import ChannelguardError
from channelguard.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

Resolved = tuple[str | None, click.Command | None, list[str]]
"""What click makes of a command's name: the name, the command, and the arguments left."""

PROGRAM = "channelguard"
"""What the program calls itself, however it was started."""

LANGUAGES = ("en", "zh")
"""What `--lang` takes; a test compares it with the sentences that ship."""

MAX_MESSAGE = 2_000
"""Longest message on standard error, in characters; room for two paths and a sentence."""

_COMMANDS = {
    "check": "",
    "rules": "channelguard.cli_lookup",
    "explain-rule": "channelguard.cli_lookup",
    "registry": "channelguard.cli_lookup",
    "completion": "channelguard.cli_lookup",
}
"""The commands in the order of the help page, with the module that loads with each."""


class Program(click.Group):
    """The top of the command line: the one place where a run ends."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and leave the process with a `Status`; a traceback never shows.

        Raises:
            SystemExit: Always.
        """
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        extra |= {"prog_name": PROGRAM, "standalone_mode": False, "windows_expand_args": False}
        try:
            status = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as fault:
            click.echo(fault.format_message())
            status = Status.USAGE
        except click.UsageError as fault:
            _complain(_usage(fault))
            status = Status.USAGE
        except click.Abort:
            status = Status.INTERRUPTED
        except OSError as fault:
            status = _output_lost(fault)
        except (ChannelguardError, StreamError, click.ClickException) as fault:
            _complain(str(fault))
            status = Status.FAILED
        except Exception as fault:  # noqa: BLE001 (its text may hold the input, so it is not shown)
            _complain(_blame(fault))
            status = Status.FAILED
        sys.exit(int(status or 0))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands, the most used first."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its module if need be; None if there is none."""
        if module := _COMMANDS.get(cmd_name):
            command = getattr(import_module(module), cmd_name.replace("-", "_"))
            return command if isinstance(command, click.Command) else None
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Resolved:
        """Find the command; as `resolve`."""
        return resolve(self, super().resolve_command, ctx, args)


class Section(click.Group):
    """A group of commands inside the program."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Resolved:
        """Find the command; as `resolve`."""
        return resolve(self, super().resolve_command, ctx, args)


def resolve(
    group: click.Group,
    find: Callable[[click.Context, list[str]], Resolved],
    ctx: click.Context,
    args: list[str],
) -> Resolved:
    """Call ``find``, with an error that names the commands and not the word that is none.

    Raises:
        click.UsageError: There is no such command.
    """
    if not args[0].startswith("-") and group.get_command(ctx, args[0]) is None:
        names = ", ".join(group.list_commands(ctx))
        raise click.UsageError(f"there is no such command; there are {names}", ctx)
    return find(ctx, args)


def _usage(fault: click.UsageError) -> str:
    """Say what was wrong with the call without repeating what may have been an input."""
    if isinstance(fault, click.NoSuchOption):
        near = f" (is {fault.possibilities[0]} meant?)" if fault.possibilities else ""
        message = f"there is no such option{near}; put -- before an input that begins with a dash"
    elif isinstance(fault, click.BadParameter) and fault.param is not None:
        name, kind = max(fault.param.opts, key=len), fault.param.type
        if not name.startswith("-"):
            name = fault.param.make_metavar(fault.ctx or click.Context(cli)).strip("[].")
        if isinstance(kind, click.Choice):
            message = f"{name} takes one of {', '.join(map(str, kind.choices))}"
        elif isinstance(fault, click.MissingParameter):
            message = f"{name} is missing"
        else:
            message = f"{name}: {fault.message}"
    else:
        message = fault.format_message()
    where = fault.ctx.command_path if fault.ctx else PROGRAM
    return f"{message.rstrip('.')}; see {where} --help"


def _blame(fault: Exception) -> str:
    """Name the place of a fault of ours, without its message, which may hold the input."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"could not check because of a fault in channelguard: {type(fault).__name__}{place}"


def _output_lost(fault: OSError) -> Status:
    """End quietly where the reader has gone, with one line where the output cannot be written."""
    if not isinstance(fault, BrokenPipeError):
        _complain(f"cannot read or write: {fault.strerror or type(fault).__name__}")
    with suppress(OSError, ValueError, AttributeError):
        # What is still buffered would otherwise fail once more while the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Status.FAILED


def _complain(message: str) -> None:
    """Write one line to standard error, if there is one."""
    from channelguard.harmless import harmless  # noqa: PLC0415 (only errors need it)

    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(f"{PROGRAM}: {harmless(message, limit=MAX_MESSAGE)}\n")
            sys.stderr.flush()


def write(text: str) -> None:
    """Write ``text`` and a line end to standard output, at once.

    Raises:
        StreamError: Standard output is closed.
        OSError: It cannot take any more.
    """
    if sys.stdout is None:
        raise StreamError("standard output is closed")
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _coloured() -> bool:
    """Return whether standard output is a terminal that shows colour and may."""
    out, environ = sys.stdout, os.environ
    if out is None or not out.isatty() or environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    # The old Windows console prints the codes; its successors announce themselves.
    return os.name != "nt" or any(environ.get(name) for name in ("WT_SESSION", "TERM", "ANSICON"))


def answer_language(chosen: str | None) -> str:
    """Return the language to answer in: the one asked for, else the locale's, else English."""
    wanted = chosen or language(os.environ)
    return wanted if wanted in LANGUAGES else "en"


def _complete_platform(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """List the platforms and stores of the built-in registry."""
    from click.shell_completion import CompletionItem as Item  # noqa: PLC0415

    from channelguard.registry import Registry  # noqa: PLC0415

    known = Registry.load(None).platforms.by_id.values()
    return [Item(row.id, help=row.title) for row in known if row.id.startswith(incomplete)]


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    """Print the version and end, if asked to."""
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

        try:
            write(f"{PROGRAM} {version(PROGRAM)}")
        except PackageNotFoundError:
            write(f"{PROGRAM}, not installed (run from its source)")
        ctx.exit()


def examples(*lines: str, status: str) -> str:
    """Return the end of a help page: examples, then exit statuses, kept as they are."""
    return "\b\nExamples:\n" + "".join(f"  {line}\n" for line in lines) + f"\n\b\n{status}"


HELP = click.help_option("-h", "--help", help="show this help")
JSON = click.option("--json", "as_json", is_flag=True, help="print one JSON object per line")
LANG = click.option(
    "--lang",
    metavar="|".join(LANGUAGES),
    type=click.Choice(LANGUAGES),
    help="language of the answer  [default: the locale's]",
)
REGISTRY = click.option(
    "--registry",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="read channels from DIR instead of the built-in list",
)


@click.group(
    PROGRAM,
    cls=Program,
    epilog=examples(
        "channelguard check https://tp-waIlet.io/claim",
        "channelguard explain-rule host-lookalike",
        "channelguard registry show",
        status="Exit status: that of the command; 2 for wrong usage, 1 for a failure.",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="show the version",
)
@HELP
def cli() -> None:
    """Tell official contact channels from imitations, offline."""


@cli.command(
    epilog=examples(
        "channelguard check https://tp-waIlet.io/claim",
        "channelguard check --kind handle --platform telegram tokenpocket_support",
        "channelguard check --json < links.txt",
        status="Exit status:\n"
        "  0  all inputs are official\n"
        "  3  the worst is unknown: not listed, and no promise\n"
        "  4  the worst is suspicious\n"
        "  5  the worst is dangerous\n"
        "  2  wrong usage\n"
        "  1  something could not be checked; beats all of the above",
    ),
)
@click.argument("inputs", metavar="[INPUT]...", nargs=-1)
@click.option(
    "--kind",
    metavar="KIND",
    type=click.Choice(KINDS),
    help=f"what every INPUT is: {', '.join(KINDS)}  [default: find out]",
)
@click.option(
    "--platform",
    metavar="NAME",
    shell_complete=_complete_platform,
    help="where the account is, such as telegram or x",
)
@JSON
@LANG
@REGISTRY
@HELP
def check(  # noqa: PLR0913 (one for each option)
    inputs: Sequence[str],
    kind: str | None,
    platform: str | None,
    folder: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> int:
    """Judge addresses, accounts, names and messages.

    INPUT is what to check; standard input if absent or -, one per line. Put -- before an INPUT
    that begins with a dash. Several inputs give a table, worst last, and the worst is explained.
    """
    if not inputs and sys.stdin is not None and sys.stdin.isatty():
        write(click.get_current_context().get_help())
        return Status.USAGE
    from channelguard.guard import Guard  # noqa: PLC0415
    from channelguard.registry import Registry  # noqa: PLC0415

    registry = Registry.load(folder)
    if platform is not None and platform.lower() not in registry.platforms.alias:
        names = ", ".join(sorted(registry.platforms.by_id))
        raise click.UsageError(f"--platform takes one of {names}", click.get_current_context())
    where = None if platform is None else registry.platforms.alias[platform.lower()]
    width = get_terminal_size((80, 24)).columns
    out = Output(write, _complain, answer_language(lang), as_json, _coloured(), width)
    stdin = sys.stdin.buffer if streams(inputs) and sys.stdin is not None else None
    return Answering(Guard(registry), kind, where, out).run(inputs, stdin)


def main() -> NoReturn:
    """Start the program; the entry point of the package."""
    cli.main()
