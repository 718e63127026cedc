"""Updates in, the same updates out, each once: they are on disk from before Telegram forgets them until they are answered.

One that can't be read is set aside, and passed. What nobody has to answer later, an inline query, is not written down.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from telegram import Bot, Update

from bot.faces.telegram.reading import UnreadError, number_of, update_of
from bot.records.people import Keys
from bot.records.records import Records, RecordsError
from bot.records.running import BEAT_S, Running
from bot.records.unreadable import Unreadable
from bot.records.updates import SHARED_BEAT_S, Arrived, Left

logger = logging.getLogger(__name__)

HANDS = 16  # updates of dead processes that are begun at the same time: if this one ends too, no more than these are suspect
# How long such an update keeps its hand at most: longer, it waits for Telegram. One that is suspect is begun when no other
# suspect has just been, so that whichever takes the process down is known by itself.
HELD_S, SUSPECT_HELD_S = 2.0, 10.0
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
        self._safe: dict[int, asyncio.Event] = {}  # of those, for whoever waits until they are
        self._answered: set[int] = set()  # and not crossed off on disk
        self._left: set[int] = set()  # not answered after all
        self._inherited: dict[int, int] = {}  # from processes that died; how often each was tried
        self._hands, self._suspect = asyncio.Semaphore(HANDS), asyncio.Semaphore(1)
        self._held: dict[int, Callable[[], None]] = {}  # by updates that are being handled; call one to let go
        self._unkept: set[int] = set()  # queued, and not to be written down
        self._unread: OrderedDict[str, None] = OrderedDict()  # what couldn't be read and was told of, oldest first
        self._keeping: set[asyncio.Task[None]] = set()
        self._complained_s = -COMPLAIN_S
        self._bot: Bot | None = None  # what updates are read with; None: none were restored yet

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

    async def take_in(self, brought: Sequence[object], bot: Bot) -> tuple[Update, ...]:
        """What can be read of what Telegram brought, written down at one go: putting each of it then takes no time."""
        read: list[tuple[Update, str]] = []
        for data in brought:
            try:
                read.append(update_of(data, bot))
            except UnreadError as error:
                await self._set_aside(error)
        fresh = [
            self._arrived(update, body)
            for update, body in read
            if update.update_id not in self._seen and update.update_id not in self._ahead and not is_fleeting(update)
        ]
        if fresh:
            await self._uncut(self._keep_ahead(fresh))
        return tuple(update for update, _ in read)

    async def safe(self, update_id: int) -> None:
        """Return once the update is on disk, or was handled without being there: until then, whoever brought it keeps it."""
        if update_id in self._unwritten:
            await self._safe.setdefault(update_id, asyncio.Event()).wait()

    def _is_safe(self, update_id: int) -> None:
        self._unwritten.pop(update_id, None)
        if waited := self._safe.pop(update_id, None):
            waited.set()

    async def restore(self, bot: Bot) -> int:
        """Queue what dead processes left, oldest first; how many. Before updates are taken in."""
        self._bot = bot
        try:
            left = await self._records.updates.take_over(self.owner, self._running.is_alive)
        except RecordsError as error:
            self._complain(error)
            return 0
        for one in left:
            await self._take_back(one, bot)
        if left:
            logger.info("%d updates were left by a process that ended; they are answered now", len(left))
        try:
            await asyncio.to_thread(self._running.sweep)
        except OSError as error:
            self._complain(RecordsError(f"what ended processes left can't be tidied ({error.strerror})"))
        return len(left)

    async def watch(self, bot: Bot) -> None:
        """Restore every few seconds, until cancelled, and try again what the disk refused."""
        is_shared = self._records.updates.is_shared
        beat_s, watch_s = (SHARED_BEAT_S, SHARED_BEAT_S) if is_shared else (BEAT_S, WATCH_S)
        beaten_s = -beat_s
        while True:
            if time.monotonic() - beaten_s >= beat_s:
                beaten_s = time.monotonic()
                await self.beat()
            await self._catch_up()
            await self.restore(bot)
            await asyncio.sleep(watch_s)

    async def beat(self) -> None:
        """Show that this process is alive, in its file and in the records: somebody may tidy up the one or the other."""
        try:
            await self._records.updates.beat(self.owner)
            self._records.see_place()
            self._running.beat()
        except RecordsError as error:
            self._complain(error)
        except OSError as error:
            self._complain(RecordsError(f"this process can't show that it is alive ({error.strerror})"))

    async def begin(self, update_id: int) -> None:
        """The update is about to be handled; one that a dead process left waits for its turn, which counts as no try."""
        if update_id in self._inherited:
            await self._take_hand(update_id)
            self._inherited.pop(update_id, None)
            try:
                await self._records.updates.retried(update_id)
            except RecordsError as error:
                self._complain(error)
        self._records.updates.begin(update_id)

    async def _take_hand(self, update_id: int) -> None:
        is_suspect = self._inherited[update_id] > 0
        hands = self._suspect if is_suspect else self._hands
        await hands.acquire()

        def let_go() -> None:
            if self._held.pop(update_id, None):
                hands.release()

        self._held[update_id] = let_go
        asyncio.get_running_loop().call_later(SUSPECT_HELD_S if is_suspect else HELD_S, let_go)

    async def done(self, update_id: int) -> None:
        """Handling has ended: cross the update off, unless it was left."""
        self._let_go(update_id)
        if update_id in self._left:
            self._left.discard(update_id)
            return
        if update_id in self._unkept:
            self._unkept.discard(update_id)
            return
        self._is_safe(update_id)
        try:
            await self._records.updates.cross_off(update_id)
        except RecordsError as error:
            self._answered.add(update_id)
            self._complain(error)
            return
        await self._go_on()

    async def _go_on(self) -> None:
        """Take what waited for an update that is done now, of a chat that another process had in hand."""
        if not self._records.updates.has_waiting:
            return
        try:
            waited = await self._records.updates.take_waiting(self.owner)
        except RecordsError as error:
            self._complain(error)
            return
        for one in waited:
            if self._bot is not None:
                await self._take_back(one, self._bot, is_left=False)

    def is_forgotten(self, update_id: int) -> bool:
        """Whether somebody had all about them erased, and this with it: it is not to be answered any more."""
        return self._records.updates.is_forgotten(update_id)

    def leave(self, update_id: int) -> None:
        """The update was not answered after all, as at a shutdown: it stays on disk for the next start."""
        self._let_go(update_id)
        self._left.add(update_id)
        self._records.updates.let_go(update_id)

    async def close(self) -> None:
        """Show no longer that this process is alive: what it has not crossed off is free to take."""
        with suppress(RecordsError):
            await self._records.updates.ended(self.owner)
        self._running.end()

    def _let_go(self, update_id: int) -> None:
        """Let another begin in its place, where it still had one."""
        if let_go := self._held.get(update_id):
            let_go()

    async def _uncut(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it whole, also where the caller is cancelled: what is on disk has to be in the queue too."""
        task = asyncio.create_task(work)
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)
        await asyncio.shield(task)

    async def _keep_ahead(self, arrived: Sequence[Arrived]) -> None:
        self._ahead.update(await self._written(arrived))

    async def _keep(self, update: Update) -> None:
        update_id = update.update_id
        if is_fleeting(update):
            if update_id not in self._seen:
                self._unkept.add(update_id)
                self._hand_on(update)
            return
        if update_id in self._ahead:
            is_new = self._ahead.pop(update_id)
        else:
            is_new = (await self._written([self._arrived(update, update.to_json())]))[update_id]
        if is_new and update_id not in self._seen:
            self._hand_on(update)

    async def _take_back(self, left: Left, bot: Bot, *, is_left: bool = True) -> None:
        """Queue what another process left, or only had to wait, or set it aside."""
        try:
            data = json.loads(left.body)
        except (ValueError, RecursionError):
            data = left.body
        try:
            update, _ = update_of(data, bot)
        except UnreadError as error:
            await self._set_aside(error)
            if (number := number_of(data)) is not None:
                await self.done(number)
            return
        if is_left:
            self._inherited[update.update_id] = left.tries
        self._hand_on(update)

    async def _set_aside(self, error: UnreadError) -> None:
        """Keep what can't be read for whoever keeps the bot, and tell of it once."""
        person = "" if error.person is None else self._keys.pseudonym("person", error.person)
        chat = "" if error.chat is None else self._keys.pseudonym("chat", error.chat)
        try:
            is_new = await self._records.unreadable.set_aside(
                Unreadable(error.name, error.kind, error.why, error.body, person, chat)
            )
        except RecordsError as failure:
            self._complain(failure)
            is_new = error.name not in self._unread
        if not is_new:
            return
        self._unread[error.name] = None
        while len(self._unread) > REMEMBERED:
            self._unread.popitem(last=False)
        logger.error(
            "update %s (%s) can't be read (%s); it is passed, and kept for a week: /problemen shows what it looks like",
            *(error.name, error.kind or "of unknown kind", error.why),
        )

    def _hand_on(self, update: Update) -> None:
        self._seen[update.update_id] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        self.put_nowait(update)

    async def _written(self, arrived: Sequence[Arrived]) -> dict[int, bool]:
        """Write updates down; whether each is new."""
        try:
            new = await self._records.updates.write_down(arrived, self.owner)
        except RecordsError as error:
            self._complain(error)
            fresh = [one for one in arrived if one.update_id not in self._seen]
            self._unwritten.update({one.update_id: one for one in fresh})
            return {one.update_id: one in fresh for one in arrived}
        return {one.update_id: one.update_id in new for one in arrived}

    def _arrived(self, update: Update, body: str) -> Arrived:
        sender, chat = update.effective_sender, update.effective_chat
        return Arrived(
            update.update_id,
            body,
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
            self._is_safe(one.update_id)
        if unwritten or answered:
            logger.warning("the disk can be written again")

    def _complain(self, error: RecordsError) -> None:
        """Say that the disk can't be written: loudly, and not a thousand times."""
        if time.monotonic() - self._complained_s >= COMPLAIN_S:
            self._complained_s = time.monotonic()
            logger.critical(
                "updates are handled without being written down; what is in hand at a crash is lost: %s", error
            )


def is_fleeting(update: Update) -> bool:
    """Whether nobody has to answer it later."""
    return update.inline_query is not None
