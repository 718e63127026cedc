"""How fast the bot may send: requests wait for their turn, and out of trouble."""

import asyncio
import logging
import random
import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.faces.pace import Bucket, Memory, Window
from bot.faces.telegram.faults import Fault, fault_of

logger = logging.getLogger(__name__)

# core.telegram.org/bots/faq, "My bot is hitting limits": messages in so many seconds.
OVERALL_PER_S = 30
OVERALL_AT_ONCE = 30  # … of which so many may come together after a pause, as in the library's AIORateLimiter
A_GROUP = (20, 60.0)
A_CHAT = (1, 1.0)

GIVE_UP_S = 3600.0  # after trying this long a request fails with its last error
FLEETING_GIVE_UP_S = 5.0  # … and one that is of no use any more a moment later
FIRST_PAUSE_S = 0.5  # after a failure; twice as long after each further one
LONGEST_PAUSE_S = 30.0

FLEETING = frozenset({"sendChatAction", "answerCallbackQuery", "answerInlineQuery"})
UNCOUNTED = ("get", "set", "answer")  # what begins so is no message, nor changes one

Answered = bool | dict[str, Any] | list[dict[str, Any]]


class Stopped(Exception):
    """The bot is shutting down and waits no longer; the request was not answered, so its update stays in the inbox."""


class _Chat:
    """The turns of one chat: its messages go out one after another, in the order in which they were asked for."""

    __slots__ = ("in_turn", "minute", "second", "waiting")

    def __init__(self) -> None:
        self.in_turn = asyncio.Lock()
        self.waiting = 0  # requests that hold in_turn or wait for it
        self.second = Window(*A_CHAT)
        self.minute = Window(*A_GROUP)

    def matters(self, now_s: float) -> bool:
        return bool(self.waiting) or not (self.second.is_clear(now_s) and self.minute.is_clear(now_s))


class PatientLimiter(BaseRateLimiter[float]):
    """Holds requests back to what Telegram takes, and tries them again until they are through.

    Messages and changes of messages wait: 30 a second, 20 a minute a group, new ones 1 a second a chat. One that is
    answered 429 waits as long as Telegram says; the others go on. Files are sent again whole: the library holds them as
    bytes, unless they are given as InputFile(…, read_file_handle=False), which must not be used with this.

    With `rate_limit_args=5.0` a call of the bot gives up after 5 seconds.
    """

    def __init__(
        self,
        *,
        stop: asyncio.Event,
        on_fault: Callable[[Fault], None] = lambda fault: None,
        give_up_s: float = GIVE_UP_S,
    ) -> None:
        """stop: set at shutdown."""
        self._stop = stop
        self._on_fault = on_fault
        self._give_up_s = give_up_s
        self._overall = Bucket(OVERALL_PER_S, OVERALL_AT_ONCE)
        self._chats = Memory(_Chat, _Chat.matters)

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answered]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: float | None,
    ) -> Answered:
        """Telegram's answer. Raises its refusal, the last fault when patience is at an end, or Stopped."""
        patience_s = FLEETING_GIVE_UP_S if endpoint in FLEETING else self._give_up_s
        deadline_s = _now_s() + (patience_s if rate_limit_args is None else rate_limit_args)
        chat_id = data.get("chat_id")
        if chat_id is None or endpoint in FLEETING or endpoint.startswith(UNCOUNTED):
            return await self._tried(lambda: callback(*args, **kwargs), endpoint, deadline_s)

        chat = self._chats.of(str(chat_id), _now_s())
        windows = [chat.minute] if _is_group(chat_id) else []
        if endpoint.startswith(("send", "copy", "forward")):
            windows.append(chat.second)

        async def in_turn() -> Answered:
            await self._turn(windows)
            try:
                return await callback(*args, **kwargs)
            finally:
                for window in windows:  # as Telegram counts: it has the request by now, whatever it took to get there
                    window.take(_now_s())

        chat.waiting += 1
        try:
            async with chat.in_turn:
                return await self._tried(in_turn, endpoint, deadline_s)
        finally:
            chat.waiting -= 1

    async def _turn(self, windows: list[Window]) -> None:
        """Wait until all limits have room; the caller sees to it that a chat has one request here at a time."""
        await self._wait_until(max((window.free_s(_now_s()) for window in windows), default=0.0))
        # Taken before the wait, so that those who come meanwhile stand behind; the clock is read once, so that lateness
        # of timers doesn't add up.
        at_s = self._overall.free_s(_now_s())
        self._overall.take(at_s)
        await self._wait_until(at_s)

    async def _tried(
        self, request: Callable[[], Coroutine[Any, Any, Answered]], endpoint: str, deadline_s: float
    ) -> Answered:
        failures = 0
        while True:
            try:
                answered = await request()
            except TelegramError as error:
                fault = fault_of(error)
                self._on_fault(fault)
                pause_s = _pause_s(error, fault, failures)
                if pause_s is None or _now_s() + pause_s > deadline_s:
                    raise
                failures += 1
                if endpoint in FLEETING and failures > 1:
                    raise
                logger.warning("%s: %s; failure %d, trying again in %.1f s", endpoint, fault, failures, pause_s)
                await self._wait_until(_now_s() + pause_s, error)
            else:
                return answered

    async def _wait_until(self, at_s: float, reason: TelegramError | None = None) -> None:
        """Return then. Raises Stopped, because of reason, as soon as the bot is shutting down."""
        wait_s = at_s - _now_s()
        if wait_s <= 0:
            return
        try:
            async with asyncio.timeout(wait_s):
                await self._stop.wait()
        except TimeoutError:
            return
        raise Stopped from reason


def _pause_s(error: TelegramError, fault: Fault, failures: int) -> float | None:
    """How long to wait before the next try; None where there is none. failures: earlier ones of this request."""
    if fault is Fault.FLOOD:
        if isinstance(error, RetryAfter):
            said = error.retry_after
            return (said if isinstance(said, int | float) else said.total_seconds()) + 0.1
        seconds = re.search(r"retry after (\d{1,6})", error.message.lower())
        return (int(seconds[1]) if seconds else 1) + 0.1
    if fault is Fault.NETWORK:
        return min(FIRST_PAUSE_S * 2.0 ** min(failures, 16), LONGEST_PAUSE_S) * random.uniform(0.5, 1.0)
    return None


def _is_group(chat_id: Any) -> bool:
    """Whether this is a group or a channel: a negative number, or an @name, which no person's chat goes by."""
    text = str(chat_id)
    return text.startswith("-") or not text.isdecimal()


def _now_s() -> float:
    return asyncio.get_running_loop().time()
