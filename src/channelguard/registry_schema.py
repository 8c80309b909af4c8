"""What may stand in a registry file?

The models are the schema: one for each kind of file, nothing optional that is not marked, nothing
unknown. Every scalar of a file is a text; numbers and truth values are written in quotes, so that
no reader takes ``no`` or ``010`` for something else.
Leaves alone whether a value is possible where it claims to live (`registry_values`), and whether it
is genuine: that is proof, and proof is reviewed by people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

MAX_CHARS = 2_000
"""Most characters that a range of allowed characters may expand to; the Latin sets need 65."""

MAX_ITEMS = 1_000
"""Longest list in a file. Each wrong item costs a dozen problems, so that a file of 1 MiB could
otherwise fill the memory with complaints about itself."""

DAY_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ID_FORM = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LINE_FORM = r"^[^\n]+$"
LANGUAGE_FORM = r"^[a-z]{2,8}$"
HOST_FORM = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
STARRED_FORM = HOST_FORM.replace("^", r"^(\*\.)?", 1)
SCHEME_FORM = r"^[a-z][a-z0-9+.-]*$"

FORMS = {
    DAY_FORM: "must be a day, such as 2026-11-22",
    ID_FORM: "must be lower-case letters and digits, joined by single hyphens",
    LINE_FORM: "must be one line",
    LANGUAGE_FORM: "must be a language, such as en, zh or pinyin",
    HOST_FORM: "must be a lower-case host name without scheme, port or path",
    STARRED_FORM: "must be a lower-case host name, *. in front allowed",
    SCHEME_FORM: "must be a lower-case scheme without the colon",
}
"""What a pattern means, in words; the patterns themselves go into the JSON Schema."""

FORMS |= {f"^({form[1:-1]})?$": f"{words}, or empty" for form, words in FORMS.items()}

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDERS = frozenset({"handle", "id", "invite", "slug"})


def _or_empty(form: str) -> str:
    return f"^({form[1:-1]})?$"


def _day(text: str) -> str:
    try:
        date.fromisoformat(text or "2000-01-01")  # the pattern says where empty will do
    except ValueError:
        raise ValueError("is no day of the calendar; write it as 2026-11-22") from None
    return text


def _whole(text: object) -> object:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{1,4}", text):
        return int(text)
    raise ValueError('must be a whole number in quotes, such as "3"')


def _truth(text: object) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise ValueError('must be "true" or "false", in quotes')


def _plain(text: str) -> str:
    if not text.isalnum() or text != text.lower():
        raise ValueError("must be lower case, letters and digits only, no separators")
    return text


def _lower(text: str) -> str:
    if text != text.lower() or text != text.strip():
        raise ValueError("must be lower case, without spaces around it")
    return text


def _once(texts: Sequence[str]) -> Sequence[str]:
    seen: set[str] = set()
    for at, text in enumerate(texts):
        if text in seen:
            raise ValueError(f"has item {at} twice")
        seen.add(text)
    return texts


def expanded(ranges: str) -> str:
    """Write out ranges of characters; a hyphen at either end stands for itself.

    Raises:
        ValueError: A range runs backwards, or the whole is longer than `MAX_CHARS`.

    >>> expanded("a-e_")
    'abcde_'
    >>> expanded("0-3-")
    '0123-'
    """
    letters: dict[str, None] = {}
    at = 0
    while at < len(ranges):
        first, last = ranges[at], ranges[at]
        if ranges[at + 1 : at + 2] == "-" and at + 2 < len(ranges):
            last = ranges[at + 2]
            at += 2
        at += 1
        if not 0 <= ord(last) - ord(first) < MAX_CHARS:
            raise ValueError("has a range that runs backwards or is too long")
        letters.update(dict.fromkeys(map(chr, range(ord(first), ord(last) + 1))))
        if len(letters) > MAX_CHARS:
            raise ValueError(f"allows more than {MAX_CHARS} characters; leave it empty")
    return "".join(letters)


T = TypeVar("T")
Many = Annotated[list[T], Field(max_length=MAX_ITEMS)]
Some = Annotated[list[T], Field(min_length=1, max_length=MAX_ITEMS)]
Id = Annotated[str, Field(pattern=ID_FORM, max_length=64)]
Line = Annotated[str, Field(pattern=LINE_FORM, max_length=500)]
Note = Annotated[str, Field(max_length=4_000)]
Day = Annotated[str, Field(pattern=DAY_FORM), AfterValidator(_day)]
NoDay = Annotated[str, Field(pattern=_or_empty(DAY_FORM)), AfterValidator(_day)]
NoId = Annotated[str, Field(pattern=_or_empty(ID_FORM), max_length=64)]
NoScheme = Annotated[str, Field(pattern=_or_empty(SCHEME_FORM), max_length=64)]
Whole = Annotated[
    int, BeforeValidator(_whole), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,4}$"})
]
Truth = Annotated[
    bool, BeforeValidator(_truth), WithJsonSchema({"type": "string", "enum": ["true", "false"]})
]
Version = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1), WithJsonSchema({"const": "1"})]
Language = Annotated[str, Field(pattern=LANGUAGE_FORM)]
Plain = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_plain)]
Word = Annotated[str, Field(pattern=LINE_FORM, max_length=64), AfterValidator(_lower)]
Host = Annotated[str, Field(pattern=HOST_FORM, max_length=253)]
Starred = Annotated[str, Field(pattern=STARRED_FORM, max_length=255)]
Idea = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Pair = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39} [a-z][a-z0-9_]{0,39}$")]
"""Two ideas in the order of the alphabet."""
Hosts = Annotated[Many[Host], AfterValidator(_once)]
Lines = Annotated[Many[Line], AfterValidator(_once)]
Words = Annotated[Many[Word], AfterValidator(_once)]
Characters = Annotated[str, Field(max_length=MAX_CHARS), AfterValidator(expanded)]
"""Ranges or the characters themselves; a compiled registry has them written out."""
Few = Annotated[str, Field(max_length=16)]
Template = Annotated[str, Field(max_length=200)]


class Strict(BaseModel):
    """Anything in a registry file: no unknown keys, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Strict):
    """A whole file of reference data."""

    version: Version = Field(alias="schema")
    """The schema that the file follows: 1."""
    source: Line
    """Where the data come from."""
    date: Day
    """When they were last looked at."""


