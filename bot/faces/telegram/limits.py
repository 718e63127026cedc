"""How fast the bot may send: requests wait for their turn, answers before changes of cards, and out of trouble."""

import asyncio
import logging
import random
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.windows import Bucket, Memory, Window

logger = logging.getLogger(__name__)

# core.telegram.org/bots/faq, "My bot is hitting limits": messages in so many seconds.
OVERALL_PER_S = 30
SHARED_S = 60.0  # that processes which send as one bot share this after Telegram said that it is too much
OVERALL_AT_ONCE = 30  # … of which so many may come together after a pause, as in the library's AIORateLimiter
A_GROUP = (20, 60.0)
A_CHAT = (1, 1.0)
# Changes of messages, which Telegram counts with the messages: so many a second, and so many together after a pause. Of a
# group's 20 a minute some stay for answers, whatever is tapped.
EDITS = (1.0, 5)
EDITS_IN_A_GROUP = (1 / 6, 6)
FOR_ANSWERS = 4

GIVE_UP_S = 3600.0  # after failing this long, while others get through, a request fails with its last error
LONGEST_S = (
    48 * 3600.0
)  # … and after this long whatever the reason: nobody waits for an answer of the day before yesterday
FLEETING_GIVE_UP_S = 5.0  # … and one that is of no use any more a moment later
FIRST_PAUSE_S = 0.5  # after a failure; twice as long after each further one
LONGEST_PAUSE_S = 30.0
ORDERS_KEPT = 64  # messages of a chat of which it is known which change was the last

FLEETING = frozenset({"sendChatAction", "answerCallbackQuery", "answerInlineQuery"})
UNCOUNTED = ("get", "set", "answer")  # what begins so is no message, nor changes one
SENDING = ("send", "copy", "forward")
EDITING = "editMessageText"

Answered = bool | dict[str, Any] | list[dict[str, Any]]

_orders = count(1)
_arrivals = count()


def next_order() -> int:
    """A number that is higher than those before it: what is known now is newer than what they stand for."""
    return next(_orders)


class Stopped(Exception):
    """The bot is shutting down and waits no longer; the request was not answered, so its update stays in the inbox."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a call of the bot may ask for, as its rate_limit_args."""

    patience_s: float | None = None  # after which it fails with its last error; None: as long as it may be of use
    is_urgent: bool = False  # goes before all else that its chat waits for
    order: int = (
        0  # of a change, by next_order: an older one of the same message is not made any more; 0: it is the newest
    )


class _Rank(IntEnum):
    """What goes first in a chat."""

    URGENT = 0
    MESSAGE = 1
    EDIT = 2


class _Line:
    """Whose turn it is in a chat: one at a time, by rank, those of one rank in the order in which they came."""

    __slots__ = ("_is_held", "_waiting")

    def __init__(self) -> None:
        self._is_held = False
        self._waiting: list[tuple[_Rank, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, rank: _Rank) -> AsyncIterator[None]:
        if self._is_held:
            given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (rank, next(_arrivals), given))
            try:
                await given
            except asyncio.CancelledError:
                if given.done() and not given.cancelled():
                    self._pass_on()
                raise
        self._is_held = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            given = heappop(self._waiting)[2]
            if not given.done():
                given.set_result(None)
                return
        self._is_held = False


class _Chat:
    """The turns of one chat: its messages go out one after another, in the order in which they were asked for."""

    __slots__ = ("edits", "edits_line", "line", "minute", "orders", "second", "waiting")

    def __init__(self, *, is_group: bool) -> None:
        self.line = _Line()
        self.edits_line = _Line()  # in which changes wait until they can be made
        self.waiting = 0  # requests that have a turn or wait for it
        self.second = Window(*A_CHAT)
        self.minute = Window(*A_GROUP)
        self.edits = Bucket(*(EDITS_IN_A_GROUP if is_group else EDITS))
        self.orders: OrderedDict[str, int] = OrderedDict()  # by message: of the newest change that was asked for

    def asks(self, message: str, order: int) -> None:
        """A change of a message is asked for."""
        self.orders[message] = max(order, self.orders.get(message, 0))
        self.orders.move_to_end(message)
        while len(self.orders) > ORDERS_KEPT:
            self.orders.popitem(last=False)

    def is_outdated(self, message: str, order: int) -> bool:
        """Whether the message is to say something newer."""
        return self.orders.get(message, 0) > order

    def matters(self, now_s: float) -> bool:
        is_clear = self.second.is_clear(now_s) and self.minute.is_clear(now_s) and self.edits.is_clear(now_s)
        return bool(self.waiting) or not is_clear


