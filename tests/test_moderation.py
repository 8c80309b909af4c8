"""Is what a bot is told to do in proportion, and is what it says fit for its platform?"""

# ruff: noqa: D102, D107 - the methods of the parser are those of its parent
from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from channelguard import Guard, Message, Sender
from channelguard.errors import InputError
from channelguard.model import Evidence, Level, Match, Subject, Verdict
from channelguard.moderation import Action, Context, Decision, Event, Policy, decide
from channelguard.moderation_desk import BUTTONS, Desk
from channelguard.moderation_file import PolicyError, read_policy
from channelguard.moderation_reply import DISCORD_LIMIT, TELEGRAM_LIMIT, Reply, official, say
from channelguard.registry_schema import Channel
from channelguard.wording import languages, words

ROOT = Path(__file__).parents[1]
SUITE = ROOT.parent / "shared" / "suites" / "own" / "output_injection.jsonl"
"""Payloads by the place they are made for."""

ACT = Policy(dry_run=False)
LURE = "it is https://tp-waIlet.io"
ROLES = get_args(Channel.model_fields["role"].annotation)
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
"""Tags that Telegram knows; it refuses a text with any other."""


def verdict(*seen: tuple[str, str, int], level: Level | None = None, raw: str = "text") -> Verdict:
    """Make a verdict out of rows of rule, group and points."""
    evidence = tuple(
        Evidence(rule, group, points, counted=points > 0, match=Match((0, 1)))
        for rule, group, points in seen
    )
    score = min(100, sum(points for _, _, points in seen))
    by_score = (
        Level.DANGEROUS if score >= 60 else Level.SUSPICIOUS if score >= 30 else Level.UNKNOWN
    )
    return Verdict(
        by_score if level is None else level, score, Subject(raw, "message", "", ()), evidence
    )


ONE = verdict(("host-lookalike", "name", 85))
TWO = verdict(("host-lookalike", "name", 85), ("text-secret", "ask", 60))
WEAK = verdict(("host-typo", "name", 40))
TRIFLE = verdict(("host-lookalike", "name", 85), ("handle-impossible", "disguise", 10))
PASTED = verdict(("secret-pasted", "ask", 0))
BOTH = verdict(("host-lookalike", "name", 85), ("secret-pasted", "ask", 40))

ACTS = [
    pytest.param(ONE, Context(), ["reply", "delete", "escalate"], id="one fact mutes nobody"),
    pytest.param(TWO, Context(), ["reply", "delete", "mute", "escalate"], id="two facts mute"),
    pytest.param(
        TRIFLE, Context(), ["reply", "delete", "escalate"], id="a trifle is no second fact"
    ),
    pytest.param(
        ONE, Context(earlier=1), ["reply", "delete", "mute", "escalate"], id="a second time mutes"
    ),
    pytest.param(WEAK, Context(), ["reply"], id="suspicion is only answered"),
    pytest.param(PASTED, Context(), ["reply", "delete"], id="a victim is helped, not muted"),
    pytest.param(
        BOTH, Context(), ["reply", "delete", "escalate"], id="a bait beside a secret is a bait"
    ),
    pytest.param(ONE, Context(event=Event.EDIT), ["reply", "delete", "escalate"], id="an edit"),
    pytest.param(TWO, Context(event=Event.RENAME), ["mute", "escalate"], id="a name of two facts"),
    pytest.param(ONE, Context(event=Event.RENAME), ["escalate"], id="a name of one fact"),
    pytest.param(
        ONE, Context(now=59.0, replied=0.0), ["delete", "escalate"], id="no reply while it cools"
    ),
    pytest.param(
        ONE, Context(now=60.0, replied=0.0), ["reply", "delete", "escalate"], id="cool again"
    ),
    pytest.param(
        PASTED, Context(now=1.0, replied=0.0), ["reply", "delete"], id="a pasted secret cannot wait"
    ),
]
DOES_NOTHING = [
    pytest.param(verdict(), Context(), ACT, id="nothing seen"),
    pytest.param(verdict(level=Level.OFFICIAL), Context(), ACT, id="official"),
    pytest.param(verdict(("name-excused", "name", 0)), Context(), ACT, id="only an excuse"),
    pytest.param(verdict(("host-typo", "name", 20)), Context(), ACT, id="below every level"),
    pytest.param(TWO, Context(staff=True), ACT, id="staff by rights"),
    pytest.param(TWO, Context(sender="7"), replace(ACT, staff=frozenset({"7"})), id="staff by id"),
    pytest.param(
        TWO,
        Context(chat="c", sender="7"),
        replace(ACT, staff=frozenset({"7"}), chats={"c": ACT}),
        id="staff of all chats in a chat of its own policy",
    ),
    pytest.param(PASTED, Context(staff=True), ACT, id="staff that pastes a secret"),
    pytest.param(TWO, Context(event=Event.EDIT), replace(ACT, edits=False), id="edits off"),
    pytest.param(TWO, Context(event=Event.RENAME), replace(ACT, renames=False), id="renames off"),
    pytest.param(TWO, Context(), replace(ACT, levels={}), id="no actions at any level"),
    pytest.param(
        ONE, Context(), replace(ACT, rules={"host-lookalike": ()}), id="the rule is switched off"
    ),
    pytest.param(WEAK, Context(event=Event.RENAME), replace(ACT, levels={}), id="a weak name"),
]


