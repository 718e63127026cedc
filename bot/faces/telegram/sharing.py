"""Inline mode: a few words typed in any chat in, entries to carry into it out."""

from collections.abc import Callable
from typing import Any

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update, User
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, InlineQueryHandler

from bot.conversation.codes import code_of
from bot.conversation.conversation import Conversation
from bot.conversation.cutting import cut
from bot.conversation.runs import plain_text
from bot.conversation.wording import Wording
from bot.faces.telegram.faults import Fault, fault_of
from bot.faces.telegram.sending import NO_PREVIEW, keyboard
from bot.records.people import Asker

RESULTS = 10
CACHE_S = 0  # Telegram keeps no list: what was edited or taken away is never shown from before
ABOUT_CHARS = 120  # of an answer, under its title in the list


class Sharing:
    """Answers inline queries."""

    def __init__(self, conversation: Conversation, wording: Wording, asker: Callable[[User], Asker]) -> None:
        self._conversation, self._wording, self._asker = conversation, wording, asker

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        application.add_handler(InlineQueryHandler(self.on_query))

    async def on_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Up to ten entries; without any, the way to the bot itself."""
        query = update.inline_query
        if query is None:
            return
        asker = self._asker(query.from_user)
        found = await self._conversation.shared(asker, query.query, RESULTS)
        results = [
            InlineQueryResultArticle(
                f"{code_of(entry.id)}:{entry.lang}",
                entry.title,
                InputTextMessageContent(reply.html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
                reply_markup=keyboard(reply),
                description=_about(reply.html),
            )
            for entry, reply in found
        ]
        lang = await self._conversation.lang_of(asker)
        say = (
            self._wording.say("inline_hint", lang)
            if results
            else self._conversation.introduction.text("inline_none", lang)
        )
        button = InlineQueryResultsButton(say, start_parameter="vraag")
        try:
            await query.answer(results, cache_time=CACHE_S, is_personal=True, button=button)
        except TelegramError as error:
            if fault_of(error) is not Fault.CALLBACK_TOO_OLD:
                raise


def _about(html: str) -> str:
    """The beginning of an answer, its title left out."""
    _, _, text = plain_text(cut(html)[0]).partition("\n\n")
    line = " ".join(text.split())
    return line if len(line) <= ABOUT_CHARS else line[: ABOUT_CHARS - 1].rsplit(" ", 1)[0] + "…"
