"""What other processes tell through a PostgreSQL server, heard on one connection that does nothing else.

What is told only wakes: whoever waits for it looks again after a while in any case.
"""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection

CHANNEL = "verbinder"  # on which all is told; the topic is what is sent along
AGAIN_S = 1.0  # until a connection that was lost is made again


class Ear:
    """Listens from when it is first asked until it is closed."""

    def __init__(self, url: str, **options: Any) -> None:
        """options: of the connection."""
        self._url, self._options = url, options
        self._topics: dict[str, asyncio.Event] = {}  # set where something was told that nobody has been woken by
        self._listening: asyncio.Task[None] | None = None

    async def told(self, topic: str, timeout_s: float) -> None:
        """Return when something is told on a topic, or was since the last time; else after so many seconds."""
        told = self._topics.setdefault(topic, asyncio.Event())
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await told.wait()
        told.clear()

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
            self._listening = None

    async def _listen(self) -> None:
        while True:
            with suppress(psycopg.Error, OSError):
                async with await AsyncConnection.connect(self._url, autocommit=True, **self._options) as connection:
                    await connection.execute(f"listen {CHANNEL}".encode())
                    for told in self._topics.values():  # nobody listened until now
                        told.set()
                    async for notice in connection.notifies():
                        if topic := self._topics.get(notice.payload):
                            topic.set()
            await asyncio.sleep(AGAIN_S)
