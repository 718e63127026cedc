"""What the conversation says, ready to be shown by whichever face: messages and the buttons under them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press under a message; exactly one of data, url and share is filled."""

    label: str
    data: str = ""  # handed back when it is pressed; at most 64 bytes
    url: str = ""  # opened
    share: str = ""  # asked of the bot in a chat that the person picks: an answer carried elsewhere


@dataclass(frozen=True, slots=True)
class Reply:
    """A message ready to send."""

    html: str  # Telegram's HTML subset; at most 4,096 UTF-16 units once parsed
    rows: tuple[tuple[Button, ...], ...] = ()  # of buttons, from the top


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message, or one press of a button, leads to."""

    replies: tuple[Reply, ...] = ()  # in order; none: say nothing, as in a group where it is unsure
    toast: str = ""  # a word shown over the chat where a button was pressed; plain text
    replaces: bool = False  # the first reply takes the place of the message under which a button was pressed
    reaction: str = ""  # an emoji put to the message instead of an answer; empty: none
    asked: int | None = None  # the number under which the question was noted; None: it wasn't
