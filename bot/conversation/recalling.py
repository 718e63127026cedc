"""What is remembered of a person's last question, where any process may get the next: from the records before a turn, back after it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.conversation.memory import Memory
from bot.records.failing import kept
from bot.records.memories import MemoryRecords
from bot.records.people import Asker
from bot.records.records import RecordsError

logger = logging.getLogger(__name__)


class Recalling:
    """Keeps a memory right for many processes; one process alone has it in memory, and needs nothing of this."""

    def __init__(self, memory: Memory, records: MemoryRecords | None) -> None:
        """records None: there is one process alone. memory goes by time.time where there are several."""
        self._memory, self._records = memory, records

    @asynccontextmanager
    async def turn(self, asker: Asker) -> AsyncIterator[None]:
        """Around all that is said to one message. Where the records fail, what this process remembers has to do."""
        if self._records is None:
            yield
            return
        before = await kept(self._records.of(asker.person, asker.chat), None)  # None: they failed
        if before is not None:
            self._memory.restore(asker.person, asker.chat, before)
        try:
            yield
        finally:
            await self._keep(self._records, asker, before)

    async def _keep(self, records: MemoryRecords, asker: Asker, before: str | None) -> None:
        """before: what the records hold; None: that isn't known."""
        person, chat = asker.person, asker.chat
        now = self._memory.state(person, chat)
        try:
            if now != before:
                await records.keep(person, chat, now)
        except RecordsError as error:
            logger.error("records: %s", error)
        else:
            self._memory.restore(person, chat, "")
