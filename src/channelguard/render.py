"""What is said about a verdict?

Turns a `Verdict` into sentences or a JSON object (tables: `overview`). Strangers' text enters
sentences here only, always through `harmless`. What is official is shown plainly, everything else
defanged.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from channelguard import harmless, shown
from channelguard.colour import CARETS, RESET, level_word
from channelguard.model import Evidence, Level, Link, Subject, Verdict
from channelguard.wording import languages, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from channelguard.difference import Difference

__all__ = ["explain", "languages", "rule_says", "to_dict", "to_json"]

_CHANNELS = 6
"""Most channels in one line; more would hide the first."""

_LINKS = 5
"""Most targets listed."""

_DIFFERENCES = 2
"""Most names lined up."""

_CHANGES = 6
"""Most differing runs spelt out for one name."""

_POINTS = 6
"""Columns of the points before a reason: bracket, sign, three digits, bracket."""


def explain(verdict: Verdict, lang: str = "en", *, colour: bool = False) -> str:
    """Return the verdict in sentences, several lines without a final line break.

    Args:
        verdict: What `check` returned.
        lang: One of `languages()`.
        colour: Colour the level and the carets with ANSI sequences.

    Raises:
        InputError: There are no sentences in ``lang``; the message names the languages there are.
    """
    say = words(lang)
    lines = [
        _first(verdict, say, colour=colour),
        *_facts(verdict, say),
        *_targets(verdict, say),
        *_reasons(verdict, say),
        *_differences(verdict, say, colour=colour),
        *_unchecked(verdict, say),
        *_advice(verdict, say),
        _report(verdict, say),
        *_guide(verdict, say),
    ]
    return "\n".join(lines)


def to_dict(verdict: Verdict, lang: str = "en") -> dict[str, object]:
    """Return the verdict as the JSON object of ``docs/verdict.schema.json``.

    ``input`` is the text itself, never defanged; only sentences are.

    Raises:
        InputError: There are no sentences in ``lang``.
    """
    say = words(lang)
    return {
        "input": verdict.subject.raw,
        "kind": verdict.subject.kind,
        "level": verdict.level.name.lower(),
        "score": verdict.score,
        "imitates": verdict.imitates or None,
        "official": list(verdict.official),
        "evidence": [
            {
                "rule": seen.rule,
                "group": seen.group,
                "points": seen.points,
                "counted": seen.counted,
                "span": list(seen.match.span),
                "says": _says(seen, verdict, say),
            }
            for seen in verdict.evidence
        ],
        "advice": [*_advice(verdict, say), _report(verdict, say)],
        "incomplete": [
            {"code": code, "says": _why_incomplete(code, say)} for code in verdict.incomplete
        ],
        "remarks": list(verdict.remarks),
        "guide": verdict.topic or None,
        "chains": [{"hops": list(one.hops), "ended": one.ended} for one in verdict.chains],
        "registry": {"version": verdict.registry[0], "expires": verdict.registry[1]},
    }


def to_json(verdict: Verdict, lang: str = "en") -> str:
    r"""Return `to_dict` as one line of ASCII; a lone surrogate stays ``\ud83d``, an escape."""
    return json.dumps(to_dict(verdict, lang), ensure_ascii=True, allow_nan=False)


def rule_says(rule_id: str, lang: str = "en") -> tuple[str, str]:
    """Return the short title of a rule, and what it means with what to do.

    >>> rule_says("host-port")[0], rule_says("link-port")[0]
    ('Further rule', 'Unusual port')

    Raises:
        InputError: There are no sentences in ``lang``.
    """
    say = words(lang)
    known = f"rule.{rule_id}" if f"rule.{rule_id}.title" in say else "other"
    return say[f"{known}.title"], say[f"{known}.more"]


def _first(verdict: Verdict, say: dict[str, str], *, colour: bool) -> str:
    """Return the level in one sentence."""
    level = verdict.level.name.lower()
    key = f"first.{level}"
    if verdict.level is Level.OFFICIAL:
        ending = "-none" if not verdict.official else "-role" if _roles(verdict, say) else ""
        key += ending
    word = say[f"level.{level}"]
    return say[key].format(
        level=level_word(verdict.level, word, colour=colour),
        score=verdict.score,
        official=_channels(verdict.official, say),
        roles=_roles(verdict, say),
    )


def _facts(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield what was checked, whom it imitates, and what its official part is worth."""
    yield say["line.input"].format(input=shown.whole(verdict) or say["line.empty"])
    if verdict.imitates:
        yield say["line.imitates"].format(imitates=shown.registry_value(verdict.imitates, verdict))
    if verdict.level is not Level.OFFICIAL and verdict.official:
        official = _channels(verdict.official, say)
        yield say["line.also-official"].format(official=official)
        if roles := _roles(verdict, say):
            yield say["line.role"].format(official=official, roles=roles)
    if "user-content" in verdict.remarks:
        yield say["line.user-content"]
    if any(remark.startswith("quoted:") for remark in verdict.remarks):
        yield say["line.quoted"]
    if "staff" in verdict.remarks:
        yield say["line.staff"]


