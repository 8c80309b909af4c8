"""Does the author of a message go by a word for staff, in the brand's own group?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from channelguard.detectors import sender_role
from channelguard.guard import Guard
from channelguard.model import Handle, Message, Name, Sender
from channelguard.registry import Registry
from channelguard.rule import Rule

RULE = Rule("sender-role", (Name, Handle), "claim", 45, sender_role.detect, "fake-support")

SEEN = [
    pytest.param("人工客服", id="Chinese"),
    pytest.param("Support Desk", id="English"),
    pytest.param("Support Anna", id="with a given name"),
    pytest.param("ADMIN", id="capitals"),
    pytest.param("\u0405upport", id="Cyrillic letter"),
    pytest.param("官方客服小美", id="Chinese with a given name"),
    pytest.param("Help", id="ordinary word alone"),
    pytest.param("经理", id="Chinese ordinary word alone"),
    pytest.param("技术支持", id="Chinese, of two ordinary words"),
]
LEFT_ALONE = [
    pytest.param("Dev Patel", id="given name"),
    pytest.param("Anna", id="name"),
    pytest.param("小王", id="Chinese name"),
    pytest.param("不是客服", id="says that it is none"),
    pytest.param("Care Bear", id="ordinary word"),
    pytest.param("Team Rocket", id="team"),
    pytest.param("团队精神", id="Chinese ordinary word"),
    pytest.param("服务员小李", id="Chinese trade"),
    pytest.param("产品经理张三", id="Chinese title and name"),
    pytest.param("modest mouse", id="word that begins so"),
]


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(Registry.load(), (RULE,))


@pytest.mark.parametrize("name", SEEN)
def test_sees(guard: Guard, name: str) -> None:
    message = Message("hello", Sender(name))
    verdict = guard.check_message(message, own_group=True)

    assert [one.rule for one in verdict.evidence] == ["sender-role"]
    assert verdict.subject.raw[slice(*verdict.evidence[0].match.span)] == name
    assert guard.check_message(message).evidence == ()


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_leaves_alone(guard: Guard, name: str) -> None:
    message = Message("hello", Sender(name))

    assert guard.check_message(message, own_group=True).evidence == ()


def test_sees_an_account_name(guard: Guard) -> None:
    message = Message("hello", Sender("Bob", "admin_helpdesk", "telegram"))

    assert len(guard.check_message(message, own_group=True).evidence) == 1


def test_role_names_count_in_the_own_group_only(guard: Guard, shared: Path) -> None:
    lines = (shared / "data/handles.dev.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["class"] == "generic_role"]

    assert rows
    for row in rows:
        message = Message("", Sender(row["input"], platform=row["platform"]))

        assert guard.check_message(message, own_group=True).evidence
        assert not guard.check_message(message).evidence


def test_the_names_of_ordinary_people_do_not_count(guard: Guard, shared: Path) -> None:
    lines = (shared / "data/handles.dev.jsonl").read_text("utf-8").splitlines()
    names = [
        row["input"]
        for row in map(json.loads, lines)
        if row["label"] == "unrelated" and row["kind"] == "display_name"
    ]
    flagged = [
        name
        for name in names
        if guard.check_message(Message("", Sender(name)), own_group=True).evidence
    ]

    assert names
    assert [name for name in flagged if "Support" not in name and "助手" not in name] == []