@pytest.mark.parametrize(("seen", "context", "actions"), ACTS)
def test_acts(seen: Verdict, context: Context, actions: list[str]) -> None:
    decision = decide(seen, context, ACT)

    assert [str(action) for action in decision.actions] == actions
    assert decision.proposed == decision.actions
    assert (decision.reply is not None) == ("reply" in actions)
    assert (decision.mute_seconds > 0) == ("mute" in actions)


@pytest.mark.parametrize(("seen", "context", "policy"), DOES_NOTHING)
def test_does_nothing(seen: Verdict, context: Context, policy: Policy) -> None:
    decision = decide(seen, context, policy)

    assert (decision.actions, decision.proposed, decision.reply) == ((), (), None)


def test_without_a_policy_of_ones_own_it_only_reports() -> None:
    decision = decide(TWO, Context(), Policy())

    assert decision.actions == (Action.ESCALATE,)
    assert Action.MUTE in decision.proposed
    assert "dry-run" in decision.notes


def test_no_action_bans() -> None:
    assert {str(action) for action in Action} == {
        "nothing", "reply", "hold", "delete", "mute", "escalate",
    }  # fmt: skip


def test_muting_on_one_signal_is_refused() -> None:
    with pytest.raises(ValueError, match="signals is 1, the least is 2"):
        Policy(signals=1)


def test_several_sightings_of_one_fact_are_one_signal() -> None:
    seen = verdict(("host-lookalike", "name", 85), ("handle-affix", "name", 75))

    assert Action.MUTE not in decide(seen, Context(), ACT).actions


def test_what_is_held_is_reported_and_deleting_is_stronger() -> None:
    hold = replace(ACT, levels={Level.DANGEROUS: (Action.HOLD,)})
    both = replace(ACT, levels={Level.DANGEROUS: (Action.HOLD, Action.DELETE)})

    assert decide(ONE, Context(), hold).actions == (Action.HOLD, Action.ESCALATE)
    assert decide(ONE, Context(), both).actions == (Action.DELETE, Action.ESCALATE)


def test_a_chat_has_a_policy_of_its_own() -> None:
    policy = Policy(chats={"quiet": replace(ACT, levels={Level.DANGEROUS: (Action.REPLY,)})})

    assert decide(ONE, Context(chat="quiet"), policy).actions == (Action.REPLY,)
    assert decide(ONE, Context(chat="other"), policy).actions == (Action.ESCALATE,)


# the memory of a bot


def test_the_desk_remembers_replies_and_offences(guard: Guard) -> None:
    desk = Desk(guard, ACT)
    message = Message("it is https://tp-waIlet.io", Sender("Ann", id="5"))
    first = desk.look(message, "1", now=0.0)
    desk.close(first, [])
    second = desk.look(message, "1", now=1.0)
    elsewhere = desk.look(message, "2", now=1.0)

    assert Action.MUTE not in first.decision.actions
    assert Action.MUTE in second.decision.actions
    assert second.decision.notes == ("cooldown",)
    assert elsewhere.decision.actions == first.decision.actions


