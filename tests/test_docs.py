"""Do the pages say what the package does, and does the page of figures name every figure?"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import make_docs  # noqa: E402 - a script, found by its folder

from channelguard import RULES  # noqa: E402
from channelguard.rule import Rule  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "registry")
    for path in folder.glob("*.md")
    if path.is_file()
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
"""A Markdown link with its target, the place on the page left out."""
RECIPE_STEPS = 6
"""Most steps that a recipe may have."""


def test_the_page_of_rules_is_the_table_of_rules() -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")

    assert page == make_docs.rules_page(), "run tools/make_docs.py"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained_in_both_languages(rule: Rule) -> None:
    section = make_docs.rules_page().partition(f"\n## {rule.id}\n")[2].partition("\n## ")[0]
    paragraphs = [line for line in section.splitlines() if line]

    assert len(paragraphs) == 2
    assert [line.isascii() for line in paragraphs] == [True, False]


@pytest.mark.parametrize("name", make_docs.RUNS)
def test_a_readme_shows_the_answers_of_today(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert len(make_docs.RUN.findall(text)) >= 5
    assert make_docs.shown_runs(text) == text, "run tools/make_docs.py"


def test_both_readmes_show_the_same_uses() -> None:
    english, chinese = (
        [run[1].replace(" --lang zh", "") for run in make_docs.RUN.findall(text)]
        for text in ((ROOT / name).read_text("utf-8") for name in make_docs.RUNS)
    )

    assert len(english) == len(chinese)
    assert [run.split()[:2] for run in english] == [run.split()[:2] for run in chinese]


def test_the_readme_has_an_excerpt_of_the_figures() -> None:
    excerpt = README.partition("<!-- quality -->")[2].partition("<!-- /quality -->")[0]

    assert all(what in excerpt for what in make_docs.EXCERPT.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_to_files_lead_somewhere(page: Path) -> None:
    targets = [
        target
        for target in LINK.findall(page.read_text("utf-8"))
        if "://" not in target and "evil.example" not in target
    ]
    lost = [target for target in targets if not (page.parent / target).exists()]

    assert lost == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_nothing_unlisted_is_called_more_than_unlisted(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").lower()

    assert [
        word for word in ("safe", "verified", "trusted") if re.search(rf"\b{word}\b", text)
    ] == []


def test_recipes_are_short() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    recipes = re.findall(r"^### .*\n(?:(?!^#).*\n)*", text, re.MULTILINE)
    steps = [len(re.findall(r"^\d+\. ", recipe, re.MULTILINE)) for recipe in recipes]

    assert len(steps) == 3
    assert all(0 < count <= RECIPE_STEPS for count in steps)


def test_the_page_of_figures_names_every_target(shared: Path) -> None:
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")
    rows = dict(
        re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]*?)(?:, missed)? \|", page, re.MULTILINE)
    )
    wanted = {name: target.bound for name, target in make_docs.targets(shared).items()}

    assert {name: rows.get(name) for name in wanted} == wanted


def test_the_page_of_figures_shows_what_others_reach(shared: Path) -> None:
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")
    others = [target.others for target in make_docs.targets(shared).values() if target.others]

    assert others
    assert [text for text in others if text not in page] == []


def test_the_page_of_figures_names_every_class(shared: Path) -> None:
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")
    data = shared / "data"
    attacks = (data / "attacks.dev.jsonl").read_text("utf-8").splitlines()
    with (data / "tp_impersonations.dev.tsv").open(encoding="utf-8", newline="") as file:
        kinds = {row["kind"] for row in csv.DictReader(file, delimiter="\t")}
    with (data / "hard_negatives.dev.tsv").open(encoding="utf-8", newline="") as file:
        ordinary = {row["category"] for row in csv.DictReader(file, delimiter="\t")}
    handles = (data / "handles.dev.jsonl").read_text("utf-8").splitlines()
    named = {f"`{json.loads(line)['class']}`" for line in attacks}
    named = {name for name in named if not name.startswith("`control-")}
    named |= {f"`impersonations.recall.{kind}`" for kind in kinds}
    named |= {f"ordinary name: {category} " for category in ordinary}
    named |= {f"| {json.loads(line)['class']} (" for line in handles} - {"| generic_role ("}

    assert sorted(name for name in named if name not in page) == []


def test_the_page_of_figures_says_when_and_of_which_registry() -> None:
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")

    assert re.search(r" on \d{4}-\d\d-\d\d, registry \d{4}-\d\d-\d\d\.[0-9a-f]{8};", page)
