"""Something to say in, a message to each admin out, in the language that the admin chose."""

import asyncio
import logging
from collections.abc import Callable, Collection

from telegram.error import TelegramError

from bot.conversation.reply import Reply
from bot.conversation.wording import LANGUAGES
from bot.faces.telegram.faults import fault_of
from bot.faces.telegram.limits import Stopped
from bot.faces.telegram.post import Post
from bot.faces.telegram.sending import Sender
from bot.records.people import Asker, Keys, Role
from bot.records.records import Records, RecordsError

logger = logging.getLogger(__name__)


class Admins:
    """Tells the people of ADMIN_IDS."""

    def __init__(self, sender: Sender, post: Post, records: Records, keys: Keys, admin_ids: frozenset[int]) -> None:
        self._sender, self._post, self._records, self._keys, self._admin_ids = sender, post, records, keys, admin_ids

    async def tell(self, said_in: Callable[[str], Reply], *, but: Collection[str] = ()) -> None:
        """Say it to every admin at once, but not to those who know it already (pseudonyms)."""
        others = {number: self._keys.pseudonym("person", number) for number in self._admin_ids}
        await asyncio.gather(
            *(self._tell(number, person, said_in) for number, person in others.items() if person not in but)
        )

    async def tell_once(self, key: str, said_in: Callable[[str], Reply]) -> None:
        """Say it to every admin, to each once under this key, whatever happens in between; now or when it can be said."""
        for number in sorted(self._admin_ids):
            person, chat = self._keys.pseudonym("person", number), self._keys.pseudonym("chat", number)
            lang = await self._lang(person)
            await self._records.chats.keep(Asker(person, chat, lang, role=Role.ADMIN, chat_number=number), lang)
            await self._post.once(f"{key}:{person}", chat, said_in(lang), is_held=True)

    async def _tell(self, number: int, person: str, said_in: Callable[[str], Reply]) -> None:
        try:
            await self._sender.send(number, [said_in(await self._lang(person))])
        except TelegramError as error:  # an admin who never wrote to the bot has no chat
            logger.warning("an admin could not be told: %s", fault_of(error))
        except Stopped:
            logger.info("the bot stopped before an admin was told")

    async def _lang(self, person: str) -> str:
        try:
            return await self._records.languages.of(person) or LANGUAGES[0]
        except RecordsError:
            return LANGUAGES[0]
