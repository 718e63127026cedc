"""python -m tests.week: each message of messages.tsv said to the shipped bot, how often the first reply is right or useful out.

With --unheard it is unheard.tsv: acts and deeds alone, in words as far from the phrasings as their writer could find; with
--people people.tsv, by four writers who knew of each act and deed what it is for, and none of the phrasings.

A line is the language of the sender's app, what is right (an entry, an act, a deed by its command's Dutch name, "question"
for whatever is to be searched for, or "off" for what is none of ours; several are parted by "|") and the message. They were
written before anything was measured on them, and nothing is to be learned from them: no phrasing, ask or rule is made for a
single line.

Right is: the entry that is shown or among the options, the act that is answered, the command whose card opens or is offered
as a button; of a question that nothing is begun; of what is none of ours that no entry is shown either. Each is said by a
person of their own, who has just read an answer; what only an admin may have done is said by one.
"""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bot.conversation.acting import Acting
from bot.conversation.callback_data import Kind, parse
from bot.conversation.conversation import Conversation
from bot.conversation.reply import Turn
from bot.conversation.room import Said
from bot.records.people import Role
from bot.rooms.activities.room import Activities
from index.opening import open_retriever
from index.plain import Courtesy, courtesy_of
from index.settings import IndexSettings
from tests.bot.rooms import world
from tests.bot.rooms.world import Town
from tests.house import COMMANDS

MESSAGES = Path(__file__).parent / "messages.tsv"
UNHEARD = MESSAGES.with_name("unheard.tsv")
PEOPLE = MESSAGES.with_name("people.tsv")
BEFORE = {"nl": "Wie tekent de samenwerkingsovereenkomst?", "en": "Who signs the cooperation agreement?"}
OFF, QUESTION = "off", "question"
COURTESIES = {Courtesy.GREETING: "greeting", Courtesy.THANKS: "thanks"}


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says, and what is right to say to it."""

    lang: str
    right: tuple[str, ...]
    text: str

    @property
    def kind(self) -> str:
        """ "questions", "acts", "deeds" or "off"."""
        first = self.right[0]
        if first == QUESTION or "/" in first:
            return "questions"
        return OFF if first == OFF else "deeds" if COMMANDS.named(first) else "acts"


def load(path: Path = MESSAGES) -> list[Message]:
    """The messages, in the file's order."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [Message(lang, tuple(right.split("|")), text) for lang, right, text in lines]


@dataclass(frozen=True, slots=True)
class Led:
    """What a message led to."""

    begun: frozenset[str]  # acts and commands
    offered: frozenset[str]  # entries that are shown or offered, and commands that are offered


async def measure(messages: list[Message], town: Town) -> list[Led]:
    """What each message led to."""
    return [await _led(message, town, 1000 + at) for at, message in enumerate(messages)]


async def _led(message: Message, town: Town, number: int) -> Led:
    person = town.person(number, message.lang)
    found: set[str] = set()
    said_to, command, hears = Acting.said_to, Conversation._command, Activities.hears

    def acted(self: Acting, act: str, before: object) -> object:
        found.add(act)
        return said_to(self, act, before)  # type: ignore[arg-type]

    async def commanded(self: Conversation, told: tuple[str, str], said: object) -> Turn:
        found.add(told[0])
        return await command(self, told, said)  # type: ignore[arg-type]

    async def heard(self: Activities, said: Said) -> Turn | None:
        turn = await hears(self, said)
        found.update(["werkvorm"] if turn else [])
        return turn

    with (
        patch.object(Acting, "said_to", acted),
        patch.object(Conversation, "_command", commanded),
        patch.object(Activities, "hears", heard),
        patch.object(world, "ADMIN", number if _needs(message) else world.ADMIN),
    ):
        await person.says(BEFORE[message.lang])
        await person.says(message.text)
    if not found and not person.turn.tells and (courtesy := courtesy_of(message.text)):
        found.add(COURTESIES[courtesy])
    offered: set[str] = set()
    for told in person.turn.tells:
        offered |= {
            one.id for one in (*(told.shown or ())[:1], *(one for one, _ in told.offered)) if hasattr(one, "id")
        }
    presses = [parse(button.data) for reply in person.turn.replies for row in reply.rows for button in row]
    offered |= {press.command for press in presses if press and press.kind is Kind.DO}
    return Led(frozenset(found), frozenset(offered))


def _needs(message: Message) -> bool:
    """Whether only who has a role may have done what is wanted; it is an admin then who says it."""
    return any(command.role > Role.ASKER for one in message.right if (command := COMMANDS.named(one)))


def is_right(message: Message, led: Led) -> bool:
    """Whether what it led to is right or useful."""
    if message.right == (QUESTION,):
        return not led.begun
    both = led.begun | led.offered
    return not both if message.right == (OFF,) else not both.isdisjoint(message.right)


async def _main() -> int:
    opened = await open_retriever(IndexSettings(var_dir=Path("var")))
    town = await Town(opened.retriever).open()
    messages = load(UNHEARD if "--unheard" in sys.argv else PEOPLE if "--people" in sys.argv else MESSAGES)
    led = await measure(messages, town)
    right = [is_right(*pair) for pair in zip(messages, led, strict=True)]
    for kind in dict.fromkeys(message.kind for message in messages):
        of_kind = [ok for message, ok in zip(messages, right, strict=True) if message.kind == kind]
        print(f"{kind}: {sum(of_kind) / len(of_kind):.1%} of {len(of_kind)} right or useful at the first reply")
    print(f"all: {sum(right) / len(right):.1%} of {len(right)}")
    if "--wrong" in sys.argv:
        for message, found, ok in zip(messages, led, right, strict=True):
            if not ok:
                print(
                    f"  {message.text} | {'|'.join(message.right)} | {', '.join(sorted(found.begun | found.offered)) or '-'}"
                )
    await town.close()
    await opened.retriever.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(_main()))
