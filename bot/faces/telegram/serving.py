"""Telegram as a face, from start to stop: met, listened to, and left within seconds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.faces.opened import Opened
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.application import ALLOWED_UPDATES, POLL_S, add_handlers, build_application
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.inbox import Inbox
from bot.faces.telegram.menus import Menus
from bot.faces.telegram.post import Post
from bot.faces.telegram.sending import Sender
from bot.faces.waking import Waking

logger = logging.getLogger(__name__)

AGAIN_S = (1.0, 30.0)  # first and longest wait before Telegram is tried again at start
GRACE_S = 5.0  # after a signal: what is being answered may end
LIMIT_S = 8.0  # after a signal: nothing is waited for any more; a host kills after ten


class RefusedError(Exception):
    """Telegram doesn't know the token; the message says what to do."""


class TelegramFace:
    """The bot on Telegram."""

    def __init__(self, opened: Opened) -> None:
        """Raises RecordsError where it can't show that it is alive."""
        self._opened = opened
        self._inbox = Inbox(opened.records, opened.keys, opened.settings.index.var_dir / "running")
        self._application, self._lanes = build_application(opened, self._inbox)
        self._sender = Sender(self._application.bot)
        opened.metrics.watch_queue(lambda: self._lanes.waiting)
        self.post = Post(self._sender, opened.records)
        self.admins = Admins(self._sender, opened.records, opened.keys, opened.settings.admin_ids)
        self.menus = Menus(self._application.bot, opened.commands, opened.wording, opened.metrics)

    async def take(self, data: dict[str, Any]) -> None:
        """What the webhook hands over is on disk when this returns."""
        if update := Update.de_json(data, self._application.bot):
            await self._inbox.put(update)

    async def meet(self) -> bool:
        """Whether Telegram knows the bot; it is asked until it answers, or the bot is to end. Raises RefusedError."""
        try:
            if not await self._unless_ending(self._patiently(self._application.initialize)):
                return False
        except InvalidToken:
            raise RefusedError("Telegram refuses BOT_TOKEN; get the bot's token from @BotFather and set it") from None
        self._opened.health.connected(self._application.bot.get_me)
        return True

    async def converse(self, conversation: Conversation, composer: Composer, waking: Waking) -> None:
        """Answer until the bot is to end, and have rooms say what is due; once it has been met. Raises RefusedError."""
        application, opened = self._application, self._opened
        composer.meet(application.bot.username, is_inline=bool(application.bot.bot.supports_inline_queries))
        errors = add_handlers(application, opened, conversation, self._inbox, self._lanes)
        await self._inbox.restore(application.bot)
        await application.start()
        waking.start(errors.on_missed)
        tasks = [asyncio.create_task(self._show_menus()), asyncio.create_task(self._inbox.watch(application.bot))]
        try:
            if await self._unless_ending(self._listen()):
                logger.info("answering as @%s", application.bot.username)
                await opened.ending.wait()
        except InvalidToken:
            raise RefusedError("Telegram refuses BOT_TOKEN; get the bot's token from @BotFather and set it") from None
        finally:
            logger.info("stopping")
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1)
            await self._close(waking)

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

    async def _listen(self) -> None:
        settings, bot = self._opened.settings, self._application.bot
        if settings.webhook_address:
            await self._patiently(
                lambda: bot.set_webhook(
                    settings.webhook_address, secret_token=settings.webhook_secret, allowed_updates=ALLOWED_UPDATES
                )
            )
        elif self._application.updater is not None:
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
                logger.warning("Telegram can't be reached, or refuses (%s); again in %.0f s", error.message, wait_s)
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
        chats = [await records.chats.of(chat) for chat in await records.roles.chats()]
        coordinators = [chat.number for chat in chats if chat]
        for error in await self.menus.show_all(self._opened.settings.admin_ids, coordinators):
            logger.info("a menu was not taken: %s", error.message)

    async def _close(self, waking: Waking) -> None:
        """Take nothing more, let what is being answered end, and be gone within ten seconds."""
        application, opened = self._application, self._opened
        try:
            async with asyncio.timeout(LIMIT_S):
                if application.updater and application.updater.running:
                    await application.updater.stop()
                await self._lanes.stop(GRACE_S)
                opened.stop.set()  # what else waits for its turn to be sent waits no longer
                await waking.stop()
                await application.stop()
                await application.shutdown()
        except TimeoutError:
            logger.warning("stopped before all was answered; what is left is answered at the next start")
        finally:
            self._inbox.close()
