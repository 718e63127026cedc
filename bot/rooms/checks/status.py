"""A message that says how far something is, changed as it goes on, and taken away when there is an answer."""

import asyncio
from contextlib import suppress

from bot.conversation.reach import Post
from bot.conversation.reply import Reply
from bot.records.records import RecordsError

CHANGED_S = 2.0  # between two changes of the message, at the least
ENDING_S = 4.0  # to wait for a message that is being sent, so that it can be taken away


class Status:
    """One for each thing that is waited for. Nothing waits for it: what can't be said at once gives way to what is newer."""

    def __init__(self, post: Post | None, chat: str) -> None:
        """post None: there is nobody to tell. chat: a pseudonym."""
        self._post, self._chat = post, chat
        self._said, self._wanted = "", ""
        self._is_new, self._is_over = asyncio.Event(), asyncio.Event()
        self._message: int | None = None
        self._telling: asyncio.Task[None] | None = None

    def say(self, html: str) -> None:
        """What the message is to say from now on."""
        if self._post is None:
            return
        self._wanted = html
        self._is_new.set()
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell(self._post))

    async def close(self) -> tuple[int, ...]:
        """Say no more; Telegram's numbers of the messages that are to go."""
        self._is_over.set()
        self._is_new.set()
        if self._telling is not None:
            done, _ = await asyncio.wait({self._telling}, timeout=ENDING_S)
            if not done:
                self._telling.cancel()
        return () if self._message is None else (self._message,)

    async def _tell(self, post: Post) -> None:
        with suppress(RecordsError):  # the answer comes without it too
            while not self._is_over.is_set():
                self._is_new.clear()
                if self._wanted != self._said:
                    self._said = self._wanted
                    if self._message is None:
                        self._message = await post.show(self._chat, Reply(self._said))
                    else:
                        await post.change(self._chat, self._message, Reply(self._said))
                await post.types(self._chat)
                await self._rest()

    async def _rest(self) -> None:
        """For a while, and then until there is something new, or one typed too long ago; not where it is over."""
        for one in (self._is_over, self._is_new):
            with suppress(TimeoutError):
                async with asyncio.timeout(CHANGED_S):
                    await one.wait()
