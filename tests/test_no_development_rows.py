"""The package knows rules, not the rows that it is measured with.

Takes the domains, addresses, accounts, names and message texts of the development data, and their
hashes, and looks for them in every file of the package and of the registry. Allowed is what the
registry lists for everybody to see: official channels, other wallets' own domains, and the hosts
of platforms, stores, hosting companies, shorteners, wrappers and mail services.
"""

from __future__ import annotations

import ast
import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from channelguard.registry import Registry
from channelguard.suffix import is_public_suffix, registrable

pytestmark = pytest.mark.full  # every file of the project against every labelled row

ROOT = Path(__file__).parents[1]
ENDINGS = {".py", ".yaml", ".yml", ".json", ".md", ".txt"}
FILES = sorted(
    path
    for folder in (ROOT / "src" / "channelguard", ROOT / "registry")
    for path in folder.rglob("*")
    if path.suffix in ENDINGS and "_data" not in path.parts
)
PROOF = {"source", "evidence", "notes", "date", "seen", "publisher", "why"}
"""Keys of registry files that say where a row comes from; nothing is compared with them."""
EXAMPLES = {
    "tokenpocket_support": "explains the rule for words around an account name",
    "tpwailet": "shown by folding, as the capital I of the opening example",
    "xn--twallet-qjg.io": "shown where an output is made harmless: one Cyrillic letter",
    "\u4e0d\u662ftp\u5ba2\u670d": "explains the word list for denials",
    "\u4eba\u5de5\u5ba2\u670d": "the ordinary Chinese word for an agent in person, a role word",
}
"""Rows that stand in the project as examples or as ordinary words, and why they may."""
SHORTEST = 4
"""Shorter rows are abbreviations and words that stand in any text."""
HASHES = ("md5", "sha1", "sha256")
HASH_PREFIX = 16
"""So many hexadecimal digits of a hash are compared; shortened hashes count, too."""
STANDARDS = {"example.com", "json-schema.org", "publicsuffix.org"}
"""Domains that strings of the program name as examples or as the ids of standards."""
_TOKEN = re.compile(r"[^\s\"'`<>(){}\[\]|,;]+")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_HEX = re.compile(r"\b[0-9a-f]{16,64}\b")


# the rows


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table with tabs."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def objects(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def short_rows(data: Path) -> Iterator[str]:
    """Yield every row that is one word: a domain, an address, an account name."""
    for name in ("tp_impersonations", "hard_negatives", "other_brands"):
        yield from (row["domain"] for row in table(data / f"{name}.dev.tsv"))
    for row in table(data / "urls.dev.tsv"):
        yield row["url"]
        yield urlsplit(row["url"]).hostname or ""
    yield from (row["input"] for row in objects(data / "attacks.dev.jsonl"))
    for row in objects(data / "handles.dev.jsonl"):
        if row["label"] != "official":
            yield row["input"]


def long_rows(data: Path) -> Iterator[str]:
    """Yield every row of several words: a display name, a message."""
    yield from (row["text"] for row in objects(data / "messages.dev.jsonl"))
    yield from (row["input"] for row in objects(data / "handles.dev.jsonl") if " " in row["input"])


def popular_rows(data: Path) -> Iterator[str]:
    """Yield the popular domains."""
    with gzip.open(data / "popular_domains.dev.txt.gz", "rt", encoding="utf-8") as lines:
        yield from map(str.strip, lines)


# what the project says


@cache
def said(path: Path) -> str:
    """Return the text of a file in lower case; of Python, also what its escapes stand for.

    Of a registry file it is the comments and the values, without where a row comes from.
    """
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        text += "\n".join(strings(ast.parse(text)))
    elif path.suffix == ".yaml":
        remarks = (line for line in text.splitlines() if line.lstrip().startswith("#"))
        text = "\n".join([*remarks, *leaves(tree_of(text))])
    return text.lower()


def tree_of(text: str) -> Any:
    """Read YAML, fast where the C library is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)  # noqa: S506 - both are safe loaders


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the string constants of a module, docstrings included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def compared(path: Path) -> set[str]:
    """Return the texts of a file that the program can compare something with."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        tree = ast.parse(text)
        prose = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        return {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
        }
    return set(leaves(tree_of(text))) if path.suffix == ".yaml" else set()


