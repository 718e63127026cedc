"""How fast the bot may send and how fast a person may ask: requests wait for their turn, and out of trouble."""

import asyncio
import logging
import random
import re
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.faces.telegram.faults import Fault, fault_of

logger = logging.getLogger(__name__)

# core.telegram.org/bots/faq, "My bot is hitting limits": messages in so many seconds.
OVERALL_PER_S = 30
OVERALL_AT_ONCE = 30  # … of which so many may come together after a pause, as in the library's AIORateLimiter
A_GROUP = (20, 60.0)
A_CHAT = (1, 1.0)
ASKED = (20, 60.0)  # messages of one person that are handled

GIVE_UP_S = 3600.0  # after trying this long a request fails with its last error
FLEETING_GIVE_UP_S = 5.0  # … and one that is of no use any more a moment later
FIRST_PAUSE_S = 0.5  # after a failure; twice as long after each further one
LONGEST_PAUSE_S = 30.0
PRUNE_ABOVE = 1024  # chats or people in memory; those that need no waiting are forgotten then

FLEETING = frozenset({"sendChatAction", "answerCallbackQuery", "answerInlineQuery"})
UNCOUNTED = ("get", "set", "answer")  # what begins so is no message, nor changes one

Answered = bool | dict[str, Any] | list[dict[str, Any]]
Kept = TypeVar("Kept")


class Stopped(Exception):
    """The bot is shutting down and waits no longer; the request was not answered, so its update stays in the inbox."""


class Bucket:
    """So many a second in the long run, some of them together where there was a pause before.

    What a pause saved up is what makes up for it: with a window that slides, 30 questions a second would never again be
    answered in time once the process had been held up for a moment.
    """

    __slots__ = ("_apart_s", "_due_s", "_slack_s")

    def __init__(self, per_s: float, at_once: int) -> None:
        self._apart_s = 1 / per_s
        self._slack_s = (at_once - 1) / per_s
        self._due_s = float("-inf")  # when the next one would go if all went evenly

    def free_s(self, now_s: float) -> float:
        """When the next one fits in: now or later."""
        return max(now_s, self._due_s - self._slack_s)

    def take(self, at_s: float) -> None:
        """Let one through at the time that free_s gave, or later."""
        self._due_s = max(self._due_s, at_s) + self._apart_s


class Window:
    """At most so many in any stretch of time of that length."""

    __slots__ = ("_most", "_period_s", "_taken_s")

    def __init__(self, most: int, period_s: float) -> None:
        self._most = most
        self._period_s = period_s
        self._taken_s: deque[float] = deque(maxlen=most)

    def free_s(self, now_s: float) -> float:
        """When the next one fits in: now or later."""
        if len(self._taken_s) < self._most:
            return now_s
        return max(now_s, self._taken_s[0] + self._period_s, self._taken_s[-1])

    def take(self, at_s: float) -> None:
        """Let one through at the time that free_s gave, or later."""
        self._taken_s.append(at_s)

    def is_clear(self, now_s: float) -> bool:
        """Whether all that was taken is out of sight, so that a new window is as good."""
        return not self._taken_s or self._taken_s[-1] + self._period_s <= now_s


class _Memory(Generic[Kept]):
    """What is kept about each of many, for as long as it matters."""

    def __init__(self, make: Callable[[], Kept], matters: Callable[[Kept, float], bool]) -> None:
        self._make = make
        self._matters = matters
        self._kept: dict[Any, Kept] = {}
        self._prune_above = PRUNE_ABOVE

    def of(self, key: Any, now_s: float) -> Kept:
        if key not in self._kept:
            if len(self._kept) >= self._prune_above:
                self._kept = {key: kept for key, kept in self._kept.items() if self._matters(kept, now_s)}
                self._prune_above = max(PRUNE_ABOVE, 2 * len(self._kept))  # looking through all is rare, then
            self._kept[key] = self._make()
        return self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)


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
        self._chats = _Memory(_Chat, _Chat.matters)

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


class Pace(StrEnum):
    """How to treat a message, by how many the person sent in the last minute."""

    FINE = "fine"  # at once
    TELL = "tell"  # it is the first that is too many: say so, once, and handle it after the wait
    SLOW = "slow"  # handle it after the wait


@dataclass(frozen=True, slots=True)
class Weight:
    """What one message of a person weighs."""

    pace: Pace
    wait_s: float = 0.0  # seconds until it may be handled; 0 where the pace is fine


class _Person:
    __slots__ = ("last_wait_s", "window")

    def __init__(self) -> None:
        self.window = Window(*ASKED)
        self.last_wait_s: float | None = None  # when a message last had to wait, by the caller's clock

    def is_calm(self, now_s: float) -> bool:
        return self.last_wait_s is None or now_s - self.last_wait_s >= ASKED[1]

    def matters(self, now_s: float) -> bool:
        return not (self.window.is_clear(now_s) and self.is_calm(now_s))


class Flood:
    """Slows down whoever sends more than 20 messages a minute, and says so once until a minute was calm."""

    def __init__(self) -> None:
        self._people = _Memory(_Person, _Person.matters)

    def weigh(self, person: str, now_s: float) -> Weight:
        """Count a message; now_s of a clock that never goes back."""
        known = self._people.of(person, now_s)
        at_s = known.window.free_s(now_s)
        known.window.take(at_s)
        if at_s <= now_s:
            return Weight(Pace.FINE)
        was_calm, known.last_wait_s = known.is_calm(now_s), at_s
        return Weight(Pace.TELL if was_calm else Pace.SLOW, at_s - now_s)

    def __len__(self) -> int:
        """People remembered."""
        return len(self._people)
