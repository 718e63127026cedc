"""Something to say to a chat that didn't just ask in, the same said there once out, whatever happens in between.

A chat that takes nothing is set aside, tried again, and told later what it has missed.
"""

import json
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.conversation.reach import late
from bot.conversation.reply import Button, Reply
from bot.conversation.wording import Wording
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.limits import Stopped
from bot.faces.telegram.sending import NO_READER
from bot.logs import said
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.records.held import Held
from bot.records.records import Records
from bot.when import clock as clocks

logger = logging.getLogger(__name__)

PATIENCE_S = 60.0  # for one message: those to others wait behind it
MOMENT_S = 3.0  # … for one that is of use for a moment
MOST_TRIES = 3  # of a message that Telegram refuses where it takes others
TRIED_AGAIN_S = 3600.0  # … after so long

_TOPIC = (Fault.TOPIC_CLOSED, Fault.TOPIC_GONE)
_NOT_NOW = (Fault.NETWORK, Fault.UNAUTHORISED, Fault.CONFLICT)  # nobody can be told anything


class Sends(Protocol):
    """What sends replies: bot.faces.telegram.sending.Sender, or a test's own."""

    async def deliver(
        self, chat_id: int, replies: Sequence[Reply], *, thread: int | None = None, patience_s: float | None = None
    ) -> tuple[int, ...]:
        """The messages sent. Raises TelegramError, also where nobody reads there, and Stopped."""

    async def is_open(self, chat_id: int) -> bool:
        """Whether the chat takes anything at all, as far as Telegram says. May raise Stopped."""

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """Have a message say something else. May raise TelegramError and Stopped."""

    async def type(self, chat_id: int) -> None:
        """Show that an answer is coming. May raise Stopped."""


@dataclass(slots=True)
class _Refused:
    """A message that Telegram refuses where it takes others."""

    tries: int = 0
    again_s: float = field(default_factory=time.monotonic)  # not to be tried before