class PatientLimiter(BaseRateLimiter[Wish]):
    """Holds requests back to what Telegram takes, and tries them again until they are through.

    Messages and changes of messages wait: 30 a second, 20 a minute a group, new ones 1 a second a chat. Answers go before
    changes; of changes of one message that wait, the newest alone is made, which answers True to the others. One that is
    answered 429 waits as long as Telegram says; other chats go on. Files are sent again whole: the library holds them as
    bytes, unless they are given as InputFile(…, read_file_handle=False), which must not be used with this.
    """

    def __init__(
        self,
        *,
        stop: asyncio.Event,
        on_fault: Callable[[Fault], None] = lambda fault: None,
        give_up_s: float = GIVE_UP_S,
        senders: Callable[[], int] = lambda: 1,
    ) -> None:
        """stop: set at shutdown. senders: how many processes send as this bot, this one among them."""
        self._stop = stop
        self._on_fault = on_fault
        self._give_up_s = give_up_s
        self._senders = senders
        self._flooded_s = float("-inf")  # when Telegram last said that it is too much
        self._overall = Bucket(OVERALL_PER_S, OVERALL_AT_ONCE)
        self._groups = Memory(lambda: _Chat(is_group=True), _Chat.matters)
        self._alone = Memory(lambda: _Chat(is_group=False), _Chat.matters)
        self._through_s = float("-inf")  # when a request last got through

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
        rate_limit_args: Wish | None,
    ) -> Answered:
        """Telegram's answer. Raises its refusal, the last fault when patience is at an end, or Stopped."""
        wish = rate_limit_args or Wish()
        patience_s = wish.patience_s
        if endpoint in FLEETING and patience_s is None:
            patience_s = FLEETING_GIVE_UP_S

        async def ask() -> Answered:
            return await callback(*args, **kwargs)

        chat_id = data.get("chat_id")
        if chat_id is None or endpoint in FLEETING or endpoint.startswith(UNCOUNTED):
            return await self._tried(ask, endpoint, patience_s)
        chat = (self._groups if _is_group(chat_id) else self._alone).of(str(chat_id), _now_s())
        chat.waiting += 1
        try:
            if endpoint == EDITING:
                return await self._edited(chat, ask, data, wish)
            return await self._said(chat, ask, endpoint, data, wish)
        finally:
            chat.waiting -= 1

    async def _said(
        self,
        chat: _Chat,
        ask: Callable[[], Coroutine[Any, Any, Answered]],
        endpoint: str,
        data: dict[str, Any],
        wish: Wish,
    ) -> Answered:
        """What is behind it in its chat waits until it is through: else answers would change places."""
        windows = [chat.minute] if _is_group(data["chat_id"]) else []
        if endpoint.startswith(SENDING):
            windows.append(chat.second)

        async def in_turn() -> Answered:
            await self._wait_until(max((window.free_s(_now_s()) for window in windows), default=0.0))
            return await self._counted(ask, windows)

        async with chat.line.turn(_Rank.URGENT if wish.is_urgent else _Rank.MESSAGE):
            return await self._tried(in_turn, endpoint, wish.patience_s)

    async def _edited(
        self, chat: _Chat, ask: Callable[[], Coroutine[Any, Any, Answered]], data: dict[str, Any], wish: Wish
    ) -> Answered:
        """A change takes its turn when it can be made at once, so that no answer waits behind it; True: a newer one is."""
        is_group, message, order = _is_group(data["chat_id"]), str(data.get("message_id")), wish.order or next_order()
        windows: list[Window | Bucket] = [chat.edits, *((chat.minute, chat.second) if is_group else ())]
        chat.asks(message, order)

        def free_s() -> float:
            at_s = max(window.free_s(_now_s()) for window in windows)
            return max(at_s, chat.minute.free_s(_now_s(), FOR_ANSWERS)) if is_group else at_s

        async def in_turn() -> Answered:
            async with chat.edits_line.turn(_Rank.EDIT):
                while not chat.is_outdated(message, order):
                    await self._wait_until(free_s())
                    async with chat.line.turn(_Rank.EDIT):
                        if free_s() <= _now_s() and not chat.is_outdated(message, order):
                            return await self._counted(ask, windows)
            return True

        return await self._tried(in_turn, EDITING, wish.patience_s)

    async def _counted(
        self, ask: Callable[[], Coroutine[Any, Any, Answered]], windows: list[Window] | list[Window | Bucket]
    ) -> Answered:
        """Do it when the limit on all chats together has room."""
        # Taken before the wait, so that those who come meanwhile stand behind; the clock is read once, so that lateness
        # of timers doesn't add up.
        self._overall.share(self._senders() if _now_s() < self._flooded_s + SHARED_S else 1, _now_s())
        at_s = self._overall.free_s(_now_s())
        self._overall.take(at_s)
        await self._wait_until(at_s)
        try:
            return await ask()
        finally:
            for window in windows:  # as Telegram counts: it has the request by now, whatever it took to get there
                window.take(_now_s())

    async def _tried(
        self, request: Callable[[], Coroutine[Any, Any, Answered]], endpoint: str, patience_s: float | None
    ) -> Answered:
        begun_s = failing_s = _now_s()
        failures = 0
        while True:
            try:
                answered = await request()
            except TelegramError as error:
                fault = fault_of(error)
                self._on_fault(fault)
                if fault is Fault.FLOOD:
                    self._flooded_s = _now_s()
                pause_s = _pause_s(error, fault, failures)
                if pause_s is None:
                    raise
                until_s = _now_s() + pause_s
                if until_s > begun_s + (LONGEST_S if patience_s is None else patience_s):
                    raise
                # While nothing gets through at all, it is no fault of this request's.
                is_alone = self._through_s > begun_s and fault is not Fault.FLOOD
                if is_alone and patience_s is None and until_s > failing_s + self._give_up_s:
                    raise
                failures += 1
                if endpoint in FLEETING and failures > 1:
                    raise
                logger.warning("%s: %s; failure %d, trying again in %.1f s", endpoint, fault, failures, pause_s)
                await self._wait_until(until_s, error)
                if fault is Fault.FLOOD:
                    failing_s = _now_s()
            else:
                self._through_s = _now_s()
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
