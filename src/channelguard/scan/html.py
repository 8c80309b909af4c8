"""How is HTML written so that no text can become markup?

`tag` escapes every text that it is given; only `Html`, which `tag` made, stands as it is. So a
place where escaping was forgotten cannot be written by accident. Text of strangers goes through
`foreign`, which takes it harmless.
"""

from __future__ import annotations

from html import escape

VOID = frozenset({"br", "col", "input", "meta"})
"""Elements without an end (HTML, 13.1.2), of those that are used."""


class Html(str):
    """Text that is HTML already; made by `tag`, `joined` and `constant` alone."""

    __slots__ = ()


def tag(name: str, /, *inner: str, **attributes: str | int | bool) -> Html:
    """Return an element.

    Args:
        name: Of the element.
        inner: What it holds; text is escaped, `Html` is not.
        attributes: Written with ``-`` for ``_``, one at the end left off; True stands alone, False
            is left out.

    >>> tag("td", "<b>", tag("b", "x"), class_="wide", data_value=3, hidden=True)
    '<td class="wide" data-value="3" hidden>&lt;b&gt;<b>x</b></td>'
    """
    start = name
    for key, value in attributes.items():
        written = key.removesuffix("_").replace("_", "-")
        if value is True:
            start += f" {written}"
        elif value is not False:
            quoted = escape(str(value), quote=False).replace('"', "&quot;")
            start += f' {written}="{quoted}"'
    return Html(f"<{start}>" if name in VOID else f"<{start}>{joined(*inner)}</{name}>")


def joined(*inner: str) -> Html:
    """Return several pieces as one; text is escaped, `Html` is not."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in inner))


def constant(text: str) -> Html:
    """Take text of our own, such as a style sheet, for HTML as it stands."""
    return Html(text)


def foreign(text: str) -> Html:
    """Return text of strangers, which is harmless already, so that it turns no text beside it."""
    return tag("bdi", text)
