"""Does the Telegram bot do what its policy says?

The real program runs in a process of its own and talks real HTTP with a Bot API server double on
loopback: long polling, updates in, methods out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "1:test"  # noqa: S105 - the double takes any
PATIENCE = 10.0
"""Seconds to wait for the bot; it mostly needs a hundredth of one."""

GROUP, DRY, CHINESE, MODERATORS, PRIVATE = -100, -300, -400, -900, 555
LURE = "it is https://tp-waIlet.io"
POLICY = f"""
dry_run = false
cooldown = 0
staff = ["7"]
[chats."{DRY}"]
dry_run = true
[chats."{CHINESE}"]
lang = "zh"
[bot]
moderators = "{MODERATORS}"
audit = "AUDIT"
api = "API"
"""
Call = tuple[str, dict[str, Any]]


class Double:
    """A Bot API server: hands out updates, remembers what is asked of it."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        self.calls: list[Call] = []
        self.refused: set[str] = set()
        self.updates: list[dict[str, Any]] = []
        self.changed = threading.Condition()
        self.numbers = count(1)
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                method = self.path.rpartition("/")[2]
                parameters = {key: _value(value) for key, value in parse_qsl(body)}
                token_is_right = self.path == f"/bot{TOKEN}/{method}"
                answer = double.answer(method, parameters) if token_is_right else {"ok": False}
                data = json.dumps(answer).encode()
                self.send_response(200 if answer["ok"] else answer.get("error_code", 404))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                with suppress(BrokenPipeError):  # a bot that stops lets go of its long poll
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def api(self) -> str:
        """Return the address up to the token."""
        return f"http://127.0.0.1:{self.server.server_port}/bot"

    def answer(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return what the real server would, near enough."""
        if method == "getUpdates":
            return {"ok": True, "result": self._poll(parameters)}
        with self.changed:
            self.calls.append((method, parameters))
            self.changed.notify_all()
        if method in self.refused:
            return {"ok": False, "error_code": 403, "description": "Forbidden: not enough rights"}
        if method == "getMe":
            return {"ok": True, "result": account(1, "Guard", username="guard_bot", is_bot=True)}
        if method == "sendMessage":
            return {"ok": True, "result": post(int(parameters["chat_id"]), "sent", 1)}
        return {"ok": True, "result": True}

    def _poll(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """Wait like a long poll, then return the updates from the offset on."""
        offset = int(parameters.get("offset") or 0)
        waiting = min(float(parameters.get("timeout") or 0), 0.5)
        with self.changed:
            self.changed.wait_for(
                lambda: any(one["update_id"] >= offset for one in self.updates), waiting
            )
            return [one for one in self.updates if one["update_id"] >= offset]

    def wait(self, seen: Callable[[], bool]) -> None:
        """Wait until the bot has called what is waited for."""
        with self.changed:
            assert self.changed.wait_for(seen, PATIENCE), [name for name, _ in self.calls]

    def deliver(self, **update: Any) -> list[Call]:
        """Hand out an update, and return what the bot did about it.

        The bot handles one update after the other: when a question that follows is answered,
        everything before it is done.
        """
        with self.changed:
            start = len(self.calls)
            marker = post(PRIVATE, "/official", 999, entities=command("/official"))
            for one in (update, {"message": marker}):
                self.updates.append({"update_id": next(self.numbers), **one})
            self.changed.notify_all()
        self.wait(lambda: any(self._is_marker(call) for call in self.calls[start:]))
        return [call for call in self.calls[start:] if not self._is_marker(call)]

    @staticmethod
    def _is_marker(call: Call) -> bool:
        return call[1].get("chat_id") == PRIVATE and call[1]["text"].startswith("<b>The official")

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _value(text: str) -> Any:
    """Read a form value: JSON where it is, else text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def account(number: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": name, **more}


def post(chat: int, text: str, sender: int, name: str = "Ann", **more: Any) -> dict[str, Any]:
    """Make a message the way Telegram does; ``number`` is its id."""
    kind = {"id": chat, "type": "supergroup", "title": "Group"}
    if chat > 0:
        kind = {"id": chat, "type": "private", "first_name": name}
    number = more.pop("number", 40)
    return {
        "message_id": number, "date": 1_790_000_000, "chat": kind, "text": text,
        "from": account(sender, name), **more,
    }  # fmt: skip


def command(text: str) -> list[dict[str, Any]]:
    return [{"type": "bot_command", "offset": 0, "length": len(text)}]


def names(calls: list[Call]) -> list[str]:
    return [name for name, _ in calls]


def log_of(bot: Double) -> list[dict[str, Any]]:
    path: Path = bot.audit  # type: ignore[attr-defined]
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Double]:
    """Run the program against a double; at the end it must stop by itself."""
    folder, double = tmp_path_factory.mktemp("telegram"), Double()
    double.audit = folder / "audit.jsonl"  # type: ignore[attr-defined]
    policy = folder / "policy.toml"
    policy.write_text(
        POLICY.replace("AUDIT", str(folder / "audit.jsonl")).replace("API", double.api)
    )
    with (folder / "errors").open("w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, ROOT / "examples" / "telegram_bot.py", policy],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "BOT_TOKEN": TOKEN},
            stderr=errors,
        )
        try:
            double.wait(lambda: "deleteWebhook" in names(double.calls))
            yield double
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(PATIENCE)
            double.close()
        errors.seek(0)

        assert (status, errors.read()) == (0, b"")


def test_a_lure_is_answered_deleted_and_reported(bot: Double) -> None:
    calls = bot.deliver(message=post(GROUP, LURE, 11, number=41))
    reply, delete, report = (parameters for _, parameters in calls)

    assert names(calls) == ["sendMessage", "deleteMessage", "sendMessage"]
    assert reply["chat_id"] == GROUP
    assert reply["parse_mode"] == "HTML"
    assert reply["link_preview_options"] == {"is_disabled": True}
    assert reply["reply_parameters"]["message_id"] == 41
    assert reply["text"].startswith("<b>DANGEROUS (85 of 100)")
    assert "tp-waIlet[.]io" in reply["text"]
    assert (delete["chat_id"], delete["message_id"]) == (GROUP, 41)
    assert report["chat_id"] == MODERATORS
    assert (
        "by account 11: reply, delete, escalate (one reason alone mutes nobody)" in report["text"]
    )
    assert [key["callback_data"] for key in report["reply_markup"]["inline_keyboard"][0]] == [
        f"{action}:{GROUP}:41:11" for action in ("delete", "mute", "ban", "fine")
    ]


def test_the_second_time_the_author_is_muted(bot: Double) -> None:
    bot.deliver(message=post(GROUP, LURE, 12))
    calls = dict(bot.deliver(message=post(GROUP, LURE, 12)))
    mute = calls["restrictChatMember"]

    assert (mute["chat_id"], mute["user_id"]) == (GROUP, 12)
    assert not any(mute["permissions"].values())
    assert 3_500 < mute["until_date"] - time.time() < 3_700


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(post(GROUP, "good morning", 13), id="a greeting"),
        pytest.param(post(GROUP, "it is https://tokenpocket.pro", 13), id="an official link"),
        pytest.param(post(GROUP, "I read https://example.org", 13), id="an unlisted link"),
        pytest.param(post(GROUP, LURE, 7), id="staff by id"),
        pytest.param(post(MODERATORS, LURE, 13), id="the moderators' own chat"),
        pytest.param(
            post(GROUP, LURE, 1087968824, "Group", sender_chat={"id": GROUP, "type": "supergroup"}),
            id="an admin who writes as the group",
        ),
        pytest.param(
            post(
                GROUP, LURE, 777000, "Telegram", is_automatic_forward=True,
                sender_chat={"id": -77, "type": "channel", "title": "News"},
            ),
            id="the channel of the group",
        ),
    ],
)  # fmt: skip
def test_leaves_alone(bot: Double, message: dict[str, Any]) -> None:
    assert names(bot.deliver(message=message)) == []


