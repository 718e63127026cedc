"""A world for tests of rooms: the real records, a clock that is moved, people who say and press, chats that keep what they get."""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import rooms as all_rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Document
from bot.conversation.wording import Wording
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.post import Post
from bot.folder.kept import KeptFolder
from bot.folder.refresh import Refresh
from bot.folder.report import report
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Where
from bot.records.records import Records
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
MONDAY = datetime(2027, 1, 4, 7, tzinfo=UTC)  # eight o'clock in Amsterdam
ADMIN = 1


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Sending:
    """What stands where Telegram would: keeps what is sent, and fails as often as it is told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.faults: list[Exception | None] = []  # of the next ones; None: it goes well
        self.closed: dict[int, Exception] = {}  # chats that take nothing, and how that is said
        self.shows_typing = True  # whether chats that take no message take that the bot types
        self.threads: list[int | None] = []  # the topics in which it was sent, in order
        self.on_sent: Callable[[], None] = lambda: None
        self.edited: list[tuple[int, int, Reply]] = []
        self.menus: list[tuple[int, Role]] = []
        self.typing: list[int] = []  # chats that were shown that an answer comes

    async def deliver(
        self, chat_id: int, replies: Sequence[Reply], *, thread: int | None = None, patience_s: float | None = None
    ) -> tuple[int, ...]:
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        if fault := self.closed.get(chat_id):
            raise fault
        self.sent += [(chat_id, reply.html) for reply in replies]
        self.threads += [thread] * len(replies)
        self.on_sent()
        return tuple(range(len(replies)))

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> None:
        self.edited.append((chat_id, message_id, reply))

    async def type(self, chat_id: int) -> None:
        self.typing.append(chat_id)

    async def is_open(self, chat_id: int) -> bool:
        return self.shows_typing

    async def send(self, chat_id: int, replies: Sequence[Reply]) -> tuple[int, ...]:
        return await self.deliver(chat_id, replies)

    async def show_menu(self, chat_number: int, role: Role) -> None:
        self.menus.append((chat_number, role))

    def to(self, chat_id: int) -> list[str]:
        """What a chat got so far, after which it is forgotten."""
        mine = [html for number, html in self.sent if number == chat_id]
        self.sent = [one for one in self.sent if one[0] != chat_id]
        return mine


class Town:
    """Everybody, and the bot among them."""

    def __init__(
        self,
        retriever: Retriever,
        path: Path | str = ":memory:",
        *,
        folder: Path | None = None,
        own: Path | None = None,
        username: str = "verbinder_bot",
        web_url: str = "",
        var_dir: Path | None = None,
    ) -> None:
        """var_dir: of a bot that keeps what admins write in the database; None: in the folder. folder: of the knowledge, which admins edit; None: there is none. own: a later one, edited in its stead."""
        self.keys = Keys(secrets.token_bytes(32))
        self.now, self.web_url = MONDAY, web_url
        self.sending = Sending()
        self.last_number = 1000  # of a message
        self.screens: dict[int, dict[int, Reply]] = {}  # what the bot said when it was asked, by chat and message
        self._retriever, self._path, self._folder, self._username = retriever, path, folder, username
        self._folders = tuple(one for one in (folder, own) if one)
        self._var_dir = var_dir

    async def open(self) -> "Town":
        """Start, or start again."""
        self.records = Records(self._path, self.keys, SHELVES, clock=lambda: self.now)
        await self.records.open()
        keeper = KeptFolder(self.records, self._var_dir) if self._var_dir else None
        if keeper:
            await keeper.open()
            self._folders = (*self._folders, keeper.folder)
        sender: Any = self.sending
        self.post = Post(sender, self.records, SAID, lambda: self.now)
        self.house = house = House(
            self._retriever,
            self.records,
            SAID,
            Composer(SAID, username=self._username),
            clock=lambda: self.now,
            post=self.post,
            show_menu=self.sending.show_menu,
            admins=Admins(sender, self.post, self.records, self.keys, frozenset({ADMIN})),
            folders=self._folders,
            keeper=keeper,
            var_dir=self._folder.parent / "var" if self._folder else Path("var"),
            reload=self._reload if self._folder else None,
            commands=COMMANDS,
            web_url=self.web_url,
        )
        self.rooms = all_rooms.build(house)
        self.conversation = Conversation(house, rooms=self.rooms)
        return self

    async def _reload(self, person: str, lang: str) -> Reply:
        return report(await Refresh(self._retriever, self._folders).now(asked_by=person), SAID, lang)

    async def close(self) -> None:
        await self.records.close()

    async def wake(self) -> None:
        """Every room looks whether something is due, and the post whether what it holds can be said."""
        for room in self.rooms:
            await room.wakes(self.now)
        await self.post.wakes(self.now)

    def person(self, number: int, lang: str = "nl", *, group: int | None = None) -> "Person":
        return Person(self, number, lang, group)

    async def coordinator(self, number: int) -> "Person":
        """Somebody who is one already, without a word having been said of it."""
        person = self.person(number)
        token, _ = await self.records.roles.invite("Bep")
        await self.records.roles.accept(token, person.asker)
        return person


@asynccontextmanager
async def town_with(title: str, place: Path, retriever: Retriever) -> AsyncIterator[Town]:
    """A town that keeps its knowledge in place: one entry of that title, which says "Bij DUO."."""
    folder = Folder(place / "knowledge")
    folder.save("nl/faq/melden.md", title=title, body="Bij DUO.")
    await retriever.refresh(read_folder(folder.root))
    town = await Town(retriever, folder=folder.root).open()
    yield town
    await town.close()


def sent_document(data: bytes | str, name: str, caption: str = "", *, size: int | None = None) -> Document:
    """A file that somebody sends; size: what Telegram says that it is, None: what it is."""
    content = data.encode() if isinstance(data, str) else data

    async def fetch() -> bytes:
        return content

    return Document(name, len(content) if size is None else size, caption, fetch)


class Person:
    """Somebody, in a chat with the bot alone or in a group."""

    def __init__(self, town: Town, number: int, lang: str, group: int | None) -> None:
        self.town, self.number, self.lang, self.group = town, number, lang, group
        self.name = ""  # as Telegram has it
        self.turn = Turn()
        self.buttons: dict[str, str] = {}  # data by label, of the last turn with any

    @property
    def asker(self) -> Asker:
        person = self.town.keys.pseudonym("person", self.number)
        chat = self.group if self.group is not None else self.number
        role = Role.ADMIN if self.number == ADMIN else self.town.records.roles.role_of(person)
        pseudonym = self.town.keys.pseudonym("chat", chat)
        return Asker(
            *(person, pseudonym, self.lang),
            is_group=self.group is not None,
            role=role,
            chat_number=chat,
            first_name=self.name,
        )

    @property
    def where(self) -> Where:
        return Where.GROUP if self.group is not None else Where.PRIVATE

    async def says(self, text: str, **options: Any) -> str:
        """What the bot says to that, all of it."""
        return await self._got(await self.town.conversation.hears(self.asker, text, self.where, **options))

    async def sends(self, document: Document) -> str:
        """What the bot says to a file."""
        return await self._got(await self.town.conversation.receives(self.asker, document, self.where))

    async def receives(self, document: Document, around: Around) -> str:
        """The same for a file with something around it."""
        return await self._got(await self.town.conversation.receives(self.asker, document, self.where, around))

    async def agrees(self, text: str) -> None:
        """Has an agreement kept that needs no further word."""
        await self.says(f"/afspraak {text}")
        await self.presses("✅ Klopt")

    async def invites(self, text: str) -> None:
        """Sends an invitation, without an agenda where that is asked for."""
        await self.says(text)
        if "Overslaan" in self.buttons:
            await self.presses("Overslaan")
        await self.presses("✅ Versturen")

    async def presses(self, label: str) -> str:
        """Press the button that begins with these words, or a button's data."""
        data = next((data for said, data in self.buttons.items() if said.startswith(label)), label)
        under = [at for at, reply in self.screen.items() if any(b.data == data for row in reply.rows for b in row)]
        message_id = under[-1] if under else None
        turn = await self.town.conversation.presses(self.asker, data, self.where, message_id=message_id)
        return await self._got(turn, message_id)

    @property
    def screen(self) -> dict[int, Reply]:
        """What the bot's messages in this chat say now, by number; the latest last."""
        return self.town.screens.setdefault(self.group if self.group is not None else self.number, {})

    async def _got(self, turn: Turn, pressed: int | None = None) -> str:
        """As a face does: shows the turn, and tells under which numbers."""
        self.turn = turn
        self.screen.update(turn.edits)
        for message_id in turn.gone:
            self.screen.pop(message_id, None)
        first = pressed if turn.replaces and pressed in self.screen else None
        numbers = [first] if first is not None and turn.replies else []
        while len(numbers) < len(turn.replies):
            self.town.last_number += 1
            numbers.append(self.town.last_number)
        self.screen.update(zip(numbers, turn.replies, strict=True))
        await self.town.conversation.sent(self.asker, turn, numbers)
        found = {b.label: b.data for reply in turn.replies for row in reply.rows for b in row if b.data}
        self.buttons = found or self.buttons
        return "\n".join([*(reply.html for reply in turn.replies), *([turn.toast] if turn.toast else [])])

    @property
    def mail(self) -> list[str]:
        """What the bot sent here by itself since this was last looked at."""
        return self.town.sending.to(self.group if self.group is not None else self.number)
