"""Are telephone numbers and messenger ids found in running text, and nothing like them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channelguard.model import Contact, Handle
from channelguard.parse.contact import platform_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject

    Read = Callable[..., Subject]

FOUND = [
    pytest.param("TP钱包官方客服微信\uff1atpkf8866", "wechat", "tpkf8866", id="full-width colon"),
    pytest.param("技术专员微信 tp-fuwu88 处理", "wechat", "tp-fuwu88", id="WeChat, hyphen"),
    pytest.param("加vx\uff1aabc8888", "wechat", "abc8888", id="vx"),
    pytest.param("wx: kefu_88", "wechat", "kefu_88", id="wx"),
    pytest.param("薇信 tp_kf01", "wechat", "tp_kf01", id="another character for WeChat"),
    pytest.param("WeChat id: tphelper", "wechat", "tphelper", id="WeChat in English"),
    pytest.param("先加QQ 3056 详谈", "qq", "3056", id="QQ"),
    pytest.param("扣扣12345678", "qq", "12345678", id="QQ by its sound"),
    pytest.param("加Q群\uff1a987654321", "qq", "987654321", id="QQ group"),
    pytest.param("QQ\uff1a一二三四五六七", "qq", "1234567", id="QQ in Chinese digits"),
    pytest.param("WhatsApp +1 (888) 555-O199", "whatsapp", "+18885550199", id="letter O"),
    pytest.param("whatsapp us on 0044 7700 900123", "whatsapp", "00447700900123", id="with words"),
    pytest.param("call 1-8OO-555-O199 now", "phone", "18005550199", id="toll-free, letters O"),
    pytest.param("+1.888.555.0199", "phone", "+18885550199", id="dots"),
    pytest.param("Tel: 020 7946 0958", "phone", "02079460958", id="with a word"),
    pytest.param("138 0013 8000", "phone", "13800138000", id="Chinese mobile, spaces"),
    pytest.param("拨打电话一三八零零一三八零零零", "phone", "13800138000", id="Chinese digits"),
    pytest.param("\u2460\u2462\u2467\u24ea\u24ea\u2460\u2462\u2467\u24ea\u24ea\u24ea", "phone",
                 "13800138000", id="digits in circles"),
    pytest.param("电话\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "phone",
                 "13800138000", id="full-width digits"),
    pytest.param("客服4001-528-528", "phone", "4001528528", id="hotline"),
]  # fmt: skip
NONE = [
    pytest.param("妈\uff0c生活费转我微信就行", id="WeChat without an id"),
    pytest.param("微信2200.00元", id="amount"),
    pytest.param("WeChat support is slow", id="WeChat in a sentence"),
    pytest.param("is there a Telegram group", id="Telegram in a sentence"),
    pytest.param("Telegram group: ask the bot", id="Telegram and a colon"),
    pytest.param("on 2026-11-22 10:30", id="time and day"),
    pytest.param("it cost 1 000 000 000", id="amount in groups"),
    pytest.param("block 1234567890", id="number of a block"),
    pytest.param("0x12345678901234567890", id="hash"),
    pytest.param("version 1.2.3.4567", id="version"),
    pytest.param("192.168.100.200", id="IPv4 address"),
    pytest.param("123456@qq.com", id="mail at qq.com"),
    pytest.param("qq.com 10000", id="host"),
    pytest.param("8 out of 10 and 7 of 12", id="few digits"),
    pytest.param("一二三四五", id="counting"),
    pytest.param("wxPython 4.2", id="word that begins so"),
]
PLACES = [
    pytest.param("官方推特\uff1a@abc_d", "x", id="X in Chinese"),
    pytest.param("our X account is @abc_d", "x", id="X"),
    pytest.param("Dm the team on telegram for help: @abc_d", "telegram", id="before"),
    pytest.param("@abc_d helped me, write him on telegram", "telegram", id="after"),
    pytest.param("电报 @abc_d", "telegram", id="Telegram in Chinese"),
    pytest.param("ask @abc_d", "", id="nothing"),
    pytest.param("on X and Telegram: @abc_d", "", id="two"),
    pytest.param("@abc_d telegram is down", "", id="another sentence"),
]


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_finds(read: Read, text: str, kind: str, value: str) -> None:
    contacts = [atom for atom in read(text, kind="message").atoms if isinstance(atom, Contact)]

    assert [(one.kind, one.value) for one in contacts] == [(kind, value)]


@pytest.mark.parametrize("text", NONE)
def test_finds_none(read: Read, text: str) -> None:
    atoms = read(text, kind="message").atoms

    assert [atom for atom in atoms if isinstance(atom, Contact | Handle)] == []


@pytest.mark.parametrize(("text", "platform"), PLACES)
def test_knows_the_platform_from_the_words(text: str, platform: str) -> None:
    start = text.index("@abc_d")

    assert platform_beside(text, start, start + 6) == platform


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("TG @tpkefu", "tpkefu", id="TG"),
        pytest.param("telegram: tp_support1", "tp_support1", id="no at sign"),
        pytest.param("on Telegram (@ spideyadmin1 )", "spideyadmin1", id="space"),
        pytest.param("加纸飞机 @renwu_jiedan", "renwu_jiedan", id="paper plane"),
    ],
)
def test_an_account_behind_the_name_of_telegram_is_there(read: Read, text: str, name: str) -> None:
    handles = [atom for atom in read(text, kind="message").atoms if isinstance(atom, Handle)]

    assert [(one.text, one.platform) for one in handles] == [(name, "telegram")]


def test_a_contact_is_asked_for_or_only_mentioned(read: Read) -> None:
    texts = [
        "请加客服微信\uff1atpkf8866",
        "骗子的微信\uff1atpkf8866",
        "do not call +1 888 555 0199",
    ]
    asked = [
        atom.asked
        for text in texts
        for atom in read(text, kind="message").atoms
        if isinstance(atom, Contact)
    ]

    assert asked == [True, False, False]


def test_several_stand_in_their_places(read: Read) -> None:
    text = "微信\uff1atpkf8866\uff0cQQ 305612\uff0c电话 138 0013 8000\uff0c见 evil.com"
    atoms = read(text, kind="message").atoms[1:]

    assert [text[slice(*atom.span)] for atom in atoms] == [
        "tpkf8866", "305612", "138 0013 8000", "evil.com",
    ]  # fmt: skip