def test_an_edit_is_checked_again(bot: Double) -> None:
    bot.deliver(message=post(GROUP, "good morning", 14, number=60))
    edited = post(GROUP, LURE, 14, number=60, edit_date=1_790_000_100)
    calls = bot.deliver(edited_message=edited)

    assert names(calls) == ["sendMessage", "deleteMessage", "sendMessage"]
    assert log_of(bot)[-1]["event"] == "edit"


def test_a_link_behind_words_is_read(bot: Double) -> None:
    shown = "\U0001f389 tokenpocket.pro"  # the emoji counts twice for Telegram
    entity = {"type": "text_link", "offset": 3, "length": 15, "url": "https://evil.example/x"}
    calls = bot.deliver(message=post(GROUP, shown, 15, entities=[entity]))

    assert names(calls)[:2] == ["sendMessage", "deleteMessage"]
    assert "text-target-mismatch" in log_of(bot)[-1]["rules"]


def test_a_link_on_a_key_is_read(bot: Double) -> None:
    keyboard = {"inline_keyboard": [[{"text": "tokenpocket.pro", "url": "https://evil.example"}]]}
    bot.deliver(message=post(GROUP, "the official site", 15, reply_markup=keyboard))

    assert "text-target-mismatch" in log_of(bot)[-1]["rules"]


