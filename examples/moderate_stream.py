"""What should be done about each message of a platform that has no bot here?

    your-chat-export | python examples/moderate_stream.py [policy.toml] | your-moderation

Reads one JSON object per line: ``{"text": ..., "sender": {"name", "handle", "platform", "id"},
"links": [["shown", "target"]], "chat": ..., "own_group": false}``; all but ``text`` may be missing.
Writes one per line, in the same order: ``{"level", "score", "actions", "reply", "rules"}``;
``actions`` is empty where nothing should happen, ``reply`` where nothing should be said. Carries
nothing out, so that without a policy file it does not run dry. A line that cannot be read becomes
``{"error": ..., "line": n}`` on standard error, the rest goes on, and the exit status is 1. Nothing
is remembered between lines.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from channelguard import ChannelguardError, Guard, Message, Registry, Sender
from channelguard.moderation import Action, Context, Policy, decide
from channelguard.moderation_file import read_policy

MOST = 2 * 12 * 65_536
r"""Longest line in bytes: the longest text with every character as ``\ud83d\ude00``, and as much
again for what stands beside it."""


class BadLine(ValueError):  # noqa: N818 - it is a line, and it is bad
    """A line that holds no message; the text says why and never repeats it."""


def answer(line: bytes, guard: Guard, policy: Policy) -> dict[str, Any]:
    r"""Return what should be done about the message in one line.

    >>> guard = Guard(Registry.load())
    >>> act = Policy(dry_run=False)
    >>> done = answer(b'{"text": "it is https://tp-waIlet.io"}', guard, act)
    >>> done["level"], done["actions"]
    ('dangerous', ['reply', 'delete', 'escalate'])
    >>> answer(b'{"text": "good morning"}', guard, act)["actions"]
    []

    Raises:
        BadLine: The line is no such object.
        InputError: The text is too long.
    """
    row = _object(line)
    chat = row.get("chat", "")
    if not isinstance(chat, str):
        raise BadLine("'chat' is a string")
    here = policy.of(chat)
    own_group = row.get("own_group", here.own_group)
    if not isinstance(own_group, bool):
        raise BadLine("'own_group' is true or false")
    message = _message(row, policy.staff | here.staff)
    verdict = guard.check_message(message, own_group=own_group)
    who = message.sender or Sender()
    decision = decide(verdict, Context(chat, who.id, staff=who.is_staff), policy)
    reply = decision.reply if Action.REPLY in decision.actions else None
    return {
        "level": verdict.level.name.lower(),
        "score": verdict.score,
        "actions": [str(action) for action in decision.actions],
        "reply": reply.plain if reply else "",
        "rules": list(decision.rules),
    }


def _message(row: dict[str, Any], staff: frozenset[str]) -> Message:
    """Read the text, its author, and the links that stand apart from it."""
    sender, links = row.get("sender") or {}, row.get("links") or []
    if not isinstance(row.get("text"), str) or not isinstance(sender, dict):
        raise BadLine("needs a 'text' that is a string; 'sender' is an object")
    who = {key: sender.get(key, "") for key in ("name", "handle", "platform", "id")}
    if isinstance(who["id"], int):
        who["id"] = str(who["id"])
    if not all(isinstance(value, str) for value in who.values()):
        raise BadLine("the fields of 'sender' are strings")
    if not isinstance(links, list) or not all(map(_is_pair, links)):
        raise BadLine("'links' is a list of pairs, each of two strings: what is shown, the target")
    sent_by = Sender(**who, is_staff=who["id"] in staff) if any(who.values()) else None
    return Message(row["text"], sent_by, links=tuple(map(tuple, links)))


def _is_pair(link: object) -> bool:
    return isinstance(link, list) and [type(part) for part in link] == [str, str]


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MOST:
        raise BadLine(f"longer than {MOST} bytes")
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadLine("no JSON in UTF-8") from None
    if not isinstance(row, dict):
        raise BadLine("no JSON object")
    return row


def lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield every line that is not blank with its number; of a longer one than `MOST` the start."""
    number = 0
    while line := source.readline(MOST + 1):
        number += 1
        yield from [(number, line)] if line.strip() else []
        while len(line) > MOST and not line.endswith(b"\n"):
            line = source.readline(MOST + 1) or b"\n"  # the rest of it, let go


def main(arguments: list[str]) -> int:
    """Answer standard input."""
    try:
        policy = read_policy(arguments[0]) if arguments else Policy(dry_run=False)
        guard = Guard(Registry.load())
    except ChannelguardError as fault:
        print(fault, file=sys.stderr)
        return 2
    failed = 0
    for number, line in lines(sys.stdin.buffer):
        try:
            print(json.dumps(answer(line, guard, policy)), flush=True)
        except (BadLine, ChannelguardError) as fault:
            failed = 1
            print(json.dumps({"error": str(fault), "line": number}), file=sys.stderr, flush=True)
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
