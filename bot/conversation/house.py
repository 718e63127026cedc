"""What the conversation and its rooms are held with: put together in one place, the same for every face."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.conversation.codes import Codes
from bot.conversation.compose import Composer
from bot.conversation.menus import Commands
from bot.conversation.offers import Offers
from bot.conversation.reach import Admins, Post
from bot.conversation.reply import Reply
from bot.conversation.wording import Wording
from bot.fetching.fetcher import Fetcher
from bot.records.people import Asker, Role
from bot.records.questions import Noted
from bot.records.records import Records, RecordsError
from bot.when import clock as clocks
from index.retriever import Retriever
from knowledge.changes.change import Change
from knowledge.changes.writing import Applied
from knowledge.entry import Entry

logger = logging.getLogger(__name__)

Read = TypeVar("Read")
P = ParamSpec("P")


class Keeper(Protocol):
    """Keeps changes of content elsewhere than in the folder from which it is read, which follows."""

    async def apply(self, change: Change) -> Applied:
        """Make a change. Raises EditError, with nothing changed."""

    async def undo(self) -> Applied | None:
        """Take the last change back; None where there is none left. Raises EditError."""


@dataclass(frozen=True, slots=True)
class House:
    """What the conversation is held with."""

    retriever: Retriever
    records: Records
    wording: Wording
    composer: Composer
    retention_days: int = 90
    noticed: Callable[[Noted], None] = lambda noted: None  # told of each question, for the figures
    # Reads the folder again for an admin, named by pseudonym, and says in a language what came of it; with an empty name
    # nobody waits for that, and all admins are told. None where it is read at the start alone.
    reload: Callable[[str, str], Awaitable[Reply]] | None = None
    clock: Callable[[], datetime] = clocks.now  # with its zone
    is_sure_of: Callable[[datetime], bool] = lambda now: True  # whether somebody else says too that it is that late
    post: Post | None = None  # writes to chats that didn't just ask; None in a terminal
    # Shows a chat, by Telegram's number, the commands of its role; None in a terminal.
    show_menu: Callable[[int, Role], Awaitable[None]] | None = None
    folders: tuple[Path, ...] = ()  # of the knowledge, earliest first; the last is the one that is written to
    keeper: Keeper | None = None  # keeps what admins write; None: the last of the folders does, by itself
    var_dir: Path = Path("var")  # where versions from before an edit are kept
    fetcher: Fetcher = field(default_factory=Fetcher)  # reads the titles of pages
    admins: Admins | None = None  # None in a terminal
    commands: Commands = field(default_factory=lambda: Commands(()))  # of all rooms
    offers: Offers = field(default_factory=Offers)  # of one room to another
    web_url: str = ""  # where the bot's door to the web is reached, no slash at its end; empty: nowhere
    codes: Codes = field(default_factory=Codes)

    @property
    def username(self) -> str:
        """The bot's, to recognise commands for others; empty in a terminal, and before Telegram has said it."""
        return self.composer.username

    def today(self) -> date:
        """The day on the clocks here."""
        return clocks.local(self.clock()).date()

    def entry(self, code: str, lang: str) -> Entry | None:
        """The entry that a button or link names; None where it is no longer there."""
        return self.codes.entry(code, lang, self.retriever.snapshot)

    async def reads(
        self,
        reader: Callable[Concatenate[str, datetime, str, P], Read],
        text: str,
        lang: str,
        *args: P.args,
        **options: P.kwargs,
    ) -> Read:
        """What a reader of days and hours, given a text, the time on the clocks here and a language, makes of it now.

        On another thread: the first time holidays have to be read from disk, for which nobody else is to wait.
        """
        return await asyncio.to_thread(reader, text, clocks.local(self.clock()), lang, *args, **options)

    async def note(self, asker: Asker, action: str, subject: str = "") -> None:
        """Write down what somebody with a role did; action: the end of a key of wording, "action_<action>".

        Done is done: records that fail are told in the log alone.
        """
        try:
            await self.records.actions.note(asker, action, subject)
        except RecordsError as error:
            logger.error("an action (%s) could not be written down: %s", action, error)