class Proof(Strict):
    """Where a channel was seen, published by whom."""

    source: Line
    publisher: Line
    seen: Line
    """A day, or how old the copy is, in words."""


class Channel(Strict):
    """One way to reach the brand, genuine or once genuine."""

    id: Id
    kind: Literal["site", "account", "mailbox", "app", "scheme"]
    platform: NoId = ""
    """A platform (account) or store (app) of ``platforms.yaml``; else empty."""
    value: Line
    scope: Literal["domain", "host", "path", "account", "id", "address"]
    role: Literal[
        "website", "support", "community", "product", "infrastructure", "download",
        "announcement", "developer", "business",
    ]  # fmt: skip
    status: Literal["current", "legacy", "retired", "disputed"]
    language: Annotated[str, Field(pattern=_or_empty(LANGUAGE_FORM))] = ""
    confidence: Literal["primary", "secondary", "weak"]
    purpose: Line
    user_content: Truth = False
    """True where strangers post: members and private messages are then not vouched for."""
    account_id: Annotated[str, Field(max_length=64)] = ""
    """The platform's immutable id, else empty."""
    last_verified: Day
    valid_until: NoDay = ""
    """The last day of trust; empty for the file's own."""
    notes: Note = ""
    evidence: Some[Proof]

    @property
    def trusted(self) -> bool:
        """True where the status can make an exact match official."""
        return self.status in ("current", "legacy")


class BrandName(Strict):
    """A spelling of the brand that fakes imitate, with its policy."""

    text: Plain
    parts: Some[Plain]
    """The words it is made of, in order."""
    generic: Many[Plain] = []
    """Those of the parts that are ordinary words in this field."""
    coined: Truth
    """True where nobody else has a reason to use the whole."""
    max_edits: Annotated[Whole, Field(le=8)]
    """Price of slips allowed over the whole name."""
    imitates: Line
    """The channel value that a fake of this name is said to imitate."""
    source: Line
    date: Day

    @model_validator(mode="after")
    def _made_of_its_parts(self) -> Self:
        if "".join(self.parts) != self.text:
            raise ValueError("parts do not spell the text")
        if not set(self.generic) <= set(self.parts):
            raise ValueError("generic names a part that is not among the parts")
        return self


class Short(Strict):
    """An abbreviation: never a match alone."""

    text: Plain
    source: Line
    date: Day


class Unused(Strict):
    """A way to talk that the brand does not offer."""

    kind: Literal["phone", "sms", "wechat", "qq", "whatsapp"]
    source: Line
    date: Day


class BrandFile(Strict):
    """``brands/<brand>.yaml``: who, and every official way to reach them."""

    version: Version = Field(alias="schema")
    brand: Id
    title: Annotated[dict[Language, Line], Field(min_length=1)]
    operator: Line
    last_verified: Day
    valid_until: Day
    names: Some[BrandName]
    short: Many[Short] = []
    unused: Many[Unused] = []
    channels: Some[Channel]


