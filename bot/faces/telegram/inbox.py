"""Updates in, the same updates out, each once: they are on disk from before Telegram forgets them until they are answered."""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from telegram import Bot, Update

from bot.records.people import Keys
from bot.records.records import Records, RecordsError
from bot.records.running import BEAT_S, Running
from bot.records.updates import Arrived

logger = logging.getLogger(__name__)

WATCH_S = 2.0  # how long the questions of a process that died wait for one that lives
REMEMBERED = 10_000  # ids of updates that are known without a look at the disk
COMPLAIN_S = 60.0  # least time between two lines in the log on a disk that can't be written


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers; what is no update passes through it as it is.

    Where the disk can't be written, updates are handled all the same: people are answered, and only what is in hand when
    the process ends is lost.
    """

    def __init__(self, records: Records, keys: Keys, running_dir: Path) -> None:
        """running_dir: where processes show that they are alive, var/running. Raises RecordsError."""
        super().__init__()
        self._records, self._keys = records, keys
        try:
            self._running = Running(running_dir)
        except OSError as error:
            raise RecordsError(
                f"{running_dir} can't be written ({error.strerror}); let the bot write to that folder"
            ) from error
        self._seen: OrderedDict[int, None] = OrderedDict()  # updates that this process has queued, oldest first
        self._ahead: dict[int, bool] = {}  # written down before being put; whether they are new
        self._unwritten: dict[int, Arrived] = {}  # queued, and not on disk
        self._answered: set[int] = set()  # and not crossed off on disk
        self._left: set[int] = set()  # not answered after all
        self._inherited: set[int] = set()  # from processes that died
        self._keeping: set[asyncio.Task[None]] = set()
        self._complained_s = -COMPLAIN_S

    @property
    def owner(self) -> str:
        """The name of this process among those that share the records."""
        return self._running.owner

    async def put(self, item: object) -> None:
        """Returns when the update is on disk, and queues it if nobody has it yet."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        await self._uncut(self._keep(item))

    async def write_down(self, updates: Sequence[Update]) -> None:
        """Write many down at once: putting each of them then takes no time."""
        fresh = [one for one in updates if one.update_id not in self._seen and one.update_id not in self._ahead]
        await self._uncut(self._keep_ahead(fresh))

    async def restore(self, bot: Bot) -> int:
        """Queue what dead processes left, oldest first; how many. Before updates are taken in."""
        try:
            bodies = await self._records.updates.take_over(self.owner, self._running.is_alive)
        except RecordsError as error:
            self._complain(error)
            return 0
        for body in bodies:
            data = json.loads(body)
            self._inherited.add(data["update_id"])
            self._hand_on(Update.de_json(data, bot))
        if bodies:
            logger.info("%d updates were left by a process that ended; they are answered now", len(bodies))
        await asyncio.to_thread(self._running.sweep)
        return len(bodies)

    async def watch(self, bot: Bot) -> None:
        """Restore every few seconds, until cancelled, and try again what the disk refused."""
        beaten_s = -BEAT_S
        while True:
            if time.monotonic() - beaten_s >= BEAT_S:
                beaten_s = time.monotonic()
                self._running.beat()
            await self._catch_up()
            await self.restore(bot)
            await asyncio.sleep(WATCH_S)

    async def begin(self, update_id: int) -> None:
        """The update is about to be handled."""
        self._records.updates.begin(update_id)
        if update_id in self._inherited:
            self._inherited.discard(update_id)
            try:
                await self._records.updates.retried(update_id)
            except RecordsError as error:
                self._complain(error)

    async def done(self, update_id: int) -> None:
        """Handling has ended: cross the update off, unless it was left."""
        if update_id in self._left:
            self._left.discard(update_id)
            return
        self._unwritten.pop(update_id, None)
        try:
            await self._records.updates.cross_off(update_id)
        except RecordsError as error:
            self._answered.add(update_id)
            self._complain(error)

    def leave(self, update_id: int) -> None:
        """The update was not answered after all, as at a shutdown: it stays on disk for the next start."""
        self._left.add(update_id)
        self._records.updates.let_go(update_id)

    def close(self) -> None:
        """Show no longer that this process is alive: what it has not crossed off is free to take."""
        self._running.end()

    async def _uncut(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it whole, also where the caller is cancelled: what is on disk has to be in the queue too."""
        task = asyncio.create_task(work)
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)
        await asyncio.shield(task)

    async def _keep_ahead(self, updates: Sequence[Update]) -> None:
        self._ahead.update(await self._written(updates))

    async def _keep(self, update: Update) -> None:
        update_id = update.update_id
        is_new = self._ahead.pop(update_id) if update_id in self._ahead else (await self._written([update]))[update_id]
        if is_new and update_id not in self._seen:
            self._hand_on(update)

    def _hand_on(self, update: Update) -> None:
        self._seen[update.update_id] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        self.put_nowait(update)

    async def _written(self, updates: Sequence[Update]) -> dict[int, bool]:
        """Write updates down; whether each is new."""
        arrived = [self._arrived(update) for update in updates]
        try:
            new = await self._records.updates.write_down(arrived, self.owner)
        except RecordsError as error:
            self._complain(error)
            fresh = [one for one in arrived if one.update_id not in self._seen]
            self._unwritten.update({one.update_id: one for one in fresh})
            return {one.update_id: one in fresh for one in arrived}
        return {one.update_id: one.update_id in new for one in arrived}

    def _arrived(self, update: Update) -> Arrived:
        sender, chat = update.effective_sender, update.effective_chat
        return Arrived(
            update.update_id,
            update.to_json(),
            self._keys.pseudonym("person", sender.id) if sender else "",
            self._keys.pseudonym("chat", chat.id) if chat else "",
        )

    async def _catch_up(self) -> None:
        """Write down and cross off what the disk refused before."""
        unwritten, answered = list(self._unwritten.values()), sorted(self._answered)
        try:
            if unwritten:
                await self._records.updates.write_down(unwritten, self.owner)
            for update_id in answered:
                await self._records.updates.cross_off(update_id)
                self._answered.discard(update_id)
        except RecordsError as error:
            self._complain(error)
            return
        for one in unwritten:
            self._unwritten.pop(one.update_id, None)
        if unwritten or answered:
            logger.warning("the disk can be written again")

    def _complain(self, error: RecordsError) -> None:
        """Say that the disk can't be written: loudly, and not a thousand times."""
        if time.monotonic() - self._complained_s >= COMPLAIN_S:
            self._complained_s = time.monotonic()
            logger.critical(
                "updates are handled without being written down; what is in hand at a crash is lost: %s", error
            )