def test_the_desk_forgets_the_oldest(guard: Guard) -> None:
    desk = Desk(guard, ACT, most=2)
    for number in "123":
        desk.renamed("1", Sender("Ann", id=number))

    assert not desk.renamed("1", Sender("Bob", id="1"))
    assert desk.renamed("1", Sender("Bob", id="3"))


def test_the_desk_knows_staff_by_id(guard: Guard) -> None:
    desk = Desk(guard, replace(ACT, staff=frozenset({"7"})))
    case = desk.look(Message("it is https://tp-waIlet.io", Sender("A", id="7")), "1", now=0.0)

    assert case.decision.actions == ()
    assert case.context.staff


def test_the_log_holds_no_text_and_no_name(guard: Guard, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    desk = Desk(guard, replace(ACT, bot=replace(ACT.bot, audit=str(log))))
    message = Message("it is https://tp-waIlet.io", Sender("Secretive", "hidden_one", "x", "5"))
    desk.close(desk.look(message, "1", now=0.0), ["delete"], 9)
    desk.close(desk.look(Message("good morning", Sender("Ann", id="6")), "1", now=0.0), [])
    desk.pressed("1", "9", "5", "77", "ban")
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]

    assert [(row["event"], row["sender"], row["done"]) for row in rows] == [
        ("message", "5", ["delete"]),
        ("button", "5", ["ban"]),
    ]
    assert not re.search("(?i)secretive|hidden|tp-wa|claim at", log.read_text("utf-8"))


# the file


