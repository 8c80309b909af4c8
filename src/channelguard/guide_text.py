"""How are the support guide and the directory of channels shown?

Lines of text, Markdown and plain dictionaries for JSON, and a page to pin in a chat. What is
official is shown so that it can be opened, everything else so that it cannot.
Leaves alone which topic and which channels; that is `guide`.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from channelguard.guide import address
from channelguard.harmless import defang, harmless
from channelguard.listing import OFFICIAL, columns
from channelguard.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from channelguard.guide import Advice, Guide, Topic
    from channelguard.registry import Channel, Registry

PLACES = ("telegram", "discord")
"""Where a page can be pinned."""

LIMITS = {"telegram": 4_096, "discord": 2_000}
"""Longest message, in UTF-16 units (https://core.telegram.org/bots/api#sendmessage,
https://discord.com/developers/docs/resources/message#create-message)."""

_PINNED = ("site", "mailbox", "account")
"""Kinds of channel on a pinned page, in this order."""

_QUESTIONS = "question"


def topic_lines(topic: Topic, guide: Guide, *, markdown: bool = False) -> Iterator[str]:
    """Yield one topic: what is so, what to do, what to have ready, where to go, what never."""
    say = words(guide.lang)
    yield f"# {topic.title}" if markdown else topic.title
    if topic.says:
        yield ""
        yield from topic.says
    yield from _list(say["guide.what"], topic.steps, numbered=True, markdown=markdown)
    yield from _list(say["guide.prepare"], topic.prepare, markdown=markdown)
    go = [_place(channel, guide, say) for channel in topic.go]
    yield from _list(say["guide.go"], go or [say["guide.no-channel"]], markdown=markdown)
    yield from _list(say["guide.never"], guide.never, markdown=markdown)
    if topic.kind == _QUESTIONS and guide.unpublished:
        yield ""
        yield say["guide.unpublished"].format(list=say["line.comma"].join(guide.unpublished))
    commands = [[f"channelguard guide {one}", guide.topic(one).title] for one in topic.more]
    more = [f"`{command}` {title}" for command, title in commands]
    if not markdown and commands:
        more = columns(commands)
    yield from _list(say["guide.more"], more, markdown=markdown)
    yield ""
    yield say["guide.source"].format(source=topic.source, date=topic.date)


def advice_lines(advice: Advice, guide: Guide, *, markdown: bool = False) -> Iterator[str]:
    """Yield the answer to a question; if it tells of a fraud, what to do about that comes first."""
    say = words(guide.lang)
    first = advice.emergency
    if first is not None:
        yield f"**{say['guide.alarm']}**" if markdown else say["guide.alarm"]
        if first is not advice.topic:
            yield from _steps(first.steps)
        yield ""
    if advice.topic is None:
        yield say["guide.unknown"]
        yield from menu_lines(guide)
    else:
        yield from topic_lines(advice.topic, guide, markdown=markdown)


def menu_lines(guide: Guide) -> Iterator[str]:
    """Yield the topics with their numbers, the ids beside them."""
    rows = [[f"{at:>3}", topic.id, topic.title] for at, topic in enumerate(guide.topics, 1)]
    yield from columns(rows)


def topic_dict(topic: Topic, guide: Guide) -> dict[str, object]:
    """Return one topic for JSON."""
    return {
        "id": topic.id,
        "kind": topic.kind,
        "title": topic.title,
        "says": list(topic.says),
        "steps": list(topic.steps),
        "prepare": list(topic.prepare),
        "never": list(guide.never),
        "unpublished": list(guide.unpublished),
        "channels": [channel_dict(channel, guide.registry) for channel in topic.go],
        "more": list(topic.more),
        "source": topic.source,
        "date": topic.date,
    }


def advice_dict(advice: Advice, guide: Guide) -> dict[str, object]:
    """Return the answer to a question for JSON; the question itself is not repeated."""
    return {
        "topic": topic_dict(advice.topic, guide) if advice.topic else None,
        "emergency": topic_dict(advice.emergency, guide) if advice.emergency else None,
        "level": advice.verdict.level.name.lower(),
    }


def channel_dict(channel: Channel, registry: Registry) -> dict[str, object]:
    """Return one channel for JSON; ``address`` is null where it is official no more."""
    return {
        "id": channel.id,
        "brand": channel.brand,
        "kind": channel.kind,
        "platform": channel.platform or None,
        "value": channel.value,
        "address": address(channel, registry) if registry.alive(channel) else None,
        "role": channel.role,
        "status": channel.status,
        "language": channel.language or None,
        "last_verified": channel.last_verified,
        "valid_until": channel.valid_until,
        "strangers_post": channel.user_content,
    }


def directory_lines(
    channels: Sequence[Channel], registry: Registry, lang: str, *, markdown: bool = False
) -> Iterator[str]:
    """Yield the directory as a table, with a warning if strangers post on any of the channels."""
    say = words(lang)
    if not channels:
        yield say["directory.none"]
        return
    head = [say[f"directory.{key}"] for key in ("address", "role", "status", "seen", "note")]
    rows = [
        [
            _shown(channel, registry),
            say.get(f"role.{channel.role}", say["role.other"]),
            say[f"status.{channel.status}"],
            channel.last_verified,
            say["guide.strangers"] if channel.user_content else "",
        ]
        for channel in channels
    ]
    if markdown:
        yield from _table([head, *rows])
    else:
        yield from columns([head, *rows])
    yield ""
    if any(channel.user_content for channel in channels):
        yield say["directory.private"]
    yield say["guide.registry"].format(expires=registry.expires)


def pinned(guide: Guide, place: str) -> str:
    """Return a page to pin in a chat: the channels, what never to do, the first help.

    Telegram gets HTML for ``parse_mode``, Discord its Markdown with addresses that embed nothing.
    What does not fit is left out from the end of the channels.
    """
    say = words(guide.lang)
    brand = next(one for one in guide.registry.brands if one["brand"] == guide.brand)
    title = brand["title"].get(guide.lang) or brand["brand"]
    first = say["guide.pinned"].format(brand=harmless(title))
    date = say["guide.pinned-date"].format(date=brand["last_verified"])
    channels = [
        one
        for kind in _PINNED
        for one in guide.registry.channels
        if one.kind == kind and one.brand == guide.brand and _helps(one, guide)
    ]
    urgent = guide.emergency
    while True:
        page = "\n".join(
            [
                _strong(first, place),
                "",
                _strong(say["guide.pinned-go"], place),
                *(f"• {_linked(one, guide, place)}" for one in channels),
                "",
                _strong(say["guide.never"], place),
                *(f"• {_plain(line, place)}" for line in guide.never),
                "",
                *([_strong(urgent.title, place)] if urgent else []),
                *(f"• {_plain(line, place)}" for line in (urgent.steps[:2] if urgent else ())),
                "",
                _plain(date, place),
            ]
        )
        if len(page.encode("utf-16-le")) // 2 <= LIMITS[place] or not channels:
            return page
        channels.pop()


def _helps(channel: Channel, guide: Guide) -> bool:
    """Tell whether a channel belongs on a pinned page."""
    if channel.status != "current" or not guide.registry.alive(channel):
        return False
    serves = channel.language in {"", guide.lang}
    return serves and channel.role in {"website", "support", "community"}


def _linked(channel: Channel, guide: Guide, place: str) -> str:
    where = address(channel, guide.registry)
    if place == "discord" and where.startswith("https://"):
        where = f"<{where}>"  # angle brackets: no preview
    else:
        where = _plain(where, place)
    note = words(guide.lang)["guide.strangers"]
    return f"{where} ({_plain(note, place)})" if channel.user_content else where


def _strong(text: str, place: str) -> str:
    return f"<b>{_plain(text, place)}</b>" if place == "telegram" else f"**{_plain(text, place)}**"


def _plain(text: str, place: str) -> str:
    """Escape what the place would take for markup."""
    if place == "telegram":
        return html.escape(text, quote=False)
    return "".join(f"\\{mark}" if mark in "\\*_~`|<>[]" else mark for mark in text)


def _list(
    heading: str, lines: Iterable[str], *, numbered: bool = False, markdown: bool = False
) -> Iterator[str]:
    """Yield a heading and its lines, if there are any."""
    lines = list(lines)
    if not lines:
        return
    yield ""
    yield f"**{heading}**" if markdown else heading
    if markdown:
        yield ""
    yield from _steps(lines) if numbered else (f"  - {line}" for line in lines)


def _steps(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"  {at}. {line}" for at, line in enumerate(lines, 1))


def _place(channel: Channel, guide: Guide, say: dict[str, str]) -> str:
    """Return an official channel in one line: where, what for, who posts there."""
    role = say.get(f"role.{channel.role}", say["role.other"])
    notes = [role, *([say["guide.strangers"]] if channel.user_content else [])]
    return f"{harmless(address(channel, guide.registry))} ({say['line.comma'].join(notes)})"


def _shown(channel: Channel, registry: Registry) -> str:
    """Return where a channel is; spelt so that it leads nowhere if it is official no more."""
    if channel.status not in OFFICIAL or not registry.alive(channel):
        return defang(channel.value)
    return harmless(address(channel, registry))


def _table(rows: list[list[str]]) -> Iterator[str]:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    yield f"| {' | '.join(cells[0])} |"
    yield f"|{' --- |' * len(cells[0])}"
    yield from (f"| {' | '.join(row)} |" for row in cells[1:])
