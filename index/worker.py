"""One thread beside the event loop, in which what somebody waits for goes before what nobody does."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

PATIENCE_S = 0.5  # that what nobody waits for waits for a moment when nothing is asked

Result = TypeVar("Result")


class Worker:
    """Runs calls one at a time."""

    def __init__(self, name: str) -> None:
        """name: of its thread."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._asking = 0  # calls that somebody waits for
        self._idle = asyncio.Event()
        self._idle.set()

    async def asked(self, call: Callable[[], Result]) -> Result:
        """Do what somebody waits for."""
        self._asking += 1
        self._idle.clear()
        try:
            return await self.run(call)
        finally:
            self._asking -= 1
            if not self._asking:
                self._idle.set()

    async def run_idle(self, call: Callable[[], Result]) -> Result:
        """Do something when nobody waits, or when there was no such moment for long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._idle.wait()
        return await self.run(call)

    async def run(self, call: Callable[[], Result]) -> Result:
        """Do something behind what was handed over before."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def shutdown(self) -> None:
        """Let what is running end; nothing is taken any more."""
        self._pool.shutdown()
