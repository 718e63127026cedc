"""What somebody typed where buttons were offered in, the button that it means out: "2", "de eerste", "geen van deze", "ja"."""

import re
from collections.abc import Callable
from itertools import dropwhile

from bot.conversation.callback_data import Kind, parse
from bot.conversation.memory import Choices
from bot.conversation.telling_apart import unnumbered
from index.plain import words_of

Listed = Callable[[str], tuple[str, ...]]  # the words of a key of wording, in the reader's language

_COUNT = re.compile(r"\s*\([^()]*\)\s*$")  # behind what a button does: "Een andere (1 van 15)"
LONGEST = 300  # characters; no button says more, and words_of remembers what it was given
# Buttons that show something and begin nothing.
_SHOWING = (Kind.PICK, Kind.NONE, Kind.SHOW, Kind.SECTION, Kind.CARRY, Kind.ALSO, Kind.TOPIC, Kind.EXAMPLE)
# Before what is on a button, in place of a word.
MARKS = {"choice_yes": "✅", "choice_no": "❌", "choice_this": "☑"}


def chosen(text: str, offered: Choices, listed: Listed) -> str | None:
    """What the button hands back; None where the text means none, or could mean more than one."""
    if not offered or len(text) > LONGEST:
        return None
    words = words_of(text)
    if not words:
        return None
    named = [data for label, data in offered if data and words_of(unnumbered(label)) == words]
    if len(named) == 1:
        return named[0]
    lead = listed("choice_lead")
    bare = tuple(dropwhile(lead.__contains__, words))
    named = [data for label, data in offered if data and bare and words_of(_COUNT.sub("", label)) == bare]
    if len(named) == 1:
        return named[0]
    said = " ".join(words)
    options = [data for _, data in offered if _is_of(data, Kind.PICK)]
    if (at := _position(said, listed)) is not None:
        return options[at] if at < len(options) else None
    if said in listed("choice_none") and (none := [data for _, data in offered if _is_of(data, Kind.NONE)]):
        return none[0]
    for key in MARKS:
        if said in listed(key):
            begun = [data for label, data in offered if data and _begins(label, listed(key)[0], MARKS[key])]
            return begun[0] if len(begun) == 1 else None
    return None


def is_option(data: str) -> bool:
    """Whether a button is one of those that may be meant, or says that none is."""
    return _is_of(data, Kind.PICK) or _is_of(data, Kind.NONE)


def shows(data: str) -> bool:
    """Whether a button shows something, an answer or that there is none, and leaves what was begun as it is."""
    return any(_is_of(data, kind) for kind in _SHOWING)


def counts_out(text: str, listed: Listed) -> bool:
    """Whether a text is nothing but the number of an option."""
    return len(text) <= LONGEST and _position(" ".join(words_of(text)), listed) is not None


def _position(said: str, listed: Listed) -> int | None:
    """Which option is counted out, from 0; None where none is."""
    if said.isdecimal() and len(said) == 1:
        return int(said) - 1 if said != "0" else None
    ordinals = listed("choice_ordinals")
    last = said.removeprefix(f"{listed('choice_article')[0]} ")
    return ordinals.index(last) if last in ordinals else None


def _begins(label: str, word: str, mark: str) -> bool:
    return label.startswith(mark) or words_of(label)[:1] == (word,)


def _is_of(data: str, kind: Kind) -> bool:
    press = parse(data) if data else None
    return press is not None and press.kind is kind