class Address(Strict):
    """How an address names an account or app; ``{handle}`` and the like stand for the name."""

    scheme: NoScheme = ""
    """Empty for the web."""
    host: Template
    path: Template = ""
    query: Annotated[str, Field(max_length=64)] = ""
    """The parameter that holds the name; empty where host or path does."""

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        names = _PLACEHOLDER.findall(self.host + self.path)
        if not set(names) <= _PLACEHOLDERS:
            raise ValueError(f"placeholders are {', '.join(sorted(_PLACEHOLDERS))}")
        if len([name for name in names if name != "slug"]) + bool(self.query) != 1:
            raise ValueError("must name one thing: a placeholder in host or path, or a query")
        if self.path and not self.path.startswith("/"):
            raise ValueError("path must begin with a slash")
        if not self.scheme and not re.fullmatch(HOST_FORM, _PLACEHOLDER.sub("x", self.host)):
            raise ValueError(f"host {FORMS[HOST_FORM]}")
        return self


class Place(Strict):
    """Where names live: what platforms and stores have in common."""

    id: Id
    title: Line
    chars: Characters
    """Every allowed character; empty for any."""
    min: Whole
    max: Whole
    addresses: Many[Address] = []
    source: Line
    date: Day

    @model_validator(mode="after")
    def _some_length_is_possible(self) -> Self:
        if not 1 <= self.min <= self.max:
            raise ValueError("min and max leave no length")
        return self


class Platform(Place):
    """A platform with accounts, and its rules for their names."""

    aliases: Lines = []
    """What people type before a colon, such as ``tg``."""
    case: Literal["fold", "lower", "exact"]
    ignores: Few = ""
    first: Literal["letter", ""] = ""
    not_doubled: Few = ""
    not_last: Few = ""
    not_first: Few = ""
    reserved: Lines = []
    """First path segments that are no account."""


class Store(Place):
    """A shop for apps or extensions."""

    prefix: Few = ""
    """What stands before the characters of an id, in the registry as in the wild."""


class PlatformsFile(File):
    """``platforms.yaml``."""

    platforms: Some[Platform]
    stores: Many[Store] = []


class Wrapper(Strict):
    """A page whose address carries another address."""

    host: Starred
    path: Template = ""
    parameters: Lines = []
    """Which hold the target; ``?`` for the whole query; none where the host is the target."""
    kind: NoId = ""


class DeepLink(Strict):
    """A wallet's own scheme or page that opens an inner address."""

    scheme: NoScheme = ""
    host: Annotated[str, Field(pattern=_or_empty(HOST_FORM), max_length=253)] = ""
    path: Template = ""
    parameters: Lines = []

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Self:
        if not self.scheme and not self.host:
            raise ValueError("needs a scheme or a host")
        return self


class HostingFile(File):
    """``hosting.yaml``: hosts that say nothing about who stands behind them."""

    hosting: Hosts
    shorteners: Hosts
    gateways: Hosts
    wrappers: Many[Wrapper]
    redirect_parameters: Lines
    deep_links: Many[DeepLink]
    freemail: Hosts
    restricted_suffixes: Hosts


class Term(Strict):
    """A word and its language."""

    text: Word
    lang: Language


class Role(Term):
    """A word for staff or support."""

    ordinary: Truth = False
    """Whether people also carry it as a name or trade; it then counts where nothing else stands."""


class Innocent(Strict):
    """A string near a brand name that is ordinary."""

    text: Plain
    why: Line


class WordsFile(File):
    """``words.yaml``."""

    roles: Many[Role]
    lures: Many[Term]
    badges: Annotated[Many[Few], AfterValidator(_once)]
    denials: Many[Term]
    fans: Many[Term]
    innocents: Many[Innocent]


class Account(Strict):
    """An account of a neighbour."""

    platform: Id
    value: Line


class Neighbour(Strict):
    """Another brand of the same field: excuses and redirects blame, never raises it."""

    id: Id
    names: Annotated[Some[Plain], AfterValidator(_once)]
    official: Host
    domains: Annotated[Some[Host], AfterValidator(_once)]
    accounts: Many[Account] = []

    @model_validator(mode="after")
    def _lists_its_own_domain(self) -> Self:
        if self.official not in self.domains:
            raise ValueError("official is not among the domains")
        return self


class NeighboursFile(File):
    """``neighbours.yaml``."""

    neighbours: Many[Neighbour]


class ThreatList(Strict):
    """Where a list of hosts that other people warn of is published, and how it is written."""

    id: Id
    title: Line
    publisher: Line
    address: Line
    format: Literal["metamask", "scamsniffer", "polkadot-js", "hosts"]
    licence: Line
    """The SPDX id where there is one, else in words."""
    note: Note = ""
    date: Day
    """When address and licence were last looked at."""


