"""How does a verdict read in a chat?

Takes the sentences of `render` and makes them fit for Telegram (HTML), Discord (Markdown) and
anything else (plain text): within the platform's length, with no mention, no preview, and nothing
of a stranger's text outside a block in which the platform reads no markup at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from channelguard import harmless
from channelguard.model import Level, Verdict
from channelguard.registry import SUPPORTING, Channel, Registry
from channelguard.render import explain, rule_says, to_dict
from channelguard.wording import languages, words

URGENT = "secret-pasted"
"""The rule whose reply says first what to do, and does not wait for the cooldown."""

TELEGRAM_LIMIT = 4_096
"""Longest Telegram message, in UTF-16 units; markup counts here although Telegram leaves it out.
https://core.telegram.org/bots/api#sendmessage"""

DISCORD_LIMIT = 2_000
"""Longest Discord message, in UTF-16 units.
https://discord.com/developers/docs/resources/message#create-message"""

SUPPRESS_EMBEDS = 1 << 2
"""Discord's message flag for "show no previews"."""

_REASONS = 3
"""Most reasons in a brief reply; who wants all of them asks the bot."""

_FACTS = 60
"""Most lines of facts; as many short ones fill a message, and no message has room for more."""

_ASKED = "asked."
"""Where the wording files keep the words by which a role or kind is asked for."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
"""Chinese characters in daily use."""

_MENTION = re.compile(r"(?<![\w\[])@")
"""An at sign that begins a mention; `harmless` leaves it, because it is none in a terminal."""

_MARKDOWN = re.compile(r"([\\*_~|`>#\[\]()<])")
"""What Discord takes for markup or for the start of a mention."""


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """One text in three dresses."""

    plain: str
    """For anything else; at most as long as Discord allows."""
    html: str
    """For Telegram, in its HTML."""
    markdown: str
    """For Discord."""

    def telegram(self) -> dict[str, Any]:
        """Return the arguments of the Bot API's ``sendMessage`` but for the chat."""
        return {
            "text": self.html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }

    def discord(self) -> dict[str, Any]:
        """Return the body of Discord's "create message": nobody is pinged, nothing is embedded."""
        return {
            "content": self.markdown,
            "allowed_mentions": {"parse": []},
            "flags": SUPPRESS_EMBEDS,
        }


def say(
    verdict: Verdict, lang: str = "auto", *, brief: bool = False, heading: Sequence[str] = ()
) -> Reply:
    """Return a verdict as a reply.

    Args:
        verdict: About a message or a name.
        lang: One of `languages()`; ``auto`` takes Chinese for a text with Chinese characters.
        brief: Level, strongest reasons and advice only, as fits a busy group.
        heading: Lines to put before the reasons, such as who wrote; made harmless here.

    Raises:
        InputError: There are no sentences in ``lang``.
    """
    lang = language(verdict.subject.raw) if lang == "auto" else lang
    lines = explain(verdict, lang).splitlines()
    said = to_dict(verdict, lang)
    advice = [str(line) for line in _list(said["advice"])]
    # The guide is for those who have the command at hand.
    close = len(advice) + bool(verdict.topic)
    facts = list(_reasons(said)) if brief else lines[1:-close]
    first = lines[0]
    if any(seen.rule == URGENT for seen in verdict.evidence):
        title, what_to_do = rule_says(URGENT, lang)
        facts = [what_to_do, *facts]
        first = title if verdict.level < Level.SUSPICIOUS else first
    noted = [harmless.defang(line) for line in heading]
    # The last line tells how to report a false alarm to the makers of this program.
    return _dressed(first, [*noted, *facts], advice[:-1])


def official(registry: Registry, lang: str = "auto", wanted: str = "") -> Reply:
    r"""Return the official channels as a reply.

    >>> listed = official(Registry.load(), wanted="\u5b98\u7f51")
    >>> listed.plain.splitlines()[1]
    '\u7f51\u7ad9\uff1atokenpocket.pro\uff08\u5b98\u7f51\uff09'

    Args:
        registry: Whose.
        lang: One of `languages()`; ``auto`` takes Chinese for ``wanted`` with Chinese characters.
        wanted: A platform, kind or role, by its id or a word of any language for it; empty for
            those that help.

    Raises:
        InputError: There are no sentences in ``lang``.
    """
    say_ = words(language(wanted) if lang == "auto" else lang)
    alive = [one for one in registry.channels if one.status == "current" and registry.alive(one)]
    meant = _meant(wanted, registry)
    if meant:
        chosen = [one for one in alive if meant & {one.kind, one.role, *_places(one)}]
    else:
        chosen = [one for one in alive if one.role in SUPPORTING and one.scope != "path"]
    first = say_["line.official"].format(
        channels=say_["line.comma"].join(map(harmless.harmless, registry.all_instead))
    )
    facts = [_entry(one, say_) for one in chosen] or [_none(meant, alive, registry, say_)]
    return _dressed(first, facts, [say_["advice.secret"], say_["advice.first-contact"]])