def _targets(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield where every address leads, unless all is official and written plainly."""
    links = [atom for atom in verdict.subject.atoms if isinstance(atom, Link)]
    if verdict.level is Level.OFFICIAL and not any(shown.disguised(link.host) for link in links):
        return
    for link in links[:_LINKS]:
        key = "line.leads-inside" if link.via in {"query", "wrapper", "deep-link"} else "line.leads"
        host = shown.target(link.host, verdict)
        if link.host.address and shown.disguised(link.host):
            key, host = "line.leads-address", harmless.defang(link.host.resolved)
        yield say[key].format(host=host, seen=harmless.defang(link.host.seen))
    if len(links) > _LINKS:
        yield say["line.more"].format(count=len(links) - _LINKS)
    for chain in verdict.chains:
        if len(chain.hops) > 1:
            hops = say["line.then"].join(map(harmless.defang, chain.hops))
            yield say["line.followed"].format(hops=hops)


def _reasons(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield every reason with its points: bracketed if not counted, nought for a remark."""
    if verdict.evidence:
        yield say["line.reasons"]
    for seen in verdict.evidence:
        points = f"{seen.points:+d}" if seen.points else "0"
        if seen.points and not seen.counted:
            points = f"({points})"
        yield f"{points:>{_POINTS}}  {_says(seen, verdict, say)}"


def _says(seen: Evidence, verdict: Verdict, say: dict[str, str]) -> str:
    """Return the sentence of one reason, filled from the verdict alone."""
    sentence = say.get(f"rule.{seen.rule}.says", say["other.says"])
    host = shown.host_at(verdict.subject, seen.match.span)
    return sentence.format(
        seen=shown.part(verdict.subject, seen.match.span),
        imitates=shown.registry_value(seen.match.imitates, verdict) or say["line.someone"],
        host=shown.host_name(host, verdict) if host else say["line.nowhere"],
        platform=shown.platform_at(verdict.subject, seen.match.span) or say["line.platform"],
    )


def _differences(verdict: Verdict, say: dict[str, str], *, colour: bool) -> Iterator[str]:
    """Yield the names that differ in letters, one under the other."""
    lined_up: list[Difference] = []
    for seen in verdict.evidence:
        found = _difference(seen, verdict.subject)
        # Two rules may have seen the same place; lining it up once is enough.
        if found and found not in lined_up and len(lined_up) < _DIFFERENCES:
            lined_up.append(found)
    if lined_up:
        yield say["line.difference"]
    for found in lined_up:
        yield from _lined_up(found, say, colour=colour)


def _difference(seen: Evidence, subject: Subject) -> Difference | None:
    """Line up what a reason points to with what it imitates."""
    from channelguard.difference import of_hosts, of_names  # noqa: PLC0415 - as in _lined_up

    start, end = seen.match.span
    if not seen.match.imitates or not seen.points:
        return None
    host = shown.host_at(subject, seen.match.span, exactly=True)
    if host and not host.address:
        return of_hosts(host.seen, host.resolved, seen.match.imitates)
    return of_names(subject.raw[start:end].lstrip("@"), seen.match.imitates)


def _lined_up(found: Difference, say: dict[str, str], *, colour: bool) -> Iterator[str]:
    """Yield both names, the carets, and each change with its code points."""
    from channelguard.difference import named, padded, width  # noqa: PLC0415 - likenesses only

    here, there = say["line.here"], say["line.there"]
    indent = max(width(here), width(there)) + 2
    beside = f"   ({harmless.defang(found.ascii)})" if found.ascii else ""
    carets = CARETS + found.carets + RESET if colour else found.carets
    yield f"    {padded(here, indent)}{found.seen}{beside}"
    yield f"    {padded(there, indent)}{found.official}"
    yield f"    {' ' * indent}{carets}"
    for seen, official in found.changes[:_CHANGES]:
        key = "change" if seen and official else "extra" if seen else "lost"
        yield "    " + say[f"line.{key}"].format(seen=named(seen), official=named(official))
    if len(found.changes) > _CHANGES:
        yield "    " + say["line.more"].format(count=len(found.changes) - _CHANGES)


def _unchecked(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield what could not be checked."""
    if verdict.incomplete:
        yield say["line.incomplete"]
    for code in verdict.incomplete:
        yield f"  - {_why_incomplete(code, say)}"


def _why_incomplete(code: str, say: dict[str, str]) -> str:
    """Return the sentence of one ``code`` or ``code:detail``."""
    name, _, detail = code.partition(":")
    key = f"incomplete.{name}-detail" if detail else f"incomplete.{name}"
    if key not in say:
        key = f"incomplete.{name}"
    if key not in say or name == "other":
        key, detail = "incomplete.other", code
    return say[key].format(detail=harmless.defang(detail))


def _advice(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield the channels to use instead and the standing advice."""
    if verdict.instead and verdict.level is not Level.OFFICIAL:
        key = "line.official" if verdict.level is Level.UNKNOWN else "line.instead"
        yield say[key].format(channels=_channels(verdict.instead, say))
    yield say["advice.secret"]
    yield say["advice.first-contact"]


def _report(verdict: Verdict, say: dict[str, str]) -> str:
    """Return how to report a fake or a false alarm."""
    above = bool(verdict.official) or bool(verdict.instead)
    return say["report.above" if above else "report.elsewhere"].format(
        template=say["report.template"]
    )


def _guide(verdict: Verdict, say: dict[str, str]) -> Iterator[str]:
    """Yield where to read what to do now, step by step."""
    if verdict.topic:
        yield say["line.guide"].format(topic=verdict.topic)


def _roles(verdict: Verdict, say: dict[str, str]) -> str:
    """Return what the official entries are for, where that is no support channel."""
    found = [
        remark.removeprefix("role:") for remark in verdict.remarks if remark.startswith("role:")
    ]
    return say["line.comma"].join(say.get(f"role.{role}", say["role.other"]) for role in found)


def _channels(values: Sequence[str], say: dict[str, str]) -> str:
    """Return registry values in one line, plainly."""
    first = say["line.comma"].join(harmless.harmless(value) for value in values[:_CHANNELS])
    more = len(values) - _CHANNELS
    return f"{first} {say['line.more'].format(count=more)}" if more > 0 else first
