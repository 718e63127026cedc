#!/bin/sh
# python-telegram-bot takes a command for @Verbinder_Bot and passes over the mention of @Verbinder_Bot.
#
# Expected: user names have no case in Telegram, and both handlers treat them alike. Seen with python-telegram-bot 22.8:
# CommandHandler takes /vraag@VERBINDER_BOT for the bot verbinder_bot, filters.Mention("verbinder_bot") does not take
# "@Verbinder_Bot wie tekent".
# Why it matters: in a group people type the name as they like; the bot answers the command and ignores the question.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "python-telegram-bot==22.8"
"$home/venv/bin/python" - <<'PYTHON'
import datetime
from importlib.metadata import version

from telegram import Bot, Chat, Message, MessageEntity, Update, User
from telegram.ext import CommandHandler, filters

person, group = User(1, "Een", False), Chat(-2, "group")
bot = Bot("1:aa")
bot._bot_user = User(9, "Verbinder", True, username="verbinder_bot")


def message(text, kind, length):
    note = Message(
        1, datetime.datetime.now(datetime.timezone.utc), group, from_user=person, text=text, entities=[MessageEntity(kind, 0, length)]
    )
    note.set_bot(bot)
    return note


async def answer(update, context):
    pass


print("python-telegram-bot", version("python-telegram-bot"))
command = message("/vraag@VERBINDER_BOT wie tekent", "bot_command", 20)
taken = CommandHandler("vraag", answer).check_update(Update(1, message=command))
seen = {
    text: bool(filters.Mention("verbinder_bot").check_update(Update(1, message=message(text, "mention", 14))))
    for text in ("@verbinder_bot wie tekent", "@Verbinder_Bot wie tekent")
}
print("command in capitals:", bool(taken), "- mentions:", seen)
assert taken and seen["@verbinder_bot wie tekent"]
assert not seen["@Verbinder_Bot wie tekent"], "a mention has no case"
PYTHON
