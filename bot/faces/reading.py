"""A house for who reads alone: nothing is asked in a conversation, nothing is remembered."""

import secrets

from bot import rooms
from bot.conversation.compose import Composer
from bot.conversation.house import House
from bot.conversation.menus import Commands
from bot.conversation.wording import Wording
from bot.records.people import Keys
from bot.records.records import Records
from bot.settings import Settings
from index.retriever import Retriever


def reading_house(settings: Settings, retriever: Retriever) -> House:
    """With records that are not opened, since there is nothing to keep."""
    wording = Wording()
    return House(
        retriever,
        Records(":memory:", Keys(secrets.token_bytes(32)), rooms.shelves()),
        wording,
        Composer(wording, contact=settings.contact),
        retention_days=settings.retention_days,
        folders=tuple(settings.index.knowledge_dirs),
        commands=Commands(rooms.commands()),
    )