def written(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def test_the_example_is_the_default_and_shows_every_key() -> None:
    text = (ROOT / "examples" / "policy.toml").read_text("utf-8")
    policy, plain = read_policy(ROOT / "examples" / "policy.toml"), Policy()
    shown = replace(policy, chats={}, levels={k: v for k, v in policy.levels.items() if v})

    chat = policy.chats["-1001234567890"]
    keys = [*Policy.__dataclass_fields__, *type(plain.bot).__dataclass_fields__]
    lost = [key for key in keys if not re.search(rf"(?m)^(\[{key}[\].]|{key} = )", text)]

    assert chat == replace(policy, chats={}, own_group=True, cooldown=300)
    assert shown == replace(plain, levels=dict(plain.levels), rules=dict(plain.rules))
    assert lost == []


REFUSED = [
    pytest.param("dry_runs = true", "dry_runs: unknown key; there are", id="a misspelt key"),
    pytest.param("dry_run = 1", "dry_run: must be true or false", id="a number for a switch"),
    pytest.param("cooldown = true", "cooldown: must be a whole number, at least 0", id="a switch"),
    pytest.param("cooldown = -1", "cooldown: must be a whole number", id="a negative number"),
    pytest.param("signals = 1", "signals: must be a whole number, at least 2", id="one signal"),
    pytest.param("mute_seconds = 5", "at least 60", id="so short that it would be for ever"),
    pytest.param('lang = "fr"', "lang: must be one of: auto, en, zh", id="no such language"),
    pytest.param("staff = [7]", "staff: must be a list of texts", id="an id without quotes"),
    pytest.param('levels = "x"', "levels: must be a table", id="no table"),
    pytest.param('[levels]\nevil = ["reply"]', "levels.evil: unknown key", id="no such level"),
    pytest.param(
        '[levels]\ndangerous = ["ban"]', "levels.dangerous: must be some of", id="no such action"
    ),
    pytest.param(
        '[levels]\ndangerous = ["nothing", "mute"]', "stands alone", id="nothing and something"
    ),
    pytest.param('[levels]\ndangerous = "mute"', "levels.dangerous: must be a list", id="no list"),
    pytest.param("[rules]\nhost-likelook = []", "rules.host-likelook: unknown key", id="no rule"),
    pytest.param(
        "[chats.1]\ndry-run = true", "chats.1.dry-run: unknown key", id="a key misspelt in a chat"
    ),
    pytest.param("[chats.1.chats.2]", "chats.1.chats: unknown key", id="a chat inside a chat"),
    pytest.param("[chats.1.bot]", "chats.1.bot: unknown key", id="a bot inside a chat"),
    pytest.param('[bot]\ntoken = "1:a"', "bot.token: unknown key", id="a token in the file"),
    pytest.param("[bot]\nmoderators = -100", "bot.moderators: must be a text", id="a bare id"),
    pytest.param("dry_run = maybe", "not TOML: Invalid value", id="no TOML"),
    pytest.param("cooldown = 1\ncooldown = 2", "not TOML", id="a key given twice"),
]  # fmt: skip
TAKEN = [
    pytest.param("", Policy(), id="an empty file"),
    pytest.param("dry_run = false", ACT, id="a switch"),
    pytest.param("cooldown = 0", Policy(cooldown=0), id="no cooldown"),
    pytest.param('[levels]\nunknown = ["nothing"]', Policy(), id="nothing is nothing"),
    pytest.param('staff = ["7"]', Policy(staff=frozenset({"7"})), id="staff"),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_refuses(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(
        PolicyError, match=f"policy.toml: .*{re.escape(problem)}|{re.escape(problem)}"
    ):
        written(tmp_path, text)


@pytest.mark.parametrize(("text", "policy"), TAKEN)
def test_takes(tmp_path: Path, text: str, policy: Policy) -> None:
    read = written(tmp_path, text)

    assert [
        (name, getattr(read, name), getattr(policy, name))
        for name in Policy.__dataclass_fields__
        if name not in {"levels", "rules"} and getattr(read, name) != getattr(policy, name)
    ] == []
    assert {level: acts for level, acts in read.levels.items() if acts} == policy.levels


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.toml: cannot be read: No such file"):
        read_policy(tmp_path / "nowhere.toml")


def test_a_chat_inherits_what_it_leaves_out(tmp_path: Path) -> None:
    policy = written(
        tmp_path,
        'cooldown = 7\nstaff = ["1"]\n[rules]\nhost-typo = []\n'
        '[chats.x]\nstaff = ["2"]\ndry_run = false\nlevels.dangerous = ["mute"]',
    ).of("x")

    assert (policy.cooldown, policy.dry_run, sorted(policy.staff)) == (7, False, ["1", "2"])
    assert policy.rules["host-typo"] == ()
    assert policy.levels[Level.DANGEROUS] == (Action.MUTE,)
    assert policy.levels[Level.SUSPICIOUS] == (Action.REPLY,)


# the words


class TelegramHtml(HTMLParser):
    """Reads the HTML that Telegram takes, and nothing beyond it; collects the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.text: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TELEGRAM_TAGS, tag
        assert attrs == [], attrs
        assert self.open == [], "nested"
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pytest.fail(f"<{tag}/> {attrs}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not set("<>&") & set(data), data
        where = self.open[-1] if self.open else ""
        self.text[where] = self.text.get(where, "") + data

    def handle_entityref(self, name: str) -> None:
        assert name in {"lt", "gt", "amp", "quot"}, name
        where = self.open[-1] if self.open else ""
        self.text[where] = self.text.get(where, "") + {"lt": "<", "gt": ">", "amp": "&"}[name]

    def handle_charref(self, name: str) -> None:
        pytest.fail(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def parsed(text: str) -> dict[str, str]:
    """Return the text inside each tag, outside all under the empty string."""
    parser = TelegramHtml()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser.text


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fit(reply: Reply) -> None:
    """Hold a reply to everything that it promises, whatever stands in it."""
    telegram, discord = reply.telegram(), reply.discord()
    inside = parsed(telegram["text"])
    code = discord["content"].split("```")
    for text in (reply.plain, inside.get("pre", ""), discord["content"]):
        assert not re.search(r"(?i)https?://|javascript:|\]\(|(?<![\w\[])@", text)
        assert not re.search(r"(?i)evil\.example|discord\.gg/", text)
    assert telegram["parse_mode"] == "HTML"
    assert telegram["link_preview_options"] == {"is_disabled": True}
    assert 0 < units(telegram["text"]) <= TELEGRAM_LIMIT
    assert discord["allowed_mentions"] == {"parse": []}
    assert discord["flags"] == 4
    assert 0 < units(discord["content"]) <= DISCORD_LIMIT
    assert len(code) in {1, 3}
    # Outside of the block everything that Discord could read as markup is escaped.
    for outside in code[::2]:
        bare = re.sub(r"\\.", "", outside.strip("*\n").replace("**\n", "\n"))
        assert not set("`*_~|<>[]()#") & set(bare), bare


def payloads() -> list[pytest.ParameterSet]:
    """Read the suite; without it one skipped row with the reason."""
    if not SUITE.exists():
        reason = "cannot run here: no folder of suites beside the checkout"
        return [pytest.param("", marks=pytest.mark.skip(reason=reason), id="no suite")]
    rows = map(json.loads, SUITE.read_text(encoding="utf-8").splitlines())
    return [pytest.param(row["payload"], id=f"{row['context']}: {row['name']}") for row in rows]


@pytest.mark.parametrize("payload", payloads())
def test_a_payload_is_inert_in_every_reply(guard: Guard, payload: str) -> None:
    bait = f"{payload} it is https://tp-waIlet.io {payload}"
    message = Message(bait, Sender(f"TokenPocket Support {payload}", payload, "telegram", "5"))
    seen = guard.check_message(message)
    decision = decide(seen, Context(), ACT)
    seen = verdict((payload, "name", 90), ("host-typo", "name", 10), raw=payload)
    everywhere = seen._replace(
        imitates="tpwallet.io",
        incomplete=(payload, f"shortener:{payload}"),
        remarks=(f"role:{payload}", payload),
    )

    assert seen.level is Level.DANGEROUS
    assert decision.reply is not None
    fit(decision.reply)
    for one in (seen, everywhere):
        fit(say(one, brief=True))
        fit(say(one, heading=[payload]))


def test_a_registry_that_is_full_of_markup_is_no_way_in_either() -> None:
    value = "<b>`*_[x](tg://user?id=1)"
    full = ONE._replace(imitates=value, official=(value,), instead=(value,) * 6)

    assert parsed(say(full).html)
    assert "](" not in say(full).markdown.split("```")[2]


@pytest.mark.parametrize("char", ["&", "<", "\u5371", "\U0001f4a9", "_", "`", "@", "\u0440"])
def test_no_text_is_too_long(guard: Guard, char: str) -> None:
    text = (
        "see https://tp-waIlet.io/claim " + f"{char * 50} t{char}wallet.io @tokenpocket_help " * 60
    )
    seen = guard.check_message(Message(text[:5_000]))

    fit(say(seen))
    fit(say(seen, brief=True, heading=[text] * 5))


def test_a_very_long_first_line_is_cut() -> None:
    full = ONE._replace(level=Level.OFFICIAL, official=("&" * 4_000,) * 6)

    assert units(say(full).html) <= TELEGRAM_LIMIT
    assert units(say(full).markdown) <= DISCORD_LIMIT
    assert parsed(say(full).html)


def test_a_reply_gives_level_reason_and_the_way_out(guard: Guard) -> None:
    reply = say(guard.check_message(Message("it is https://tp-waIlet.io")), brief=True)
    lines = reply.plain.splitlines()

    assert lines[0].startswith("DANGEROUS (85 of 100): likely fraud.")
    assert lines[1] == '- "tp-waIlet[.]io" looks like tpwallet.io but is another address.'
    assert lines[2].startswith("Use instead: tokenpocket.pro, tpwallet.io")
    assert "github.com" not in reply.plain


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("it is https://tp-waIlet.io", "DANGEROUS", id="English"),
        pytest.param(
            "\u5feb\u53bb https://tp-waIlet.io \u9886\u53d6", "\u5371\u9669", id="Chinese"
        ),
    ],
)
def test_a_reply_speaks_the_language_of_the_message(guard: Guard, text: str, first: str) -> None:
    assert say(guard.check_message(Message(text))).plain.startswith(first)


def test_who_pasted_a_secret_reads_first_what_to_do() -> None:
    from channelguard.render import rule_says  # noqa: PLC0415 - beside its only use

    for brief in (True, False):
        lines = say(PASTED, "en", brief=brief).plain.splitlines()

        assert tuple(lines[:2]) == rule_says("secret-pasted")


def test_the_official_list_is_of_the_registry_only(guard: Guard) -> None:
    all_of_them = official(guard.registry)
    telegram = official(guard.registry, "en", " Telegram ").plain.splitlines()
    values = {channel.value for channel in guard.registry.channels if channel.status == "current"}
    listed = [line.split(": ")[1].rsplit(" (", 1)[0] for line in telegram[1:-2]]

    assert "help.tokenpocket.pro (support)" in all_of_them.html
    assert parsed(all_of_them.html)
    assert units(all_of_them.markdown) <= DISCORD_LIMIT
    assert listed
    assert set(listed) <= values


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_asked_for_in_every_language(guard: Guard, role: str, lang: str) -> None:
    asked = words(lang)[f"asked.{role}"].split(", ")
    answers = {official(guard.registry, lang, word).plain for word in (role, *asked)}

    assert len(answers) == 1


@pytest.mark.parametrize("lang", languages())
def test_a_word_asks_for_one_thing_only(lang: str) -> None:
    asked = [
        word
        for key, said in words(lang).items()
        if key.startswith("asked.")
        for word in said.split(", ")
    ]

    assert sorted(asked) == sorted(set(asked))


def test_what_has_no_channel_is_said_to_have_none(guard: Guard) -> None:
    channels = [one for one in guard.registry.channels if one.role == "infrastructure"]
    none = official(guard.registry, wanted="infrastructure").plain.splitlines()

    assert "current" not in {one.status for one in channels}
    assert none[1].startswith("None is listed for that. Ask for one of: website, ")
    assert "infrastructure" not in none[1]
    assert "没有登记" in official(guard.registry, wanted="技术服务").plain
    assert "没有登记" in official(guard.registry, "zh", "infrastructure").plain
    assert "很可能是冒充者" in official(guard.registry, wanted="微信").plain


def test_what_is_asked_for_is_not_repeated(guard: Guard) -> None:
    assert "evil" not in official(guard.registry, wanted="<b>@everyone evil.example").html


REPORTS = [
    pytest.param("en", LURE, "message in chat c by account 5: reply, delete, escalate", id="en"),
    pytest.param(
        "zh",
        LURE,
        "群 c 中账号 5 的消息\uff1a回复、删除、上报\uff08仅凭一项理由不禁言\uff09",
        id="zh",
    ),
    pytest.param("auto", "看 tp-waIlet.io", "群 c 中账号 5 的消息", id="auto"),
]


@pytest.mark.parametrize(("lang", "text", "summary"), REPORTS)
def test_what_is_said_about_a_case_is_in_the_language_of_the_chat(
    guard: Guard, lang: str, text: str, summary: str
) -> None:
    policy = replace(ACT, lang="en", chats={"c": replace(ACT, lang=lang)})
    case = Desk(guard, policy).look(Message(text, Sender(id="5")), "c")
    spoken = "en" if lang == "en" else "zh"
    level = words(spoken)["level.dangerous"]

    assert case.summary().startswith(summary)
    assert case.summary() in case.report().plain
    assert case.report().plain.startswith(level)
    assert case.answer().plain.startswith(level)
    assert dict(case.buttons())["mute"] == words(spoken)["button.mute"]


def test_every_event_action_and_note_has_words() -> None:
    notes = {"staff", "event", "dry-run", "cooldown", "one-signal"}
    known = {*(f"case.{one}" for one in Event), *(f"action.{one}" for one in Action)}
    known |= {f"note.{one}" for one in notes} | {f"button.{one}" for one in BUTTONS}

    assert all(known <= words(lang).keys() for lang in languages())


def test_a_name_has_no_button_that_deletes(guard: Guard) -> None:
    desk = Desk(guard, ACT)
    name = Message("", Sender("TokenPocket Official Support", id="5"))

    assert [key for key, _ in desk.look(name, "c", Event.RENAME).buttons()] == [
        "mute", "ban", "fine",
    ]  # fmt: skip
    assert next(key for key, _ in desk.look(Message(LURE), "c").buttons()) == "delete"


def test_an_unknown_language_is_refused(guard: Guard) -> None:
    with pytest.raises(InputError, match="there are: en, zh"):
        say(ONE, "xx")
    with pytest.raises(InputError, match="there are: en, zh"):
        official(guard.registry, "xx")


def test_a_decision_without_a_reply_has_no_words() -> None:
    assert Decision().reply is None