def leaves(tree: object) -> Iterator[str]:
    """Yield the texts of a registry file, but those that only say where a row comes from."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in PROOF:
                yield from leaves(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value)
    elif isinstance(tree, str):
        yield tree


def words(text: str) -> set[str]:
    """Return what may be a row: everything between separators, and every domain in it."""
    tokens = {token.strip(".:*!?") for token in _TOKEN.findall(text)}
    return tokens | {token.lstrip("@") for token in tokens} | set(_DOMAIN.findall(text))


@pytest.fixture(scope="module")
def allowed() -> set[str]:
    """Return what the registry lists openly, in lower case."""
    registry = Registry.load()
    ground = registry.platforms
    hosts = {
        *registry.official_hosts,
        *registry.neighbour_domains,
        *registry.neighbour_domains.values(),
        *ground.hosting,
        *ground.shorteners,
        *ground.gateways,
        *ground.freemail,
        *ground.restricted,
        *(host.removeprefix("*.") for host in ground.wrappers),
    }
    tables = tree_of((ROOT / "registry" / "platforms.yaml").read_text("utf-8"))
    for row in (*tables["platforms"], *tables["stores"]):
        hosts.update(form["host"].rpartition("}.")[2] for form in row["addresses"])
    values = {channel.value.lower() for channel in registry.channels}
    values |= {channel.value.lower().partition("/")[0] for channel in registry.channels}
    values |= {f"https://{host}" for host in registry.official_hosts}
    values |= set(registry.neighbour_names)
    return hosts | values | EXAMPLES.keys() | {registrable(host) for host in hosts if "." in host}


def found(rows: Iterable[str], allowed: set[str]) -> list[str]:
    """Return the rows of one word that stand in a file, each with the file."""
    wanted = {row.lower() for row in rows if len(row) >= SHORTEST}
    wanted = {row for row in wanted if row not in allowed and registrable(row) not in allowed}
    return [
        f"{path.relative_to(ROOT)}: {row!a}"
        for path in FILES
        for row in sorted(words(said(path)) & wanted)
    ]


# the tests


def test_there_are_files_and_rows_to_compare(shared: Path) -> None:
    assert len(FILES) > 50
    assert len(set(short_rows(shared / "data"))) > 1_000


def test_no_domain_address_or_account_of_the_data_is_known(shared: Path, allowed: set[str]) -> None:
    assert found(short_rows(shared / "data"), allowed) == []


def test_every_exemption_is_still_needed(shared: Path, allowed: set[str]) -> None:
    needed = found(short_rows(shared / "data"), allowed - EXAMPLES.keys())

    assert {line.partition(": ")[2] for line in needed} == {ascii(row) for row in EXAMPLES}


def test_no_message_or_display_name_of_the_data_is_known(shared: Path) -> None:
    rows = {row.lower() for row in long_rows(shared / "data") if len(row) > HASH_PREFIX}
    overlap = [
        f"{path.relative_to(ROOT)}: {row[:60]!a}"
        for path in FILES
        for row in sorted(rows)
        if row in said(path)
    ]

    assert overlap == []


@pytest.mark.full
def test_no_popular_domain_is_listed_that_belongs_to_nobody_here(
    shared: Path, allowed: set[str]
) -> None:
    answers = {
        domain: path
        for path in FILES
        for text in compared(path)
        for domain in _DOMAIN.findall(text.lower())
        if domain not in allowed and registrable(domain) not in allowed
        if domain not in STANDARDS and not is_public_suffix(domain)
    }
    popular = set(popular_rows(shared / "data")) & answers.keys()

    assert [f"{answers[row].relative_to(ROOT)}: {row}" for row in sorted(popular)] == []


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(False, id="rows of the brand"),
        pytest.param(True, id="popular domains", marks=pytest.mark.full),
    ],
)
def test_no_hash_of_a_row_is_known(shared: Path, slow: bool) -> None:  # noqa: FBT001
    digits = {path: {hit[:HASH_PREFIX] for hit in _HEX.findall(said(path))} for path in FILES}
    known = set().union(*digits.values())
    data = shared / "data"
    rows = popular_rows(data) if slow else (*short_rows(data), *long_rows(data))
    overlap = [
        row
        for row in rows
        for spelling in {row, row.lower()}
        for name in HASHES
        if hashlib.new(name, spelling.encode()).hexdigest()[:HASH_PREFIX] in known
    ]

    assert overlap == []
