"""Updates in, one at a time for each chat and all chats beside each other; crossed off in the inbox when they end."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Hashable
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.faces.telegram.inbox import Inbox

# Updates that wait in their lanes count too. A bound would let one who floods stop everybody; what bounds the work is that
# a chat has one update in hand.
MOST = 1_000_000
STALE_S = 1.0  # an inline query that waited longer is skipped where its sender has typed on
CANCEL_S = 1.0  # how long something that is cancelled may take to notice


@dataclass(slots=True)
class _Lane:
    """Updates that have to be handled one after another."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # whoever waits longest gets it first
    length: int = 0  # updates in hand or waiting
    newest: object = None


class Lanes(BaseUpdateProcessor):
    """What ApplicationBuilder is given as concurrent_updates."""

    def __init__(self, inbox: Inbox, *, stale_s: float = STALE_S) -> None:
        super().__init__(MOST)
        self._inbox = inbox
        self._stale_s = stale_s
        self._lanes: dict[Hashable, _Lane] = {}
        self._begun: set[asyncio.Task[Any]] = set()
        self._is_stopping = False

    @property
    def waiting(self) -> int:
        """Updates taken and not answered yet."""
        return self.current_concurrent_updates + self._inbox.qsize()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when those before it in its chat have been, and cross it off."""
        arrived_s = time.monotonic()
        key = _key(update)
        lane = self._lanes.setdefault(key, _Lane())
        lane.length += 1
        lane.newest = update
        is_ended = False
        try:
            async with lane.turn:
                if self._is_stopping:
                    return
                is_stale = lane.newest is not update and time.monotonic() - arrived_s > self._stale_s
                if not (is_stale and _is_inline(update)):
                    await self._handle(update, coroutine)
                is_ended = True
        except asyncio.CancelledError:
            raise
        except BaseException:  # it has been logged, or is logged by whoever gets it; another try would end likewise
            is_ended = True
            raise
        finally:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # else Python complains of one that was never begun
            lane.length -= 1
            if not lane.length:
                del self._lanes[key]
            if isinstance(update, Update):
                await self._end(update.update_id, is_ended=is_ended)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def stop(self, grace_s: float) -> None:
        """Begin nothing more, give what was begun grace_s to end, then cancel it; the rest stays on disk.

        To be called before Application.stop, which would wait for all of it.
        """
        self._is_stopping = True
        if self._begun:
            await asyncio.wait(self._begun, timeout=grace_s)
        for task in self._begun:
            task.cancel()
        if self._begun:
            await asyncio.wait(self._begun, timeout=CANCEL_S)

    async def shutdown(self) -> None:
        """Nothing to do."""

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


def _key(update: object) -> Hashable:
    """What has to be in order: a chat; for what belongs to none, a person."""
    if not isinstance(update, Update):
        return id(update)
    if chat := update.effective_chat:
        return "chat", chat.id
    if user := update.effective_user:
        return "inline" if _is_inline(update) else "person", user.id
    return "update", update.update_id


def _is_inline(update: object) -> bool:
    return isinstance(update, Update) and update.inline_query is not None
