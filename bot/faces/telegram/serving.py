"""Telegram as a face, from start to stop: met, listened to, and left within seconds."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.faces.opened import Opened, RefusedError
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.application import ALLOWED_UPDATES, POLL_S, add_handlers, build_application
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.menus import Menus
from bot.faces.telegram.post import Post
from bot.faces.telegram.sending import Sender
from bot.faces.tending import Tending
from bot.faces.waking import Waking

logger = logging.getLogger(__name__)

AGAIN_S = (1.0, 30.0)  # first and longest wait before Telegram is tried again at start
GRACE_S = 5.0  # after a signal: what is being answered may end
LIMIT_S = 8.0  # after a signal: nothing is waited for any more; a host kills after ten
CLOCK_S = 3600.0  # between two lines in the log on a clock that is wrong


class TelegramFace:
    """The bot on Telegram."""

    def __init__(self, opened: Opened) -> None:
        """Raises RecordsError where it can't show that it is alive."""
        self._opened = opened
        self._inbox = Inbox(opened.records, opened.keys, opened.settings.index.var_dir / "running")
        self._application, self._lanes = build_application(opened, self._inbox)
        self._sender = Sender(self._application.bot)
        opened.metrics.watch_queue(lambda: self._lanes.waiting)
        opened.health.timed(lambda: opened.witness.gap(opened.clock()))
        self.post = Post(self._sender, opened.records, opened.wording, opened.clock)
        self.admins = Admins(self._sender, self.post, opened.records, opened.keys, opened.settings.admin_ids)
        self.menus = Menus(self._application.bot, opened.commands, opened.wording, opened.metrics)
        self._tending = Tending(opened.health)
        self._code = 0  # to end with

    async def beat(self) -> None:
        """Show those who share the records that this process is alive, before anything else is begun."""
        await self._inbox.beat()

    async def take(self, data: dict[str, Any]) -> None:
        """What the webhook hands over is on disk when this returns, or handled; what can't be read is set aside."""
        updates = await self._inbox.take_in([data], self._application.bot)
        self._opened.health.took(len(updates), 1 - len(updates))
        for update in updates:
            await self._inbox.put(update)
            await self._inbox.safe(update.update_id)

    async def meet(self) -> bool:
        """Whether Telegram knows the bot; it is asked until it answers, or the bot is to end. Raises RefusedError."""
        try:
            if not await self._unless_ending(self._patiently(self._application.initialize)):
                return False
        except InvalidToken:
            raise RefusedError("Telegram refuses BOT_TOKEN; get the bot's token from @BotFather and set it") from None
        self._opened.health.connected(self._application.bot.get_me)
        return True

    async def hang_up(self) -> None:
        """Close the connections to Telegram, whatever came of them."""
        await self._application.bot.hang_up()

    async def converse(self, conversation: Conversation, composer: Composer, waking: Waking) -> int:
        """Answer until the bot is to end, and have rooms say what is due; once it has been met. Raises RefusedError.

        0 when told to end; 1 where something ended that only a new start brings back; 2 where the token is refused by now.
        """
        application, opened = self._application, self._opened
        composer.meet(application.bot.username, is_inline=bool(application.bot.bot.supports_inline_queries))
        self.menus.introduce(composer.introduction)
        errors = add_handlers(application, opened, conversation, self._inbox, self._lanes)
        await self._inbox.restore(application.bot)
        await application.start()
        waking.start(errors.on_missed)
        self._tending.once("showing menus", self._show_menus())
        self._tending.start("watching the inbox", lambda: self._inbox.watch(application.bot))
        self._tending.start("watching the clock", self._watch_clock)
        try:
            if await self._unless_ending(self._listen()):
                self._watch_library()
                logger.info("answering as @%s", application.bot.username)
                await opened.ending.wait()
        except InvalidToken:
            raise RefusedError("Telegram refuses BOT_TOKEN; get the bot's token from @BotFather and set it") from None
        finally:
            logger.info("stopping")
            await self._tending.stop()
            await self._close(waking)
        return self._code

    async def _unless_ending(self, deed: Coroutine[Any, Any, None]) -> bool:
        """Do something that may take as long as Telegram is away; False where the bot was to end before it was done."""
        doing, ending = asyncio.create_task(deed), asyncio.create_task(self._opened.ending.wait())
        await asyncio.wait((doing, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        await asyncio.wait((doing,), timeout=1)
        return False

    async def _watch_clock(self) -> None:
        """Say in the log that the clock is wrong; /health says it too."""
        said_s = -CLOCK_S
        while True:
            gap = self._opened.witness.gap(self._opened.clock())
            if (
                gap is not None
            ):  # the machine may have slept, which time.monotonic doesn't count on Linux: Telegram knows
                with suppress(TelegramError):
                    await self._application.bot.get_me()
                gap = self._opened.witness.gap(self._opened.clock())
            if gap is not None and time.monotonic() - said_s >= CLOCK_S:
                said_s = time.monotonic()
                logger.critical(
                    "this machine's clock is %.0f days from Telegram's: nothing is erased and nothing is said by itself until they "
                    "agree; set the clock",
                    gap.total_seconds() / 86400,
                )
            await asyncio.sleep(60)

    def _watch_library(self) -> None:
        """What the Telegram library runs by itself, and would end in silence, ends the process: its host begins it again."""
        names = {f"Application:{self._application.bot.id}:update_fetcher", "Updater:start_polling:polling_task"}
        for task in asyncio.all_tasks():
            if task.get_name() in names:
                task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[object]") -> None:
        if self._opened.ending.is_set():
            return
        error = None if task.cancelled() else task.exception()
        if isinstance(error, InvalidToken):
            logger.error("Telegram refuses BOT_TOKEN by now; get the bot's token from @BotFather and set it")
        else:
            logger.critical(
                "%s ended, which it is not to do; the bot ends, to be started again", task.get_name(), exc_info=error
            )
        self._code = 2 if isinstance(error, InvalidToken) else 1
        self._opened.health.fell(task.get_name())
        self._opened.ending.begin()

    async def _listen(self) -> None:
        settings, bot = self._opened.settings, self._application.bot
        if settings.webhook_address:
            await self._patiently(
                lambda: bot.set_webhook(
                    settings.webhook_address, secret_token=settings.webhook_secret, allowed_updates=ALLOWED_UPDATES
                )
            )
        elif self._application.updater is not None:
            self._opened.health.polls()
            await self._application.updater.start_polling(
                timeout=POLL_S,
                bootstrap_retries=-1,
                allowed_updates=list(ALLOWED_UPDATES),
                error_callback=self._on_poll_error,
            )

    async def _patiently(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do what has to be done before anything else can be, however long Telegram takes. Raises InvalidToken."""
        wait_s = AGAIN_S[0]
        while True:
            try:
                await deed()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                logger.warning("Telegram can't be reached, or refuses (%s); again in %.0f s", logs.said(error), wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, AGAIN_S[1])

    def _on_poll_error(self, error: TelegramError) -> None:
        fault = fault_of(error)
        self._opened.metrics.failed(fault)
        if fault is Fault.CONFLICT:
            logger.warning("another process polls with this token; it goes on when that one ends")
        else:
            logger.warning("polling failed: %s", fault)

    async def _show_menus(self) -> None:
        records = self._opened.records
        if error := await self.menus.settle():
            logger.info("what the bot needs has to be turned on at @BotFather, see the README: %s", logs.said(error))
        chats = [await records.chats.of(chat) for chat in await records.roles.chats()]
        coordinators = [chat.number for chat in chats if chat]
        for error in await self.menus.show_all(self._opened.settings.admin_ids, coordinators):
            logger.info("a menu was not taken: %s", logs.said(error))

    async def _close(self, waking: Waking) -> None:
        """Take nothing more, let what is being answered end, and be gone within ten seconds."""
        application, opened = self._application, self._opened
        try:
            async with asyncio.timeout(LIMIT_S):
                if application.updater and application.updater.running:
                    with suppress(TelegramError):  # which ended the polling, and was told then
                        await application.updater.stop()
                await self._lanes.stop(GRACE_S)
                opened.stop.set()  # what else waits for its turn to be sent waits no longer
                await waking.stop()
                await application.stop()
                await application.shutdown()
        except TimeoutError:
            logger.warning("stopped before all was answered; what is left is answered at the next start")
        finally:
            await self._inbox.close()
