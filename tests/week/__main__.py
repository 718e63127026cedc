"""python -m tests.week: each message of messages.tsv said to the shipped bot, how often the first reply is right or useful out.

With --unheard it is unheard.tsv: acts and deeds alone, in words as far from the phrasings as their writer could find.

A line is the language of the sender's app, what is right (an entry, an act, a deed by its command's Dutch name, or "off"
for what is none of ours; several are parted by "|") and the message. They were written before anything was measured on them,
and nothing is to be learned from them: no phrasing, ask or rule is made for a single line.

Right is: the entry that is shown or among the options, the act that is answered, the command whose card opens or is offered
as a button; of what is none of ours that no entry is shown and nothing is begun. Each is said by a person of their own, who
has just read an answer.
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
from index.opening import open_retriever
from index.plain import Courtesy, courtesy_of
from index.settings import IndexSettings
from tests.bot.rooms.world import Town

MESSAGES = Path(__file__).parent / "messages.tsv"
UNHEARD = MESSAGES.with_name("unheard.tsv")
BEFORE = {"nl": "Wie tekent de samenwerkingsovereenkomst?", "en": "Who signs the cooperation agreement?"}
OFF = "off"
COURTESIES = {Courtesy.GREETING: "greeting", Courtesy.THANKS: "thanks"}


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says, and what is right to say to it."""

    lang: str
    right: tuple[str, ...]
    text: str

    @property
    def kind(self) -> str:
        """ "questions", "off", or "acts and deeds"."""
        first = self.right[0]
        return "questions" if "/" in first else OFF if first == OFF else "acts and deeds"


def load(path: Path = MESSAGES) -> list[Message]:
    """The messages, in the file's order."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [Message(lang, tuple(right.split("|")), text) for lang, right, text in lines]


async def measure(messages: list[Message], town: Town) -> list[set[str]]:
    """What each message led to: entries, acts, commands."""
    return [await _led(message, town, 1000 + at) for at, message in enumerate(messages)]


async def _led(message: Message, town: Town, number: int) -> set[str]:
    person = town.person(number, message.lang)
    await person.says(BEFORE[message.lang])
    found: set[str] = set()
    said_to, command = Acting.said_to, Conversation._command

    def acted(self: Acting, act: str, before: object) -> object:
        found.add(act)
        return said_to(self, act, before)  # type: ignore[arg-type]

    async def commanded(self: Conversation, told: tuple[str, str], said: object) -> Turn:
        found.add(told[0])
        return await command(self, told, said)  # type: ignore[arg-type]

    with patch.object(Acting, "said_to", acted), patch.object(Conversation, "_command", commanded):
        await person.says(message.text)
    if not found and not person.turn.tells and (courtesy := courtesy_of(message.text)):
        found.add(COURTESIES[courtesy])
    for told in person.turn.tells:
        found |= {one.id for one in (*(told.shown or ())[:1], *told.offered) if hasattr(one, "id")}
    presses = [parse(button.data) for reply in person.turn.replies for row in reply.rows for button in row]
    return found | {press.command for press in presses if press and press.kind is Kind.DO}


def is_right(message: Message, led: set[str]) -> bool:
    """Whether what it led to is right or useful."""
    return not led if message.right == (OFF,) else not led.isdisjoint(message.right)


async def _main() -> int:
    opened = await open_retriever(IndexSettings(var_dir=Path("var")))
    town = await Town(opened.retriever).open()
    messages = load(UNHEARD if "--unheard" in sys.argv else MESSAGES)
    led = await measure(messages, town)
    right = [is_right(*pair) for pair in zip(messages, led, strict=True)]
    for kind in dict.fromkeys(message.kind for message in messages):
        of_kind = [ok for message, ok in zip(messages, right, strict=True) if message.kind == kind]
        print(f"{kind}: {sum(of_kind) / len(of_kind):.1%} of {len(of_kind)} right or useful at the first reply")
    print(f"all: {sum(right) / len(right):.1%} of {len(right)}")
    if "--wrong" in sys.argv:
        for message, found, ok in zip(messages, led, right, strict=True):
            if not ok:
                print(f"  {message.text} | {'|'.join(message.right)} | {', '.join(sorted(found)) or '-'}")
    await town.close()
    await opened.retriever.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(_main()))
