"""What the conversation says, ready to be shown by whichever face: messages and the buttons under them."""

from dataclasses import dataclass, replace
from datetime import datetime

from index.shown import Shown
from knowledge.entry import Entry


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press under a message; exactly one of data, url and share is filled."""

    label: str
    data: str = ""  # handed back when it is pressed; at most 64 bytes
    url: str = ""  # opened
    share: str = ""  # asked of the bot in a chat that the person picks: an answer carried elsewhere


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str  # what it is called where it is kept: "overleg.ics"
    data: bytes
    is_picture: bool = False  # shown in the chat rather than offered as a file


@dataclass(frozen=True, slots=True)
class Clock:
    """Words of a message that name a moment: each reader may see it on their own clock, where the face and the app can."""

    text: str  # as it stands in the HTML
    at: datetime
    shows: str = "wDt"  # weekday, day and time, as in the Bot API's date_time_format; "t": the time alone


@dataclass(frozen=True, slots=True)
class Reply:
    """A message ready to send."""

    html: str  # Telegram's HTML subset; at most 4,096 UTF-16 units once parsed, 1,024 where a file goes with it
    rows: tuple[tuple[Button, ...], ...] = ()  # of buttons, from the top
    attachment: Attachment | None = None
    clocks: tuple[Clock, ...] = ()  # in the order in which they stand in the HTML


@dataclass(frozen=True, slots=True)
class Told:
    """What a turn's messages tell of the knowledge, for a face that has more to show it with than messages."""

    lang: str  # that it is told in; of a folder in other languages it may be one that the bot has no words in
    number: int | None  # under which the question was noted; None: it wasn't, so there is nothing to judge
    shown: tuple[Entry, Shown] | None = None  # the entry that is told; None: none is
    doubt: str = ""  # HTML to be read before that entry, which may not be what was meant; empty: it is
    offered: tuple[tuple[Entry, Shown], ...] = ()  # to choose from
    reply: Reply | None = None  # what is said where no entry is shown or offered


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message, or one press of a button, leads to."""

    replies: tuple[Reply, ...] = ()  # in order; none: say nothing, as in a group where it is unsure
    toast: str = ""  # a word shown over the chat where a button was pressed; plain text
    replaces: bool = False  # the first reply takes the place of the message under which a button was pressed
    reaction: str = ""  # an emoji put to the message instead of an answer; empty: none
    whisper: Reply | None = None  # said to the asker alone in place of the reaction, where the face can; never aloud
    asked: int | None = None  # the number under which the question was noted; None: it wasn't
    edits: tuple[
        tuple[int, Reply], ...
    ] = ()  # (Telegram's number of another message of ours in this chat, what it says now)
    gone: tuple[int, ...] = ()  # Telegram's numbers of messages of ours in this chat that are done with: they disappear
    tells: tuple[Told, ...] = ()  # what the replies say, where they show or offer entries; else none
    lang: str = ""  # that it is said in, where that isn't what is spoken with the asker; empty: it is
    lines: str = ""  # HTML that stands in the last reply besides: what rooms have to say to the question
    is_unread: bool = False  # what was typed says nothing of what was asked for, which is asked again
    is_of_draft: bool = False  # says something to an answer in what was begun; whoever edits that has it said anew
    kept_as: tuple[str, str] | None = None  # (a room's prefix, its own word): that room is told what was sent as

    @staticmethod
    def of(*replies: Reply) -> "Turn":
        """New messages, and nothing else."""
        return Turn(replies)

    def headed(self, html: str) -> "Turn":
        """With something to read first at the head of its first message."""
        if not self.replies:
            return self
        first, *others = self.replies
        return replace(self, replies=(replace(first, html=f"{html}\n\n{first.html}"), *others))

    def offering(self, *rows: tuple[Button, ...]) -> "Turn":
        """With rows of buttons above those under its last message."""
        if not self.replies:
            return self
        *firsts, last = self.replies
        return replace(self, replies=(*firsts, replace(last, rows=(*rows, *last.rows))))

    def unread(self, html: str) -> "Turn":
        """With that what was typed could not be read at its head."""
        return replace(self.headed(html), is_unread=True)
