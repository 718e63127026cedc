"""Updates in, one at a time for each chat and all chats beside each other; crossed off in the inbox when they end.

Presses of buttons wait for nobody here: whoever handles them keeps them in order. Inline queries have turns of their own.
Of edits of one message that wait, the last is handled: it says all that is to be answered.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.faces.telegram.inbox import Inbox, is_fleeting
from bot.faces.telegram.inlines import Inlines

# Updates that wait in their lanes count too. A bound would let one who floods stop everybody; what bounds the work is that
# a chat has one update in hand.
MOST = 1_000_000
CANCEL_S = 1.0  # how long something that is cancelled may take to notice


@dataclass(slots=True)
class _Lane:
    """Updates that have to be handled one after another."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # whoever waits longest gets it first
    length: int = 0  # updates in hand or waiting


class Lanes(BaseUpdateProcessor):
    """What ApplicationBuilder is given as concurrent_updates."""

    def __init__(self, inbox: Inbox, is_urgent: Callable[[Update], bool] = lambda update: False) -> None:
        """is_urgent: whether an update waits for nothing that its sender asked before."""
        super().__init__(MOST)
        self._inbox, self._is_urgent = inbox, is_urgent
        self._inlines = Inlines()
        self._lanes: dict[Hashable, _Lane] = {}
        self._edits: dict[tuple[int, int], int] = {}  # by chat and message: the last edit that waits
        self._begun: set[asyncio.Task[Any]] = set()
        self._is_stopping = False

    @property
    def waiting(self) -> int:
        """Updates taken and not answered yet."""
        return self.current_concurrent_updates + self._inbox.qsize()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when those before it in its chat have been, and cross it off."""
        is_ended = False
        try:
            if isinstance(update, Update) and is_fleeting(update) and update.effective_user:
                async with self._inlines.turn(update.effective_user.id) as is_wanted:
                    if is_wanted and not self._is_stopping:
                        await self._handle(update, coroutine)
                is_ended = True
            else:
                is_ended = await self._in_lane(update, coroutine)
        except asyncio.CancelledError:
            raise
        except BaseException:  # it has been logged, or is logged by whoever gets it; another try would end likewise
            is_ended = True
            raise
        finally:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # else Python complains of one that was never begun
            if isinstance(update, Update):
                await self._end(update.update_id, is_ended=is_ended)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def stop(self, grace_s: float) -> None:
        """Begin nothing more, give what was begun grace_s to end, then cancel it; the rest stays on disk.

        To be called before Application.stop, which would wait for all of it.
        """
        self._is_stopping = True
        self._inlines.stop()
        if self._begun:
            await asyncio.wait(self._begun, timeout=grace_s)
        for task in self._begun:
            task.cancel()
        if self._begun:
            await asyncio.wait(self._begun, timeout=CANCEL_S)

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def _in_lane(self, update: object, coroutine: Awaitable[Any]) -> bool:
        """Whether it is done with; not where the bot is stopping."""
        key, edit = self._key(update), _edit_of(update)
        lane = self._lanes.setdefault(key, _Lane())
        lane.length += 1
        if edit and isinstance(update, Update):
            self._edits[edit] = max(update.update_id, self._edits.get(edit, 0))
        try:
            async with lane.turn:
                if self._is_stopping:
                    return False
                if not (isinstance(update, Update) and self._is_over(update, edit)):
                    await self._handle(update, coroutine)
                return True
        finally:
            if edit and isinstance(update, Update) and self._edits.get(edit) == update.update_id:
                del self._edits[edit]
            lane.length -= 1
            if not lane.length:
                del self._lanes[key]

    def _key(self, update: object) -> Hashable:
        """What has to be in order: a chat; for what belongs to none, a person. A press is in no order here."""
        if not isinstance(update, Update):
            return id(update)
        if update.callback_query:
            return "press", update.update_id
        if chat := update.effective_chat:
            return "urgent" if self._is_urgent(update) else "chat", chat.id
        if user := update.effective_user:
            return "person", user.id
        return "update", update.update_id

    def _is_over(self, update: Update, edit: tuple[int, int] | None) -> bool:
        """Whether nobody is to be answered: its sender asked to be forgotten, or has changed the message again."""
        is_newest = edit is None or self._edits.get(edit, 0) <= update.update_id
        return self._inbox.is_forgotten(update.update_id) or not is_newest

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._begun.add(task)
            task.add_done_callback(self._begun.discard)
        if isinstance(update, Update):
            await self._inbox.begin(update.update_id)
        await coroutine

    async def _end(self, update_id: int, *, is_ended: bool) -> None:
        if is_ended:
            await self._inbox.done(update_id)
        else:
            self._inbox.leave(update_id)


def _edit_of(update: object) -> tuple[int, int] | None:
    """The chat and the message that an edit is of; None: it is none."""
    edited = update.edited_message if isinstance(update, Update) else None
    return (edited.chat_id, edited.message_id) if edited else None
