"""Something to say in, a message to each admin out, in the language that the admin chose."""

import asyncio
import logging
from collections.abc import Callable

from telegram.error import TelegramError

from bot.faults import fault_of
from bot.limits import Stopped
from bot.people import Keys
from bot.records import Records, RecordsError
from bot.reply import Reply
from bot.sending import Sender
from bot.wording import LANGUAGES

logger = logging.getLogger(__name__)


class Admins:
    """Tells the people of ADMIN_IDS."""

    def __init__(self, sender: Sender, records: Records, keys: Keys, admin_ids: frozenset[int]) -> None:
        self._sender, self._records, self._keys, self._admin_ids = sender, records, keys, admin_ids

    async def tell(self, said_in: Callable[[str], Reply], *, but: str = "") -> None:
        """Say it to every admin at once, but not to one who knows it already (a pseudonym)."""
        others = {number: self._keys.pseudonym("person", number) for number in self._admin_ids}
        await asyncio.gather(
            *(self._tell(number, person, said_in) for number, person in others.items() if person != but)
        )

    async def _tell(self, number: int, person: str, said_in: Callable[[str], Reply]) -> None:
        try:
            await self._sender.send(number, [said_in(await self._lang(person))])
        except TelegramError as error:  # an admin who never wrote to the bot has no chat
            logger.warning("an admin could not be told: %s", fault_of(error))
        except Stopped:
            logger.info("the bot stopped before an admin was told")

    async def _lang(self, person: str) -> str:
        try:
            return await self._records.language(person) or LANGUAGES[0]
        except RecordsError:
            return LANGUAGES[0]
