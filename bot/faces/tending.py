"""Tasks that have to run as long as the bot does: one that ends is told in the log and in /health, and begun again."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.faces.web.door import Health

logger = logging.getLogger(__name__)

AGAIN_S = (1.0, 60.0)  # first and longest wait before a task is begun again
STEADY_S = 300.0  # a task that ran this long before it ended is begun again as if for the first time


class Tending:
    """Keeps tasks going."""

    def __init__(self, health: Health, *, again_s: tuple[float, float] = AGAIN_S) -> None:
        self._health, self._again_s = health, again_s
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, deed: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Do something that is not to end, until `stop`."""
        self._tasks.append(asyncio.create_task(self._tend(name, deed), name=f"tended: {name}"))

    def once(self, name: str, deed: Coroutine[Any, Any, object]) -> None:
        """Do something that ends by itself; what it raises is told."""
        self._tasks.append(asyncio.create_task(self._told(name, deed), name=f"once: {name}"))

    async def stop(self, wait_s: float = 1.0) -> None:
        """Cancel all of it."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=wait_s)

    async def _tend(self, name: str, deed: Callable[[], Coroutine[Any, Any, object]]) -> None:
        first_s, most_s = self._again_s
        wait_s = first_s
        while True:
            began_s = time.monotonic()
            await self._told(name, deed())
            self._health.fell(name)
            if time.monotonic() - began_s > STEADY_S:
                wait_s = first_s
            logger.error("%s ended, which it is not to do; it begins again in %.0f s", name, wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, most_s)

    async def _told(self, name: str, deed: Coroutine[Any, Any, object]) -> None:
        try:
            await deed
        except Exception:  # errors of any kind end here: what was not foreseen must not end in silence
            logger.exception("%s failed", name)
