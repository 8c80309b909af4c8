"""Which commands are there, and what does `check` take?

Parses arguments and turns what is wrong with them into one line.
Leaves alone how inputs are read (`command`) and how a run ends (`console`). Whatever is
costly to load is imported by the one command that needs it; the other commands are modules that
load when they are called (`cli_lookup`).
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from channelguard.command import answer, answer_mail, registry_of
from channelguard.console import LANGUAGES, PROGRAM, Status, complain, finish, write
from channelguard.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from channelguard.lookups import Ages, Expander, Lists
    from channelguard.registry import Registry

Resolved = tuple[str | None, click.Command | None, list[str]]
"""What click makes of a command's name: the name, the command, and the arguments left."""

_COMMANDS = {
    "check": "",
    "guide": "channelguard.cli_guide",
    "channels": "channelguard.cli_guide",
    "scan": "channelguard.cli_scan",
    "rules": "channelguard.cli_lookup",
    "explain-rule": "channelguard.cli_lookup",
    "registry": "channelguard.cli_lookup",
    "lists": "channelguard.cli_lists",
    "variants": "channelguard.cli_variants",
    "completion": "channelguard.cli_lookup",
}
"""The commands in the order of the help page, with the module that loads with each."""


class Program(click.Group):
    """The top of the command line."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and leave the process with a `Status`; a traceback never shows.

        Raises:
            SystemExit: Always.
        """
        extra |= {"prog_name": PROGRAM, "standalone_mode": False, "windows_expand_args": False}
        finish(lambda: _run(super(Program, self).main, *args, **extra))

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
    """A group of commands inside the program; some may load with their module when called."""

    def __init__(self, *args: Any, late: Mapping[str, str] | None = None, **extra: Any) -> None:
        """Take the names of such commands, each with its module."""
        super().__init__(*args, **extra)
        self._late = dict(late or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, those of other modules last."""
        return [*super().list_commands(ctx), *self._late]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its module if need be; None if there is none."""
        if module := self._late.get(cmd_name):
            command = getattr(import_module(module), cmd_name)
            return command if isinstance(command, click.Command) else None
        return super().get_command(ctx, cmd_name)

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


def _run(run: Callable[..., Any], *args: Any, **extra: Any) -> int:
    """Call ``run`` and return its status; what click raises becomes a status too."""
    try:
        return int(run(*args, **extra) or Status.OFFICIAL)
    except click.exceptions.NoArgsIsHelpError as fault:
        write(fault.format_message())
        return Status.USAGE
    except click.UsageError as fault:
        complain(_usage(fault))
        return Status.USAGE
    except click.Abort:
        return Status.INTERRUPTED


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
        'channelguard guide "nobody answers"',
        "channelguard channels --role support",
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
        "channelguard check --kind handle --platform telegram wallet_support",
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
@click.option(
    "--eml",
    "mail",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="judge a saved e-mail instead: sender, header and text",
)
@click.option(
    "--trusted-server",
    "trusted",
    metavar="NAME",
    multiple=True,
    help="with --eml: a server whose results are believed",
)
@click.option(
    "--lists", "ask_lists", is_flag=True, help="look hosts up in the fetched threat lists"
)
@click.option(
    "--expand", "follow", is_flag=True, help="follow links that are not listed; opens connections"
)
@click.option(
    "--age", "ask_age", is_flag=True, help="ask how old their domains are; opens connections"
)
@JSON
@LANG
@REGISTRY
@HELP
def check(  # noqa: PLR0913, PLR0917 (one for each option)
    inputs: Sequence[str],
    kind: str | None,
    platform: str | None,
    folder: Path | None,
    mail: Path | None,
    trusted: Sequence[str],
    *,
    ask_lists: bool,
    follow: bool,
    ask_age: bool,
    as_json: bool,
    lang: str | None,
) -> int:
    """Judge addresses, accounts, names and messages.

    INPUT is what to check; standard input if absent or -, one per line. Put -- before an INPUT
    that begins with a dash. Several inputs give a table, worst last, and the worst is explained.
    """
    if mail is not None and (inputs or kind or platform):
        message = "--eml takes the place of INPUT, --kind and --platform"
        raise click.UsageError(message, click.get_current_context())
    if trusted and mail is None:
        raise click.UsageError("--trusted-server needs --eml", click.get_current_context())
    if mail is None and not inputs and sys.stdin is not None and sys.stdin.isatty():
        write(click.get_current_context().get_help())
        return Status.USAGE
    from channelguard.guard import Guard  # noqa: PLC0415

    registry = registry_of(folder)
    guard = Guard(
        registry,
        lists=_lists(registry) if ask_lists else None,
        expand=_expander() if follow else None,
        ages=_ages() if ask_age else None,
    )
    if mail is not None:
        return answer_mail(mail, trusted, guard, lang, json=as_json)
    if platform is not None and platform.lower() not in registry.platforms.alias:
        names = ", ".join(sorted(registry.platforms.by_id))
        raise click.UsageError(f"--platform takes one of {names}", click.get_current_context())
    where = None if platform is None else registry.platforms.alias[platform.lower()]
    return answer(inputs, guard, kind, where, lang, json=as_json)


def _lists(registry: Registry) -> Lists:
    from channelguard.listed import HostLists  # noqa: PLC0415

    return HostLists.load(source.id for source in registry.lists)


def _expander() -> Expander:
    try:
        from channelguard.net.expand import Expander as Follower  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise _lacking("--expand", fault) from None
    return Follower()


def _ages() -> Ages:
    try:
        from channelguard.net.age import DomainAges  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise _lacking("--age", fault) from None
    return DomainAges()


def _lacking(option: str, fault: ModuleNotFoundError) -> click.UsageError:
    """Say which extra an option needs."""
    message = f"{option} needs {fault.name}; pip install '{PROGRAM}[net]' brings it"
    return click.UsageError(message, click.get_current_context())


def main() -> NoReturn:
    """Start the program with click, whatever the arguments."""
    cli.main()
