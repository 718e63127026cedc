"""A chat, a clock that tests move, and what stands where Telegram would: for tests of agreements and of the digest."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.offers import IN_DIGEST, Part, Week
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Around
from bot.conversation.wording import Wording
from bot.faces.telegram.post import Post
from bot.records.chats import KeptChat
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.agreements.room import Agreements
from bot.rooms.digest.room import Digest
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.house import COMMANDS, SHELVES

SAID = Wording()
KEYS = Keys(b"a key that is the same in each life")
GROUP_NUMBER, SUPERGROUP_NUMBER, OTHER_NUMBER = -100, -1_000_100, -200
GROUP, OTHER_GROUP = KEYS.pseudonym("chat", GROUP_NUMBER), KEYS.pseudonym("chat", OTHER_NUMBER)


def person(name: str) -> Asker:
    """Somebody in a chat with the bot alone."""
    number = sum(name.encode())
    return Asker(name, KEYS.pseudonym("chat", number), "nl", chat_number=number)


def member(name: str, number: int = GROUP_NUMBER) -> Asker:
    """Somebody in a group."""
    return Asker(name, KEYS.pseudonym("chat", number), "nl", is_group=True, chat_number=number)


ANS, BEP = member("ans"), member("bep")


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time on the clocks of Amsterdam, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


class Sending:
    """Keeps what is sent, and fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Reply]] = []
        self.faults: list[BaseException] = []
        self.threads: list[int | None] = []  # the topics in which it was sent, in order
        self.closed: dict[tuple[int, int | None], Exception] = {}  # chats, and topics of them, that take nothing
        self.on_sent: Callable[[], None] = lambda: None

    async def deliver(
        self, chat_id: int, replies: Sequence[Reply], *, thread: int | None = None, patience_s: float | None = None
    ) -> tuple[int, ...]:
        if self.faults:
            raise self.faults.pop(0)
        if fault := self.closed.get((chat_id, thread)) or self.closed.get((chat_id, None)):
            raise fault
        self.sent += [(chat_id, reply) for reply in replies]
        self.threads += [thread] * len(replies)
        self.on_sent()
        return (1,) * len(replies)

    async def is_open(self, chat_id: int) -> bool:
        return True


class World:
    """One process of the bot; several may share a file."""

    def __init__(
        self,
        retriever: Retriever,
        path: Path | str = ":memory:",
        *,
        contributions: Sequence[Callable[[KeptChat, Week], Awaitable[Part]]] = (),
    ) -> None:
        self.now = local(2026, 11, 24, 10)
        self.records = Records(path, KEYS, SHELVES, clock=lambda: self.now)
        self.sending = Sending()
        house = House(
            retriever,
            self.records,
            SAID,
            Composer(SAID, username="verbinder_bot"),
            clock=lambda: self.now,
            post=Post(self.sending, self.records, SAID, lambda: self.now),
            commands=COMMANDS,
        )
        self.rooms = (Agreements(house), Digest(house))
        for contribution in contributions:
            house.offers.give(IN_DIGEST, contribution)
        self.conversation = Conversation(house, rooms=self.rooms)
        self.shown = Turn()  # what was said last

    async def say(
        self,
        text: str,
        asker: Asker = ANS,
        *,
        answers: str = "",
        answers_id: int | None = None,
        message_id: int | None = None,
    ) -> str:
        """What the bot says to it; message_id: its number, above which the next ones are those of what the bot says."""
        around = Around(answers, answers_id, message_id=message_id)
        self.shown = await self.conversation.hears(asker, text, _where(asker), around=around)
        if message_id is not None:
            await self.conversation.sent(asker, self.shown, self._numbers(message_id))
        return "\n".join(reply.html for reply in self.shown.replies)

    async def correct(self, text: str, message_id: int, asker: Asker = ANS) -> tuple[str, tuple[int, ...]] | None:
        """What the bot says to an edit of an answer, and the messages whose place that takes; None: it is no answer."""
        around = Around(message_id=message_id)
        found = await self.conversation.corrects(asker, text, _where(asker), around)
        if found is None:
            return None
        self.shown, replaced = found
        await self.conversation.sent(asker, self.shown, replaced)
        return "\n".join(reply.html for reply in self.shown.replies), replaced

    def _numbers(self, message_id: int) -> tuple[int, ...]:
        return tuple(message_id + at for at in range(1, len(self.shown.replies) + 1))

    async def press(self, label: str, asker: Asker = ANS, *, under: Reply | None = None) -> str:
        """What a button leads to, or the word over the chat; the button is one of what was said last."""
        reply = under or self.shown.replies[-1]
        return await self.press_data(button(reply, label).data, asker)

    async def press_data(self, data: str, asker: Asker = ANS) -> str:
        turn = await self.conversation.presses(asker, data, _where(asker))
        if turn.replies:
            self.shown = turn
        return "\n".join(reply.html for reply in turn.replies) or turn.toast

    async def agree(self, text: str, asker: Asker = ANS) -> str:
        """Make an agreement, and confirm it; where nobody is named in it, by nobody."""
        await self.say(f"/afspraak {text}", asker)
        if labels(self.shown.replies[-1])[0] == ["Nog niemand"]:
            await self.press("Nog niemand", asker)
        return await self.press("✅ Klopt", asker)

    async def wake(self) -> list[Reply]:
        """What the bot says by itself."""
        before = len(self.sending.sent)
        for room in self.rooms:
            await room.wakes(self.now)
        return [reply for _, reply in self.sending.sent[before:]]

    async def live(self, until: datetime, step: timedelta = timedelta(minutes=30)) -> list[tuple[str, str]]:
        """(when on the clocks of Amsterdam, first line) of all that the bot says by itself until then."""
        heard: list[tuple[str, str]] = []
        while self.now < until:
            at = f"{self.now.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
            heard += [(at, reply.html.split("\n")[0]) for reply in await self.wake()]
            self.now += step
        return heard


def button(reply: Reply, label: str) -> Button:
    """The first button whose label begins so."""
    return next(one for row in reply.rows for one in row if one.label.startswith(label))


def labels(reply: Reply) -> list[list[str]]:
    return [[one.label for one in row] for row in reply.rows]


def _where(asker: Asker) -> Where:
    return Where.GROUP if asker.is_group else Where.PRIVATE
