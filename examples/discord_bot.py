"""Which messages of a Discord server are likely fraud, and what is done about them?

    BOT_TOKEN=... python examples/discord_bot.py examples/policy.toml

Checks every message, every edit, and the name of whoever joins or is renamed; answers /check and
/official; reports to the moderators' channel, with buttons. Nothing is banned but by a person.

>>> QUIET.to_dict()
{'parse': []}
"""

import os
import sys
from datetime import timedelta

import discord
from discord import Message as Post

from channelguard import Guard, Message, Registry, Sender
from channelguard.moderation import Event, Policy
from channelguard.moderation_desk import Case, Desk
from channelguard.moderation_file import read_policy
from channelguard.moderation_reply import official, say

BUTTONS = {"delete": "Delete", "mute": "Mute", "ban": "Ban", "fine": "False alarm"}
QUIET = discord.AllowedMentions.none()


def sender_of(account: discord.abc.User) -> Sender:
    """Return an account as the check wants it; whoever may delete messages is staff."""
    rights = getattr(account, "guild_permissions", None)
    ours = bool(rights and rights.manage_messages)
    return Sender(account.display_name, account.name, "discord", str(account.id), is_staff=ours)


def keys(about: str) -> discord.ui.View:
    """Return what a moderator can do about ``server:channel:message:account``; 0 for a name."""
    view = discord.ui.View(timeout=None)
    for key in list(BUTTONS)[":0:" in about :]:
        view.add_item(discord.ui.Button(label=BUTTONS[key], custom_id=f"{key}:{about}"))
    view.stop()  # or it would be kept; presses come to `on_interaction`, even after a restart
    return view


class Moderator(discord.Client):
    """The handlers; a method for each kind of event."""

    def __init__(self, policy: Policy) -> None:
        """Ask for messages and members; both must be switched on in the developer portal."""
        wanted = discord.Intents(guilds=True, members=True, messages=True, message_content=True)
        super().__init__(intents=wanted, allowed_mentions=QUIET)
        self.policy, self.desk = policy, Desk(Guard(Registry.load()), policy)
        self.tree = discord.app_commands.CommandTree(self)
        self.tree.command(name="check", description="Is this really their channel?")(self.check)
        self.tree.command(name="official", description="List official channels")(self.official)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
        await self.tree.sync()

    async def on_message(self, post: Post) -> None:
        """Check a message."""
        await self.judge_post(post, Event.MESSAGE)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Check an edit, but not the previews that Discord adds to a message."""
        before, post = payload.cached_message, payload.message
        if post.edited_at and (before is None or before.content != post.content):
            await self.judge_post(post, Event.EDIT)

    async def on_member_join(self, member: discord.Member) -> None:
        """Check the name of whoever joins."""
        await self.judge(Message("", sender_of(member)), member.guild.id, Event.RENAME)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Check a name that is changed in a server."""
        if before.display_name != after.display_name:
            await self.on_member_join(after)

    async def on_user_update(self, before: discord.User, after: discord.User) -> None:
        """Check a name that is changed everywhere."""
        if (before.name, before.global_name) != (after.name, after.global_name):
            for guild in after.mutual_guilds:
                await self.on_member_join(guild.get_member(after.id))

    async def judge_post(self, post: Post, event: Event) -> None:
        """Check what is written or forwarded in a server, the moderators' channel left out."""
        ours = post.author == self.user or str(post.channel.id) == self.policy.bot.moderators
        if post.guild and not ours:
            text = "\n".join([post.content, *(one.content for one in post.message_snapshots)])
            await self.judge(Message(text, sender_of(post.author)), post.guild.id, event, post)

    async def judge(self, message: Message, server: int, event: Event, post: Post = None) -> None:
        """Check, decide, act, remember and write down."""
        case = self.desk.look(message, str(server), event)
        place = f"{post.channel.id}:{post.id}" if post else "0:0"
        about = f"{server}:{place}:{message.sender.id}"
        done = [await self.act(action, about, case, post) for action in case.decision.actions]
        self.desk.close(case, done, post.id if post else 0)

    async def act(self, action: str, about: str, case: Case = None, post: Post = None) -> str:
        """Do one thing; return its name, with the error if Discord refuses."""
        server, channel, number, account = map(int, about.split(":"))
        guild, room = self.get_guild(server), self.policy.bot.moderators
        time = timedelta(seconds=self.policy.of(str(server)).mute_seconds)
        try:
            if action == "reply":
                await post.channel.send(case.decision.reply.markdown, suppress_embeds=True)
            elif action == "escalate" and room:
                to = self.get_partial_messageable(int(room))
                await to.send(case.report().markdown, view=keys(about), suppress_embeds=True)
            elif action in {"delete", "hold"}:
                place = self.get_partial_messageable(channel)
                await place.get_partial_message(number).delete()
            elif action == "ban":
                await guild.ban(discord.Object(account), delete_message_seconds=0)
            elif action in {"mute", "fine"}:
                member = guild.get_member(account) or await guild.fetch_member(account)
                await member.timeout(time if action == "mute" else None)
        except discord.DiscordException as fault:
            return f"{action}: {type(fault).__name__}"
        return str(action)

    async def on_interaction(self, press: discord.Interaction) -> None:
        """Do what a moderator decides."""
        about = (press.data or {}).get("custom_id", "")
        if about and str(press.channel_id) == self.policy.bot.moderators:
            await press.response.defer()
            done = await self.act(*about.split(":", maxsplit=1))
            server, _, number, sender = about.split(":")[1:]
            self.desk.pressed(server, number, sender, str(press.user.id), done)
            await press.edit_original_response(view=None)

    async def check(self, asked: discord.Interaction, text: str) -> None:
        """Answer about a text, to whoever asks only."""
        text = say(self.desk.guard.check_message(Message(text))).markdown
        await asked.response.send_message(text, ephemeral=True, suppress_embeds=True)

    async def official(self, asked: discord.Interaction, what: str = "") -> None:
        """List the official channels: all, or those of a platform, kind or role."""
        text = official(self.desk.guard.registry, wanted=what).markdown
        await asked.response.send_message(text, ephemeral=True, suppress_embeds=True)

    async def on_error(self, event: str, *_: object, **__: object) -> None:
        """Name the error and no more: its text may repeat a message."""
        print(f"discord_bot: {event}: {sys.exc_info()[0].__name__}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    Moderator(read_policy(sys.argv[1])).run(os.environ["BOT_TOKEN"])
