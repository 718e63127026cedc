"""Something to say to a chat that didn't just ask in, the same said there once out, whatever happens in between."""

import logging
from collections.abc import Sequence
from typing import Protocol

from telegram.error import ChatMigrated, TelegramError

from bot.conversation.reply import Reply
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.limits import Stopped
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.records.records import Records

logger = logging.getLogger(__name__)


class Sends(Protocol):
    """What sends replies: bot.faces.telegram.sending.Sender, or a test's own."""

    async def deliver(self, chat_id: int, replies: Sequence[Reply]) -> tuple[int, ...]:
        """The messages sent. Raises TelegramError, also where nobody reads there, and Stopped."""


class Post:
    """Says things once."""

    def __init__(self, sender: Sends, records: Records) -> None:
        self._sender, self._records = sender, records

    async def once(self, key: str, chat: str, reply: Reply) -> Delivery:
        """Say it to a chat, named by pseudonym, unless it was said under this key before.

        The key is written down before Telegram is asked: a process that is killed in between leaves one message unsaid
        rather than said twice. May raise RecordsError.
        """
        kept = await self._records.chats.of(chat)
        if kept is None:
            return Delivery.GONE
        if not await self._records.deliveries.claim(key):
            return Delivery.ALREADY
        try:
            await self._deliver(kept, reply)
        except TelegramError as error:
            match fault_of(error):
                case Fault.BLOCKED | Fault.CHAT_GONE:
                    await self._records.chats.drop(chat)
                    return Delivery.GONE
                case Fault.NETWORK:  # tried for an hour
                    logger.warning("something that was due could not be said within an hour; it is tried again")
                    await self._records.deliveries.release(key)
                    return Delivery.LATER
                case fault:
                    logger.error("something that was due was refused: %s (%s)", fault, error.message)
                    return Delivery.LATER
        except Stopped:
            await self._records.deliveries.release(key)
            return Delivery.LATER
        return Delivery.SENT

    async def _deliver(self, kept: KeptChat, reply: Reply) -> None:
        try:
            await self._sender.deliver(kept.number, [reply])
        except ChatMigrated as error:
            await self._records.moved(kept.number, error.new_chat_id)
            await self._sender.deliver(error.new_chat_id, [reply])
