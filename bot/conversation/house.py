"""What the conversation and its rooms are held with: put together in one place, the same for every face."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.compose import Composer
from bot.conversation.wording import Wording
from bot.fetching.fetcher import Fetcher
from bot.folder.report import Outcome as FolderOutcome
from bot.records.people import Asker, Role
from bot.records.records import Noted, Records, RecordsError
from bot.when import clock as clocks
from index.retriever import Retriever

if TYPE_CHECKING:  # they bring Telegram's library, which a terminal has no use for
    from bot.faces.telegram.admins import Admins
    from bot.faces.telegram.post import Post

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What the conversation is held with."""

    retriever: Retriever
    records: Records
    wording: Wording
    composer: Composer
    username: str = ""  # the bot's, to recognise commands for others; empty in a terminal
    retention_days: int = 90
    noticed: Callable[[Noted], None] = lambda noted: None  # told of each question, for the figures
    # Reads the folder again for an admin, named by pseudonym; None where it is read at the start alone.
    reload: Callable[[str], Awaitable[FolderOutcome]] | None = None
    clock: Callable[[], datetime] = clocks.now  # with its zone
    post: "Post | None" = None  # writes to chats that didn't just ask; None in a terminal
    # Shows a chat, by Telegram's number, the commands of its role; None in a terminal.
    show_menu: Callable[[int, Role], Awaitable[None]] | None = None
    folders: tuple[Path, ...] = ()  # of the knowledge, earliest first; the last is the one that is written to
    var_dir: Path = Path("var")  # where versions from before an edit are kept
    fetcher: Fetcher = field(default_factory=Fetcher)  # reads the titles of pages
    admins: "Admins | None" = None  # None in a terminal

    async def note(self, asker: Asker, action: str, subject: str = "") -> None:
        """Write down what somebody with a role did; action: the end of a key of wording, "action_<action>".

        Done is done: records that fail are told in the log alone.
        """
        try:
            await self.records.actions.note(asker, action, subject)
        except RecordsError as error:
            logger.error("an action (%s) could not be written down: %s", action, error)
