"""Which commands fetch, publish and verify registries?

Parses their arguments, shows what would change, and asks. Everything else is in `net`, which is
loaded only when one of these commands runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from channelguard.cli import HELP, REGISTRY, examples
from channelguard.console import PROGRAM, Status, complain, write
from channelguard.errors import UpdateError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from channelguard.net.refresh import Source, Update

NO_REPOSITORY = (
    "no repository is published yet; name one by --url (or CHANNELGUARD_UPDATE_URL) and the file "
    "with its root by --root (or CHANNELGUARD_UPDATE_ROOT)"
)
"""The answer while the package carries neither."""

NO_EXTRA = f"refreshing needs the extra 'update': pip install '{PROGRAM}[update]'"

MAX_ROOT = 65_536
"""Largest file of a root, in bytes; a root of ten keys has a tenth of it."""

MAX_LINES = 200
"""Most changes shown before an update; a review of more wants `registry show`."""

AUTHORITY = click.option(
    "--ca",
    "authority",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="believe the TLS certificates of FILE instead of the public ones",
)


@click.command(
    epilog=examples(
        "channelguard registry refresh --url https://list.example/v1 --root root.json",
        "channelguard registry refresh --dry-run",
        "channelguard registry refresh --yes",
        status="Exit status:\n"
        "  0  the newest registry is in use, or was only looked at\n"
        "  1  it is not (refused, held, declined, out of reach); the old one stays\n"
        "  2  wrong usage",
    ),
)
@click.option(
    "--url",
    metavar="URL",
    envvar="CHANNELGUARD_UPDATE_URL",
    help="the https address of the repository  [env: CHANNELGUARD_UPDATE_URL]",
)
@click.option(
    "--root",
    metavar="FILE",
    envvar="CHANNELGUARD_UPDATE_ROOT",
    type=click.Path(dir_okay=False, path_type=Path),
    help="its first root, got from a place of trust  [env: CHANNELGUARD_UPDATE_ROOT]",
)
@AUTHORITY
@click.option("--yes", is_flag=True, help="do not ask before an ordinary update")
@click.option("--dry-run", "dry", is_flag=True, help="only show what would change")
@click.option("--accept", metavar="VERSION", default="", help="use this version although held")
@click.option("--now", "at_once", is_flag=True, help="do not wait after failed attempts")
@HELP
def refresh(  # noqa: PLR0913 (one for each option)
    *,
    url: str | None,
    root: Path | None,
    authority: Path | None,
    yes: bool,
    dry: bool,
    accept: str,
    at_once: bool,
) -> int:
    """Fetch the newest list of official channels.

    Asks one server for signed files with fixed names; nothing about you or your inputs is sent.
    Shows which channels are new (+), gone (-) or different (~) and asks before they are used. An
    update that drops over a fifth of the entries, or adds a host that others warn of, is held
    until it is accepted by its version.
    """
    source = _source(url, root, authority)
    from channelguard.net.refresh import refresh as run  # noqa: PLC0415

    def agree(update: Update) -> bool:
        _show(update)
        if yes or accept == update.version:
            return True
        return sys.stdin is not None and sys.stdin.isatty() and click.confirm("use it?", err=True)

    outcome = run(source, agree=agree, accept=accept, dry=dry, at_once=at_once)
    update = outcome.update
    if update is None:
        write(f"nothing is newer than version {outcome.version}")
        return Status.OFFICIAL
    if outcome.ended in {"held", "looked"}:
        _show(update)
    if outcome.ended == "applied":
        write(f"version {update.version} is in use")
        return Status.OFFICIAL
    if outcome.ended == "looked":
        write(f"version {update.version} was only looked at; {outcome.version} stays in use")
        return Status.OFFICIAL
    why = f"held: {'; '.join(update.held)}" if outcome.ended == "held" else "not accepted"
    how = f"--accept {update.version}" if outcome.ended == "held" else "--yes"
    complain(f"version {update.version} is {why}; {outcome.version} stays in use; {how} uses it")
    return Status.FAILED


def _source(url: str | None, root: Path | None, authority: Path | None) -> Source:
    """Return where to ask and whom to believe.

    Raises:
        UpdateError: One of them is not known, cannot be read, or the extra is not installed.
    """
    if not url or not root:
        raise UpdateError(NO_REPOSITORY)
    try:
        from channelguard.net.refresh import Source  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise UpdateError(NO_EXTRA) from fault
    try:
        with root.open("rb") as file:
            text = file.read(MAX_ROOT + 1)
    except OSError as fault:
        raise UpdateError(f"{root}: cannot be read: {fault.strerror}") from fault
    if len(text) > MAX_ROOT:
        raise UpdateError(f"{root}: is larger than the limit of {MAX_ROOT} bytes")
    return Source(url, text, authority)


def _show(update: Update) -> None:
    """Write what an update changes, one line a channel."""
    write(f"version {update.version}:")
    _write_some(map(str, update.changes))
    if update.tables:
        write(f"also different: {', '.join(update.tables)}")
    if not update.changes and not update.tables:
        write("no channel changes")


def _write_some(lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        write("\n".join(found[:MAX_LINES]))
    if len(found) > MAX_LINES:
        write(f"and {len(found) - MAX_LINES} more")


def _days(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """Read ``targets=30`` and the like.

    Raises:
        click.BadParameter: It is not of that form.
    """
    found = {}
    for each in given:
        role, _, days = each.partition("=")
        if role not in {"root", "targets", "snapshot", "timestamp"} or not days.isdigit():
            raise click.BadParameter("must be a role and days, such as targets=30")
        found[role] = min(int(days), 3650)
    return found


@click.command(
    epilog=examples(
        "channelguard registry publish public --new-keys keys",
        "channelguard registry publish public --keys keys --registry my-registry",
        "channelguard registry publish public --keys new --old-keys keys",
        status="Exit status: 0, 1 if it cannot be published, 2 for wrong usage.",
    ),
)
@click.argument("repository", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="keys.json: who signs what, and where the private keys are",
)
@click.option(
    "--new-keys",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="make new keys in files first, and sign with them",
)
@click.option(
    "--old-keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="keys.json of the keys that are replaced; they sign the new root, too",
)
@click.option("--renew-root", is_flag=True, help="sign a new root with the same keys")
@click.option(
    "--days",
    metavar="ROLE=N",
    multiple=True,
    callback=_days,
    help="how long the files of a role are valid",
)
@REGISTRY
@HELP
def publish(  # noqa: PLR0913 (one for each option)
    *,
    repository: Path,
    keys: Path | None,
    new_keys: Path | None,
    old_keys: Path | None,
    renew_root: bool,
    days: dict[str, int],
    folder: Path | None,
) -> None:
    """Sign a registry for others to refresh from.

    DIR is the folder of the repository, new or old; any web server with https can serve it. Give
    its first root, metadata/1.root.json, to those who refresh, by a way that they trust.
    """
    if (keys is None) == (new_keys is None):
        message = "takes either --keys or --new-keys"
        raise click.UsageError(message, click.get_current_context())
    try:
        from channelguard.net import keys as rings  # noqa: PLC0415
        from channelguard.net.publish import DAYS  # noqa: PLC0415
        from channelguard.net.publish import publish as run  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise UpdateError(NO_EXTRA) from fault
    from channelguard.registry_files import bundled_folder  # noqa: PLC0415

    ring = rings.make_keys(new_keys) if new_keys else rings.read_keys(keys or Path())
    done = run(
        folder or bundled_folder(),
        repository,
        ring,
        old_keys=rings.read_keys(old_keys) if old_keys else None,
        renew_root=renew_root,
        days=DAYS | days,
        ask=_secret,
    )
    _write_some(map(str, done.changes))
    for role, number in done.numbers.items():
        write(f"{role} {number}, valid until {done.expires[role]}")
    write(f"version {done.version} is published in {repository}")


def _secret(name: str) -> str:
    """Ask for a secret of a signer, such as the PIN of a token."""
    return str(click.prompt(name, hide_input=True, err=True))


@click.command(
    epilog=examples(
        "channelguard registry verify --live",
        "channelguard registry verify --live --report report.md",
        "channelguard registry verify --live --registry my-registry",
        status="Exit status: 0 if every page was read, 1 if not, 2 for wrong usage.",
    ),
)
@click.option("--live", is_flag=True, help="read the brand's own pages on the web")
@click.option("--brand", metavar="ID", help="only the pages of this brand")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="write the report there  [default: standard output]",
)
@AUTHORITY
@REGISTRY
@HELP
def verify(**options: Any) -> int:
    """Compare the list with the brand's own pages.

    Reads the websites and help pages that the registry names, says where they lead, whose
    certificate they show, and which entries they link to. A report for a reviewer: nothing is
    changed, and a page of the brand is a hint and no proof.
    """
    if not options["live"]:
        raise click.UsageError("takes --live", click.get_current_context())
    try:
        from channelguard.net.verify import look, report  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise UpdateError(NO_EXTRA) from fault
    from channelguard.registry import Registry  # noqa: PLC0415

    registry = Registry.load(options["folder"])
    brands = sorted({channel.brand for channel in registry.channels})
    if options["brand"] and options["brand"] not in brands:
        message = f"--brand takes one of {', '.join(brands)}"
        raise click.UsageError(message, click.get_current_context())
    seen = look(registry, options["brand"] or "", authority=options["authority"])
    text = report(registry, seen)
    if options["report"] is None:
        write(text.rstrip())
    else:
        try:
            options["report"].write_text(text, "utf-8", newline="\n")
        except OSError as fault:
            message = f"{options['report']}: cannot be written: {fault.strerror}"
            raise UpdateError(message) from fault
    return Status.OFFICIAL if all(page.read for page in seen) else Status.FAILED
