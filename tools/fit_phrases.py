"""Learn what ideas in a message, and pairs of them, say for or against fraud.

    python tools/fit_phrases.py                     # report the held-out figures
    python tools/fit_phrases.py --write             # and write registry/phrases/prices.yaml

Reads our own messages in ``tools/phrase_corpus`` and the development set of ``../shared``. Each
file is held out once, so that the figures are of authors that were not learnt from. Needs the extra
``tools`` (scikit-learn).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from channelguard.guard import Guard
from channelguard.model import Level, Text
from channelguard.phrases import ACT_CHANCE
from channelguard.registry import Listing, Registry
from channelguard.said import Said
from channelguard.speech import ideas_of

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tools" / "phrase_corpus"
SHARED = ROOT.parent / "shared" / "data" / "messages.dev.jsonl"
TARGET = ROOT / "registry" / "phrases" / "prices.yaml"

OTHER = ("generic_", "investment", "prize_sms", "job_task", "parcel_", "refund_")
"""Scams that do not aim at a wallet's users: neither learnt as fraud nor as innocent."""
HARD = {
    "user_complaint", "safety_warning", "official_announcement", "help_docs", "scam_report",
    "dev_talk", "mod_instruction",
}  # fmt: skip
WEIGHT = {"hard": 3.0, "ham": 2.0, "scam": 1.0}
"""A false alarm on a warning or a complaint costs more than a missed scam."""
STRENGTH = 1.0
"""Inverse of the penalty on large prices (scikit-learn's ``C``); chosen by the held-out figures."""
SMALL = 0.03
"""Prices nearer to nought than this are left out of the file."""
LEAST = 0.6
"""As in ``detectors/text_likely.py``."""
PLACEHOLDER = re.compile(r"[\w.-]+\.example")
"""Hosts of the labelled messages; they would give scams away."""
BRANDED = re.compile(r"[\w.-]*(?:tp|token|pocket|wallet)[\w.-]*\.example", re.IGNORECASE)
"""Those of them that name the brand."""


@dataclass
class Row:
    """One message, read."""

    group: str
    lang: str
    ideas: frozenset[str]
    acts: bool
    named: bool
    """True if what it names (a fake address, say) is flagged without its words."""


def messages(path: Path) -> Iterator[dict[str, str]]:
    """Yield the labelled messages of one file, with other hosts, as the evaluation does.

    A text that names the brand in a placeholder host gets hosts under ``top``; in any other text
    every placeholder host becomes an ordinary unknown one, the same in every run.
    """
    draw = random.Random(11)  # noqa: S311 - placeholder hosts, no secrets

    def host(_: re.Match[str]) -> str:
        word = "".join(draw.choice("bcdfghklmnprstvz") + draw.choice("aeiou") for _ in range(3))
        return f"{word}.{draw.choice(['com', 'net', 'org', 'top', 'xyz', 'io'])}"

    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        branded = BRANDED.search(text)
        text = text.replace(".example", ".top") if branded else PLACEHOLDER.sub(host, text)
        yield {**row, "text": text}


def read(path: Path, guard: Guard) -> list[Row]:
    """Read one file for fitting, without the scams that aim at nobody's wallet."""
    rows = []
    for row in messages(path):
        group = row["label"] if row["label"] == "scam" else "ham"
        if group == "scam" and row["category"].startswith(OTHER):
            continue
        group = "hard" if row["category"] in HARD else group
        rows.append(_row(group, row["lang"], row["text"], guard))
    return rows


def _row(group: str, lang: str, text: str, guard: Guard) -> Row:
    verdict = guard.check(text, kind="message")
    registry = guard.registry
    words = next(atom for atom in verdict.subject.atoms if isinstance(atom, Text))
    listings: list[tuple[Any, Listing | None]] = []
    for atom in verdict.subject.atoms:
        channel = registry.find(atom)
        listed = Listing(atom, channel, registry.alive(channel)) if channel else None
        listings.append((atom, listed))
    extra = [one for atom, listed in listings for one in ideas_of(atom, listed, registry)]
    phrases = registry.phrases
    ideas = frozenset[str]().union(*(s.ideas for s in phrases.sentences(words.text, extra)))
    free = [one for one in phrases.said(words.text, extra, least=0.0) if isinstance(one, Said)]
    named = any(
        one.counted and one.points >= 30 and not one.rule.startswith("text-")
        for one in verdict.evidence
    )
    return Row(group, lang, ideas, bool(free), named and verdict.level >= Level.SUSPICIOUS)


def features(row: Row) -> dict[str, float]:
    """Return ideas, and pairs of them at half weight, so that single ideas are learnt first."""
    ranked = sorted(row.ideas)
    pairs = {f"{one} {other}": 0.5 for one, other in combinations(ranked, 2)}
    return dict.fromkeys(ranked, 1.0) | pairs


def fit(rows: list[Row]) -> tuple[Any, Any]:
    """Return scikit-learn's vectorizer and model for some rows."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - of the extra tools
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    table = DictVectorizer()
    matrix = table.fit_transform([features(row) for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    fraud = [row.group == "scam" for row in rows]
    return table, model.fit(matrix, fraud, sample_weight=[WEIGHT[row.group] for row in rows])


def report(name: str, rows: list[Row], table: Any, model: Any) -> None:
    """Print recall and false alarms of one file that was not learnt from."""
    chances = model.predict_proba(table.transform([features(row) for row in rows]))[:, 1]
    line = []
    for group in ("scam", "hard", "ham"):
        hits = [
            chance >= LEAST or (row.acts and chance >= ACT_CHANCE) or row.named
            for row, chance in zip(rows, chances, strict=True)
            if row.group == group
        ]
        line.append(f"{group} {sum(hits) / max(1, len(hits)):.3f} of {len(hits):4}")
    print(f"{name:24} {'   '.join(line)}")


def write(table: Any, model: Any, count: int) -> None:
    """Write the prices as YAML, every number quoted, sorted."""
    prices = dict(zip(table.feature_names_, model.coef_[0], strict=True))
    single = {k: v for k, v in prices.items() if " " not in k}
    pairs = {k: v / 2 for k, v in prices.items() if " " in k and abs(v / 2) >= SMALL}
    lines = [
        "# What ideas, and two of them together, say for (above nought) or against fraud.",
        "# Written by tools/fit_phrases.py; do not edit by hand.",
        'schema: "1"',
        f"source: logistic regression on {count} messages, see tools/fit_phrases.py",
        f"date: {datetime.now(UTC).date().isoformat()}",
        f'bias: "{model.intercept_[0]:.3f}"',
        "ideas:",
        *(f'  {key}: "{value:.3f}"' for key, value in sorted(single.items())),
        "pairs:",
        *(f'  {key}: "{value:.3f}"' for key, value in sorted(pairs.items())),
    ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}: {len(single)} ideas, {len(pairs)} pairs")


def main() -> None:
    """Fit with each file held out, then with all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write registry/phrases/prices.yaml")
    args = parser.parse_args()
    guard = Guard(Registry.load())
    paths = [*sorted(CORPUS.glob("*.jsonl")), *([SHARED] if SHARED.exists() else [])]
    files = {path.stem: read(path, guard) for path in paths}
    for held, tested in files.items():
        rows = [row for name, some in files.items() if name != held for row in some]
        report(held, tested, *fit(rows))
    if args.write:
        rows = [row for some in files.values() for row in some]
        write(*fit(rows), len(rows))


if __name__ == "__main__":
    main()
