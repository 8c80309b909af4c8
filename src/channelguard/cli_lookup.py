"""Which commands look something up: the rules, the registry, the completion script?

Parses their arguments and prints what `listing`, `render` and `registry_source` make.
Leaves alone `check`, the one command that judges an input; it must not pay for these.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from channelguard.cli import HELP, JSON, LANG, REGISTRY, Section, cli, examples
from channelguard.console import MAX_MESSAGE, PROGRAM, Status, answer_language, write, write_objects
from channelguard.errors import RegistryError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
"""The shells that completion scripts are made for."""

SCHEMAS = (
    "brand", "platforms", "hosting", "words", "neighbours", "lists", "variants", "ideas", "acts",
    "prices", "help",
)  # fmt: skip
"""The kinds of registry file; a test compares it with the models."""


@click.command(
    epilog=examples(
        "channelguard rules",
        "channelguard rules --lang zh",
        "channelguard rules --json",
        status="Exit status: 0, or 2 for wrong usage.",
    ),
)
@LANG
@JSON
@HELP
def rules(*, lang: str | None, as_json: bool) -> None:
    """List the rules with their points.

    One line for each rule: its id, what it reads, the group in which only the strongest sighting
    counts, and the points of a sighting at full strength.
    """
    from channelguard.detectors import RULES  # noqa: PLC0415
    from channelguard.listing import rule_dict, rule_lines  # noqa: PLC0415
    from channelguard.render import rule_says  # noqa: PLC0415

    language = answer_language(lang)
    says = {rule.id: rule_says(rule.id, language) for rule in RULES}
    if as_json:
        write_objects(rule_dict(rule, *says[rule.id]) for rule in RULES)
    else:
        titles = {identity: title for identity, (title, _) in says.items()}
        write("\n".join(rule_lines(RULES, titles, language)))


def _complete_rule(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """List the ids of the rules."""
    from click.shell_completion import CompletionItem as Item  # noqa: PLC0415

    from channelguard.detectors import RULES  # noqa: PLC0415

    return [Item(rule.id) for rule in RULES if rule.id.startswith(incomplete)]


@click.command(
    "explain-rule",
    epilog=examples(
        "channelguard explain-rule host-lookalike",
        "channelguard explain-rule handle-impossible --lang zh",
        "channelguard explain-rule name-role --lang en",
        status="Exit status: 0, or 2 if there is no such rule.",
    ),
)
@click.argument("rule_id", metavar="ID", shell_complete=_complete_rule)
@LANG
@HELP
def explain_rule(rule_id: str, *, lang: str | None) -> None:
    """Explain one rule.

    ID is the name of a rule as an explanation or `channelguard rules` shows it.
    """
    from channelguard.detectors import RULES  # noqa: PLC0415
    from channelguard.listing import rule_facts  # noqa: PLC0415
    from channelguard.render import rule_says  # noqa: PLC0415

    found = {rule.id: rule for rule in RULES}.get(rule_id)
    if found is None:
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(rule_id[:64], [rule.id for rule in RULES], n=1)
        hint = f" (is {near[0]} meant?)" if near else ", `channelguard rules` lists them"
        raise click.UsageError(f"there is no such rule{hint}", click.get_current_context())
    language = answer_language(lang)
    title, more = rule_says(found.id, language)
    facts = rule_facts(found, language)
    write("\n".join(part for part in (f"{found.id}: {title}", facts, "", more) if part or more))


@click.group(
    cls=Section,
    late=dict.fromkeys(("refresh", "publish", "verify"), "channelguard.cli_update"),
    epilog=examples(
        "channelguard registry show",
        "channelguard registry lint my-registry",
        "channelguard registry refresh --dry-run",
        status="Exit status: that of the command; 2 for wrong usage, 1 for a failure.",
    ),
)
@HELP
def registry() -> None:
    """Look at the list of official channels, and keep it new."""


@registry.command(
    epilog=examples(
        "channelguard registry lint",
        "channelguard registry lint my-registry",
        "channelguard registry lint my-registry > problems.txt",
        status="Exit status: 0 without problems, 1 with problems, 2 for wrong usage.",
    ),
)
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(file_okay=False, path_type=Path),
)
@HELP
def lint(folder: Path | None) -> int:
    """List every problem of a registry folder.

    DIR is the folder; the built-in one if absent. Each problem is one line with file and line.
    """
    from channelguard.harmless import harmless  # noqa: PLC0415
    from channelguard.registry_files import bundled_folder  # noqa: PLC0415
    from channelguard.registry_source import compile_folder  # noqa: PLC0415

    try:
        compiled = compile_folder(folder or bundled_folder())
    except RegistryError as fault:
        for problem in fault.problems:
            write(harmless(problem, limit=MAX_MESSAGE))
        return Status.FAILED
    channels = sum(len(brand["channels"]) for brand in compiled["brands"])
    brands = len(compiled["brands"])
    write(f"no problems; brands: {brands}, channels: {channels}, version: {compiled['version']}")
    return Status.OFFICIAL


@registry.command(
    epilog=examples(
        "channelguard registry show",
        "channelguard registry show --registry my-registry",
        "channelguard registry show --json",
        status="Exit status: 0, 1 if the registry cannot be used, 2 for wrong usage.",
    ),
)
@REGISTRY
@LANG
@JSON
@HELP
def show(folder: Path | None, *, lang: str | None, as_json: bool) -> None:
    """List the channels, brand by brand.

    Each with its status, its role, and the day after which it is official no more. Retired and
    disputed channels are listed too, spelt so that they lead nowhere.
    """
    from channelguard.listing import channel_dicts, channel_lines  # noqa: PLC0415
    from channelguard.registry import plain_data  # noqa: PLC0415

    compiled = plain_data(folder)
    if as_json:
        write_objects(channel_dicts(compiled))
    else:
        write("\n".join(channel_lines(compiled, answer_language(lang))))


@registry.command(
    epilog=examples(
        "channelguard registry schema",
        "channelguard registry schema brand",
        "channelguard registry schema platforms > platforms.schema.json",
        status="Exit status: 0, or 2 for wrong usage.",
    ),
)
@click.argument(
    "kind", metavar="[KIND]", required=False, type=click.Choice(SCHEMAS), default="brand"
)
@HELP
def schema(kind: str) -> None:
    """Print the JSON Schema of a registry file.

    KIND is brand, platforms, hosting, words, neighbours, lists, variants, ideas, acts, prices or
    help; brand if absent. Editors that know JSON Schema check and complete YAML files with it.
    """
    import json  # noqa: PLC0415

    from channelguard.registry_schema import json_schema  # noqa: PLC0415

    write(json.dumps(json_schema(kind), indent=2))


@click.command(
    epilog=examples(
        'eval "$(channelguard completion bash)"',
        "channelguard completion zsh > ~/.zfunc/_channelguard",
        "channelguard completion fish > ~/.config/fish/completions/channelguard.fish",
        status="Exit status: 0, or 2 for wrong usage.",
    ),
)
@click.argument("shell", metavar="[SHELL]", required=False, type=click.Choice(SHELLS))
@HELP
def completion(shell: str | None) -> None:
    """Print the completion script for a shell.

    SHELL is bash, zsh or fish; the one named by the variable SHELL if absent.
    """
    from click.shell_completion import ShellComplete, get_completion_class  # noqa: PLC0415

    name = shell or Path(os.environ.get("SHELL", "")).name
    found = get_completion_class(name) if name in SHELLS else None
    if found is None:
        context = click.get_current_context()
        raise click.UsageError(f"SHELL is missing; it is one of {', '.join(SHELLS)}", context)
    # The bash class would start bash to ask for its version; printing needs no other program.
    write(ShellComplete.source(found(cli, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE")).strip())