class Post:
    """Says things once."""

    def __init__(
        self,
        sender: Sends,
        records: Records,
        wording: Wording | None = None,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:
        """wording: to say in that something comes late; None: all there is. clock: the time, with its zone."""
        self._sender, self._records, self._clock = sender, records, clock
        self._wording = wording or Wording()
        self._refused: dict[str, _Refused] = {}  # by key

    async def once(
        self, key: str, chat: str, reply: Reply, *, thread: int | None = None, is_held: bool = False
    ) -> Delivery:
        """Say it to a chat, named by pseudonym, unless it was said under this key before.

        thread: the topic of a group in which it is to be said; where that takes nothing, it is said outside of any.
        is_held: what can't be said now is kept, and said when it can; then it is AWAY, whatever the reason.
        The key is written down before Telegram is asked: a process that is killed in between leaves one message unsaid
        rather than said twice. May raise RecordsError.
        """
        kept = await self._records.chats.of(chat)
        if kept is None:
            return Delivery.GONE
        if not is_held and not self._may_be_tried(key, kept):
            is_said = await self._records.deliveries.is_claimed(key)
            return Delivery.ALREADY if is_said else Delivery.AWAY
        if not await self._records.deliveries.claim(key):
            return Delivery.ALREADY
        delivery = Delivery.AWAY
        if self._may_be_tried(key, kept):
            delivery = await self._say(key, kept, reply, thread)
        if delivery in (Delivery.AWAY, Delivery.LATER):
            if is_held:
                await self._records.held.hold(key, chat, _written(reply, thread))
                return Delivery.AWAY
            await self._records.deliveries.release(key)
        return delivery

    async def change(self, chat: str, message_id: int, reply: Reply) -> None:
        """Have a message of ours say something else, if it can be done now; where it can't, whoever presses it sees it."""
        kept = await self._records.chats.of(chat)
        if kept is None or kept.is_resting:
            return
        try:
            await self._sender.edit(kept.number, message_id, reply)
        except (TelegramError, Stopped) as error:
            logger.info("a message could not be changed: %s", type(error).__name__)

    async def show(self, chat: str, reply: Reply) -> int | None:
        """Say what is of use for a moment: Telegram's number of the message; None where it can't be said now.

        Nothing is written down of it, and nothing is tried again.
        """
        kept = await self._records.chats.of(chat)
        if kept is None or kept.is_resting:
            return None
        try:
            sent = await self._sender.deliver(kept.number, [reply], patience_s=MOMENT_S)
        except (TelegramError, Stopped) as error:
            logger.info("something of use for a moment could not be said: %s", type(error).__name__)
            return None
        return sent[0] if sent else None

    async def types(self, chat: str) -> None:
        """Show that an answer is coming, if it can be done now."""
        kept = await self._records.chats.of(chat)
        if kept is not None and not kept.is_resting:
            with suppress(TelegramError, Stopped):
                await self._sender.type(kept.number)

    async def wakes(self, now: datetime) -> None:
        """Say what is held for chats that may be tried again; called every few seconds."""
        tried: set[str] = set()  # chats that took nothing after all
        for held in await self._records.held.sayable():
            kept = None if held.chat in tried else await self._records.chats.of(held.chat)
            if kept is None or not self._may_be_tried(held.key, kept) or not await self._records.held.take(held.key):
                continue
            reply, thread = _read(held.body)
            delivery = await self._say(held.key, kept, self._late(reply, held, kept.lang), thread)
            if delivery in (Delivery.AWAY, Delivery.LATER):
                await self._records.held.hold(held.key, held.chat, held.body, held.at)
                tried.add(held.chat)
            if delivery is Delivery.LATER:
                return

    # --- parts

    def _may_be_tried(self, key: str, kept: KeptChat) -> bool:
        refused = self._refused.get(key)
        return not kept.is_resting and (refused is None or refused.again_s <= time.monotonic())

    async def _say(self, key: str, kept: KeptChat, reply: Reply, thread: int | None) -> Delivery:
        """What came of it; SENT, GONE and REFUSED are the end of it."""
        try:
            await self._deliver(kept, reply, thread)
        except TelegramError as error:
            fault = fault_of(error)
            if fault in _NOT_NOW:
                logger.warning("something that is due can't be said now (%s); it is tried again", fault)
                return Delivery.LATER
            if fault is Fault.FLOOD:
                await self._records.chats.rest(kept.chat, self._clock() + _told_to_wait(error))
                return Delivery.AWAY
            if fault in NO_READER or not await self._is_open(kept):
                return await self._set_aside(kept, error, fault)
            return self._refuses(key, error, fault)
        except Stopped:
            return Delivery.LATER
        self._refused.pop(key, None)
        if (kept.away or kept.is_resting) and await self._records.chats.restored(kept.chat):
            logger.info("%s takes messages again; what it has missed is said now", _kind(kept))
        return Delivery.SENT

    async def _deliver(self, kept: KeptChat, reply: Reply, thread: int | None) -> None:
        try:
            await self._sender.deliver(kept.number, [reply], thread=thread, patience_s=PATIENCE_S)
        except ChatMigrated as error:
            await self._records.moved(kept.number, error.new_chat_id)
            await self._sender.deliver(error.new_chat_id, [reply], patience_s=PATIENCE_S)
        except TelegramError as error:
            if thread is None or fault_of(error) not in _TOPIC:
                raise
            logger.info("a topic takes no messages (%s); what is due is said outside of it", fault_of(error))
            await self._sender.deliver(kept.number, [reply], patience_s=PATIENCE_S)

    async def _is_open(self, kept: KeptChat) -> bool:
        """Of two refusals that nobody foresaw, that of a chat and that of a message, tell which it is."""
        try:
            return await self._sender.is_open(kept.number)
        except Stopped:
            return True

    async def _set_aside(self, kept: KeptChat, error: TelegramError, fault: Fault) -> Delivery:
        again = await self._records.chats.set_aside(kept.chat, fault, is_gone=fault is Fault.CHAT_GONE)
        if again is None:
            logger.warning("%s has not been there for a month, and is forgotten", _kind(kept))
            return Delivery.GONE
        logger.warning(
            "%s takes no messages (%s: %s); it is tried again at %s, or when somebody writes there",
            *(_kind(kept), fault, said(error), f"{again:%Y-%m-%d %H:%M} UTC"),
        )
        return Delivery.AWAY

    def _refuses(self, key: str, error: TelegramError, fault: Fault) -> Delivery:
        refused = self._refused.setdefault(key, _Refused())
        refused.tries += 1
        refused.again_s = time.monotonic() + TRIED_AGAIN_S
        is_over = refused.tries >= MOST_TRIES
        logger.error(
            "something that was due was refused (%s: %s); %s",
            *(fault, said(error), "it is given up" if is_over else "it is tried again in an hour"),
        )
        if is_over:
            del self._refused[key]
        return Delivery.REFUSED if is_over else Delivery.AWAY

    def _late(self, reply: Reply, held: Held, lang: str) -> Reply:
        return replace(reply, html=f"{late(self._wording, held.at, lang)}\n\n{reply.html}")


def _kind(kept: KeptChat) -> str:
    """For the log: nothing in it tells which."""
    return "a group" if kept.is_group else "a chat with one person"


def _told_to_wait(error: TelegramError) -> timedelta:
    if isinstance(error, RetryAfter):
        return error.retry_after if isinstance(error.retry_after, timedelta) else timedelta(seconds=error.retry_after)
    return timedelta(seconds=PATIENCE_S)


def _written(reply: Reply, thread: int | None) -> str:
    """A reply without a file, to be kept."""
    return json.dumps(
        {"html": reply.html, "rows": [[asdict(one) for one in row] for row in reply.rows], "thread": thread}
    )


def _read(body: str) -> tuple[Reply, int | None]:
    found = json.loads(body)
    rows = tuple(tuple(Button(**button) for button in row) for row in found["rows"])
    return Reply(found["html"], rows), found["thread"]
