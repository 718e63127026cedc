"""What the conversation and its rooms are held with: put together in one place, the same for every face."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import clock as clocks
from bot.admins import Admins
from bot.compose import Composer
from bot.fetching import Fetcher
from bot.folder_report import Outcome as FolderOutcome
from bot.people import Role
from bot.post import Post
from bot.records import Noted, Records
from bot.wording import Wording
from index.retriever import Retriever


async def _nobody() -> Sequence[str]:
    return ()


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
    post: Post | None = None  # writes to chats that didn't just ask; None in a terminal
    # Shows a chat, by Telegram's number, the commands of its role; None in a terminal.
    show_menu: Callable[[int, Role], Awaitable[None]] | None = None
    folders: tuple[Path, ...] = ()  # of the knowledge, earliest first; the last is the one that is written to
    var_dir: Path = Path("var")  # where versions from before an edit are kept
    fetcher: Fetcher = field(default_factory=Fetcher)  # reads the titles of pages
    admins: Admins | None = None  # None in a terminal
    # Pseudonyms of the chats that coordinators have with the bot alone; each is among the chats that it may write to.
    coordinators: Callable[[], Awaitable[Sequence[str]]] = _nobody