def test_a_picture_with_a_lure_below_is_read(bot: Double) -> None:
    message = post(GROUP, "", 16, caption=LURE)
    del message["text"]

    assert "deleteMessage" in names(bot.deliver(message=message))


def test_the_name_of_a_channel_that_somebody_writes_as_is_read(bot: Double) -> None:
    channel = {"id": -78, "type": "channel", "title": "TokenPocket Official Support"}
    calls = bot.deliver(message=post(GROUP, "hello", 136817688, sender_chat=channel))

    assert ("sendMessage", MODERATORS) in [(name, row["chat_id"]) for name, row in calls]
    assert log_of(bot)[-1]["sender"] == "-78"


def test_a_changed_name_is_checked_with_the_next_message(bot: Double) -> None:
    bot.deliver(message=post(GROUP, "good morning", 17, "Ann"))
    calls = bot.deliver(message=post(GROUP, "hello", 17, "TokenPocket Official Support"))
    renames = [row for row in log_of(bot) if (row["event"], row["sender"]) == ("rename", "17")]

    assert ("sendMessage", MODERATORS) in [(name, row["chat_id"]) for name, row in calls]
    assert len(renames) == 1
    assert "delete" not in renames[0]["done"]


def test_the_name_of_who_joins_is_checked(bot: Double) -> None:
    def joins(name: str, number: int) -> list[Call]:
        user = account(number, name)
        return bot.deliver(
            chat_member={
                "chat": {"id": GROUP, "type": "supergroup", "title": "Group"},
                "from": user,
                "date": 1_790_000_000,
                "old_chat_member": {"user": user, "status": "left"},
                "new_chat_member": {"user": user, "status": "member"},
            }
        )

    calls = joins("TokenPocket Official Support", 18)

    assert names(joins("Ann", 19)) == []
    assert calls[-1][1]["chat_id"] == MODERATORS
    assert "rename in chat -100 by account 18" in calls[-1][1]["text"]
    assert calls[-1][1]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Mute"


def test_dry_run_only_reports(bot: Double) -> None:
    calls = bot.deliver(message=post(DRY, LURE, 20))

    assert [(name, row["chat_id"]) for name, row in calls] == [("sendMessage", MODERATORS)]
    assert "(one reason alone mutes nobody, dry run)" in calls[0][1]["text"]


def test_a_refusal_is_written_down_and_the_rest_goes_on(bot: Double) -> None:
    bot.refused.add("deleteMessage")
    calls = bot.deliver(message=post(GROUP, LURE, 21))
    bot.refused.clear()

    assert names(calls) == ["sendMessage", "deleteMessage", "sendMessage"]
    assert log_of(bot)[-1]["done"] == ["reply", "delete: Forbidden", "escalate"]


def test_check_answers_about_its_words(bot: Double) -> None:
    asked = post(GROUP, "/check https://tp-waIlet.io", 22, entities=command("/check"))
    ((name, reply),) = bot.deliver(message=asked)

    assert (name, reply["chat_id"]) == ("sendMessage", GROUP)
    assert "Where it differs:" in reply["text"]


