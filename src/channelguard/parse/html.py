"""HTML as mails and pasted pages hold it -> the words that are shown, and the links behind them.

Tags are cut as browsers cut them (WHATWG HTML, 13.2.5 "Tokenization"): quotes hide ``>``, a slash
parts attributes like a space, of two ``href`` the first counts, a link needs no end. What styles
hide is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

MAX_TAG = 65_536
"""Longest tag that is read as one, in code points; a target alone may have some thousand."""
MAX_LABEL = 512
"""Most of what a link shows that is kept, in code points."""

_OPENING = re.compile(
    r"<(?:(/?)([a-z][^ \t\n\r\f/>]*)|!--(?P<empty>-?>)?|(?P<odd>[!?]))", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"[ \t\n\r\f/]*([^ \t\n\r\f/>][^ \t\n\r\f/>=]*)"
    r"(?:[ \t\n\r\f]*=[ \t\n\r\f]*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\r\f\"'>][^ \t\n\r\f>]*)))?"
)
_END = re.compile(r"[ \t\n\r\f/]*>")
_COMMENT_END = re.compile(r"--!?>")
_ODD_END = re.compile(r">")
_HIDDEN = frozenset({"script", "style", "title", "template", "textarea"})
"""Elements whose content is no part of the page's words."""
_BREAKS = frozenset({
    "br", "p", "div", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "td", "th",
})  # fmt: skip


class Anchor(NamedTuple):
    """A link; places are those in the HTML."""

    start: int
    """Where the tag begins."""
    tag_end: int
    """Where the tag ends, and what is shown begins."""
    end: int
    """Where the tag that closes it ends; equals `tag_end` where none does."""
    target: str
    """As written, without white space around it; escapes stay."""
    at: int
    """Where `target` stands."""
    label: str
    """What is shown, in one line."""


class _Tag(NamedTuple):
    start: int
    end: int
    name: str
    closing: bool
    href: tuple[int, int] | None


def anchors(html: str) -> Iterator[Anchor]:
    """Yield the links in order; those without a target, or to the same page, are left out."""
    opened: _Tag | None = None
    shown: list[str] = []
    at = 0
    for tag in _tags(html):
        shown.append(html[at : tag.start])
        at = tag.end
        if tag.name != "a":
            continue
        if opened is not None:
            yield from _anchor(html, opened, shown, tag.end if tag.closing else opened.end)
        opened = tag if tag.href is not None else None
        shown = []
    if opened is not None:
        yield from _anchor(html, opened, [*shown, html[at:]], opened.end)


def _anchor(html: str, tag: _Tag, shown: list[str], end: int) -> Iterator[Anchor]:
    start, stop = tag.href or (0, 0)
    raw = html[start:stop]
    target = raw.strip()
    if target and not target.startswith("#"):
        label = " ".join(unescape("".join(shown)).split())[:MAX_LABEL]
        at = start + len(raw) - len(raw.lstrip())
        yield Anchor(tag.start, tag.end, end, target, at, label)


def words(html: str) -> str:
    r"""Return the words that are shown, a line for each paragraph.

    >>> words("<p>Dear&nbsp;user,<p>see <b>this</b><br>bye")
    'Dear user,\nsee this\nbye'
    """
    kept, at = list[str](), 0
    for tag in _tags(html):
        kept.append(html[at : tag.start])
        kept.append("\n" if tag.name in _BREAKS else "")
        at = tag.end
    kept.append(html[at:])
    # A line feed in the source is a space.
    parts = (part if part == "\n" else part.replace("\n", " ") for part in kept)
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).splitlines())
    return "\n".join(line for line in lines if line)


def _tags(html: str) -> Iterator[_Tag]:
    """Yield the tags; comments and what is hidden count as one tag each. Linear in time."""
    at = 0
    while opening := _OPENING.search(html, at):
        name = (opening[2] or "").lower()
        if not name:
            at = opening.end()
            if not opening["empty"]:
                closed = (_ODD_END if opening["odd"] else _COMMENT_END).search(html, at)
                at = closed.end() if closed else len(html)
            yield _Tag(opening.start(), at, "", closing=False, href=None)
            continue
        closing = bool(opening[1])
        end, href = _attributes(html, opening.end())
        if end < 0:
            # No tag that ends; what stands there is read as words.
            at = min(len(html), opening.start() + MAX_TAG)
            continue
        at = end
        if name in _HIDDEN and not closing:
            close = re.compile(rf"</{name}[^>]*>?", re.IGNORECASE).search(html, end)
            at = close.end() if close else len(html)
            href = None
        yield _Tag(opening.start(), at, name, closing, href)


def _attributes(html: str, at: int) -> tuple[int, tuple[int, int] | None]:
    """Return where a tag ends, -1 where it does not, and where the value of its ``href`` stands."""
    stop = at + MAX_TAG
    href = None
    while (end := _END.match(html, at, stop)) is None:
        found = _ATTRIBUTE.match(html, at, stop)
        if found is None:
            return -1, None
        at = found.end()
        if href is None and found[1].lower() == "href":
            group = found.lastindex or 0
            href = found.span(group) if group > 1 else (at, at)
    return end.end(), href
