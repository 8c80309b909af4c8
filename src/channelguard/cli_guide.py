"""Which commands lead to the real support: the directory of channels, and the guide?

Parses their arguments, asks on a terminal, and prints what `guide_text` makes.
Leaves alone what is in the guide (`guide`, ``registry/help``) and judging an input (`check`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from channelguard.cli import HELP, JSON, LANG, REGISTRY, examples
from channelguard.command import registry_of
from channelguard.console import Status, answer_language, write, write_objects
from channelguard.parse import MAX_CHARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channelguard.guard import Guard
    from channelguard.guide import Guide

KINDS = ("site", "account", "mailbox", "app", "scheme")
ROLES = (
    "website", "support", "community", "product", "infrastructure", "download", "announcement",
    "developer", "business",
)  # fmt: skip
"""What `--kind` and `--role` take; a test compares both with the schema."""

PLACES = ("telegram", "discord")
"""What `--pin` takes; a test compares it with `guide_text.PLACES`."""

MARKDOWN = click.option("--markdown", is_flag=True, help="print Markdown")


@click.command(
    epilog=examples(
        "channelguard channels",
        "channelguard channels --role support --lang zh",
        "channelguard channels --kind telegram --json",
        status="Exit status: 0, 1 if the registry cannot be used, 2 for wrong usage.",
    ),
)
@click.option(
    "--kind",
    metavar="KIND",
    default="",
    help=f"only these: {', '.join(KINDS)}, or a platform such as telegram",
)
@click.option(
    "--language", metavar="CODE", default="", help="leave out those of other languages, such as en"
)
@click.option(
    "--role",
    metavar="ROLE",
    type=click.Choice(ROLES),
    default=None,
    help=f"only these: {', '.join(ROLES)}",
)
@click.option("--retired", is_flag=True, help="list what is official no more, too")
@MARKDOWN
@JSON
@LANG
@REGISTRY
@HELP
def channels(  # noqa: PLR0913 (one for each option)
    *,
    kind: str,
    language: str,
    role: str | None,
    retired: bool,
    markdown: bool,
    as_json: bool,
    lang: str | None,
    folder: Path | None,
) -> None:
    """List the official channels.

    Current ones first, each with what it is for, when it was last seen, and a warning where
    strangers post. Copy an address from here instead of searching for it.
    """
    from channelguard.guide import directory  # noqa: PLC0415
    from channelguard.guide_text import channel_dict, directory_lines  # noqa: PLC0415

    registry = registry_of(folder)
    kind = registry.platforms.alias.get(kind.lower(), kind.lower())
    if kind and kind not in KINDS and kind not in registry.platforms.by_id:
        message = f"--kind takes one of {', '.join(KINDS)}, or a platform such as telegram"
        raise click.UsageError(message, click.get_current_context())
    found = directory(
        registry, kind=kind, language=language.lower(), role=role or "", retired=retired
    )
    if as_json:
        write_objects(channel_dict(one, registry) for one in found)
        return
    lines = directory_lines(found, registry, answer_language(lang), markdown=markdown)
    write("\n".join(lines))


@click.command(
    epilog=examples(
        "channelguard guide",
        'channelguard guide "nobody answers"',
        "channelguard guide --pin telegram",
        status="Exit status: 0, 1 if the registry cannot be used, 2 for wrong usage.",
    ),
)
@click.argument("question", metavar="[TOPIC|QUESTION]...", nargs=-1)
@click.option(
    "--pin",
    "place",
    metavar="|".join(PLACES),
    type=click.Choice(PLACES),
    help="print a page to pin in a chat",
)
@MARKDOWN
@JSON
@LANG
@REGISTRY
@HELP
def guide(  # noqa: PLR0913 (one for each option)
    question: Sequence[str],
    *,
    place: str | None,
    markdown: bool,
    as_json: bool,
    lang: str | None,
    folder: Path | None,
) -> int:
    """Find the real support, and what to do until it answers.

    TOPIC is one of those that `channelguard guide` lists; a QUESTION in your own words finds it.
    Without either it asks on a terminal, and lists the topics elsewhere.
    """
    from channelguard.guard import Guard  # noqa: PLC0415
    from channelguard.guide import Guide  # noqa: PLC0415
    from channelguard.guide_text import menu_lines, pinned, topic_dict  # noqa: PLC0415
    from channelguard.wording import words  # noqa: PLC0415

    registry = registry_of(folder)
    asked = " ".join(question).strip()
    book = Guide(registry, answer_language(lang))
    if not book.topics:
        write(words(book.lang)["guide.no-guide"])
    elif place:
        write(pinned(book, place))
    elif asked:
        _answer(asked, book, Guard(registry), markdown=markdown, as_json=as_json)
    elif as_json:
        write_objects(topic_dict(topic, book) for topic in book.topics)
    elif sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        _converse(book, Guard(registry))
    else:
        write("\n".join(menu_lines(book)))
    return Status.OFFICIAL


def _answer(asked: str, book: Guide, guard: Guard, *, markdown: bool, as_json: bool) -> None:
    """Print a topic by its id, else the one that the words are about."""
    from channelguard.guide_text import (  # noqa: PLC0415
        advice_dict,
        advice_lines,
        topic_dict,
        topic_lines,
    )

    named = next((topic for topic in book.topics if topic.id == asked), None)
    if named is not None:
        if as_json:
            write_objects([topic_dict(named, book)])
        else:
            write("\n".join(topic_lines(named, book, markdown=markdown)))
        return
    advice = book.advise(asked, guard)
    if as_json:
        write_objects([advice_dict(advice, book)])
    else:
        write("\n".join(advice_lines(advice, book, markdown=markdown)))


def _converse(book: Guide, guard: Guard) -> None:
    """Ask on the terminal what it is about, and answer, until nothing is typed."""
    from channelguard.guide_text import menu_lines  # noqa: PLC0415
    from channelguard.wording import words  # noqa: PLC0415

    say = words(book.lang)
    write("\n".join([say["guide.topics"], *menu_lines(book), "", say["guide.quiet"]]))
    while True:
        sys.stdout.write(f"\n{say['guide.choose']}")
        sys.stdout.flush()
        typed = sys.stdin.readline(MAX_CHARS).strip()
        if not typed:
            return
        if typed.isdecimal() and 0 < int(typed[:4]) <= len(book.topics):
            typed = book.topics[int(typed[:4]) - 1].id
        write("")
        _answer(typed, book, guard, markdown=False, as_json=False)
