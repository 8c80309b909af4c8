"""What is said in a message: ideas in its sentences, and the speech acts that they add up to.

An idea is a list of words (``registry/phrases``); an act is ideas that stand together and others
that do not. All words are found in one pass of an Aho-Corasick automaton, so that time grows with
the length of the text only. Latin words count between word borders and right behind a number, Han
anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import exp
from typing import Any

from channelguard import fold
from channelguard.model import MAX_HEARD, Span
from channelguard.said import Act, Likelihood, Said

COMPUTED = frozenset({"brand", "contact", "link", "official"})
"""Ideas that are not words: a brand's name, a way to reach somebody, an unlisted address, a listed
channel. The caller says where they stand."""

ACT_CHANCE = 0.3
"""Least chance of fraud of the whole message at which an act in it counts. Fitted together with the
prices, see ``tools/fit_phrases.py``."""

SURE = frozenset({"text-secret"})
SECRET_CHANCE = 0.1
"""The same for asking for a secret, which hardly anything excuses."""

TOLD = frozenset({"report", "warn"})
"""Ideas that turn the whole message into a tale or a warning, in whatever sentence they stand; the
other unmaking ideas (a question, a lesson, one's own trouble) only their own sentence."""

_END = re.compile(r"[.!?](?=\s|$)|[\n;\u3002\uff01\uff1f\uff1b\u2026]")
"""Where a sentence ends: a full stop only before white space, because hosts have dots."""

_BETWEEN_HAN = re.compile(
    r"(?<=[\u3400-\u9fff])[\s.\u00b7*_/\\|\-\u3000+~^#]{1,2}(?=[\u3400-\u9fff])"
)
"""Marks that are put between the characters of a word to hide it."""

_NUMBER = frozenset("0123456789.,")
"""What a number is written with; a unit may follow it without a space."""


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    """One sentence of a message, and what it is about."""

    span: Span
    ideas: frozenset[str]


class Phrases:
    """Ideas and acts, ready to be looked for. Built at the first message, not before."""

    def __init__(self, data: dict[str, Any], brands: Iterable[str]) -> None:
        """Build the automaton from the compiled ``phrases`` table and the brands' names."""
        import ahocorasick  # noqa: PLC0415 - only messages need it

        self.acts = tuple(_act(row) for row in data["acts"])
        self._unmaking = frozenset[str]().union(*(act.none for act in self.acts))
        words: dict[str, set[str]] = {}
        for idea, terms in data["ideas"].items():
            for term in terms:
                words.setdefault(term, set()).add(idea)
        for name in brands:
            words.setdefault(name, set()).add("brand")
        self._automaton = ahocorasick.Automaton()
        for term, ideas in words.items():
            bare = term.removesuffix("*")
            known = self._automaton.get(bare, None)
            entries = (known or ()) + ((bare, term.endswith("*"), frozenset(ideas)),)
            self._automaton.add_word(bare, entries)
        if words:
            self._automaton.make_automaton()
        self._empty = not words
        prices = data["prices"]
        self._bias: float = prices["bias"]
        self._prices: dict[str, float] = prices["ideas"]
        self._pairs: dict[str, float] = prices["pairs"]

    def said(
        self,
        text: str,
        extra: Iterable[tuple[str, Span]],
        start: int = 0,
        least: float = ACT_CHANCE,
    ) -> Iterator[Said | Likelihood]:
        """Yield the acts of a message, strongest first, and how likely all of it is fraud.

        An act counts only where the ideas of the whole message do not speak against it.

        Args:
            text: The message.
            extra: Computed ideas with where they stand in the raw input.
            start: Where the text stands in the raw input.
            least: Least chance of fraud of the whole message at which an act in it counts.
        """
        sentences = self.sentences(text, tuple(extra), start)
        everything = frozenset[str]().union(*(one.ideas for one in sentences))
        likely = self.likelihood(everything, sentences, (start, start + len(text)))
        yield likely
        for act in sorted(self.acts, key=lambda act: -act.strength):
            enough = likely.chance >= (min(SECRET_CHANCE, least) if act.rule in SURE else least)
            if not enough or not act.made_of(everything):
                continue
            if not act.none.isdisjoint(everything & TOLD):
                continue
            if act.whole:
                spoken = [one for one in sentences if act.main & one.ideas]
                if all(act.none.isdisjoint(one.ideas) for one in spoken):
                    yield Said(act, spoken[0].span if spoken else (start, start + len(text)))
                continue
            for one in sentences:
                if act.made_of(one.ideas) and act.none.isdisjoint(one.ideas):
                    yield Said(act, one.span)
                    break

    def likelihood(
        self, ideas: frozenset[str], sentences: list[Sentence], span: Span
    ) -> Likelihood:
        """Return the logistic sum of the prices of the ideas and of their pairs.

        Its span is the sentence that says most of it, so that a reader sees the reason.
        """
        ranked = sorted(ideas)
        parts = {idea: self._prices.get(idea, 0.0) for idea in ranked}
        for one, other in combinations(ranked, 2):
            price = self._pairs.get(f"{one} {other}")
            if price:
                parts[f"{one} + {other}"] = price
        reasons = sorted((part for part in parts if parts[part] > 0), key=lambda p: -parts[p])
        total = self._bias + sum(parts.values())
        saying = {idea for reason in reasons[:3] for idea in reason.split(" + ")}
        loudest = max(sentences, key=lambda one: len(saying & one.ideas), default=None)
        where = loudest.span if loudest and saying & loudest.ideas else span
        chance = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
        return Likelihood(chance, tuple(reasons[:3]), where)

    def sentences(
        self, text: str, extra: Iterable[tuple[str, Span]], start: int = 0
    ) -> list[Sentence]:
        """Split a message and find the ideas in each sentence."""
        found = []
        begin = 0
        text = text[:MAX_HEARD]
        ends = [match.end() for match in _END.finditer(text)]
        for end in [*ends, len(text)]:
            said = text[begin:end].strip()
            if not said:
                begin = end
                continue
            at = start + text.index(said[0], begin)
            span = (at, at + len(said))
            ideas = self._ideas(said)
            ideas |= {idea for idea, at in extra if span[0] <= at[0] < span[1]}
            found.append(Sentence(span, ideas))
            begin = end
        return found

    def _ideas(self, sentence: str) -> frozenset[str]:
        if self._empty:
            return frozenset()
        folded = _BETWEEN_HAN.sub("", fold.plain(sentence.replace("\u2019", "'")))
        found = [
            (last - len(term) + 1, last + 1, named)
            for last, entries in self._automaton.iter(folded)
            for term, open_ended, named in entries
            if _stands_alone(folded, last - len(term) + 1, last + 1, open_ended=open_ended)
        ]
        ideas: set[str] = set()
        reached = 0
        for _, end, named in sorted(found, key=lambda one: (one[0], -one[1])):
            # "don't panic" is no warning: a longer term says what the shorter one in it means.
            ideas |= named - self._unmaking if end <= reached else named
            reached = max(reached, end)
        return frozenset(ideas)


def _stands_alone(text: str, begin: int, end: int, *, open_ended: bool) -> bool:
    """Tell whether a Latin term begins and ends at word borders; Han needs none."""
    first, last = text[begin], text[end - 1]
    glued = first.isascii() and first.isalnum() and begin > 0 and _joins(text[begin - 1])
    if glued and not (first.isalpha() and _counted(text, begin)):
        return False
    joined = last.isascii() and last.isalnum() and end < len(text) and _joins(text[end])
    return open_ended or not joined


def _counted(text: str, begin: int) -> bool:
    """Tell whether a number stands right before a term, as in ``500usdt``; ``web3`` is none."""
    at = begin
    while at and text[at - 1] in _NUMBER:
        at -= 1
    return at < begin and not (at and _joins(text[at - 1]))


def _joins(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _act(row: dict[str, Any]) -> Act:
    return Act(
        row["id"],
        row["rule"],
        frozenset(row["all"]),
        frozenset(row["any"]),
        frozenset(row["some"]),
        frozenset(row["none"]),
        frozenset(row["all"]) - COMPUTED or frozenset(row["all"]),
        row["scope"] == "message",
        row["points"] / 100,
    )
