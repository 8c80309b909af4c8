"""Which messages of a Telegram group are likely fraud, and what is done about them?

    BOT_TOKEN=123:abc python examples/telegram_bot.py examples/policy.toml

Checks every message, every edit, and the name of whoever joins or is renamed; answers /check and
/official; reports to the moderators' chat, with buttons. Nothing is banned but by a person.
"""

import os
import sys
import time

from telegram import Chat, ChatPermissions, Update, User, ext
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Buttons
from telegram import Message as Post
from telegram.error import TelegramError

from channelguard import Guard, Message, Registry, Sender
from channelguard.moderation import Event, Policy
from channelguard.moderation_desk import Case, Desk
from channelguard.moderation_file import read_policy
from channelguard.moderation_reply import URGENT

MAY = {"mute": ChatPermissions.no_permissions(), "fine": ChatPermissions.all_permissions()}


def read(post: Post) -> Message:
    """Return what is written and linked, and by whom; only admins write as the group itself."""
    text, found = post.text or post.caption or "", post.parse_entities
    hidden = (found if post.text else post.parse_caption_entities)(["text_link"]) if text else {}
    links = [(shown, str(one.url)) for one, shown in hidden.items()]
    rows = post.reply_markup.inline_keyboard if post.reply_markup else ()
    links += [(key.text, key.url) for row in rows for key in row if key.url]
    ours = bool(post.is_automatic_forward) or post.sender_chat == post.chat
    who = sender_of(post.sender_chat or post.from_user, ours=ours)
    return Message(text, who, links=tuple(links))


def sender_of(account: User | Chat, *, ours: bool = False) -> Sender:
    """Return an account as the check wants it."""
    name, handle = account.full_name or account.title or "", account.username or ""
    return Sender(name, handle, "telegram", str(account.id), is_staff=ours)


def origin(post: Post) -> Sender | None:
    """Return who wrote what is forwarded, as far as Telegram says."""
    kinds = ("sender_user", "sender_chat", "chat")
    found = (getattr(post.forward_origin, kind, None) for kind in kinds)
    return next((sender_of(account) for account in found if account), None)


class Moderator:
    """The handlers; a method for each kind of update."""

    def __init__(self, app: ext.Application, policy: Policy) -> None:
        """Listen; nothing is remembered yet."""
        self.bot, self.policy, self.desk = app.bot, policy, Desk(Guard(Registry.load()), policy)
        new, words = ext.filters.UpdateType.MESSAGE, ext.filters.TEXT | ext.filters.CAPTION
        app.add_handler(ext.CommandHandler("check", self.on_check, new))
        app.add_handler(ext.CommandHandler(["official", "start"], self.on_official, new))
        app.add_handler(ext.MessageHandler(words & ext.filters.ChatType.PRIVATE, self.on_check))
        app.add_handler(ext.MessageHandler(words, self.on_message))
        app.add_handler(ext.ChatMemberHandler(self.on_member, ext.ChatMemberHandler.CHAT_MEMBER))
        app.add_handler(ext.CallbackQueryHandler(self.on_button))
        app.add_error_handler(self.on_error)

    async def on_message(self, update: Update, _: ext.CallbackContext) -> None:
        """Check a message or an edit, and a name that has changed since the last message."""
        post = update.effective_message
        if str(post.chat.id) != self.policy.bot.moderators:
            message, event = read(post), Event.EDIT if post.edit_date else Event.MESSAGE
            await self.judge(message, post.chat.id, event, post)
            if self.desk.renamed(str(post.chat.id), message.sender):
                await self.judge(Message("", message.sender), post.chat.id, Event.RENAME)

    async def on_member(self, update: Update, _: ext.CallbackContext) -> None:
        """Check the name of whoever joins or gets other rights."""
        new, chat = update.chat_member.new_chat_member, update.chat_member.chat.id
        if new.status in {"member", "restricted"}:
            await self.judge(Message("", sender_of(new.user)), chat, Event.RENAME)

    async def judge(self, message: Message, chat: int, event: Event, post: Post = None) -> None:
        """Check, decide, act, remember and write down."""
        case, number = self.desk.look(message, str(chat), event), post.message_id if post else 0
        about = f"{chat}:{number}:{case.context.sender}"
        done = [await self.act(action, about, case, post) for action in case.decision.actions]
        self.desk.close(case, done, number)

    async def act(self, action: str, about: str, case: Case = None, post: Post = None) -> str:
        """Do one thing to ``chat:message:account``; return its name, with the error if refused."""
        chat, number, account = map(int, about.split(":"))
        until = int(time.time()) + self.policy.of(str(chat)).mute_seconds
        try:
            if action == "reply":
                await post.reply_text(**case.decision.reply.telegram())
            elif action == "escalate" and (to := self.policy.bot.moderators):
                row = [Button(name, callback_data=f"{key}:{about}") for key, name in case.buttons()]
                report = case.report().telegram()
                await self.bot.send_message(to, **report, reply_markup=Buttons([row]))
            elif action in {"delete", "hold"}:
                await self.bot.delete_message(chat, number)
            elif action == "ban":
                await self.bot.ban_chat_member(chat, account)
            elif action in MAY:
                await self.bot.restrict_chat_member(chat, account, MAY[action], until_date=until)
        except TelegramError as fault:
            return f"{action}: {type(fault).__name__}"
        return str(action)

    async def on_button(self, update: Update, _: ext.CallbackContext) -> None:
        """Do what a moderator decides."""
        query = update.callback_query
        if str(query.message.chat.id) == self.policy.bot.moderators:
            done = await self.act(*query.data.split(":", maxsplit=1))
            self.desk.pressed(*query.data.split(":")[1:], str(query.from_user.id), done)
            await query.answer(done)
            await query.edit_message_reply_markup(None)

    async def on_check(self, update: Update, turn: ext.CallbackContext) -> None:
        """Answer about the words behind the command, else about the message it replies to."""
        post = update.effective_message
        message = read(post)._replace(sender=origin(post))
        if turn.args:
            message = message._replace(text=post.text.split(maxsplit=1)[1])
        elif asked := turn.args is not None and post.reply_to_message:
            message = read(asked)
        case = self.desk.look(message, str(post.chat.id))
        await post.reply_text(**case.answer(update.effective_user.language_code).telegram())
        if post.chat.type != "private" and URGENT in case.decision.rules:
            await self.judge(read(post), post.chat.id, Event.MESSAGE, post)

    async def on_official(self, update: Update, turn: ext.CallbackContext) -> None:
        """List the official channels: all, or those of a platform, kind or role."""
        post, locale = update.effective_message, update.effective_user.language_code
        reply = self.desk.official(str(post.chat.id), " ".join(turn.args), locale)
        await post.reply_text(**reply.telegram())

    async def on_error(self, _: object, turn: ext.CallbackContext) -> None:
        """Name the error and no more: its text may repeat a message."""
        print(f"telegram_bot: {type(turn.error).__name__}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    settings = read_policy(sys.argv[1])
    app = ext.Application.builder().token(os.environ["BOT_TOKEN"]).base_url(settings.bot.api)
    app = app.defaults(ext.Defaults(allow_sending_without_reply=True, do_quote=True)).build()
    Moderator(app, settings)
    app.run_polling(allowed_updates=Update.ALL_TYPES)
