"""Does the Discord bot do what its policy says?

The real program runs in a process of its own, with the state and the transport of discord.py; only
the addresses of Discord are those of a double on loopback, REST over HTTP and the gateway over a
WebSocket.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

ROOT = Path(__file__).parents[2]
PATIENCE = 10.0
"""Seconds to wait for the bot; it mostly needs a hundredth of one."""

START = """
import runpy, sys
import discord.gateway, discord.http, yarl
discord.http.Route.BASE = sys.argv[1] + "/api"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[1] + "/gateway")
del sys.argv[1]
sys.argv[0] = sys.argv.pop(1)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs the program with other addresses for Discord: all that is changed of discord.py."""

SERVER, DRY, CHINESE, CHANNEL, MODERATORS, BOT = "100", "300", "400", "101", "900", "1"
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
"""
Call = tuple[str, str, dict[str, Any]]
"""Method, path below the version, and body of a request."""


class Double:
    """A Discord: a gateway that hands out events, and a REST interface that remembers."""

    def __init__(self, audit: Path) -> None:
        """Serve on a free port of loopback, in a thread."""
        self.audit, self.url = audit, ""
        self.calls: list[Call] = []
        self.refused = ""
        self.changed = threading.Condition()
        self.numbers = count(1)
        self.loop = asyncio.new_event_loop()
        self.gateway: web.WebSocketResponse | None = None
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()
        self.wait(lambda: bool(self.url))

    def _serve(self) -> None:
        self.loop.run_until_complete(self._listen())
        self.loop.run_forever()
        self.loop.run_until_complete(self.runner.cleanup())
        self.loop.close()

    async def _listen(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        with self.changed:
            host, port = self.runner.addresses[0][:2]
            self.url = f"http://{host}:{port}"
            self.changed.notify_all()

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            asked = json.loads(message.data)
            if asked["op"] == 1:
                await socket.send_json({"op": 11})
            elif asked["op"] == 8:
                chunk = {"guild_id": asked["d"]["guild_id"], "members": [], "not_found": []}
                chunk |= {"chunk_index": 0, "chunk_count": 1, "nonce": asked["d"].get("nonce")}
                await self._send(socket, "GUILD_MEMBERS_CHUNK", chunk)
            elif asked["op"] == 2:
                ready = {"v": 10, "user": user(BOT, "guard"), "session_id": "s"}
                ready |= {"guilds": [{"id": SERVER, "unavailable": True}], "shard": [0, 1]}
                ready |= {"application": {"id": BOT, "flags": 0}, "resume_gateway_url": self.url}
                await self._send(socket, "READY", ready)
                for number in (SERVER, DRY, CHINESE):
                    await self._send(socket, "GUILD_CREATE", guild(number))
                with self.changed:
                    self.gateway = socket
                    self.changed.notify_all()
        return socket

    async def _send(self, socket: web.WebSocketResponse, event: str, data: Any) -> None:
        await socket.send_json({"op": 0, "t": event, "s": next(self.numbers), "d": data})

    async def _rest(self, request: web.Request) -> web.Response:  # noqa: PLR0911 - one for each path
        path, text = request.match_info["path"], await request.text()
        body = json.loads(text) if text else {}
        with self.changed:
            if request.method != "GET":
                self.calls.append((request.method, path, body))
            self.changed.notify_all()
        if self.refused and re.search(self.refused, f"{request.method} {path}"):
            return answer({"code": 50013, "message": "Missing Permissions"}, status=403)
        if path == "users/@me":
            return answer(user(BOT, "guard"))
        if path == "oauth2/applications/@me":
            about = {"id": BOT, "name": "guard", "description": "", "icon": None, "flags": 0}
            about |= {"verify_key": "0", "bot_public": True, "bot_require_code_grant": False}
            about |= {"owner": user("2", "owner"), "rpc_origins": [], "summary": ""}
            return answer(about)
        if path.endswith("/commands"):
            return answer([])
        if match := re.fullmatch(r"channels/(\d+)/messages", path):
            return answer(message(body.get("content") or "", BOT, channel=match[1]))
        if path.endswith("/callback"):
            return answer({"interaction": {"id": "500", "type": 2}})
        if "/messages/@original" in path:
            return answer(message("report", BOT, channel=MODERATORS))
        if request.method == "PATCH":
            return answer(member(path.rpartition("/")[2], "x"))
        return web.Response(status=204)

    def wait(self, seen: Any) -> None:
        """Wait until what is waited for has happened."""
        with self.changed:
            assert self.changed.wait_for(seen, PATIENCE), [call[:2] for call in self.calls]

    def deliver(self, event: str, data: dict[str, Any]) -> list[Call]:
        """Hand out an event, and return what the bot did about it.

        The bot handles every event in a task of its own, so a question that follows may be
        answered first; then what belongs to the event is given a moment more.
        """
        with self.changed:
            start = len(self.calls)
        assert self.gateway is not None
        nonce = f"marker{next(self.numbers)}"
        for name, row in ((event, data), ("INTERACTION_CREATE", slash("official", token=nonce))):
            asyncio.run_coroutine_threadsafe(self._send(self.gateway, name, row), self.loop).result(
                PATIENCE
            )
        self.wait(lambda: any(nonce in path for _, path, _ in self.calls[start:]))
        before = -1
        while before != len(self.calls):
            before = len(self.calls)
            with self.changed:
                self.changed.wait_for(lambda: len(self.calls) > before, 0.06)  # noqa: B023
        return [call for call in self.calls[start:] if nonce not in call[1]]

    def log(self) -> list[dict[str, Any]]:
        """Return the audit log."""
        return [json.loads(line) for line in self.audit.read_text("utf-8").splitlines()]

    def close(self) -> None:
        """Stop serving."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def user(number: str, name: str, shown: str | None = None) -> dict[str, Any]:
    return {
        "id": number, "username": name, "global_name": shown, "discriminator": "0",
        "avatar": None, "bot": number == BOT,
    }  # fmt: skip


def member(number: str, name: str, nick: str | None = None, roles: tuple[str, ...] = ()) -> Any:
    return {
        "user": user(number, name), "nick": nick, "roles": list(roles), "flags": 0,
        "joined_at": "2026-11-25T00:00:00+00:00", "deaf": False, "mute": False,
    }  # fmt: skip


def guild(number: str) -> dict[str, Any]:
    role = {"name": "r", "color": 0, "hoist": False, "managed": False, "mentionable": False}
    channels = [
        {"id": one, "type": 0, "name": one, "position": 0, "permission_overwrites": []}
        for one in (CHANNEL, MODERATORS)
    ]
    return {
        "id": number, "name": "Server", "owner_id": "2", "member_count": 2, "large": False,
        "roles": [
            {"id": number, "permissions": "0", "position": 0, **role},
            {"id": "55", "permissions": str(1 << 13), "position": 1, **role},  # manage messages
        ],
        "members": [member(BOT, "guard"), member("11", "ann"), member("12", "bob")],
        "channels": channels if number == SERVER else [], "emojis": [], "stickers": [],
        "features": [], "threads": [], "presences": [], "voice_states": [],
        "verification_level": 0, "default_message_notifications": 0, "nsfw_level": 0,
        "explicit_content_filter": 0, "mfa_level": 0, "premium_tier": 0, "afk_timeout": 60,
        "preferred_locale": "en-US", "system_channel_flags": 0, "unavailable": False,
    }  # fmt: skip


def message(  # noqa: PLR0913 - the fields that differ
    text: str, author: str, name: str = "ann", *, channel: str = CHANNEL, server: str = SERVER,
    number: str = "40", roles: tuple[str, ...] = (), **more: Any,
) -> dict[str, Any]:  # fmt: skip
    inside = member(author, name, roles=roles)
    del inside["user"]
    return {
        "id": number, "channel_id": channel, "guild_id": server, "content": text, "type": 0,
        "author": user(author, name), "member": inside, "timestamp": "2026-11-25T00:00:00+00:00",
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, **more,
    }  # fmt: skip


def interaction(  # noqa: PLR0913 - the fields that differ
    kind: int, data: dict[str, Any], channel: str, token: str, *,
    server: str = SERVER, locale: str = "en-US",
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": "500", "application_id": BOT, "type": kind, "data": data, "token": token,
        "version": 1, "guild_id": server, "channel_id": channel, "locale": locale,
        "channel": {"id": channel, "type": 0, "name": "c", "position": 0, "permissions": "0"},
        "member": {**member("70", "mod"), "permissions": "0"}, "attachment_size_limit": 1,
        "app_permissions": "0", "entitlements": [], "authorizing_integration_owners": {},
    }  # fmt: skip


def slash(
    name: str,
    token: str = "token",  # noqa: S107 - no secret
    *,
    server: str = SERVER,
    locale: str = "en-US",
    **options: str,
) -> dict[str, Any]:
    rows = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    data = {"id": "600", "name": name, "type": 1, "options": rows}
    return interaction(2, data, CHANNEL, token, server=server, locale=locale)


def menu(about: dict[str, Any]) -> dict[str, Any]:
    """Make a press on "Check" in the menu of a message."""
    data = {"id": "601", "name": "Check", "type": 3, "target_id": about["id"]}
    data |= {"resolved": {"messages": {about["id"]: about}}}
    return interaction(2, data, CHANNEL, "token")


def press(custom_id: str, channel: str = MODERATORS) -> dict[str, Any]:
    data = {"custom_id": custom_id, "component_type": 2}
    return interaction(3, data, channel, "token") | {"message": message("report", BOT)}


def answer(data: Any, status: int = 200) -> web.Response:
    """Answer like Discord, whose content type names no character set."""
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=headers)


def steps(calls: list[Call]) -> list[str]:
    return [f"{method} {path}" for method, path, _ in calls]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Double]:
    """Run the program against a double; at the end it must stop by itself."""
    folder = tmp_path_factory.mktemp("discord")
    double, policy = Double(folder / "audit.jsonl"), folder / "policy.toml"
    policy.write_text(POLICY.replace("AUDIT", str(double.audit)))
    with (folder / "errors").open("w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", START, double.url, ROOT / "examples/discord_bot.py", policy],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "BOT_TOKEN": "test"},
            stderr=errors,
        )
        try:
            double.wait(lambda: double.gateway is not None)
            yield double
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(PATIENCE)
            double.close()
        errors.seek(0)
        complaints = [line for line in errors.read().decode().splitlines() if "INFO" not in line]

    assert (status, complaints) == (0, [])


ACTED = [f"POST channels/{CHANNEL}/messages", f"DELETE channels/{CHANNEL}/messages/40"]
REPORTED = f"POST channels/{MODERATORS}/messages"


def test_the_commands_are_made_known(bot: Double) -> None:
    ((_, _, body),) = [call for call in bot.calls if call[1].endswith("/commands")]

    assert [row["name"] for row in body] == ["check", "official", "Check"]


def test_a_lure_is_answered_deleted_and_reported(bot: Double) -> None:
    calls = bot.deliver("MESSAGE_CREATE", message(LURE, "11"))
    reply, report = calls[0][2], calls[2][2]

    assert steps(calls) == [*ACTED, REPORTED]
    assert reply["allowed_mentions"]["parse"] == []
    assert reply["flags"] == 4
    assert reply["content"].startswith("**DANGEROUS")
    assert report["allowed_mentions"]["parse"] == []
    assert (
        "by account 11: reply, delete, escalate (one reason alone mutes nobody)"
        in report["content"]
    )
    assert [key["custom_id"] for key in report["components"][0]["components"]] == [
        f"{action}:{SERVER}:{CHANNEL}:40:11" for action in ("delete", "mute", "ban", "fine")
    ]


def test_the_second_time_the_author_is_muted(bot: Double) -> None:
    bot.deliver("MESSAGE_CREATE", message(LURE, "12", "bob"))
    calls = bot.deliver("MESSAGE_CREATE", message(LURE, "12", "bob"))
    ((_, _, mute),) = [call for call in calls if call[1] == f"guilds/{SERVER}/members/12"]

    assert mute["communication_disabled_until"] > "2026"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(message("good morning", "13"), id="a greeting"),
        pytest.param(message("it is https://tokenpocket.pro", "13"), id="an official link"),
        pytest.param(message("I read https://example.org", "13"), id="an unlisted link"),
        pytest.param(message(LURE, "7"), id="staff by id"),
        pytest.param(message(LURE, "14", roles=("55",)), id="staff by rights"),
        pytest.param(message(LURE, "13", channel=MODERATORS), id="the moderators' own channel"),
        pytest.param(message(LURE, BOT), id="the bot itself"),
    ],
)
def test_leaves_alone(bot: Double, row: dict[str, Any]) -> None:
    assert steps(bot.deliver("MESSAGE_CREATE", row)) == []


def test_an_edit_is_checked_again_and_a_preview_is_no_edit(bot: Double) -> None:
    harmless, edited = message("good morning", "15"), {"edited_timestamp": "2026-11-25T01:00:00Z"}
    bot.deliver("MESSAGE_CREATE", harmless)
    calls = bot.deliver("MESSAGE_UPDATE", message(LURE, "15", **edited))
    preview = bot.deliver("MESSAGE_UPDATE", message(LURE, "15", embeds=[{"type": "link"}]))

    assert steps(calls) == [*ACTED, REPORTED]
    assert bot.log()[-1]["event"] == "edit"
    assert preview == []


def test_a_forwarded_lure_is_read(bot: Double) -> None:
    kept = {"content": LURE, "embeds": [], "attachments": [], "timestamp": "2026-11-25T00:00:00Z"}
    kept |= {"edited_timestamp": None, "type": 0, "mentions": [], "mention_roles": [], "flags": 0}
    forwarded = message("", "16", message_snapshots=[{"message": kept}])

    assert ACTED[1] in steps(bot.deliver("MESSAGE_CREATE", forwarded))


@pytest.mark.parametrize(
    ("event", "guilty", "innocent"),
    [
        pytest.param("GUILD_MEMBER_ADD", member("17", "TokenPocket Support"), member("18", "eve"),
                     id="joins"),
        pytest.param("GUILD_MEMBER_UPDATE", member("11", "ann", "TokenPocket Official Support"),
                     member("12", "bob", "Bobby"), id="is renamed in the server"),
    ],
)  # fmt: skip
def test_a_name_is_checked_when_its_owner(
    bot: Double, event: str, guilty: dict[str, Any], innocent: dict[str, Any]
) -> None:
    calls = bot.deliver(event, guilty | {"guild_id": SERVER})

    assert REPORTED in steps(calls)
    assert "DELETE" not in str(calls)
    assert bot.log()[-1]["event"] == "rename"
    assert bot.deliver(event, innocent | {"guild_id": SERVER}) == []


def test_a_name_changed_everywhere_is_checked(bot: Double) -> None:
    renamed = user("12", "bob", "TokenPocket Official Support")
    bot.deliver("GUILD_MEMBER_UPDATE", {**member("12", "bob"), "guild_id": SERVER})
    start = len(bot.log())
    bot.deliver("GUILD_MEMBER_UPDATE", {**member("12", "bob"), "user": renamed, "guild_id": SERVER})

    assert "rename" in [row["event"] for row in bot.log()[start:]]


def test_dry_run_only_reports(bot: Double) -> None:
    calls = bot.deliver("MESSAGE_CREATE", message(LURE, "20", server=DRY, channel="301"))

    assert steps(calls) == [REPORTED]


def test_a_refusal_is_written_down_and_the_rest_goes_on(bot: Double) -> None:
    bot.refused = "DELETE"
    calls = bot.deliver("MESSAGE_CREATE", message(LURE, "21"))
    bot.refused = ""

    assert steps(calls) == [*ACTED, REPORTED]
    assert bot.log()[-1]["done"] == ["reply", "delete: Forbidden", "escalate"]


def test_check_answers_the_asker_only(bot: Double) -> None:
    ((_, _, body),) = bot.deliver("INTERACTION_CREATE", slash("check", text="https://tp-waIlet.io"))

    assert "Where it differs:" in body["data"]["content"]
    assert body["data"]["flags"] == 64 | 4
    assert body["data"]["allowed_mentions"]["parse"] == []


MASKED = "[tokenpocket.pro](https://evil.example/x)"
BOX = {"type": "rich", "title": "News", "description": f"Go to {MASKED}"}
TITLE = {"type": "rich", "title": "tokenpocket.pro", "url": "https://evil.example/x"}
FIELD = {"type": "rich", "fields": [{"name": "Site", "value": MASKED, "inline": False}]}
PREVIEW = {"type": "link", "title": "tokenpocket.pro", "url": "https://evil.example/x"}
"""Boxes below a message; all but the last, which Discord makes, were written by a bot."""


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(slash("check", text=f"it is {MASKED}"), id="in the question"),
        pytest.param(menu(message(f"it is {MASKED}", "13")), id="in the message"),
        pytest.param(menu(message("", "13", embeds=[BOX])), id="in a box"),
        pytest.param(menu(message("", "13", embeds=[TITLE])), id="on the title of a box"),
        pytest.param(menu(message("", "13", embeds=[FIELD])), id="in the field of a box"),
    ],
)
def test_check_reads_the_link_behind_words(bot: Double, asked: dict[str, Any]) -> None:
    ((_, _, body),) = bot.deliver("INTERACTION_CREATE", asked)

    assert "OFFICIAL" not in body["data"]["content"]
    assert "evil[.]example" in body["data"]["content"].replace("\\", "")
    assert body["data"]["flags"] == 64 | 4


def test_a_box_is_judged_and_a_preview_is_not(bot: Double) -> None:
    guilty = bot.deliver("MESSAGE_CREATE", message("hello", "22", embeds=[BOX]))
    innocent = bot.deliver("MESSAGE_CREATE", message("hello", "23", embeds=[PREVIEW]))

    assert steps(guilty)[:2] == ACTED
    assert innocent == []


OFFICIAL = [
    pytest.param(slash("official", what="telegram"), "telegram: tokenPocket_en", id="platform"),
    pytest.param(
        slash("official", what="客服"), "help.tokenpocket.pro（客服）", id="role in Chinese"
    ),
    pytest.param(slash("official", what="tiktok"), "None is listed for that.", id="none"),
    pytest.param(slash("official", server=CHINESE), "（官网）", id="in a server of one language"),
    pytest.param(slash("official", locale="zh-CN"), "（官网）", id="in the language of the app"),
    pytest.param(slash("check", locale="zh-CN", text="hi"), "未知", id="a check in that language"),
    pytest.param(slash("check", server=CHINESE, text="hi"), "未知", id="a check in such a server"),
]


@pytest.mark.parametrize(("asked", "said"), OFFICIAL)
def test_answers_what_is_asked(bot: Double, asked: dict[str, Any], said: str) -> None:
    ((_, _, body),) = bot.deliver("INTERACTION_CREATE", asked)

    assert said in body["data"]["content"]


def test_the_language_of_a_server_is_that_of_answers_reports_and_buttons(bot: Double) -> None:
    reply, _, report = (
        body for _, _, body in bot.deliver("MESSAGE_CREATE", message(LURE, "24", server=CHINESE))
    )

    assert reply["content"].startswith("**危险")
    assert f"群 {CHINESE} 中账号 24 的消息：回复、删除、上报" in report["content"]
    assert [key["label"] for key in report["components"][0]["components"]] == [
        "删除", "禁言", "封禁", "误报",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "step"),
    [
        pytest.param("delete", f"DELETE channels/{CHANNEL}/messages/40", id="delete"),
        pytest.param("mute", f"PATCH guilds/{SERVER}/members/11", id="mute"),
        pytest.param("ban", f"PUT guilds/{SERVER}/bans/11", id="ban: by a person only"),
        pytest.param(
            "fine", f"PATCH guilds/{SERVER}/members/11", id="a false alarm lifts the mute"
        ),
    ],
)
def test_a_moderator_presses(bot: Double, action: str, step: str) -> None:
    calls = bot.deliver("INTERACTION_CREATE", press(f"{action}:{SERVER}:{CHANNEL}:40:11"))
    row = bot.log()[-1]

    assert step in steps(calls)
    assert (row["event"], row["by"], row["done"]) == ("button", "70", [action])
    assert calls[-1][2]["components"] == []


def test_nobody_else_presses(bot: Double) -> None:
    pressed = press(f"ban:{SERVER}:{CHANNEL}:40:11", channel=CHANNEL)

    assert bot.deliver("INTERACTION_CREATE", pressed) == []


def test_the_log_holds_no_text_and_no_name(bot: Double) -> None:
    bot.deliver("MESSAGE_CREATE", message(f"{LURE} marzipan", "30", "secretive"))
    text = bot.audit.read_text("utf-8")

    assert bot.log()[-1]["sender"] == "30"
    assert not re.search("marzipan|secretive|tp-wa", text)