def language(text: str, locale: str | None = "") -> str:
    r"""Return the language to answer a text in.

    Args:
        text: What somebody wrote.
        locale: The language of the writer's app, such as ``zh-CN``, for a text that shows none.

    >>> language("where is support?"), language("\u5ba2\u670d"), language("tp.xyz", "zh-CN")
    ('en', 'zh', 'zh')
    """
    if _HAN.search(text):
        return "zh"
    spoken = (locale or "")[:2].lower()
    return spoken if spoken in languages() else "en"


def _meant(wanted: str, registry: Registry) -> set[str]:
    """Return the ids of what was asked for: the word itself, and whatever else it is a word for."""
    word = wanted.strip().lower()
    if not word:
        return set()
    meant = {word, registry.platforms.alias.get(word, word)}
    for lang in languages():
        for key, names in words(lang).items():
            if key.startswith(_ASKED) and word in names.lower().split(", "):
                meant.add(key.removeprefix(_ASKED))
    return meant


def _places(channel: Channel) -> Iterator[str]:
    """Yield the platform, and what people call it: ``discord`` for ``discord-invite``."""
    yield channel.platform
    yield channel.platform.partition("-")[0]


def _none(
    meant: set[str], alive: Sequence[Channel], registry: Registry, say_: dict[str, str]
) -> str:
    """Say that nothing is listed, and whether that is on purpose or what else can be asked for."""
    users = {one: [b for b in registry.instead if registry.uses(b, one)] for one in meant}
    if not all(users.values()):
        return say_["official.unused"]
    roles = [say_[_ASKED + one.role].partition(", ")[0] for one in alive]
    platforms = [one.platform for one in alive if one.platform]
    choices = dict.fromkeys([*roles, *platforms])
    return say_["official.none"].format(choices=say_["line.comma"].join(choices))


def _entry(channel: Channel, say_: dict[str, str]) -> str:
    """Return one listed channel in a line."""
    return say_["official.entry"].format(
        place=channel.platform or say_[_ASKED + channel.kind].partition(", ")[0],
        channel=harmless.harmless(channel.value),
        role=say_.get(f"role.{channel.role}", say_["role.other"]),
    )


def _reasons(said: dict[str, object]) -> Iterator[str]:
    """Yield the strongest reasons."""
    seen = _list(said["evidence"])
    counted = [one for one in seen if one["counted"]] or seen
    for one in counted[:_REASONS]:
        yield f"- {one['says']}"


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


Dress = Callable[[str, Sequence[str], Sequence[str]], str]
"""First line, block of facts, closing lines: all of it as one text of a platform."""


def _dressed(first: str, facts: Sequence[str], close: Sequence[str]) -> Reply:
    tame = [_MENTION.sub("[@]", line) for line in facts]
    return Reply(
        _fitted(first, tame, close, _plain, DISCORD_LIMIT),
        _fitted(first, tame, close, _html, TELEGRAM_LIMIT),
        _fitted(first, tame, close, _markdown, DISCORD_LIMIT),
    )


def _fitted(
    first: str, facts: Sequence[str], close: Sequence[str], dress: Dress, limit: int
) -> str:
    """Leave out facts from the end, then closing lines, until the text fits."""
    kept = min(len(facts), _FACTS)
    text = dress(first, facts if kept == len(facts) else [*facts[:kept], "..."], close)
    while _units(text) > limit and kept:
        kept -= 1
        text = dress(first, [*facts[:kept], "..."], close)
    while _units(text) > limit and close:
        close = close[:-1]
        text = dress(first, (), close)
    # No escape makes more than eight characters of one, so that this fits in any case.
    return text if _units(text) <= limit else dress(harmless.shortened(first, limit // 8), (), ())


def _units(text: str) -> int:
    """Count UTF-16 units, which is how Telegram counts and the most that Discord may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(first: str, facts: Sequence[str], close: Sequence[str]) -> str:
    return "\n".join([first, *facts, *close])


def _html(first: str, facts: Sequence[str], close: Sequence[str]) -> str:
    """Dress for Telegram: in a ``pre`` block it finds no link, mention, command or number."""
    block = [f"<pre>{html.escape(chr(10).join(facts), quote=False)}</pre>"] if facts else []
    return "\n".join(
        [
            f"<b>{html.escape(first, quote=False)}</b>",
            *block,
            *(html.escape(line, quote=False) for line in close),
        ]
    )


def _markdown(first: str, facts: Sequence[str], close: Sequence[str]) -> str:
    """Dress for Discord: a code block that nothing inside can end."""
    inside = "\n".join(facts).replace("`", "'")
    block = ["```text", inside, "```"] if facts else []
    return "\n".join([f"**{_escaped(first)}**", *block, *map(_escaped, close)])


def _escaped(text: str) -> str:
    """Escape Discord's markup; a mention at sign loses its power as well."""
    return _MARKDOWN.sub(r"\\\1", _MENTION.sub("[@]", text))