def test_check_answers_about_the_message_it_replies_to(bot: Double) -> None:
    about = post(GROUP, "hello", 23, "TokenPocket Official Support")
    asked = post(GROUP, "/check", 24, entities=command("/check"), reply_to_message=about)
    ((_, reply),) = bot.deliver(message=asked)

    assert "TokenPocket Official Support" in reply["text"]
    assert "UNKNOWN" not in reply["text"]


def test_in_private_every_text_is_checked(bot: Double) -> None:
    ((_, reply),) = bot.deliver(message=post(25, LURE, 25))

    assert (reply["chat_id"], "DANGEROUS" in reply["text"]) == (25, True)


HIDDEN = {"type": "text_link", "offset": 7, "length": 15, "url": "https://evil.example/x"}
"""A link behind the words ``tokenpocket.pro``, which stand at 7."""


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(
            post(
                GROUP, "/check tokenpocket.pro", 22,
                entities=[*command("/check"), HIDDEN],
            ),
            id="in the command",
        ),
        pytest.param(
            post(
                GROUP, "/check", 22, entities=command("/check"),
                reply_to_message=post(GROUP, "it is: tokenpocket.pro", 23, entities=[HIDDEN]),
            ),
            id="in the message it replies to",
        ),
        pytest.param(post(25, "look:  tokenpocket.pro", 25, entities=[HIDDEN]), id="in private"),
    ],
)  # fmt: skip
def test_check_reads_the_link_behind_words(bot: Double, asked: dict[str, Any]) -> None:
    ((_, reply),) = bot.deliver(message=asked)

    assert "OFFICIAL" not in reply["text"]
    assert "evil[.]example" in reply["text"]


def test_check_keeps_the_lines_of_what_it_is_asked(bot: Double) -> None:
    asked = post(GROUP, f"/check\nhello\n{LURE}", 22, entities=command("/check"))
    ((_, reply),) = bot.deliver(message=asked)

    assert "DANGEROUS" in reply["text"]


ORIGINS = [
    pytest.param(
        {"type": "user", "sender_user": account(33, "TokenPocket Support")}, id="an account"
    ),
    pytest.param(
        {
            "type": "chat",
            "sender_chat": {"id": -5, "type": "group", "title": "TokenPocket Support"},
        },
        id="a group",
    ),
    pytest.param(
        {
            "type": "channel", "message_id": 1,
            "chat": {"id": -6, "type": "channel", "title": "TokenPocket Support"},
        },
        id="a channel",
    ),
]  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
def test_in_private_the_author_of_a_forwarded_message_is_judged(
    bot: Double, origin: dict[str, Any]
) -> None:
    forwarded = post(25, "hello", 25, forward_origin={"date": 1_790_000_000, **origin})
    ((_, reply),) = bot.deliver(message=forwarded)

    assert "UNKNOWN" not in reply["text"]


def test_who_forwards_a_lure_of_their_own_is_not_taken_for_staff(bot: Double) -> None:
    mine = {"type": "user", "date": 1_790_000_000, "sender_user": account(25, "Ann")}
    ((_, reply),) = bot.deliver(message=post(25, LURE, 25, forward_origin=mine))

    assert "DANGEROUS" in reply["text"]


def ask(chat: int, text: str, locale: str = "en") -> dict[str, Any]:
    """Make a command by somebody whose Telegram speaks a language."""
    asked = post(chat, text, 26, entities=command(text.split(maxsplit=1)[0]))
    asked["from"]["language_code"] = locale
    return asked


SUPPORT = "help.tokenpocket.pro"
NEWS = "tokenPocket_en"
OFFICIAL = [
    pytest.param(ask(GROUP, "/official telegram"), f"telegram: {NEWS}", SUPPORT, id="platform"),
    pytest.param(ask(GROUP, "/official support"), f"{SUPPORT} (support)", NEWS, id="role"),
    pytest.param(ask(GROUP, "/official 客服"), f"{SUPPORT}（客服）", NEWS, id="role in Chinese"),
    pytest.param(ask(GROUP, "/official 官网"), "tp.xyz（官网）", NEWS, id="website in Chinese"),
    pytest.param(ask(GROUP, "/official help centre"), f"{SUPPORT} (", NEWS, id="two words"),
    pytest.param(ask(GROUP, "/official tiktok"), "None is listed", NEWS, id="none"),
    pytest.param(ask(GROUP, "/official wechat"), "likely an impostor", NEWS, id="not used"),
    pytest.param(ask(CHINESE, "/official mail"), "（客服）", NEWS, id="in a group of one language"),
    pytest.param(
        ask(GROUP, "/official mail", "zh-hans"), "（客服）", NEWS, id="in that of the app"
    ),
    pytest.param(ask(26, "/start"), f"{SUPPORT} (support)", "bd@", id="at the start"),
]


