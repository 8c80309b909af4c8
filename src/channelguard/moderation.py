"""What should a bot do about a verdict?

Pure: verdict, situation and policy in, decision out; no clock, no file, no connection. What must be
remembered between messages the caller remembers and hands over in `Context`. The policy's file is
read by `moderation_file`, the words of replies are chosen by `moderation_reply`.

There is no action that bans. People ban, after they have looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from channelguard.model import Evidence, Level, Verdict
from channelguard.moderation_reply import URGENT, Reply, say
from channelguard.weigh import MAX_SCORE, SUSPICIOUS, level_of


class Action(StrEnum):
    """What can be done about a message or an account, mildest first."""

    NOTHING = "nothing"
    """Only for policy files: the same as an empty list. No decision holds it."""
    REPLY = "reply"
    """Answer in the chat, with `Decision.reply`."""
    HOLD = "hold"
    """Take the message out of sight until a moderator has decided; always with `ESCALATE`. Where a
    platform cannot hide a message: delete it and report it."""
    DELETE = "delete"
    MUTE = "mute"
    """Let the author write nothing for `Decision.mute_seconds`."""
    ESCALATE = "escalate"
    """Tell the moderators."""


class Event(StrEnum):
    """What made the bot look."""

    MESSAGE = "message"
    EDIT = "edit"
    """A message was changed: harmless when sent, a lure an hour later is an old trick."""
    RENAME = "rename"
    """An account joined or has another name; there is no message to delete or to answer."""


Actions = tuple[Action, ...]

BY_LEVEL: Mapping[Level, Actions] = MappingProxyType(
    {
        Level.SUSPICIOUS: (Action.REPLY,),
        Level.DANGEROUS: (Action.REPLY, Action.DELETE, Action.MUTE, Action.ESCALATE),
    }
)
"""What is done at a level where a policy does not say; nothing at the levels not named."""

BY_RULE: Mapping[str, Actions] = MappingProxyType({URGENT: (Action.REPLY, Action.DELETE)})
"""Rules with actions of their own: who pastes a recovery phrase is a victim, not to be muted."""

SIGNALS = 2
"""Fewest independent facts, each suspicious by itself, for which an author is muted at once. Every
bot that acted on the brand name or a role word alone took that back after punishing fans."""

COOLDOWN = 60
"""Seconds between two replies in a chat; a flood of scams must not become a flood of warnings."""

MUTE_SECONDS = 3_600
"""How long an author is muted: long enough for a moderator to look."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What only a running bot needs to know; `decide` does not look at it."""

    moderators: str = ""
    """The chat or channel that reports go to; empty for none."""
    audit: str = ""
    """The file that decisions are appended to, without message texts; empty for none."""
    api: str = "https://api.telegram.org/bot"
    """Address of the Bot API, up to the token."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a group wants done. The defaults only report: ``dry_run`` is true."""

    dry_run: bool = True
    """Report what would be done, and do nothing else."""
    own_group: bool = False
    """True where the group belongs to the brand: then role names alone are claims."""
    lang: str = "auto"
    """Language of answers and reports; ``auto`` takes Chinese for a message with Chinese
    characters."""
    levels: Mapping[Level, Actions] = field(default_factory=lambda: BY_LEVEL)
    rules: Mapping[str, Actions] = field(default_factory=lambda: BY_RULE)
    """A rule named here has its own actions and no say in the level that the others act on."""
    staff: frozenset[str] = frozenset()
    """Immutable account ids that nothing is ever done about. Never names: those can be copied."""
    signals: int = SIGNALS
    """Independent facts, at least 2, for which an author is muted without an earlier offence."""
    cooldown: int = COOLDOWN
    """Seconds between two replies in one chat."""
    mute_seconds: int = MUTE_SECONDS
    edits: bool = True
    """Check a message again when it is edited."""
    renames: bool = True
    """Check an account's name when it joins or changes its name."""
    chats: Mapping[str, Policy] = field(default_factory=dict)
    """Whole policies for single chats, by the platform's id of the chat."""
    bot: Bot = Bot()

    def __post_init__(self) -> None:
        """Refuse a policy that would punish on one signal.

        Raises:
            ValueError: `signals` is less than 2.
        """
        if self.signals < SIGNALS:
            raise ValueError(f"signals is {self.signals}, the least is {SIGNALS}")

    def of(self, chat: str) -> Policy:
        """Return the policy of one chat.

        >>> Policy(chats={"7": Policy(dry_run=False)}).of("7").dry_run
        False
        """
        return self.chats.get(chat, self)

    def checks(self, event: Event) -> bool:
        """Tell whether such an event is looked at; bots ask before they check."""
        return {Event.EDIT: self.edits, Event.RENAME: self.renames}.get(event, True)