class ListsFile(File):
    """``lists.yaml``."""

    lists: Many[ThreatList]


class Keyboard(Strict):
    """A layout of keys, the letters and digits of each row from the left."""

    id: Id
    rows: Some[Plain]
    source: Line


class Alphabet(Strict):
    """Characters among which letters that look alike are looked for."""

    id: Id
    chars: Characters
    source: Line


class Firsts(Strict):
    """What fakes choose most, the most frequent first; the other tables bring the rest."""

    sites: Many[Plain]
    """Words beside the name of a site."""
    accounts: Many[Plain]
    """Words beside the name of an account."""
    endings: Hosts
    """Public suffixes."""
    hosting: Hosts
    """Free hosting of ``hosting.yaml``."""
    numbers: Many[Plain]
    """Digits behind a name."""


class VariantsFile(File):
    """``variants.yaml``: with what `channelguard variants` makes lookalikes."""

    keyboards: Many[Keyboard]
    vowels: Plain
    sounds: Many[Some[Plain]]
    """Spellings of one sound, in groups."""
    alphabets: Many[Alphabet]
    first: Firsts


class IdeasFile(File):
    """``phrases/<language>.yaml``: what a message can be about, as lists of words."""

    ideas: Annotated[dict[Idea, Lines], Field(min_length=1, max_length=MAX_ITEMS)]


class Act(Strict):
    """A speech act: ideas that stand together, and others that do not."""

    id: Id
    rule: Id
    """The rule of the table that a sighting counts for."""
    all: Some[Idea]
    any: Many[Idea] = []
    some: Many[Idea] = []
    none: Many[Idea] = []
    scope: Literal["sentence", "message"]
    points: Annotated[Whole, Field(ge=1, le=100)]
    """Share of the rule's points, in percent."""
    matches: Some[Line]
    """Messages that hold the act; tested."""
    leaves: Some[Line]
    """Messages that look like it and do not; tested."""


class ActsFile(File):
    """``phrases/acts.yaml``."""

    acts: Some[Act]


Price = Annotated[
    float,
    Field(ge=-20, le=20),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,2}(\.[0-9]{1,6})?$"}),
]
"""A number, quoted in YAML like every other scalar."""


class PricesFile(File):
    """``phrases/prices.yaml``: what each idea, and two together, say for or against fraud."""

    bias: Price
    ideas: Annotated[dict[Idea, Price], Field(max_length=MAX_ITEMS)]
    pairs: Annotated[dict[Pair, Price], Field(max_length=4 * MAX_ITEMS)]


Ask = Annotated[str, Field(pattern=LINE_FORM, max_length=500), AfterValidator(_lower)]


class Topic(Strict):
    """One topic of the support guide."""

    id: Id
    kind: Literal["emergency", "problem", "cause", "question", "warning"]
    """What it is: an emergency, a problem of the user, a cause of silence, a question that every
    user asks, or a fraud that was noticed."""
    title: Line
    asks: Annotated[Many[Ask], AfterValidator(_once)] = []
    """How people ask for it: words that stand together, joined by `` + ``, each with its
    alternatives, parted by ``|``; without apostrophes, a star for any ending."""
    says: Lines = []
    """What is so."""
    steps: Annotated[Lines, Field(alias="try")] = []
    """What to do, in order."""
    prepare: Lines = []
    """What support will need."""
    go: Annotated[Some[Line], AfterValidator(_once)]
    """Values of current channels of the brand, the best first."""
    more: Annotated[Many[Id], AfterValidator(_once)] = []
    """Topics to read on."""
    source: Line
    date: Day


class HelpFile(File):
    """``help/<language>.yaml``: the support guide of one brand."""

    brand: Id
    never: Annotated[Some[Line], AfterValidator(_once)]
    """What never to do, whatever the topic."""
    unpublished: Lines
    """What nobody has published, so that nobody can be told."""
    topics: Some[Topic]


KINDS: dict[str, type[Strict]] = {
    "brand": BrandFile,
    "platforms": PlatformsFile,
    "hosting": HostingFile,
    "words": WordsFile,
    "neighbours": NeighboursFile,
    "lists": ListsFile,
    "variants": VariantsFile,
    "ideas": IdeasFile,
    "acts": ActsFile,
    "prices": PricesFile,
    "help": HelpFile,
}
"""The model of each kind of file."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file, for editors and other tools.

    Args:
        kind: A key of `KINDS`.

    Raises:
        KeyError: There is no such kind.

    >>> json_schema("brand")["$id"]
    'urn:channelguard:registry:1:brand'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:channelguard:registry:1:{kind}",
        **KINDS[kind].model_json_schema(mode="validation"),
    }
