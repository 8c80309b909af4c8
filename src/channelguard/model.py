"""The nouns: what an input is made of, what was seen in it, and what is said about it.

Everything is a named tuple, and what holds text from the input a `noun`, which shows none of it.
Nothing here knows a registry or a rule. Spans are half-open, count code points, and point into
`Subject.raw`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from channelguard.lookups import Chain
from channelguard.noun import noun

Span = tuple[int, int]
"""Start and end in code points of `Subject.raw`; the end is one past the last."""

KINDS = ("url", "handle", "name", "email", "app", "message")
"""What an input can be read as; the order is that of the command line's help."""


MAX_HEARD = 8_192
"""Most of a message whose words are weighed, in code points; twice the longest of Telegram."""


class Level(IntEnum):
    """How bad it is. Ordered, so that the worst of several is ``max``.

    >>> max(Level.UNKNOWN, Level.OFFICIAL).name
    'UNKNOWN'
    """

    OFFICIAL = 0
    """Every named thing is a current or legacy registry entry, spelt plainly."""
    UNKNOWN = 1
    """Nothing was seen against it and it is not listed. No promise."""
    SUSPICIOUS = 2
    """There is a reason for care."""
    DANGEROUS = 3
    """It imitates an official channel, or asks for what official support never asks for."""


@noun
class Host(NamedTuple):
    """A host, kept twice: as a person reads it and as a resolver does.

    The two differ exactly where imitation happens. ``tp-waIlet.io`` is read with an l and
    resolved with an i; lower-casing alone would throw the evidence away.
    """

    seen: str
    """As written in the input: Unicode, original case, percent signs and all."""
    resolved: str
    """What DNS is asked for: the WHATWG host, lower case, A-labels; IPv6 in brackets."""
    name: str
    """The label that was registered (``tokenpocket`` of ``www.tokenpocket.pro``); the whole of
    `resolved` for an address; the last label where the ending is not a public suffix."""
    suffix: str
    """Public suffix, private ones included (``pro``, ``co.uk``, ``pages.dev``); else empty."""
    subdomain: str
    """Everything left of `name`, without the last dot; empty if nothing."""
    span: Span
    """Where `seen` stands."""
    address: bool = False
    """True for an IPv4 or IPv6 address in any spelling."""

    @property
    def registrable(self) -> str:
        """The registrable domain, such as ``tokenpocket.pro``; `resolved` where there is none."""
        return f"{self.name}.{self.suffix}" if self.suffix and self.name else self.resolved


@noun
class Link(NamedTuple):
    """A URL, or a bare domain read as one (then `scheme` is empty)."""

    host: Host
    span: Span
    scheme: str = ""
    """Lower case, without the colon; empty where the input named none."""
    userinfo: str = ""
    """Everything between the slashes and the last ``@`` of the authority, as written."""
    port: str = ""
    """As the WHATWG parser reports it: empty for the scheme's own port."""
    path: str = ""
    """Normalised by the WHATWG parser; empty for the bare root."""
    query: str = ""
    """Without the question mark."""
    fragment: str = ""
    """Without the hash."""
    marks: tuple[str, ...] = ()
    """What the reader had to repair, such as ``backslash``; see `parse.link`."""
    carries: bool = False
    """True where the address only names an account or app, which follows as its own atom."""
    via: str = ""
    """How it was reached: empty, or ``query``, ``wrapper``, ``deep-link``, ``qr``, ``text``, or
    ``redirect`` where a link led there when it was followed."""
    label: str = ""
    """The text that was shown in its place (Markdown or HTML), else empty."""
    targets: tuple[Host, ...] = ()
    """Hosts of the addresses found inside it, which follow as atoms of their own."""


@noun
class Action(NamedTuple):
    """A URI that is not a web address: ``javascript:``, ``data:``, a wallet deep link."""

    scheme: str
    """Lower case, without the colon."""
    rest: str
    """Everything behind the colon, as written."""
    span: Span


@noun
class Unreadable(NamedTuple):
    """Something shaped like a web address that no browser would open."""

    text: str
    why: str
    """One word: ``host``, ``port``, ``length``, ``scheme``."""
    span: Span


@noun
class Handle(NamedTuple):
    """An account name on a platform."""

    text: str
    """As written, without ``@`` or platform prefix."""
    platform: str
    """A platform id of ``platforms.yaml``, such as ``discord-invite``; empty if unknown."""
    span: Span
    id: str = ""
    """The platform's immutable id where the caller knows it, else empty."""
    invite: bool = False
    """True for a private invitation, which no registry can list by name."""
    author: str = ""
    """As in `Name`."""


@noun
class Name(NamedTuple):
    """A display name: free text, not unique, proof of nothing."""

    text: str
    platform: str
    span: Span
    author: str = ""
    """``sender`` for the author of a message, ``own-group`` if that stands in the brand's own
    group, else empty."""


@noun
class Mailbox(NamedTuple):
    """An e-mail address with the name shown beside it."""

    display: str
    """Decoded (RFC 2047), without quotes; empty if none."""
    local: str
    host: Host
    span: Span
    """Of the address itself."""
    display_span: Span = (0, 0)


