"""Which messages of a Discord server are likely fraud, and what is done about them?

    BOT_TOKEN=... python examples/discord_bot.py examples/policy.toml

Checks messages, edits and new names; answers /check and /official, and "Check" in the menu of a
message; reports to the moderators' channel, with buttons. Nothing is banned but by a person.
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


def sender_of(account: discord.abc.User) -> Sender:
    """Return an account as the check wants it; whoever may delete messages is staff."""
    ours = isinstance(account, discord.Member) and account.guild_permissions.manage_messages
    return Sender(account.display_name, account.name, "discord", str(account.id), is_staff=ours)


def read(post: Post) -> Message:
    """Return what is written, forwarded, or shown in the box of a bot, and by whom."""
    parts = (post, *post.message_snapshots)
    boxes = [box for part in parts for box in part.embeds if box.type == "rich"]  # no previews
    lines = [part.content for part in parts]
    lines += [text for box in boxes for text in (box.author.name, box.title, box.description)]
    lines += [text for box in boxes for field in box.fields for text in (field.name, field.value)]
    links = tuple((box.title or "", box.url) for box in boxes if box.url)
    return Message("\n".join(filter(None, lines)), sender_of(post.author), links=links)


def keys(case: Case, about: str) -> discord.ui.View:
    """Return what a moderator can do about ``server:channel:message:account``; 0 for a name."""
    view = discord.ui.View(timeout=None)
    for key, label in case.buttons():
        view.add_item(discord.ui.Button(label=label, custom_id=f"{key}:{about}"))
    view.stop()  # or it would be kept; presses come to `on_interaction`, even after a restart
    return view


class Moderator(discord.Client):
    """The handlers; a method for each kind of event."""

    def __init__(self, policy: Policy) -> None:
        """Ask for messages and members; both must be switched on in the developer portal."""
        wanted = discord.Intents(guilds=True, members=True, messages=True, message_content=True)
        super().__init__(intents=wanted, allowed_mentions=discord.AllowedMentions.none())
        self.policy, self.desk = policy, Desk(Guard(Registry.load()), policy)
        self.tree = discord.app_commands.CommandTree(self)
        self.tree.command(name="check", description="Is this really their channel?")(self.check)
        self.tree.context_menu(name="Check")(self.check_post)
        self.tree.command(name="official", description="List official channels")(self.official)
        self.setup_hook = self.tree.sync  # tells Discord the commands

    async def on_message(self, post: Post, event: Event = Event.MESSAGE) -> None:
        """Check what is written or forwarded in a server, the moderators' channel left out."""
        ours = post.author == self.user or str(post.channel.id) == self.policy.bot.moderators
        if post.guild and not ours:
            await self.judge(read(post), post.guild.id, event, post)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Check an edit, but not the previews that Discord adds to a message."""
        before, post = payload.cached_message, payload.message
        if post.edited_at and (before is None or read(before) != read(post)):
            await self.on_message(post, Event.EDIT)

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
        guild, policy = self.get_guild(server), self.policy.of(str(server))
        try:
            if action == "reply":
                await post.channel.send(case.decision.reply.markdown, suppress_embeds=True)
            elif action == "escalate" and (room := self.policy.bot.moderators):
                to = self.get_partial_messageable(int(room))
                await to.send(case.report().markdown, view=keys(case, about), suppress_embeds=True)
            elif action in {"delete", "hold"}:
                await self.get_partial_messageable(channel).get_partial_message(number).delete()
            elif action == "ban":
                await guild.ban(discord.Object(account), delete_message_seconds=0)
            elif action in {"mute", "fine"}:
                member = guild.get_member(account) or await guild.fetch_member(account)
                time = timedelta(seconds=policy.mute_seconds) if action == "mute" else None
                await member.timeout(time)
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
        reply = self.desk.look(Message(text), str(asked.guild_id)).answer(str(asked.locale))
        await asked.response.send_message(reply.markdown, ephemeral=True, suppress_embeds=True)

    async def check_post(self, asked: discord.Interaction, post: Post) -> None:
        """Answer about a message, from the menu that opens on it."""
        reply = self.desk.look(read(post), str(asked.guild_id)).answer(str(asked.locale))
        await asked.response.send_message(reply.markdown, ephemeral=True, suppress_embeds=True)

    async def official(self, asked: discord.Interaction, what: str = "") -> None:
        """List the official channels: all, or those of a platform, kind or role."""
        reply = self.desk.official(str(asked.guild_id), what, str(asked.locale))
        await asked.response.send_message(reply.markdown, ephemeral=True, suppress_embeds=True)

    async def on_error(self, event: str, *_: object, **__: object) -> None:
        """Name the error and no more: its text may repeat a message."""
        print(f"discord_bot: {event}: {sys.exc_info()[0].__name__}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    Moderator(read_policy(sys.argv[1])).run(os.environ["BOT_TOKEN"])
