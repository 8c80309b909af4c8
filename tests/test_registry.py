"""Is an atom official only where it names a living entry exactly, by its platform's own rules?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import channelguard
from channelguard import RegistryError
from channelguard.parse import parse
from channelguard.registry import Gate, Registry
from channelguard.registry_files import bundled_folder, digest
from channelguard.registry_source import compile_folder

PACKAGE = Path(channelguard.__file__).parent


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Return the shipped registry."""
    return Registry.load()


def _official(registry: Registry, raw: str, kind: str | None = None) -> list[str]:
    """Return the values of the living entries that the atoms of an input name."""
    found = [registry.find(atom) for atom in parse(raw, registry.platforms, kind=kind).atoms]
    return [channel.value for channel in found if channel and registry.alive(channel)]


OFFICIAL = [
    pytest.param("tokenpocket.pro", "tokenpocket.pro", id="host"),
    pytest.param("HTTPS://TokenPocket.PRO./x?y#z", "tokenpocket.pro", id="spelt otherwise"),
    pytest.param("new.tokenpocket.pro", "tokenpocket.pro", id="scope of a domain"),
    pytest.param("https:\\\\tokenpocket.pro\\x", "tokenpocket.pro", id="repaired"),
    pytest.param("help.tpwallet.io", "help.tpwallet.io", id="legacy is official"),
    pytest.param("https://yuque.com/tokenpocket", "yuque.com/tokenpocket", id="path"),
    pytest.param("https://www.yuque.com/tokenpocket/a", "yuque.com/tokenpocket", id="below"),
    pytest.param("https://x.com/tokenpocket_tp", "TokenPocket_TP", id="account, other case"),
    pytest.param("https://github.com/tp-lab/a", "TP-Lab", id="account, repository"),
    pytest.param("service@tokenpocket.pro", "service@tokenpocket.pro", id="mailbox"),
    pytest.param("Service@TokenPocket.Pro", "service@tokenpocket.pro", id="mailbox, capitals"),
    pytest.param("id6444625622", "id6444625622", id="app"),
]
NOT_OFFICIAL = [
    pytest.param("tokenpocket.pro.evil.example", id="whole address inside another"),
    pytest.param("evil.example/tokenpocket.pro", id="in the path"),
    pytest.param("tokenpocket-pro.example", id="hyphen"),
    pytest.param("xtokenpocket.pro", id="letter in front"),
    pytest.param("https://tokenpocket.pro@evil.example", id="user name"),
    pytest.param("https://evil.example\\@tokenpocket.pro/", id="backslash"),
    pytest.param("t\u043ekenpocket.pro", id="Cyrillic o"),
    pytest.param("other.gitbook.io", id="neighbour of a single host"),
    pytest.param("gitbook.io", id="above a single host"),
    pytest.param("tpglobalwallet.net", id="retired"),
    pytest.param("globalwallet.gitbook.io", id="disputed"),
    pytest.param("https://yuque.com/tokenpocket-help", id="path that begins alike"),
    pytest.param("https://yuque.com/", id="host of a path"),
    pytest.param("https://yuque.com/tokenpocket/../evil", id="climbs out"),
    pytest.param("https://yuque.com/tokenpocket%2f..%2fevil", id="climbs out, encoded"),
    pytest.param("https://yuque.com/tokenpocket/a%2f..%2f..%2fevil", id="climbs out from below"),
    pytest.param("https://sub.yuque.com/tokenpocket", id="path on another host"),
    pytest.param("@TokenPocket_TP", id="account without platform"),
    pytest.param("telegram:TokenPocket_TP", id="account of another platform"),
    pytest.param("x:TokenPocket_TP_", id="account and an underscore"),
    pytest.param("x.com/TokenPocket_T\u0420", id="Cyrillic er in the account"),
    pytest.param("https://t.me/+TokenPocket_TP", id="invitation of that name"),
    pytest.param("service@tokenpocket.pro.evil.example", id="mailbox elsewhere"),
    pytest.param("services@tokenpocket.pro", id="other mailbox of the host"),
    pytest.param("id6444625623", id="other app"),
    pytest.param("javascript://tokenpocket.pro/%0aalert(1)", id="script"),
]  # fmt: skip
LISTED_BUT_DEAD = [
    pytest.param("tpglobalwallet.net", "tpglobalwallet.net", id="retired"),
    pytest.param("globalwallet.gitbook.io", "globalwallet.gitbook.io", id="disputed"),
    pytest.param(
        "https://www.bangwo8.com/osp2016/im/h5/index.php?vendorID=764445",
        "www.bangwo8.com/osp2016/im/h5/index.php?vendorID=764445",
        id="retired, path with a query",
    ),
]


@pytest.mark.parametrize(("raw", "value"), OFFICIAL)
def test_a_living_entry_is_found(registry: Registry, raw: str, value: str) -> None:
    assert _official(registry, raw) == [value]


@pytest.mark.parametrize("raw", NOT_OFFICIAL)
def test_nothing_else_is(registry: Registry, raw: str) -> None:
    assert _official(registry, raw) == []


