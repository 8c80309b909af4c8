"""A folder of YAML becomes a registry only if every file of it is plain, complete and possible."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from channelguard import registry_source
from channelguard.errors import RegistryError
from channelguard.registry_files import MAX_BYTES, digest, yaml_files
from channelguard.registry_schema import KINDS, expanded
from channelguard.registry_source import compile_folder, json_schema, load_folder
from channelguard.strict_yaml import MAX_DEPTH, MAX_NODES, read_yaml

SHARED = Path(__file__).parents[1].parent / "shared"
HERE = {**os.environ, "PYTHONPATH": str(Path(registry_source.__file__).parents[1])}
"""The environment of a child that is to import the very package under test."""

BLNS = SHARED / "suites" / "blns" / "blns.json"

BRAND = """\
schema: "1"
brand: acorn
title: {en: Acorn Purse}
operator: Acorn Ltd
last_verified: 2026-11-22
valid_until: 2027-11-22
names:
  - text: acornpurse
    parts: [acorn, purse]
    generic: [purse]
    coined: "true"
    max_edits: "2"
    imitates: acornpurse.com
    source: https://acornpurse.com
    date: 2026-11-22
channels:
  - id: web
    kind: site
    value: acornpurse.com
    scope: domain
    role: website
    status: current
    confidence: primary
    purpose: main website
    last_verified: 2026-11-22
    evidence: [{source: https://acornpurse.com, publisher: Acorn Ltd, seen: 2026-11-22}]
"""
CHANNEL = BRAND[BRAND.index("  - id: web") :]

TABLES = {
    "platforms.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
platforms:
  - id: telegram
    title: Telegram
    aliases: [tg]
    chars: A-Za-z0-9_
    min: "4"
    max: "32"
    case: fold
    first: letter
    not_doubled: _
    not_last: _
    addresses: [{host: t.me, path: "/{handle}"}, {scheme: tg, host: resolve, query: domain}]
    reserved: [share]
    source: made up
    date: 2026-11-22
stores:
  - id: apple
    title: App Store
    chars: 0-9
    prefix: id
    min: "9"
    max: "10"
    addresses: [{host: apps.apple.com, path: "/*/id{id}"}]
    source: made up
    date: 2026-11-22
""",
    "hosting.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
hosting: [pages.dev]
shorteners: [bit.ly]
gateways: [ipfs.io]
freemail: [gmail.com]
wrappers: [{host: href.li, parameters: ["?"]}, {host: "*.translate.goog"}]
redirect_parameters: [url]
deep_links: [{scheme: acorn, parameters: [params]}]
restricted_suffixes: [gov]
""",
    "words.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
roles: [{text: support, lang: en}]
lures: [{text: claim, lang: en}]
badges: ["\\u2705"]
denials: [{text: not, lang: en}]
fans: [{text: fan, lang: en}]
innocents: [{text: acornpulse, why: an ordinary pair of words}]
""",
    "neighbours.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
neighbours: [{id: walnut, names: [walnut], official: walnut.io, domains: [walnut.io]}]
""",
    "lists.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
lists:
  - id: squirrels
    title: Squirrels
    publisher: Walnut Ltd
    address: https://walnut.io/list.txt
    format: hosts
    licence: MIT
    date: 2026-11-22
""",
    "variants.yaml": """\
schema: "1"
source: made up
date: 2026-11-22
keyboards: [{id: small, rows: ["12", qw, as], source: made up}]
vowels: ae
sounds: [[k, ck]]
alphabets: [{id: greek, chars: "\\u03b1-\\u03c9", source: made up}]
first: {sites: [claim], accounts: [support], endings: [com], hosting: [pages.dev], numbers: ["1"]}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small registry of an invented brand; its brand file is ``brands/acorn.yaml``."""
    root = tmp_path / "registry"
    (root / "brands").mkdir(parents=True)
    (root / "brands" / "acorn.yaml").write_text(BRAND, encoding="utf-8")
    for name, text in TABLES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def problems(folder: Path) -> list[str]:
    """Compile a folder that must be refused; return its problems with names inside the folder."""
    with pytest.raises(RegistryError, match="registry") as caught:
        compile_folder(folder)
    return [problem.removeprefix(f"{folder}/") for problem in caught.value.problems]


def write_brand(folder: Path, text: str) -> None:
    (folder / "brands" / "acorn.yaml").write_text(text, encoding="utf-8")


def add_channel(folder: Path, **changes: str) -> None:
    """Add a second channel to the brand, like the first but for the values given, in YAML."""
    changes = {"id": "second", **changes}
    channel = CHANNEL
    for key, value in changes.items():
        lines = [
            line
            for line in channel.splitlines()
            if line.removeprefix("  - ").strip().partition(":")[0] != key or key == "id"
        ]
        channel = "\n".join(lines) + "\n"
        if key == "id":
            channel = channel.replace("id: web", f"id: {value}")
        else:
            channel = channel.rstrip("\n") + f"\n    {key}: {value}\n"
    write_brand(folder, BRAND + channel)


# ---------------------------------------------------------------- a good folder


def test_an_invented_brand_loads(folder: Path) -> None:
    assert sorted(load_folder(folder)) == ["brands/acorn.yaml", *sorted(TABLES)]


def test_the_compiled_form_has_every_field_and_plain_types(folder: Path) -> None:
    compiled = compile_folder(folder)

    assert compiled == json.loads(json.dumps(compiled))
    assert list(compiled) == [
        "format", "digest", "version", "expires", "brands", "platforms", "stores", "hosting",
        "words", "neighbours", "lists", "variants", "help", "phrases",
    ]  # fmt: skip
    assert compiled["digest"] == digest(folder)
    assert compiled["version"] == f"2026-11-22.{digest(folder)[:8]}"
    assert compiled["expires"] == "2027-11-22"
    brand = compiled["brands"][0]
    assert brand["schema"] == 1
    assert brand["names"][0]["coined"] is True
    assert brand["names"][0]["max_edits"] == 2
    assert brand["short"] == []
    channel = brand["channels"][0]
    assert (channel["platform"], channel["user_content"], channel["account_id"]) == ("", False, "")
    assert channel["valid_until"] == "2027-11-22"
    assert compiled["platforms"][0]["chars"].startswith("ABC")
    assert len(compiled["platforms"][0]["chars"]) == 63
    assert compiled["hosting"]["wrappers"][1]["parameters"] == []
    assert compiled["words"]["badges"] == ["\u2705"]


def test_tables_left_out_come_from_the_shipped_registry(folder: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(folder, shipped)
    for name in TABLES:
        (folder / name).unlink()

    assert compile_folder(folder, shipped)["platforms"] == compile_folder(shipped)["platforms"]


def test_the_digest_changes_with_any_byte_and_any_name(folder: Path) -> None:
    before = digest(folder)
    (folder / "words.yaml").write_bytes((folder / "words.yaml").read_bytes() + b"\n")
    after = digest(folder)
    (folder / "brands" / "acorn.yaml").rename(folder / "brands" / "acorns.yaml")

    assert len({before, after, digest(folder)}) == 3


def test_the_digest_loads_neither_yaml_nor_pydantic(folder: Path) -> None:
    code = (
        "import sys, pathlib; from channelguard.registry_files import digest;"
        "digest(pathlib.Path(sys.argv[1]));"
        "sys.exit(bool({'yaml', 'pydantic', 'tldextract'} & set(sys.modules)))"
    )

    assert (
        subprocess.run([sys.executable, "-c", code, folder], check=False, env=HERE).returncode == 0
    )


def test_notes_other_folders_and_hidden_files_are_left_alone(folder: Path) -> None:
    (folder / "old").mkdir()
    for name in ("README.md", ".hidden.yaml", "brands/.acorn.yaml.swp", "old/en.yaml"):
        (folder / name).write_text("[", encoding="utf-8")

    assert len(yaml_files(folder)) == 1 + len(TABLES)
    assert compile_folder(folder)


# ---------------------------------------------------------------- one line of YAML

STRICT = [
    pytest.param("a: x\na: y", "2: a: given twice, first on line 1", id="duplicate key"),
    pytest.param('a: x\n"a": y', "2: a: given twice", id="duplicate key, quoted differently"),
    pytest.param("a: no", "1: a: 'no' would be read as a truth value", id="Norway"),
    pytest.param("a: Off", "truth value", id="off with a capital"),
    pytest.param("a: 010", "a number", id="octal"),
    pytest.param("a: 7", "a number: quote it", id="plain number"),
    pytest.param("a: 0x1F", "a number", id="hexadecimal"),
    pytest.param("a: 0o17", "a number", id="octal of YAML 1.2"),
    pytest.param("a: 1_000", "a number", id="number with underscore"),
    pytest.param("a: 1e3", "a number", id="exponent, a text in YAML 1.1 only"),
    pytest.param("a: .inf", "a number", id="infinity"),
    pytest.param("a: 12:30:45", "a number", id="base sixty"),
    pytest.param("a: 2026-11-22 10:00:00", "a time", id="time of day"),
    pytest.param("a: ~", "nothing", id="tilde"),
    pytest.param("a: null", "nothing", id="null"),
    pytest.param("a:", 'would be read as nothing: write ""', id="empty value"),
    pytest.param("a: [x, ]\nb: [ , ]", "not YAML", id="empty item"),
    pytest.param("a: =", "something else", id="equals sign"),
    pytest.param("no: x", "1: no: 'no' would be read", id="key that is no text"),
    pytest.param("a: &b x", "anchors are not allowed", id="anchor"),
    pytest.param("&b a: x", "anchors are not allowed", id="anchor on a key"),
    pytest.param("a: &b x\nc: *b", "2: c: aliases are not allowed", id="alias"),
    pytest.param("a: &b x\n*b : y", "2: a key must be a text", id="alias as key"),
    pytest.param("a: !!str x", "tags are not allowed", id="tag, even a harmless one"),
    pytest.param("a: ! x", "tags are not allowed", id="tag without a name"),
    pytest.param("<<: {b: x}", "merge keys are not allowed", id="merge key"),
    pytest.param("%YAML 1.1\n---\na: x", "directives are not allowed", id="version directive"),
    pytest.param("%TAG ! tag:x,1:\n---\na: x", "directives", id="tag directive"),
    pytest.param("%FOO\n---\na: x", "not YAML", id="unknown directive"),
    pytest.param("a: x\n---\na: x", "2: a second document", id="second document"),
    pytest.param("a: x\n...\n---\n", "a second document", id="second document, empty"),
    pytest.param("", "the file is empty", id="empty file"),
    pytest.param("# nothing\n", "the file is empty", id="only a comment"),
    pytest.param("---\n", "must be a mapping", id="null document"),
    pytest.param("- x", "must be a mapping", id="list"),
    pytest.param("? [a]\n: x", "a key must be a text", id="list as key"),
    pytest.param("a: {b", "not YAML", id="torn"),
    pytest.param("a: x\n# \u202e", "2: U+202E (RIGHT-TO-LEFT OVERRIDE)", id="bidi in a comment"),
    pytest.param("a: x\u200b", "U+200B (ZERO WIDTH SPACE)", id="zero width"),
    pytest.param("a: x\ufeff", "U+FEFF", id="byte order mark inside"),
    pytest.param("a: x\u3164", "U+3164 (HANGUL FILLER)", id="letter that shows nothing"),
    pytest.param("a: x\u00a0y", "U+00A0 (NO-BREAK SPACE)", id="space that is none"),
    pytest.param("a: \u2764\ufe0f", "U+FE0F", id="variation selector"),
    pytest.param("a: x\rb: y", "U+000D", id="lone carriage return"),
    pytest.param("a: x\u2028b: y", "U+2028", id="line separator"),
    pytest.param('a: "x\\u0000y"', "1: a: U+0000", id="control character by escape"),
    pytest.param('a: "x\\u202ey"', "1: a: U+202E", id="bidi by escape"),
    pytest.param('a: "\\ud800"', "not YAML", id="lone surrogate by escape"),
    pytest.param("a: " + "[" * 40 + "]" * 40, f"deeper than {MAX_DEPTH} levels", id="deep"),
    pytest.param("a: [" + "x, " * (MAX_NODES + 1) + "]", f"more than {MAX_NODES}", id="many"),
]

PLAIN = [
    pytest.param("a: x", {"a": "x"}, id="text"),
    pytest.param("a: '010'", {"a": "010"}, id="quoted number"),
    pytest.param('a: ""', {"a": ""}, id="quoted nothing"),
    pytest.param("a: 2026-11-22", {"a": "2026-11-22"}, id="bare date"),
    pytest.param("a: 1.2.3", {"a": "1.2.3"}, id="three numbers are none"),
    pytest.param("a: 0xyz", {"a": "0xyz"}, id="begins like a number"),
    pytest.param("a: nobody", {"a": "nobody"}, id="begins like a truth value"),
    pytest.param("a: [x, {b: [y]}]", {"a": ["x", {"b": ["y"]}]}, id="nesting"),
    pytest.param("a: |\n  x\n  y\n", {"a": "x\ny\n"}, id="block text"),
    pytest.param("a: >-\n  no\n", {"a": "no"}, id="block text is quoted"),
    pytest.param("# note\n---\na: x\n...\n", {"a": "x"}, id="one document with marks"),
    pytest.param("\ufeffa: x", {"a": "x"}, id="byte order mark in front"),
    pytest.param("a: x\r\nb: y\r\n", {"a": "x", "b": "y"}, id="Windows line ends"),
    pytest.param('a: "\\u2705"', {"a": "\u2705"}, id="visible sign by escape"),
    pytest.param("a: 钱包", {"a": "钱包"}, id="Han"),
    pytest.param("'<<': x", {"<<": "x"}, id="quoted merge key is a text"),
]


@pytest.mark.parametrize(("text", "problem"), STRICT)
def test_a_riddle_is_refused(text: str, problem: str) -> None:
    document = read_yaml(text.encode())
    lines = [f"{found.line}: {found.place}: {found.text}" for found in document.problems]

    assert any(problem in line.replace(": : ", ": ") for line in lines), lines
    assert all(line.isascii() and "\n" not in line for line in lines)


@pytest.mark.parametrize(("text", "tree"), PLAIN)
def test_plain_yaml_is_read(text: str, tree: dict[str, Any]) -> None:
    document = read_yaml(text.encode())

    assert (document.tree, document.problems) == (tree, [])


# ---------------------------------------------------------------- the schema

CHANGED = [
    pytest.param("acorn\ntitle", "walnut\ntitle", "2: brand: 'walnut' is not the name of the file",
                 id="brand against file name"),
    pytest.param('schema: "1"', 'schema: "2"', "1: schema: '2'", id="later schema"),
    pytest.param("operator: Acorn Ltd\n", "", "operator is missing", id="missing key"),
    pytest.param("operator:", "includes: x\noperator:", "4: includes: is no key of this schema",
                 id="unknown key"),
    pytest.param("role: website", "rule: website", "channels.0.rule: is no key",
                 id="misspelt key"),
    pytest.param("role: website", "role: websight", "'websight' must be 'website', 'support'",
                 id="role of no list"),
    pytest.param("status: current", "status: official", "22: channels.0.status: 'official' must",
                 id="status of no list"),
    pytest.param("valid_until: 2027-11-22", "valid_until: 2027-02-30", "6: valid_until: "
                 "'2027-02-30' is no day", id="day of no calendar"),
    pytest.param("valid_until: 2027-11-22", "valid_until: soon", "'soon' must be a day",
                 id="no date"),
    pytest.param("valid_until: 2027-11-22", "valid_until: 2026-11-21", "before last_verified",
                 id="ends before it begins"),
    pytest.param('"true"', '"yes"', "names.0.coined: 'yes' must be \"true\" or \"false\"",
                 id="truth value of another kind"),
    pytest.param('"2"', '"-2"', "'-2' must be a whole number", id="negative number"),
    pytest.param('"2"', '"9"', "less than or equal to 8", id="more slips than sense"),
    pytest.param("[acorn, purse]", "[acorn, pure]", "parts do not spell the text", id="parts"),
    pytest.param("[purse]", "[wallet]", "generic names a part", id="generic"),
    pytest.param("text: acornpurse", "text: Acorn-Purse", "lower case, letters and digits",
                 id="name with separator"),
    pytest.param("imitates: acornpurse.com", "imitates: acorn.com", "'acorn.com' is no current or "
                 "legacy channel", id="imitates nothing of the file"),
    pytest.param("status: current", "status: retired", "no current or legacy channel",
                 id="imitates a retired channel"),
    pytest.param("[{source: https://acornpurse.com, publisher: Acorn Ltd, seen: 2026-11-22}]",
                 "[]", "channels.0.evidence: is refused", id="no evidence"),
    pytest.param("purpose: main website", "purpose: |\n      main\n      website",
                 "must be one line", id="purpose of two lines"),
    pytest.param("title: {en: Acorn Purse}", "title: Acorn Purse", "3: title: must be a mapping",
                 id="text for a mapping"),
    pytest.param("title: {en: Acorn Purse}", "title: {EN: Acorn Purse}", "title.EN: 'EN' must be",
                 id="language of no form"),
    pytest.param("operator: Acorn Ltd", "operator: [Acorn Ltd]", "operator: must be a text",
                 id="list for a text"),
    pytest.param("channels:\n", "channels: x\nchannel:\n", "channels: must be a list",
                 id="text for a list"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem"), CHANGED)
def test_a_wrong_brand_file_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    assert old in BRAND
    write_brand(folder, BRAND.replace(old, new, 1))
    found = problems(folder)

    assert any(problem in line for line in found), found
    assert all(line.startswith("brands/acorn.yaml:") for line in found)


VALUES = [
    pytest.param({"value": "github.io"}, "'github.io' is a public suffix", id="A9 github.io"),
    pytest.param({"value": "gitbook.io"}, "'gitbook.io' is a public suffix", id="A9 gitbook.io"),
    pytest.param({"value": "'*.pro'"}, "'*.pro' is a wildcard", id="A9 wildcard"),
    pytest.param({"value": "pro"}, "'pro' is a public suffix", id="top-level domain"),
    pytest.param({"value": "co.uk"}, "is a public suffix", id="suffix of two labels"),
    pytest.param({"value": "github.io", "scope": "host"}, "public suffix", id="suffix as host"),
    pytest.param({"value": "github.io/x", "scope": "path"}, "public suffix", id="suffix and path"),
    pytest.param({"value": "github.io", "status": "retired"}, "suffix", id="suffix, retired"),
    pytest.param({"value": "acorn.example"}, "not end in a public suffix", id="ending of no list"),
    pytest.param({"value": "localhost"}, "not end in a public suffix", id="own machine"),
    pytest.param({"value": "192.0.2.7"}, "is an address", id="address"),
    pytest.param({"value": "Acornpurse.com"}, "lower-case host", id="capital"),
    pytest.param({"value": "https://acorn.com"}, "lower-case host", id="scheme in front"),
    pytest.param({"value": "acorn.com."}, "lower-case host", id="dot behind"),
    pytest.param({"value": "acorn.com:8080"}, "lower-case host", id="port"),
    pytest.param({"value": '"\\u0430corn.com"'}, "is not ASCII: write the xn-- form",
                 id="Cyrillic a"),
    pytest.param({"value": "xn--a.com"}, "not spelt as browsers", id="xn-- that decodes not"),
    pytest.param({"value": "acorn.net/help"}, "must be host/path for the scope path",
                 id="path with the wrong scope"),
    pytest.param({"value": "acorn.net", "scope": "path"}, "must be host/path", id="path missing"),
    pytest.param({"value": "acorn.net/a/", "scope": "path"}, "slash at its end", id="slash behind"),
    pytest.param({"value": "acorn.net/a?b", "scope": "path"}, "with a query", id="query"),
    pytest.param({"value": "acorn.net/a/../b", "scope": "path"}, "browsers spell differently",
                 id="dots in a path"),
    pytest.param({"value": "acorn.net", "scope": "account"}, "must be domain or host or path",
                 id="scope of another kind"),
    pytest.param({"value": "acorn.net", "platform": "telegram"}, "must be left out",
                 id="site on a platform"),
    pytest.param({"kind": "mailbox", "scope": "address", "value": "'Help@acorn.com'"},
                 "must be a lower-case mailbox", id="mailbox with capital"),
    pytest.param({"kind": "mailbox", "scope": "address", "value": "acorn.com"},
                 "must be a lower-case mailbox", id="mailbox without at sign"),
    pytest.param({"kind": "mailbox", "scope": "address", "value": "'a@gitbook.io'"},
                 "public suffix", id="mailbox under a suffix"),
    pytest.param({"kind": "scheme", "scope": "id", "value": "https"}, "belongs to everybody",
                 id="scheme of the web"),
    pytest.param({"kind": "account", "scope": "account", "value": "acorn"},
                 "platform: '' is not in platforms.yaml", id="account without platform"),
    pytest.param({"kind": "account", "scope": "account", "value": "acorn", "platform": "apple"},
                 "'apple' is not in platforms.yaml", id="account in a store"),
    *[
        pytest.param({"kind": "account", "scope": "account", "platform": "telegram",
                      "value": value}, problem, id=f"account {value}")
        for value, problem in {
            "abc": "must have 4 to 32 characters",
            "acorn-purse": "does not allow",
            "1acorn": "must begin with a letter",
            "acorn__purse": "twice in a row",
            "acorn_": "begins or ends",
            "Share": "keeps for itself",
            '"\\u0430corn"': "does not allow",
        }.items()
    ],
    pytest.param({"kind": "app", "scope": "id", "platform": "apple", "value": "'123456789'"},
                 "must begin with id", id="app without prefix"),
    pytest.param({"kind": "app", "scope": "id", "platform": "apple", "value": "id12345"},
                 "must have 9 to 10", id="app too short"),
    pytest.param({"id": "web", "value": "acorn.net"}, "'web' is used twice", id="id used twice"),
    pytest.param({}, "'acornpurse.com' is already in brands/acorn.yaml: web", id="value twice"),
    pytest.param({"value": "acorn.net", "valid_until": "2026-11-21"}, "before last_verified",
                 id="channel ends before it begins"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "problem"), VALUES)
def test_an_impossible_channel_is_refused(
    folder: Path, changes: dict[str, str], problem: str
) -> None:
    add_channel(folder, **changes)
    found = problems(folder)

    assert any(problem in line and "channels.1" in line for line in found), found
    assert all(line.isascii() for line in found)


POSSIBLE = [
    pytest.param({"value": "acorn.github.io"}, id="name under a private suffix"),
    pytest.param({"value": "acorn.co.uk"}, id="suffix of two labels"),
    pytest.param({"value": "help.acornpurse.com", "scope": "host"}, id="host"),
    pytest.param({"value": "github.com/Acorn-Purse", "scope": "path"}, id="path keeps its case"),
    pytest.param({"value": "xn--nqv7f.com"}, id="international name"),
    pytest.param({"value": "acorn.net/a?b=1", "scope": "path", "status": "retired"},
                 id="retired with a query"),
    pytest.param({"kind": "mailbox", "scope": "address", "value": "'a.b+c@acornpurse.com'"},
                 id="mailbox"),
    pytest.param({"kind": "scheme", "scope": "id", "value": "acornoutside"}, id="scheme"),
    pytest.param({"kind": "app", "scope": "id", "platform": "apple", "value": "id123456789"},
                 id="app"),
    pytest.param({"kind": "account", "scope": "account", "platform": "telegram",
                  "value": "Acorn_Purse"}, id="account"),
    pytest.param({"kind": "account", "scope": "account", "platform": "telegram", "value": "ab",
                  "status": "disputed"}, id="disputed account of an impossible name"),
    pytest.param({"kind": "account", "scope": "account", "platform": "telegram", "value": "ab",
                  "status": "retired"}, id="retired account of an impossible name"),
    pytest.param({"value": "acorn.net", "user_content": '"true"', "notes": "x", "language": "en",
                  "account_id": "'1'", "valid_until": "2027-01-01"}, id="every option"),
]  # fmt: skip


@pytest.mark.parametrize("changes", POSSIBLE)
def test_a_possible_channel_is_accepted(folder: Path, changes: dict[str, str]) -> None:
    add_channel(folder, **changes)

    assert len(compile_folder(folder)["brands"][0]["channels"]) == 2


CHANGED_TABLES = [
    pytest.param("platforms.yaml", "[tg]", "[tg, tg]", "has item 1 twice", id="alias twice"),
    pytest.param("platforms.yaml", "A-Za-z0-9_", "z-a", "runs backwards", id="range backwards"),
    pytest.param("platforms.yaml", '"4"', '"40"', "leave no length", id="min over max"),
    pytest.param("platforms.yaml", "/{handle}", "/{name}", "placeholders are", id="placeholder"),
    pytest.param("platforms.yaml", "/{handle}", "/", "must name one thing", id="names nothing"),
    pytest.param("platforms.yaml", "t.me,", "T.me,", "host must be", id="host with capital"),
    pytest.param("hosting.yaml", "[bit.ly]", "['https://bit.ly']", "'https://bit.ly' must be",
                 id="shortener with scheme"),
    pytest.param("hosting.yaml", "{scheme: acorn, parameters", "{parameters",
                 "needs a scheme or a host", id="deep link from nowhere"),
    pytest.param("words.yaml", "text: support", "text: Support", "must be lower case",
                 id="word with capital"),
    pytest.param("words.yaml", "text: acornpulse", "text: acorn pulse", "no separators",
                 id="innocent with space"),
    pytest.param("neighbours.yaml", "official: walnut.io", "official: walnut.com",
                 "official is not among the domains", id="neighbour without its own domain"),
    pytest.param("neighbours.yaml", "walnut.io", "github.io", "public suffix",
                 id="neighbour that is a suffix"),
    *[
        pytest.param("lists.yaml", "https://walnut.io/list.txt", address, problem,
                     id=f"list at {address}")
        for address, problem in {
            "http://walnut.io/list.txt": "must begin with https://",
            "https://walnut.io:8443/list.txt": "has a host that must be a lower-case host name",
            "https://user@walnut.io/list.txt": "has a host that must be",
            "https://127.0.0.1/list.txt": "has a host that is an address",
            "https://localhost/list.txt": "has a host that does not end in a public suffix",
            "https://walnut.io": "must have a path",
            "https://walnut.io/list.txt?key=1": "no query or fragment",
            "https://walnut.io/a/../list.txt": "spelt as browsers spell it",
        }.items()
    ],
    pytest.param("lists.yaml", "format: hosts", "format: csv", "'csv' must be 'metamask'",
                 id="list of another format"),
    pytest.param("lists.yaml", "    licence: MIT\n", "", "licence is missing",
                 id="list without a licence"),
    pytest.param("lists.yaml", "lists:\n", "lists:\n  - {id: squirrels, title: x, publisher: x, "
                 "address: 'https://walnut.io/', format: hosts, licence: x, date: 2026-11-22}\n",
                 "'squirrels' is used twice", id="list twice"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "problem"), CHANGED_TABLES)
def test_a_wrong_table_is_refused(
    folder: Path, name: str, old: str, new: str, problem: str
) -> None:
    assert old in TABLES[name]
    (folder / name).write_text(TABLES[name].replace(old, new), encoding="utf-8")
    found = problems(folder)

    assert any(problem in line and line.startswith(f"{name}:") for line in found), found


# ---------------------------------------------------------------- the folder


def test_all_problems_of_all_files_are_listed_at_once(folder: Path) -> None:
    add_channel(folder, value="github.io", role="butler", id="no")
    (folder / "words.yaml").write_text("a: &b x\n", encoding="utf-8")
    (folder / "hosting.yaml").write_text("a: x\n", encoding="utf-8")
    (folder / "extra.yaml").write_text("a: x\n", encoding="utf-8")
    (folder / "brands" / "acorn.yml").write_text("a: x\n", encoding="utf-8")
    write_brand(folder, (folder / "brands" / "acorn.yaml").read_text().replace("[purse]", "[x]"))
    (folder / "brands" / "torn.yaml").write_bytes(b"\xff")
    found = problems(folder)

    for problem in [
        "extra.yaml: is no file that a registry has",
        "brands/acorn.yml: is no file that a registry has",
        "words.yaml:1: a: anchors are not allowed",
        "hosting.yaml:1: a: is no key of this schema",
        "hosting.yaml:1: source is missing",
        "brands/acorn.yaml:8: names.0: generic names a part that is not among the parts",
        "brands/acorn.yaml:27: channels.1.id: 'no' would be read as a truth value: quote it",
        "brands/torn.yaml:1: byte 0 is not UTF-8",
    ]:
        assert problem in found, found
    assert any(line.endswith("'butler' must be 'website', 'support', 'community', 'product', "
                             "'infrastructure', 'download', 'announcement', 'developer' or "
                             "'business'") for line in found), found  # fmt: skip
    assert all("\n" not in line for line in found)


def test_one_bad_channel_does_not_hide_the_next(folder: Path) -> None:
    bad = CHANNEL.replace("id: web", "id: bad").replace("role: website", "role: butler")
    worse = CHANNEL.replace("id: web", "id: worse").replace("acornpurse.com\n", "gitbook.io\n", 1)
    write_brand(folder, BRAND + bad + worse)
    found = problems(folder)

    assert any("channels.1.role" in line for line in found), found
    assert any("channels.2.value: 'gitbook.io'" in line for line in found), found


def test_one_value_belongs_to_one_brand(folder: Path) -> None:
    twin = BRAND.replace("brand: acorn", "brand: beech")
    (folder / "brands" / "beech.yaml").write_text(twin, encoding="utf-8")

    (found,) = problems(folder)
    assert found.startswith("brands/beech.yaml:19: channels.0.value: 'acornpurse.com' is already")
    assert found.endswith("in brands/acorn.yaml: web")


def test_an_error_names_the_first_file_and_line(folder: Path) -> None:
    write_brand(folder, BRAND.replace("role: website", "role: butler"))
    with pytest.raises(RegistryError, match="role") as caught:
        compile_folder(folder)

    assert caught.value.path == str(folder / "brands" / "acorn.yaml")
    assert caught.value.where == "line 21: channels.0.role"


def test_a_long_value_is_shortened_and_escaped(folder: Path) -> None:
    write_brand(folder, BRAND.replace("role: website", "role: '" + "\u0435" * 400 + "'"))
    found = problems(folder)

    assert all(line.isascii() and len(line) < 800 for line in found), found


def test_a_flood_of_problems_is_cut_and_counted(folder: Path) -> None:
    write_brand(folder, BRAND + "".join(f"k{number}: x\n" for number in range(300)))
    found = problems(folder)

    assert len(found) == registry_source.MAX_PROBLEMS + 1
    assert found[-1] == "brands/acorn.yaml: at least 100 more problems"


def test_a_folder_without_brands_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "brands")

    assert problems(folder) == ["brands: needs a file for at least one brand"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be listed: No such file"):
        compile_folder(tmp_path / "none")


def test_a_file_over_the_limit_is_refused(folder: Path) -> None:
    (folder / "words.yaml").write_bytes(b"#" * (MAX_BYTES + 1))

    assert problems(folder) == [f"words.yaml: is larger than the limit of {MAX_BYTES} bytes"]


def test_a_folder_with_the_name_of_a_file_is_refused(folder: Path) -> None:
    (folder / "brands" / "x.yaml").mkdir()

    assert problems(folder) == ["brands/x.yaml: is not a regular file"]


def test_a_device_is_not_read(folder: Path) -> None:
    (folder / "brands" / "x.yaml").symlink_to("/dev/zero")

    assert problems(folder) == ["brands/x.yaml: is not a regular file"]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("secret: x\n", encoding="utf-8")
    (folder / "brands" / "x.yaml").symlink_to(tmp_path / "private")

    assert problems(folder) == ["brands/x.yaml: is a link that leads out of the registry folder"]


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "words.yaml").rename(folder / "words.txt")
    (folder / "words.yaml").symlink_to("words.txt")

    assert compile_folder(folder)


def test_a_file_name_controls_no_terminal(folder: Path) -> None:
    (folder / "brands" / "a\x1b[31m\n\u202e.yaml").write_text("a: x\n", encoding="utf-8")
    found = problems(folder)

    assert all(line.isprintable() for line in found)


# ---------------------------------------------------------------- the rest


HEAD = 'schema: "1"\nsource: a test\ndate: 2026-11-25\n'
HELP = """\
brand: acorn
never: [give nobody the key]
unpublished: [opening hours]
topics:
  - {id: login, kind: problem, title: I cannot log in, asks: [log in], says: [so it is],
     try: [try again], prepare: [the version], go: [acornpurse.com], source: made up,
     date: 2026-11-22}
  - {id: lost, kind: emergency, title: Lost, go: [acornpurse.com], more: [login],
     source: made up, date: 2026-11-22}
"""

EXAMPLES = TABLES | {
    "ideas.yaml": HEAD + 'ideas: {key: ["key*"], give: ["send me"]}\n',
    "acts.yaml": HEAD
    + "acts: [{id: asked, rule: text-secret, all: [key, give], scope: sentence, points: '90',"
    " matches: [send me the key], leaves: [the key is lost]}]\n",
    "help.yaml": HEAD + HELP,
    "prices.yaml": HEAD + 'bias: "-1.0"\nideas: {key: "0.5"}\npairs: {give key: "1.5"}\n',
}


def test_a_registry_may_have_phrases_of_its_own(folder: Path) -> None:
    (folder / "phrases").mkdir()
    for name in ("acts", "prices"):
        (folder / "phrases" / f"{name}.yaml").write_text(EXAMPLES[f"{name}.yaml"], "utf-8")
    (folder / "phrases" / "en.yaml").write_text(EXAMPLES["ideas.yaml"], "utf-8")
    phrases = compile_folder(folder)["phrases"]

    assert phrases["ideas"] == {"key": ["key*"], "give": ["send me"]}
    assert [act["id"] for act in phrases["acts"]] == ["asked"]
    assert phrases["prices"]["pairs"] == {"give key": 1.5}


def helped(folder: Path, **languages: str) -> list[str]:
    """Return the problems of a registry with these guides."""
    write_help(folder, **languages)
    return problems(folder)


def write_help(folder: Path, **languages: str) -> None:
    """Put these guides into a registry."""
    (folder / "help").mkdir()
    for lang, text in languages.items():
        (folder / "help" / f"{lang}.yaml").write_text(HEAD + text, "utf-8")


def test_a_registry_may_have_a_guide_of_its_own(folder: Path) -> None:
    write_help(folder, en=HELP, zh=HELP)
    guide = compile_folder(folder)["help"]

    assert list(guide) == ["en", "zh"]
    assert [topic["id"] for topic in guide["en"]["topics"]] == ["login", "lost"]
    assert guide["zh"]["topics"][0]["try"] == ["try again"]


def test_a_registry_without_a_guide_gets_none(folder: Path) -> None:
    assert compile_folder(folder)["help"] == {}


BAD_HELP = [
    pytest.param("go: [acornpurse.com], more", "go: [acornpurse.net], more", "no current channel",
                 id="an unlisted channel"),
    pytest.param("go: [acornpurse.com], more", "go: [], more", "go", id="no channel"),
    pytest.param("more: [login]", "more: [logout]", "'logout' is no topic", id="no such topic"),
    pytest.param("id: lost", "id: login", "'login' is used twice", id="a topic twice"),
    pytest.param("brand: acorn", "brand: oak", "is no brand", id="another brand"),
    pytest.param("kind: emergency", "kind: fire", "must be", id="no such kind"),
    pytest.param("title: Lost, ", "", "title", id="no title"),
    pytest.param("asks: [log in]", "asks: [Log In]", "lower case", id="capitals in a question"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem"), BAD_HELP)
def test_a_guide_with_a_fault_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    assert old in HELP

    found = helped(folder, en=HELP.replace(old, new))

    assert any(problem in line and "help/en.yaml" in line for line in found), found


def test_a_guide_leads_to_no_channel_that_is_retired(folder: Path) -> None:
    brand = folder / "brands" / "acorn.yaml"
    brand.write_text(brand.read_text("utf-8").replace("current", "retired"), "utf-8")

    assert any("no current channel" in line for line in helped(folder, en=HELP))


def test_guides_that_differ_in_topics_are_refused(folder: Path) -> None:
    shorter = HELP[: HELP.index("  - {id: lost")]

    assert any("differ in the topics lost" in line for line in helped(folder, en=HELP, zh=shorter))


def test_an_act_of_unknown_ideas_is_refused(folder: Path) -> None:
    (folder / "phrases").mkdir()
    acts = EXAMPLES["acts.yaml"].replace("[key, give]", "[key, brand, nonsense]")
    (folder / "phrases" / "acts.yaml").write_text(acts, "utf-8")
    (folder / "phrases" / "en.yaml").write_text(EXAMPLES["ideas.yaml"], "utf-8")

    assert ["nonsense" in line and "idea of no language" in line for line in problems(folder)] == [
        True
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_json_schema_is_valid_and_accepts_the_example(kind: str) -> None:
    schema = json_schema(kind)
    example = read_yaml((BRAND if kind == "brand" else EXAMPLES[f"{kind}.yaml"]).encode()).tree

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"].endswith(kind)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(example)) == []
    assert list(jsonschema.Draft202012Validator(schema).iter_errors({**example, "x": "y"}))


@pytest.mark.parametrize(
    ("ranges", "letters"),
    [
        pytest.param("", "", id="empty means any"),
        pytest.param("a-c", "abc", id="range"),
        pytest.param("-a", "-a", id="hyphen in front"),
        pytest.param("a-", "a-", id="hyphen behind"),
        pytest.param("a-ca", "abc", id="letter twice"),
    ],
)
def test_ranges_are_written_out(ranges: str, letters: str) -> None:
    assert expanded(ranges) == letters


@pytest.mark.full
@pytest.mark.skipif(
    not BLNS.exists(), reason="cannot run here: no folder of suites beside the checkout"
)
@pytest.mark.parametrize("how", ["quoted", "bare", "block", "as a key"])
def test_naughty_strings_load_or_are_refused(folder: Path, how: str) -> None:
    for text in json.loads(BLNS.read_text(encoding="utf-8")):
        quoted = json.dumps(text, ensure_ascii=False)
        new = {
            "quoted": f"    value: {quoted}\n",
            "bare": f"    value: {text}\n",
            "block": f"    value: |-\n      {text}\n",
            "as a key": f"    value: acornpurse.com\n    {quoted}: x\n",
        }[how]
        brand = BRAND.replace("    value: acornpurse.com\n", new)
        (folder / "brands" / "acorn.yaml").write_bytes(brand.encode("utf-8", "surrogatepass"))
        lines: tuple[str, ...] = ()
        try:
            compile_folder(folder)
        except RegistryError as fault:
            lines = fault.problems
        assert all(line.isprintable() for line in lines), text