@pytest.mark.parametrize(("asked", "said", "unsaid"), OFFICIAL)
def test_official_lists_what_is_asked_for(
    bot: Double, asked: dict[str, Any], said: str, unsaid: str
) -> None:
    ((_, reply),) = bot.deliver(message=asked)
    facts = reply["text"].partition("<pre>")[2]

    assert said in facts
    assert unsaid not in facts


def test_the_language_of_a_group_is_that_of_answers_reports_and_buttons(bot: Double) -> None:
    calls = bot.deliver(message=post(CHINESE, LURE, 27))
    reply, _, report = (parameters for _, parameters in calls)
    ((_, checked),) = bot.deliver(message=ask(CHINESE, f"/check {LURE}"))

    assert reply["text"].startswith("<b>危险")
    assert checked["text"].startswith("<b>危险")
    assert f"群 {CHINESE} 中账号 27 的消息：回复、删除、上报" in report["text"]
    assert [key["text"] for key in report["reply_markup"]["inline_keyboard"][0]] == [
        "删除", "禁言", "封禁", "误报",
    ]  # fmt: skip


def test_check_answers_in_the_language_of_the_app(bot: Double) -> None:
    ((_, reply),) = bot.deliver(message=ask(GROUP, f"/check {LURE}", "zh-hans"))

    assert reply["text"].startswith("<b>危险")


def press(bot: Double, data: str, chat: int = MODERATORS) -> list[Call]:
    query = {"id": "1", "from": account(70, "Mod"), "chat_instance": "1", "data": data}
    return bot.deliver(callback_query={**query, "message": post(chat, "report", 1)})


@pytest.mark.parametrize(
    ("action", "method"),
    [
        pytest.param("delete", "deleteMessage", id="delete"),
        pytest.param("mute", "restrictChatMember", id="mute"),
        pytest.param("ban", "banChatMember", id="ban: by a person only"),
        pytest.param("fine", "restrictChatMember", id="a false alarm lifts the mute"),
    ],
)
def test_a_moderator_presses(bot: Double, action: str, method: str) -> None:
    calls = press(bot, f"{action}:{GROUP}:41:11")
    row = log_of(bot)[-1]

    assert names(calls) == [method, "answerCallbackQuery", "editMessageReplyMarkup"]
    assert (row["event"], row["by"], row["done"]) == ("button", "70", [action])
    if method == "restrictChatMember":
        assert all(calls[0][1]["permissions"].values()) == (action == "fine")


def test_nobody_else_presses(bot: Double) -> None:
    assert press(bot, f"ban:{GROUP}:41:11", chat=GROUP) == []


def test_the_log_holds_no_text_and_no_name(bot: Double) -> None:
    bot.deliver(message=post(GROUP, f"{LURE} marzipan", 30, "Secretive"))
    text = bot.audit.read_text("utf-8")  # type: ignore[attr-defined]

    assert log_of(bot)[-1]["sender"] == "30"
    assert "marzipan" not in text
    assert "Secretive" not in text
    assert "tp-wa" not in text


def test_a_pasted_phrase_is_deleted_and_repeated_nowhere(bot: Double) -> None:
    # A test vector of BIP-39; nobody's wallet.
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    plain = bot.deliver(message=post(GROUP, f"my words are {phrase}", 31, number=77))
    asked = post(GROUP, f"/check {phrase}", 32, number=78, entities=command("/check"))
    calls = [*plain, *bot.deliver(message=asked)]
    deleted = [row["message_id"] for name, row in calls if name == "deleteMessage"]

    assert deleted == [77, 78]
    assert "restrictChatMember" not in names(calls)
    assert "sausage worth" not in json.dumps(calls)
    assert "sausage" not in bot.audit.read_text("utf-8")  # type: ignore[attr-defined]
