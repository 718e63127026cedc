"""What a room of the conversation is: a subject besides asking, with commands, buttons and drafts of its own."""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.conversation.buttons import Buttons
from bot.conversation.house import House
from bot.conversation.menus import Command
from bot.conversation.reply import Reply, Turn
from bot.records.drafts import Draft
from bot.records.origins import Origin
from bot.records.people import Asker
from bot.records.questions import Where
from bot.records.shelf import Shelf
from index.answer import Answer
from knowledge.entry import Entry


class FetchError(Exception):
    """A file that can't be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that somebody sent, not fetched yet."""

    name: str  # as the sender's phone calls it; empty: it has none
    size: int  # bytes, as Telegram says
    caption: str
    fetch: Callable[[], Awaitable[bytes]]  # raises FetchError; Telegram hands out 20 MB at most
    message_id: int | None = None  # Telegram's number of the message that it came in; None: it has none


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the words of a message."""

    answers: str = ""  # the text of the message that it is a reply to; empty: it is none
    answers_id: int | None = None  # Telegram's number of that message, where the bot sent it; None: it didn't
    quote: str = ""  # the part of that message that the sender points at; empty: none
    links: tuple[str, ...] = ()  # addresses in the message and in the one it answers, those behind words too
    is_forwarded: bool = False
    message_id: int | None = None  # Telegram's number of the message itself; None: it has none
    document: Document | None = None  # the file of the message that it answers; None: there is none, or it is ours
    shows: str = ""  # the id of the entry that whoever sends it has before them elsewhere; empty: none that is known of


NOTHING = Around()


@dataclass(frozen=True, slots=True)
class Said:
    """A message, as a room hears it."""

    asker: Asker
    text: str  # what stands behind the command, or the whole message; less the spaces around it
    lang: str  # to answer in
    where: Where
    around: Around = NOTHING
    deed: str = (
        ""  # Dutch name of the command that is asked for in plain words; empty: none is, as far as anybody can tell
    )


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a room, and who pressed it. Anybody can send any values: they are checked like all that strangers send."""

    asker: Asker
    action: str
    values: tuple[str, ...]  # each of letters, digits, _ and -
    lang: str
    where: Where
    message_id: int | None = None  # Telegram's number of the message that the button is under; None: it has none

    def number(self, at: int = 0) -> int | None:
        """A value as a number; None where it is none."""
        if at >= len(self.values) or not self.values[at].isdecimal() or len(self.values[at]) > NUMBER_DIGITS:
            return None
        return int(self.values[at])


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a draft waits for, where something else may be answered meanwhile."""

    asked: Reply  # to be said again below that
    takes_links: bool = False  # whether an address may be what is waited for
    takes_words: bool = True  # whether any words may be; False: only what can be read as a day, an hour and the like
    is_name: bool = False  # what is waited for is a name, which no question is
    proposed: str = ""  # what is meant by a yes, in words that can be read; empty: nothing can be said yes to
    kept_as: tuple[str, str] | None = (
        None  # of the turn in which it is asked again, where the room is to know that message
    )
    gone: tuple[int, ...] = ()  # Telegram's numbers of messages whose place that takes


Handler = Callable[[Said], Awaitable[Turn]]
NUMBER_DIGITS = 15


class Room:
    """A subject; what it has no use for stays as it is here."""

    prefix: ClassVar[str]  # of its buttons' data: two to four letters, no other room's
    commands: ClassVar[tuple[Command, ...]] = ()
    shelves: ClassVar[tuple[type[Shelf], ...]] = ()  # what it keeps; it finds them as `house.records.shelf(kind)`

    def __init__(self, house: House) -> None:
        self._house, self._say = house, house.wording.say
        self._button = Buttons(self.prefix, self._say)

    def handlers(self) -> Mapping[str, Handler]:
        """What does its commands, by their Dutch names."""
        return {}

    def idle(self, asker: Asker) -> Collection[str]:
        """Dutch names of its commands that have nothing to show somebody, as the folder is now: help doesn't name them."""
        return ()

    async def presses(self, pressed: Pressed) -> Turn | None:
        """What a button leads to; None where it is none of ours, or of long ago."""
        return None

    async def continues(self, said: Said, draft: Draft) -> Turn:
        """What a text leads to that the room's own draft waited for."""
        raise NotImplementedError

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting | None:
        """What the room's own draft waits for; None: it may be a question, or anything else, so all that is typed is it."""
        return None

    def begun(self, draft: Draft) -> str:
        """Key of what the room's own draft is called in a sentence: "de afspraak"; empty: it has no name."""
        return ""

    def left(self, draft: Draft, lang: str) -> Turn:
        """What to say where somebody leaves what they had begun here, which has ended."""
        name = self.begun(draft)
        said = self._say("draft_left", lang, what=self._say(name, lang)) if name else self._say("draft_ended", lang)
        return Turn.of(Reply(said))

    async def lets_be(self, said: Said) -> Turn | None:
        """What to say to somebody who has enough of what the room keeps otherwise than as a draft; None: there is nothing."""
        return None

    async def amends(self, said: Said, draft: Draft) -> Turn | None:
        """What a text changes in the room's own card, which waits for a tap; None: it is about something else."""
        return None

    async def corrects(self, said: Said, origin: Origin) -> Turn | None:
        """What an edit of a message leads to that led to something which is kept; text: less what only asks for it.

        None: that can't be changed so, which is said.
        """
        return None

    async def opens(self, said: Said) -> Turn | None:
        """What a link to the bot leads to, "?start=<prefix>_<text>"; None where there is nothing behind it."""
        return None

    async def hears(self, said: Said) -> Turn | None:
        """What a text leads to that is no command, before it is searched for; None: it is a question.

        In a group this is a text that was meant for the bot: a reply to it, or one with its name.
        """
        return None

    def lets_go(self, asker: Asker) -> None:
        """Forget what is held in memory of somebody: they erase all about themselves."""

    async def receives(self, said: Said, document: Document) -> Turn | None:
        """What a file leads to, sent in a private chat; None: it isn't for this room."""
        return None

    async def sent(self, word: str, asker: Asker, message_ids: Sequence[int]) -> None:
        """Telegram's numbers of the messages that a turn with `kept_as=(prefix, word)` was sent as, in its chat.

        Where the turn said something else first, that is among them: what the room asks stands last.
        """

    async def wakes(self, now: datetime) -> None:
        """Say what is due; called every few seconds, now in UTC."""

    async def goes_with(self, answer: Answer) -> str:
        """Lines of HTML to send with the answer to a question, also where there is none to give."""
        return ""

    def under(self, entry: Entry, lang: str) -> str:
        """Lines of HTML to show under an answer; from memory, since every answer asks."""
        return ""

    # --- for rooms whose drafts are JSON objects

    async def _keep_draft(self, asker: Asker, body: Mapping[str, object], *, waits: bool) -> None:
        """What somebody has begun here, in place of what they had begun before; waits: for a text."""
        await self._house.records.drafts.keep(asker, self.prefix, json.dumps(body), waits=waits)

    async def _own_draft(self, asker: Asker) -> dict[str, Any] | None:
        """What somebody has begun here; None: nothing, or something in another room since."""
        draft = await self._house.records.drafts.own(asker, self.prefix)
        if draft is None:
            return None
        body: dict[str, Any] = json.loads(draft.body)
        return body