@dataclass(frozen=True, slots=True)
class Context:
    """The situation, as the caller knows it."""

    chat: str = ""
    """The platform's id of the chat."""
    sender: str = ""
    """The platform's immutable id of the author."""
    event: Event = Event.MESSAGE
    staff: bool = False
    """True where the caller knows by an id, or by rights in the group, that the author is staff."""
    now: float = 0.0
    """Seconds on any clock."""
    replied: float | None = None
    """When the last reply in this chat was sent, on the same clock; None for never."""
    earlier: int = 0
    """How often this author was found `DANGEROUS` in this chat before."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do now, and why."""

    actions: Actions = ()
    """In the order of `Action`; empty where nothing should happen."""
    proposed: Actions = ()
    """The same without dry run; equal to `actions` where there is none."""
    level: Level = Level.UNKNOWN
    """What the level's actions were chosen by: the verdict's, less the rules with own actions."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that saw something, strongest first."""
    reply: Reply | None = None
    """The words for `Action.REPLY`; None where the proposal has no reply."""
    mute_seconds: int = 0
    """Nought where nobody is to be muted."""
    notes: tuple[str, ...] = ()
    """Why less is done than the table says: ``staff``, ``event``, ``dry-run``, ``cooldown``,
    ``one-signal``."""

    @property
    def removes(self) -> bool:
        """Tell whether the message is to be taken out of sight."""
        return Action.DELETE in self.actions or Action.HOLD in self.actions


def decide(verdict: Verdict, context: Context, policy: Policy) -> Decision:
    """Return what to do about a message or a name.

    >>> from channelguard.guard import Guard
    >>> from channelguard.registry import Registry
    >>> guard = Guard(Registry.load())
    >>> verdict = guard.check("it is https://tp-waIlet.io", kind="message")
    >>> act = decide(verdict, Context(), Policy(dry_run=False))
    >>> [str(action) for action in act.actions], act.notes
    (['reply', 'delete', 'escalate'], ('one-signal',))
    >>> decide(verdict, Context(sender="7"), Policy(staff=frozenset({"7"}))).actions
    ()
    """
    staff = policy.staff | policy.of(context.chat).staff
    policy = policy.of(context.chat)
    rules = tuple(dict.fromkeys(seen.rule for seen in verdict.evidence))
    level, signals = _level(verdict, policy)
    if context.staff or context.sender in staff:
        return Decision(level=level, rules=rules, notes=("staff",))
    if not policy.checks(context.event):
        return Decision(level=level, rules=rules, notes=("event",))
    wanted = {*policy.levels.get(level, ())}
    wanted.update(action for rule in rules for action in policy.rules.get(rule, ()))
    wanted, notes = _tempered(wanted, context, policy, signals, urgent=URGENT in rules)
    proposed = tuple(action for action in Action if action in wanted)
    if policy.dry_run and proposed:
        notes = (*notes, "dry-run")
    return Decision(
        actions=(Action.ESCALATE,) if policy.dry_run and proposed else proposed,
        proposed=proposed,
        level=level,
        rules=rules,
        reply=say(verdict, policy.lang, brief=True) if Action.REPLY in proposed else None,
        mute_seconds=policy.mute_seconds if Action.MUTE in proposed else 0,
        notes=notes,
    )


def _level(verdict: Verdict, policy: Policy) -> tuple[Level, int]:
    """Return the level, and the number of independent facts, by the rules without own actions.

    A fact that would not even be suspicious alone is no signal beside another one.
    """
    rest = [seen for seen in verdict.evidence if seen.rule not in policy.rules]
    best = _best_of_groups(rest)
    signals = sum(points >= SUSPICIOUS for points in best.values())
    if len(rest) == len(verdict.evidence):
        return verdict.level, signals
    score = min(MAX_SCORE, sum(best.values()))
    return min(verdict.level, level_of(score, official=False)), signals


def _best_of_groups(evidence: Iterable[Evidence]) -> dict[str, int]:
    """Return the points of the strongest sighting in every group that has any."""
    best: dict[str, int] = {}
    for seen in evidence:
        if seen.points > best.get(seen.group, 0):
            best[seen.group] = seen.points
    return best


def _tempered(
    wanted: set[Action], context: Context, policy: Policy, signals: int, *, urgent: bool
) -> tuple[set[Action], tuple[str, ...]]:
    """Take back what the situation does not allow; say what was taken back."""
    notes: list[str] = []
    wanted = wanted - {Action.NOTHING}
    if Action.MUTE in wanted and signals < policy.signals and not context.earlier:
        wanted = wanted - {Action.MUTE} | {Action.ESCALATE}
        notes.append("one-signal")
    if context.event is Event.RENAME and wanted & {Action.REPLY, Action.HOLD, Action.DELETE}:
        wanted = wanted - {Action.REPLY, Action.HOLD, Action.DELETE} | {Action.ESCALATE}
        notes.append("event")
    if Action.REPLY in wanted and not urgent and _cooling(context, policy):
        wanted = wanted - {Action.REPLY}
        notes.append("cooldown")
    if Action.HOLD in wanted:
        wanted = wanted - ({Action.HOLD} if Action.DELETE in wanted else set()) | {Action.ESCALATE}
    return wanted, tuple(notes)


def _cooling(context: Context, policy: Policy) -> bool:
    """Tell whether the last reply in the chat is too recent for another."""
    return context.replied is not None and context.now - context.replied < policy.cooldown
