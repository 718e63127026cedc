"""The conversation as people have it, without a network: the real records in memory, an encoder of words."""

from typing import Any

from bot import rooms as all_rooms
from bot.conversation.callback_data import Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.reply import Turn
from bot.conversation.wording import Wording
from bot.records.people import Asker, Role
from bot.records.questions import Where
from bot.records.records import Records
from index.retriever import Retriever
from tests.house import COMMANDS

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl")
BERT = Asker("bert", "bert alone", "en")
GROUP = Asker("ans", "staff room", "nl", is_group=True)
ADMIN = Asker("chef", "chef alone", "nl", role=Role.ADMIN)
CODE = code_of("faq/a")


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class World:
    """A conversation over three entries, and what is remembered of it."""

    def __init__(self, retriever: Retriever, records: Records) -> None:
        self.records, self.clock = records, Clock()
        composer = Composer(SAID, contact="DUO", username="verbinder_bot", is_inline=True)
        house = House(retriever, records, SAID, composer, retention_days=90, commands=COMMANDS)
        self.conversation = Conversation(house, Memory(self.clock), all_rooms.build(house))

    async def hears(self, text: str, asker: Asker = ANS, **options: Any) -> Turn:
        return await self.conversation.hears(asker, text, Where.PRIVATE, **options)

    async def presses(self, press: Press | str, asker: Asker = ANS) -> Turn:
        data = press if isinstance(press, str) else data_of(press)
        return await self.conversation.presses(asker, data, Where.PRIVATE)


def titles(turn: Turn) -> list[str]:
    """The first lines of a turn's messages."""
    return [reply.html.partition("\n")[0] for reply in turn.replies]


def pressable(turn: Turn) -> list[str]:
    return [button.data for reply in turn.replies for row in reply.rows for button in row if button.data]
