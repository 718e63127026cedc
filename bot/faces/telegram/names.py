"""Who speaks in a chat of Telegram in, the names under which they are kept out: of people, of chats, of who speaks as a chat."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from telegram import Chat, ChatMemberAdministrator, ChatMemberOwner, User
from telegram.constants import ChatID, ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.faces.telegram.limits import Wish
from bot.records.people import Asker, Keys, Role
from bot.records.roles import RoleRecords

KNOWN_S = 600.0  # how long it is known who are a group's anonymous admins, unless somebody writes as the group
UNKNOWN_S = 10.0  # … and where Telegram didn't say, that it isn't
KNOWN_GROUPS = 1000
PATIENCE_S = 3.0  # to ask Telegram for them


class Names:
    """Knows people by their pseudonyms.

    An anonymous admin of a group writes as the group, by way of an account that all of these share; in the records such an
    asker goes by the group's name. Buttons they press as themselves: then they may finish what the group's name began.
    """

    def __init__(self, bot: ExtBot[Any], keys: Keys, roles: RoleRecords, admin_ids: frozenset[int]) -> None:
        self._bot, self._keys, self._roles, self._admin_ids = bot, keys, roles, admin_ids
        self._anonymous: OrderedDict[int, tuple[float, frozenset[int]]] = OrderedDict()  # by group: until when, who
        self._asking: WeakValueDictionary[int, asyncio.Lock] = (
            WeakValueDictionary()
        )  # held while a group is asked for them

    def chat(self, chat: Chat) -> str:
        """Its pseudonym."""
        return self._keys.pseudonym("chat", chat.id)

    def asker(self, user: User | Chat, chat: Chat | None, thread: int | None = None) -> Asker:
        """Who asks; thread: Telegram's number of the topic in which they do, None: in none."""
        if chat and user.id == ChatID.ANONYMOUS_ADMIN:
            user = chat
        if chat and user.id == chat.id and chat.type != ChatType.PRIVATE:
            self._anonymous.pop(chat.id, None)  # it may be somebody who wasn't one when Telegram was last asked
        chat_id = chat.id if chat else user.id
        is_person = isinstance(user, User)
        return Asker(
            self._keys.pseudonym("person", user.id),
            self._keys.pseudonym("chat", chat_id),
            (getattr(user, "language_code", None) or "nl").partition("-")[0].lower(),
            is_group=chat is not None and chat.type != ChatType.PRIVATE,
            role=self._role(user),
            chat_number=chat_id,
            thread=thread,
            own_chat=self._keys.pseudonym("chat", user.id) if is_person else "",
            own_number=user.id if is_person else None,
            first_name=user.first_name if isinstance(user, User) else "",
            is_channel=not is_person and user.id != chat_id,
        )

    async def with_others(self, asker: Asker, user: User, chat: Chat | None) -> Asker:
        """… and in whose name besides they may press buttons."""
        if chat is None or not asker.is_group or user.id not in await self._anonymous_of(chat.id):
            return asker
        return replace(asker, also=(self._keys.pseudonym("person", chat.id),))

    def _role(self, user: User | Chat) -> Role:
        if not isinstance(user, User):
            return Role.ASKER
        if user.id in self._admin_ids:
            return Role.ADMIN
        return self._roles.role_of(self._keys.pseudonym("person", user.id))

    async def _anonymous_of(self, group: int) -> frozenset[int]:
        """Many who press at once wait for one answer of Telegram's."""
        async with self._asking.setdefault(group, asyncio.Lock()):
            until_s, found = self._anonymous.get(group, (0.0, frozenset()))
            if until_s < time.monotonic():
                said = await self._ask(group)
                found = said or frozenset()
                self._anonymous[group] = time.monotonic() + (UNKNOWN_S if said is None else KNOWN_S), found
                while len(self._anonymous) > KNOWN_GROUPS:
                    self._anonymous.popitem(last=False)
            return found

    async def _ask(self, group: int) -> frozenset[int] | None:
        """None where Telegram doesn't say."""
        try:
            members = await self._bot.get_chat_administrators(group, rate_limit_args=Wish(PATIENCE_S))
        except TelegramError:
            return None
        admins = (one for one in members if isinstance(one, ChatMemberAdministrator | ChatMemberOwner))
        return frozenset(one.user.id for one in admins if one.is_anonymous)
