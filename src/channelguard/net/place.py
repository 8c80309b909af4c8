"""Where does a web address lead, as a browser reads it?

Only the WHATWG parser (ada) decides. What is sent is made from what it says and never from the
text: no userinfo, no fragment.
"""

from __future__ import annotations

from dataclasses import dataclass

import ada_url

WEB = {"http:": 80, "https:": 443}
"""Schemes that are asked, with their ports."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address."""

    href: str
    """As browsers write it, whole."""
    scheme: str
    """With its colon: ``https:``."""
    host: str
    """What is looked up and what the certificate must say: no brackets, no dot at the end."""
    port: int
    """0 where the scheme is not of the web."""
    authority: str
    """The header ``Host``."""
    target: str
    """What is asked for there."""

    @property
    def asked(self) -> str:
        """Return the address without what is not sent."""
        return f"{self.scheme}//{self.authority}{self.target}"


def place(text: str, base: str = "") -> Place | None:
    r"""Read an address, relative to another one if need be; None if no browser could.

    >>> place("http:\\\\a.example\\b#c").asked
    'http://a.example/b'
    >>> place("//[::1]:81", "https://a.example/").host, place("a.example")
    ('::1', None)
    """
    try:
        url = ada_url.URL(text, base=base) if base else ada_url.URL(text)
    except (ValueError, UnicodeEncodeError):
        return None
    host = url.hostname.removeprefix("[").removesuffix("]").removesuffix(".")
    port = int(url.port) if url.port else WEB.get(url.protocol, 0)
    return Place(url.href, url.protocol, host, port, url.host, url.pathname + url.search)