@noun
class App(NamedTuple):
    """A store or extension id."""

    store: str
    """A store id of ``platforms.yaml``, such as ``google-play``; empty if unknown."""
    id: str
    span: Span
    slug: str = ""
    """The readable part of the store address, else empty."""


@noun
class Contact(NamedTuple):
    """A way to talk that is no account of a listed platform: a telephone, WeChat or QQ number."""

    kind: str
    """``phone``, ``sms``, ``wechat``, ``qq``, ``whatsapp``."""
    value: str
    """In plain digits, however it was spelt."""
    span: Span
    asked: bool = False
    """True where the words before it ask for its use, and none around it warn of it."""
    beside: str = ""
    """The registry value of the brand that the same message speaks of, else empty."""


@noun
class Text(NamedTuple):
    """The words of a message."""

    text: str
    span: Span


@noun
class Secret(NamedTuple):
    """A recovery phrase or private key stood in the input, and was masked before it was read."""

    span: Span


@noun
class Envelope(NamedTuple):
    """What the header of a mail says about where it came from and where an answer goes."""

    sender: Mailbox
    """The ``From`` that a mail program shows."""
    answer: Mailbox | None
    """``Reply-To``, where that is another address."""
    proof: str
    """What a trusted server found out about `sender`: ``pass``, ``fail``, or empty."""
    span: Span


Atom = (
    Link | Action | Unreadable | Handle | Name | Mailbox | App | Contact | Text | Secret | Envelope
)


@noun
class Sender(NamedTuple):
    """Who wrote a message, as the platform says; give what is known."""

    name: str = ""
    """The display name; first and last name with a space between."""
    handle: str = ""
    """The account name, or the address of a mail."""
    platform: str = ""
    """A platform id or alias of ``platforms.yaml``, or ``email``."""
    id: str = ""
    """The platform's immutable id."""
    joined: str = ""
    """ISO date on which the account came into the group; not judged, kept for the caller."""
    is_staff: bool = False
    """True if the caller knows the `id` as one of its staff: then the text is not held against
    the author, who may quote and warn."""


@noun
class Message(NamedTuple):
    """What somebody wrote, with what the platform says about it."""

    text: str
    sender: Sender | None = None
    quoted: str = ""
    """What the author quotes, where the platform keeps it apart; judged by itself."""
    reply_to: str = ""
    """The text that is answered, for the caller's own use; not judged."""
    links: tuple[str | tuple[str, str], ...] = ()
    """Targets, or pairs of shown text and target, where the platform keeps links apart from the
    text."""


@noun
class Mail(NamedTuple):
    """An e-mail, as its file says and a trusted server confirms."""

    text: str
    sender: str = ""
    """The header ``From``, display name included, decoded."""
    subject: str = ""
    reply_to: str = ""
    return_path: str = ""
    proof: str = ""
    """``pass`` or ``fail`` by a trusted server's ``Authentication-Results``, else empty."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of shown text and target from the HTML parts."""
    cut: bool = False
    """True if the file held more than was read."""


@noun
class Subject(NamedTuple):
    """One input, read once."""

    raw: str
    """The input itself (secrets masked); spans point here."""
    kind: str
    """One of `KINDS`."""
    platform: str
    """As the caller named it, else empty."""
    atoms: tuple[Atom, ...]
    """In input order; an address inside another follows it."""
    incomplete: tuple[str, ...] = ()
    """What could not be read, as reason codes that `render` turns into sentences."""


class Match(NamedTuple):
    """What a detector saw."""

    span: Span
    imitates: str = ""
    """The registry value imitated, never text from the input; empty where nobody in particular."""
    strength: float = 1.0
    """Share of the rule's points, above 0 and at most 1."""


class Evidence(NamedTuple):
    """A match with its price."""

    rule: str
    group: str
    points: int
    counted: bool
    """False where a stronger sighting of the same group already counts, or the price is nought."""
    match: Match


@noun
class Verdict(NamedTuple):
    """The answer about one input."""

    level: Level
    score: int
    """0 to 100; the counted points added up and cut."""
    subject: Subject
    evidence: tuple[Evidence, ...] = ()
    """Strongest first; the uncounted last."""
    imitates: str = ""
    """The registry value that the strongest counted evidence names, else empty."""
    official: tuple[str, ...] = ()
    """Registry values that the input names exactly, in input order, whatever the level."""
    incomplete: tuple[str, ...] = ()
    """What could not be checked, as ``code`` or ``code:detail``; `render` has the sentences."""
    registry: tuple[str, str] = ("", "")
    """Version and expiry date of the registry that was asked."""
    remarks: tuple[str, ...] = ()
    """Notes about the official entries: ``role:<role>`` where that is no support channel, and
    ``user-content`` where strangers post. Notes about a message: ``quoted:<level>`` where what it
    quotes is bad by itself, ``staff`` where the text was not held against its author."""
    instead: tuple[str, ...] = ()
    """Registry values of the channels to use instead: the brand's, or all brands'."""
    topic: str = ""
    """The topic of the support guide that says what to do: that of the strongest counted evidence,
    that of a pasted secret before all others; empty below SUSPICIOUS."""
    chains: tuple[Chain, ...] = ()
    """Where links led that were followed, if that was switched on."""
