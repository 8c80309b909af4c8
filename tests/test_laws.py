"""What holds for every input, whoever thought of it."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from channelguard import InputError, Level, Registry, Verdict, check, explain
from channelguard.fold import plain, skeleton
from channelguard.masking import masked
from channelguard.model import KINDS, Link
from channelguard.parse.link import link
from channelguard.parse.plain import plain_host
from channelguard.render import to_json
from channelguard.weigh import MAX_SCORE, level_of

FAST, SLOW, QUICK = 1_000, 10_000, 90_000
"""Examples of the law of laws: in the fast tier, and in the full tier, where the last two make
100,000 together (acceptance A21)."""

REGISTRY = Registry.load()
SITES = sorted(
    channel.value
    for channel in REGISTRY.channels
    if channel.kind == "site"
    and channel.scope != "path"
    and channel.status in {"current", "legacy"}
)
VALUES = sorted({channel.value for channel in REGISTRY.channels})

CRUMBS = [
    *(
        "https://",
        "http://",
        "HTTPS:\\\\",
        "javascript:",
        "data:",
        "tg://resolve?domain=",
        "mailto:",
    ),
    *("hxxps://", "view-source:", "//", "/", "\\", "?", "#", "&", "=", "url=", "next="),
    *(
        "@",
        "@@",
        ":",
        ":8443",
        ".",
        "..",
        "\u3002",
        "\uff0e",
        "[.]",
        " dot ",
        "(",
        ")",
        "[",
        "]",
        "](",
    ),
    *("<", ">", "<a href=", '"', "'", ",", ";", " ", "\t", "\n", "\0", "\x1b[31m", "-", "_", "+"),
    *(
        "xn--",
        "xn--a",
        "%",
        "%2e",
        "%2f",
        "%40",
        "%00",
        "%25",
        "=?utf-8?b?",
        "?=",
        "t.me/",
        "x.com/",
    ),
    *("discord.gg/", "bit.ly/", "www.google.com/url?q=", ".translate.goog", ".pages.dev", ".co.uk"),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\ud83d",
        "\udc00",
        "\u0300",
        "\ufe0f",
        "\u212a",
    ),
    *("I", "l", "0", "\u0130", "\u043e", "\u0440", "\uff54", "\u2705", "\U0001f512"),
    *("tokenpocket", "TokenPocket", "tpwallet", "TPWallet", "tp", "wallet", "support", "claim"),
    *(
        "\u94b1\u5305",
        "\u5ba2\u670d",
        "\u4e0d\u662f",
        "metamask",
        "127.0.0.1",
        "0x7f.1",
        "[::1]",
        "2130706433",
    ),
    *VALUES,
]
"""What matters somewhere in the code, in pieces."""

inputs = st.lists(
    st.one_of(
        st.sampled_from(CRUMBS), st.sampled_from(CRUMBS), st.characters(), st.text(max_size=4)
    ),
    max_size=10,
).map("".join)
"""A soup of crumbs and any characters, lone surrogates included."""


def mixed(data: bytes) -> str:
    """Read bytes as a recipe: most name a crumb, some begin a character of three bytes."""
    pieces, at = [], 0
    while at < len(data):
        if data[at] < 0xE0:
            pieces.append(CRUMBS[data[at] % len(CRUMBS)])
            at += 1
        else:
            number = int.from_bytes(data[at + 1 : at + 4])
            pieces.append(chr(number % (0x110000 if number & 1 else 0x3000)))
            at += 4
    return "".join(pieces)


soups = st.binary(max_size=16).map(mixed)
"""The same soup from a recipe that is drawn at once, which is several times faster."""

hosts = st.from_regex(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,8}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,6}", fullmatch=True
)
labels = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)


def lawful(raw: str, verdict: Verdict) -> None:
    """Fail unless the verdict is one that any input may get."""
    counted = [seen for seen in verdict.evidence if seen.counted]
    groups = [seen.group for seen in counted]

    assert verdict.subject.raw == masked(raw)[0]
    assert verdict.score == min(MAX_SCORE, sum(seen.points for seen in counted))
    assert len(groups) == len(set(groups))
    assert all(0 <= seen.points <= MAX_SCORE for seen in verdict.evidence)
    for start, end in [seen.match.span for seen in verdict.evidence]:
        assert 0 <= start < end <= len(raw)
    for start, end in [atom.span for atom in verdict.subject.atoms]:
        assert 0 <= start <= end <= len(raw)
    assert all(
        not value or value in REGISTRY.by_value or "." in value for value in imitated(verdict)
    )
    assert set(verdict.official) <= set(REGISTRY.by_value)
    assert verdict.level is not Level.OFFICIAL or (verdict.official and not counted)
    assert verdict.level is level_of(verdict.score, official=verdict.level is Level.OFFICIAL)


def imitated(verdict: Verdict) -> set[str]:
    """Return what the verdict says is imitated."""
    return {verdict.imitates, *(seen.match.imitates for seen in verdict.evidence)}


@given(inputs)
@settings(max_examples=FAST, deadline=None)
def test_any_text_gets_a_lawful_verdict(raw: str) -> None:
    lawful(raw, check(raw))


@pytest.mark.full
@given(inputs, st.sampled_from([None, None, *KINDS]), st.sampled_from([None, "telegram", "x"]))
@settings(max_examples=SLOW, deadline=None)
def test_any_text_gets_a_lawful_verdict_as_any_kind(
    raw: str, kind: str | None, platform: str | None
) -> None:
    lawful(raw, check(raw, kind=kind, platform=platform))


@pytest.mark.full
@given(soups, st.sampled_from([None, None, *KINDS]))
@settings(max_examples=QUICK, deadline=None)
def test_any_recipe_gets_a_lawful_verdict(raw: str, kind: str | None) -> None:
    lawful(raw, check(raw, kind=kind))


@given(inputs, st.sampled_from(["en", "zh"]))
@settings(max_examples=200, deadline=None)
def test_any_verdict_can_be_shown(raw: str, lang: str) -> None:
    verdict = check(raw)
    shown = explain(verdict, lang)

    assert all(line.isprintable() for line in shown.split("\n"))
    assert to_json(verdict, lang).isascii()


@given(inputs, st.sampled_from([None, *KINDS]))
@settings(max_examples=200, deadline=None)
def test_asking_twice_gives_the_same_answer(raw: str, kind: str | None) -> None:
    assert check(raw, kind=kind) == check(raw, kind=kind)


@given(inputs, st.text(min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_an_unknown_kind_is_refused_whatever_the_text(raw: str, kind: str) -> None:
    assume(kind not in KINDS)

    with pytest.raises(InputError, match=r"^kind must be one of"):
        check(raw, kind=kind)


@given(st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_a_higher_score_is_never_a_lower_level(one: int, other: int, official: bool) -> None:  # noqa: FBT001
    low, high = sorted((one, other))

    assert level_of(low, official=official) <= level_of(high, official=official)


@given(inputs)
@settings(max_examples=300, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@given(st.one_of(hosts, inputs))
@settings(max_examples=500, deadline=None)
def test_the_quick_reader_agrees_with_the_careful_one(text: str) -> None:
    quick = plain_host(text, (0, len(text)))

    assert quick is None or quick == link(text, 0)


@given(hosts)
@settings(max_examples=200, deadline=None)
def test_the_quick_reader_reads_ordinary_hosts(host: str) -> None:
    assume("xn--" not in host.lower())

    assert isinstance(plain_host(host, (0, len(host))), Link)


@given(
    st.sampled_from([*SITES, "tokenpocket-claim.example", "tpwa11et.example", "example.org"]),
    st.data(),
)
@settings(max_examples=200, deadline=None)
def test_capitals_do_not_change_the_level_of_a_host(host: str, data: st.DataObject) -> None:
    """Any letter but I, which a reader takes for an l."""
    at = [
        place for place, letter in enumerate(host) if letter in set(string.ascii_lowercase) - {"i"}
    ]
    chosen = data.draw(st.sets(st.sampled_from(at)))
    other = "".join(char.upper() if place in chosen else char for place, char in enumerate(host))

    assert check(other).level is check(host).level


@given(
    st.sampled_from(SITES),
    st.sampled_from(["", "."]),
    st.sampled_from(["", "https://", "HTTPS://"]),
)
@settings(max_examples=200, deadline=None)
def test_an_official_host_stays_official_with_a_dot_and_a_scheme(
    host: str, dot: str, scheme: str
) -> None:
    assert check(f"{scheme}{host}{dot}").level is Level.OFFICIAL


@given(st.sampled_from(SITES), labels)
@settings(max_examples=300, deadline=None)
def test_a_label_put_behind_an_official_host_is_never_official(host: str, label: str) -> None:
    for raw in (f"{host}.{label}", f"https://{host}.{label}/", f"{host}-{label}.com"):
        assert check(raw).level is not Level.OFFICIAL


@given(st.sampled_from(SITES), labels)
@settings(max_examples=300, deadline=None)
def test_letters_put_before_an_official_host_are_never_official(host: str, label: str) -> None:
    assume(f"{label}{host}" not in SITES)
    name = f"{label}{host}"
    below = any(name.endswith(f".{site}") for site in SITES)

    assert below or check(name).level is not Level.OFFICIAL


@given(st.sampled_from(SITES), inputs)
@settings(max_examples=300, deadline=None)
def test_an_official_link_does_not_vouch_for_its_neighbour(host: str, neighbour: str) -> None:
    assume(check(neighbour).level >= Level.SUSPICIOUS)

    assert check(f"https://{host}/ \n {neighbour}").level is not Level.OFFICIAL