@pytest.mark.parametrize(("raw", "value"), LISTED_BUT_DEAD)
def test_a_dead_entry_is_found_and_not_alive(registry: Registry, raw: str, value: str) -> None:
    found = registry.find(parse(raw, registry.platforms).atoms[0])

    assert found is not None
    assert (found.value, registry.alive(found)) == (value, False)


def test_every_living_channel_finds_itself_or_what_covers_it(registry: Registry) -> None:
    lost = []
    for channel in registry.channels:
        if channel.status not in {"current", "legacy"} or channel.kind == "scheme":
            continue
        kind = {"site": "url", "account": "handle", "mailbox": "email", "app": "app"}[channel.kind]
        subject = parse(
            channel.value, registry.platforms, kind=kind, platform=channel.platform or None
        )
        found = [registry.find(atom) for atom in subject.atoms]
        if not any(one and one.value in channel.value for one in found):
            lost.append((channel.id, channel.value))

    assert lost == []


@pytest.mark.parametrize(
    ("day", "alive"),
    [
        pytest.param("2026-11-22", True, id="reviewed today"),
        pytest.param("2027-11-22", True, id="the last day"),
        pytest.param("2027-11-23", False, id="the day after"),
        pytest.param("2036-01-01", False, id="long after"),
    ],
)
def test_an_entry_lives_until_its_day(registry: Registry, day: str, alive: bool) -> None:  # noqa: FBT001
    assert registry.alive(registry.by_value["tokenpocket.pro"], day) is alive


def test_a_bare_name_is_official_somewhere(registry: Registry) -> None:
    assert registry.platforms_of("tokenpocket_tp") == ("x",)
    assert registry.platforms_of("nobody_at_all") == ()


def test_no_channel_is_a_public_suffix_or_free_hosting(registry: Registry) -> None:
    shared = registry.platforms.hosting | registry.platforms.gateways

    assert shared.isdisjoint(registry.official_hosts)


def test_a_neighbour_is_never_official(registry: Registry) -> None:
    assert registry.neighbour_domains
    assert [host for host in registry.neighbour_domains if _official(registry, host)] == []


def test_everything_compared_leads_to_a_channel(registry: Registry) -> None:
    assert {name.imitates for name in registry.names} <= set(registry.by_value)


def test_people_are_sent_to_living_channels_only(registry: Registry) -> None:
    assert 0 < len(registry.all_instead) <= 4
    assert all(registry.by_value[value].status == "current" for value in registry.all_instead)


def test_the_compiled_file_says_what_the_folder_says(registry: Registry) -> None:
    data = json.loads(json.dumps(compile_folder(bundled_folder())))
    again = Registry(data)

    assert data["digest"] == digest(bundled_folder())
    assert (again.channels, again.names, again.version) == (
        registry.channels,
        registry.names,
        registry.version,
    )


def test_a_folder_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be listed"):
        Registry.load(tmp_path / "none")


NEAR = [
    pytest.param("tokenpocket", "tokenpocket", id="the name"),
    pytest.param("tokenpoket", "tokenpocket", id="letter lost"),
    pytest.param("xxtokenpocketyy", "tokenpocket", id="letters beside"),
    pytest.param("tpwallett", "tpwallet", id="letter doubled"),
]
FAR = ["example", "google", "banana", "a", "", "zzzzzzzzzzzzzzzzzzzzzzzz", "pineapple"]


@pytest.mark.parametrize(("text", "name"), NEAR)
def test_the_gate_lets_through_what_can_be_near(registry: Registry, text: str, name: str) -> None:
    assert name in [one.text for one in registry.near_host(text)]


@pytest.mark.parametrize("text", FAR)
def test_the_gate_holds_back_the_rest(registry: Registry, text: str) -> None:
    assert registry.near_host(text) == ()


def test_the_gate_answers_for_each_name_as_if_it_were_alone(registry: Registry) -> None:
    texts = ["tokenpocket", "tpwallet", "tpqianbao", "walletpocket", "tokenwallet", "tp"]
    together = {text: set(registry.near_host(text)) for text in texts}
    alone = {
        text: {name for name in registry.host_names if Gate((name,)).near(text)} for text in texts
    }

    assert together == alone


def test_a_whole_official_address_is_seen_inside_another(registry: Registry) -> None:
    assert registry.embeds("tokenpocket.pro.evil.example") == "tokenpocket.pro"
    assert registry.embeds("a.tokenpocket.pro.evil.example") == "tokenpocket.pro"
    assert registry.embeds("xtokenpocket.pro.evil.example") == ""
    assert registry.embeds("tokenpocket.pro") == ""


def test_no_innocent_repeats_what_a_shorter_one_excuses(registry: Registry) -> None:
    parts = {part for name in registry.names if not name.short for part in name.parts}
    innocents = registry.words.innocents
    repeated = [
        word
        for word in innocents
        if any(
            {word.removesuffix(part), word.removeprefix(part)} & (innocents - {word})
            for part in parts
        )
    ]

    assert sorted(repeated) == []


def test_every_index_of_the_platforms_is_asked(registry: Registry) -> None:
    source = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    indexes = [name for name in vars(registry.platforms) if not name.startswith("_")]

    assert len(indexes) > 5
    assert [name for name in indexes if len(re.findall(rf"\.{name}\b", source)) < 2] == []
