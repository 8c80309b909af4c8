"""Do the brand's own pages still lead to the channels that the registry lists?

Reads the websites and help pages of the registry over https and notes where each leads, whose
certificate it shows, which entries it links to, and which accounts, mailboxes and apps it links to
that are not listed. Follows a redirect only to a listed host of the same brand.
Changes nothing: a page is a hint for the person who reviews, and never proof by itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import ada_url

from channelguard import stored
from channelguard.errors import InputError, UpdateError
from channelguard.harmless import defang, harmless
from channelguard.model import App, Atom, Handle, Link, Mailbox
from channelguard.net.fetch import MAX_BYTES, Allowance, Reader
from channelguard.parse import parse
from channelguard.parse.html import anchors
from channelguard.registry import Channel, Registry

ROLES = ("website", "support")
"""The roles of channels whose pages are read."""

SECONDS = 10.0
"""Longest time for one page with its redirects, in seconds; browsers show a page in three."""

MAX_HOPS = 5
"""Most redirects that are followed for one page; a listed page needs one."""

MAX_LINKS = 2_000
"""Most links of one page that are looked at; a footer has a hundred."""

MAX_LISTED = 100
"""Most unlisted links in a report."""


@dataclass(slots=True)
class Page:
    """What was seen at one channel."""

    channel: Channel
    read: bool = False
    """True if a page of the brand answered."""
    ended: str = ""
    """How it ended, in words."""
    hops: list[str] = field(default_factory=list)
    """Every address that was asked."""
    names: tuple[str, ...] = ()
    """The names of the last certificate."""
    linked: set[str] = field(default_factory=set)
    """The ids of the entries that it links to."""
    unlisted: set[str] = field(default_factory=set)
    """Accounts, mailboxes and apps that it links to and the registry does not have."""


def look(
    registry: Registry,
    brand: str = "",
    *,
    authority: Path | None = None,
    via: tuple[str, int] | None = None,
) -> list[Page]:
    """Read the pages of a brand; of all brands if none is named.

    Args:
        registry: Whose entries are looked for.
        brand: The id of a brand.
        authority: A file of TLS certificates to believe instead of the public ones.
        via: Where to connect instead, such as a copy of the site.
    """
    return [
        _page(registry, channel, authority, via)
        for channel in registry.channels
        if channel.kind == "site"
        and channel.role in ROLES
        and channel.status == "current"
        and brand in {"", channel.brand}
    ]


def _page(
    registry: Registry, channel: Channel, authority: Path | None, via: tuple[str, int] | None
) -> Page:
    page, allowance = Page(channel), Allowance(2 * MAX_BYTES, SECONDS)
    url: str | None = f"https://{channel.value}"
    while url is not None:
        url = ada_url.URL(url).href
        page.hops.append(url)
        base = f"https://{ada_url.URL(url).host}/"
        reader = Reader(base, allowance, authority, via)
        try:
            answer = reader.get(url)
        except UpdateError as fault:
            page.ended = str(fault)
            return page
        finally:
            reader.close()
        page.names = answer.names
        url = _next(registry, page, url, answer.location) if answer.location else None
    if page.ended:
        return page
    page.read = answer.status == 200  # noqa: PLR2004 (HTTP's OK)
    page.ended = "was read" if page.read else f"answered {answer.status}"
    if page.read:
        _compare(registry, page, answer.body.decode("utf-8", "replace"))
    return page


def _next(registry: Registry, page: Page, url: str, location: str) -> str | None:
    """Return where a page leads, if that is another page of the brand; else say why not."""
    try:
        target = ada_url.join_url(url, location)
    except ValueError:
        page.ended = "leads to what is no address"
        return None
    atom = next(iter(parse(target, registry.platforms).atoms), None)
    entry = registry.find_link(atom) if isinstance(atom, Link) else None
    if not target.startswith("https://"):
        page.ended = f"leads to {defang(target)}, which is not https"
    elif entry is None or entry.brand != page.channel.brand or not registry.alive(entry):
        page.ended = f"leads to {defang(target)}, which is not listed"
    elif len(page.hops) > MAX_HOPS:
        page.ended = f"leads on after {MAX_HOPS} redirects"
    else:
        return target
    return None


def _compare(registry: Registry, page: Page, html: str) -> None:
    for atom in _linked(registry, page.hops[-1], html):
        channel = registry.find(atom)
        if channel is not None:
            page.linked.add(_name(channel))
        elif isinstance(atom, Handle):
            page.unlisted.add(f"{atom.platform}:{atom.text}")
        elif isinstance(atom, App):
            page.unlisted.add(f"{atom.store}:{atom.id}")
        elif isinstance(atom, Mailbox):
            page.unlisted.add(f"{atom.local}@{atom.host.resolved}")


def _linked(registry: Registry, url: str, html: str) -> Iterator[Atom]:
    """Yield what the links of a page name."""
    for number, anchor in enumerate(anchors(html)):
        if number >= MAX_LINKS:
            return
        try:
            target = ada_url.join_url(url, unescape(anchor.target))
            mail = target.removeprefix("mailto:").partition("?")[0]
            if mail != target.partition("?")[0]:
                yield from parse(mail, registry.platforms, kind="email").atoms
            else:
                yield from parse(target, registry.platforms).atoms
        except (InputError, ValueError):
            continue


def report(registry: Registry, pages: Sequence[Page], *, now: float | None = None) -> str:
    """Return what was seen as Markdown for the person who reviews the registry."""
    brands = sorted({page.channel.brand for page in pages})
    day = stored.iso(time.time() if now is None else now)[:10]
    intro = (
        f"Registry {registry.version}. Nothing was changed. A link on a page of the brand is a "
        "hint; an entry without one may be as genuine as before."
    )
    parts = {
        f"# Live check of {', '.join(brands) or 'no brand'}, {day}": [intro],
        "## Pages": _pages(pages),
        "## Current entries": _entries(registry, pages, brands),
        "## To look at": _doubts(registry, pages) or ["Nothing."],
    }
    return "\n\n".join("\n".join([head, "", *lines]) for head, lines in parts.items()) + "\n"


def _pages(pages: Sequence[Page]) -> list[str]:
    lines = ["| page | how it ended | certificate for | asked |", "| --- | --- | --- | --- |"]
    for page in pages:
        names = ", ".join(map(_code, page.names[:3])) or "none"
        hops = " ".join(map(_code, page.hops))
        lines.append(f"| {_code(page.channel.value)} | {_cell(page.ended)} | {names} | {hops} |")
    return lines


def _entries(registry: Registry, pages: Sequence[Page], brands: list[str]) -> list[str]:
    lines = ["| entry | channel | linked from |", "| --- | --- | --- |"]
    for channel in registry.channels:
        if channel.brand in brands and channel.status == "current":
            places = [_code(page.channel.value) for page in pages if _name(channel) in page.linked]
            value = f"{channel.platform}:{channel.value}" if channel.platform else channel.value
            lines.append(f"| {channel.id} | {_code(value)} | {', '.join(places) or 'none'} |")
    return lines


def _doubts(registry: Registry, pages: Sequence[Page]) -> list[str]:
    dead = {_name(each): each for each in registry.channels if each.status != "current"}
    lines = [
        f"- {_code(page.channel.value)} links to {_code(defang(dead[name].value))}, "
        f"which is {dead[name].status}"
        for page in pages
        for name in sorted(page.linked & dead.keys())
    ]
    lines += [
        f"- {_code(page.channel.value)} links to {_code(defang(value))}, which is not listed"
        for page in pages
        for value in sorted(page.unlisted)
    ]
    more = len(lines) - MAX_LISTED
    return [*lines[:MAX_LISTED], *([f"- and {more} more"] if more > 0 else [])]


def _name(channel: Channel) -> str:
    return f"{channel.brand}/{channel.id}"


def _code(text: str) -> str:
    """Return text as code of Markdown, in which nothing is a link, a tag or a cell's end."""
    return f"`{harmless(text).replace('`', chr(39)).replace('|', '%7C')}`"


def _cell(text: str) -> str:
    """Return words of ours with a stranger's address in them so that nothing is markup."""
    kept = harmless(text)
    return "".join(f"&#{ord(c)};" if c in "<>|`*_[]&\\" else c for c in kept)
