"""What a person asked and was shown last, kept for ten minutes, so that "en bij kader?" is understood.

In memory alone; where a person's next message may come to another process, between messages in the records (recalling.py).
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import timedelta
from typing import Any, Generic, TypeVar

PIECE_S = 8  # between two messages that may be pieces of one
KEPT_S = 600  # how long a question can be asked on
POINTED_FOR = timedelta(seconds=KEPT_S)  # how long "die" may be what was made last
Choices = tuple[tuple[str, str], ...]  # buttons under a message: (what is on it, what it hands back), in their order
MOST = 10_000  # people remembered at once; the longest silent are forgotten first


T = TypeVar("T")
Key = tuple[str, str]  # pseudonyms of a person and a chat


@dataclass(frozen=True, slots=True)
class _Last:
    said: str  # as typed
    understood: str  # as searched, with what it leant on
    number: int  # of its record
    entry: str = ""  # id of the one that was shown; empty: none was


@dataclass(frozen=True, slots=True)
class Piece:
    """A message that may go on in the next."""

    text: str
    number: int | None  # under which it was noted as a question; None: it wasn't


class _OfEach(Generic[T]):
    """One thing of each person in each chat, for so many seconds; of many people, of those who were heard last."""

    def __init__(self, clock_s: Callable[[], float], kept_s: float, read: Callable[[Any], T]) -> None:
        """read: a thing from what it is as JSON."""
        self._clock_s, self._kept_s, self._read = clock_s, kept_s, read
        self._things: OrderedDict[Key, tuple[T, float]] = OrderedDict()  # with when it was kept; the oldest first

    def keep(self, key: Key, thing: T | None) -> None:
        """In place of the one before; None: there is none any more."""
        self._things.pop(key, None)
        if thing is not None:
            self._things[key] = thing, self._clock_s()
        while self._things and (len(self._things) > MOST or self._is_old(next(iter(self._things.values()))[1])):
            self._things.popitem(last=False)

    def change(self, key: Key, change: Callable[[T], T]) -> None:
        """What is kept becomes another, kept since the same moment."""
        if key in self._things:
            thing, at_s = self._things[key]
            self._things[key] = change(thing), at_s

    def of(self, key: Key) -> T | None:
        """None: there is none, or it is too long ago."""
        thing, at_s = self._things.get(key, (None, 0.0))
        return None if self._is_old(at_s) else thing

    def take(self, key: Key) -> T | None:
        """The same, once."""
        thing = self.of(key)
        self._things.pop(key, None)
        return thing

    def forget(self, person: str) -> None:
        for key in [key for key in self._things if key[0] == person]:
            del self._things[key]

    def state(self, key: Key) -> list[Any] | None:
        """For `restore`, as JSON has it; None where there is none, or it is too long ago."""
        thing = self.of(key)
        if thing is None:
            return None
        return [asdict(thing) if is_dataclass(thing) and not isinstance(thing, type) else thing, self._things[key][1]]

    def restore(self, key: Key, state: list[Any] | None) -> None:
        self._things.pop(key, None)
        if state:
            self._things[key] = self._read(state[0]), state[1]

    def _is_old(self, at_s: float) -> bool:
        return self._clock_s() - at_s > self._kept_s


class Memory:
    """The last question of each person in each chat, and what goes with it."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._last = _OfEach(clock_s, KEPT_S, lambda state: _Last(**state))
        self._offered: _OfEach[Choices] = _OfEach(
            clock_s, KEPT_S, lambda state: tuple((on, back) for on, back in state)
        )
        self._pieces = _OfEach(clock_s, PIECE_S, lambda state: Piece(**state))
        self._rest: _OfEach[tuple[int, tuple[str, ...]]] = _OfEach(
            clock_s, KEPT_S, lambda state: (state[0], tuple(state[1]))
        )
        self._aside: _OfEach[str] = _OfEach(clock_s, KEPT_S, str)
        self._to_hand: _OfEach[str] = _OfEach(clock_s, KEPT_S, str)
        self._all: dict[str, _OfEach[Any]] = {
            "last": self._last,
            "offered": self._offered,
            "piece": self._pieces,
            "rest": self._rest,
            "aside": self._aside,
            "to_hand": self._to_hand,
        }

    def keep(self, person: str, chat: str, *, said: str, understood: str, number: int, entry: str = "") -> None:
        """Remember a question in place of the one before; entry: the id of what it was answered with."""
        self._last.keep((person, chat), _Last(said, understood, number, entry))
        self._to_hand.keep((person, chat), None)

    def before(self, person: str, chat: str) -> str:
        """The question before, as it was understood; empty where there is none or it is too long ago."""
        last = self._last.of((person, chat))
        return last.understood if last else ""

    def shown(self, person: str, chat: str, entry: str) -> None:
        """An entry was chosen of those that were offered for the question."""
        self._last.change((person, chat), lambda last: replace(last, entry=entry))

    def entry_of(self, person: str, chat: str) -> str:
        """The id of the entry that was shown last; empty where there is none or it is too long ago."""
        last = self._last.of((person, chat))
        return last.entry if last else ""

    def number_of(self, person: str, chat: str) -> int | None:
        """The number of the last question; None where there is none, it was not noted, or it is too long ago."""
        last = self._last.of((person, chat))
        return (last.number or None) if last else None

    def words_of(self, person: str, chat: str, number: int) -> str | None:
        """What was typed for a question, where it was the last one."""
        last = self._last.of((person, chat))
        return last.said if last and last.number == number else None

    def understood_of(self, person: str, chat: str, number: int) -> str | None:
        """The same with what it leant on, as it was searched."""
        last = self._last.of((person, chat))
        return last.understood if last and last.number == number else None

    def offer(self, person: str, chat: str, choices: Choices) -> None:
        """Remember the buttons under what was said last in place of those before; none: nothing is to be chosen any more."""
        self._offered.keep((person, chat), choices or None)

    def offered(self, person: str, chat: str) -> Choices:
        """The buttons under what was said last; none where it is too long ago."""
        return self._offered.of((person, chat)) or ()

    def keep_piece(self, person: str, chat: str, piece: Piece | None) -> None:
        """Remember a message that may go on in the next; None: the last doesn't."""
        self._pieces.keep((person, chat), piece)

    def piece_before(self, person: str, chat: str) -> Piece | None:
        """What was said just before and may go on; None: nothing, or longer ago than people take between two pieces."""
        return self._pieces.of((person, chat))

    def keep_rest(self, person: str, chat: str, number: int, texts: tuple[str, ...]) -> None:
        """Remember the questions that stood beside the one of that number in a message, and of which nothing was told."""
        self._rest.keep((person, chat), (number, texts))

    def rest_of(self, person: str, chat: str, number: int) -> tuple[str, ...]:
        """Those questions; none where there was another such message since, or it is too long ago."""
        kept, texts = self._rest.of((person, chat)) or (number, ())
        return texts if kept == number else ()

    def set_aside(self, person: str, chat: str, text: str) -> None:
        """Remember what was taken for a question in the middle of something else."""
        self._aside.keep((person, chat), text)

    def taken_aside(self, person: str, chat: str) -> str:
        """That text, once; empty where there is none or it is too long ago."""
        return self._aside.take((person, chat)) or ""

    def keep_to_hand(self, person: str, chat: str, text: str) -> None:
        """Remember the question that the button under what was said last hands to a person; empty: it is still to be typed."""
        self._to_hand.keep((person, chat), text or None)

    def to_hand(self, person: str, chat: str) -> str:
        """The last question of which nothing was known; empty: there is none, or one was answered since."""
        return self._to_hand.of((person, chat)) or ""

    def taken_to_hand(self, person: str, chat: str) -> str:
        """That question, once; empty where there is none or it is too long ago."""
        return self._to_hand.take((person, chat)) or ""

    def state(self, person: str, chat: str) -> str:
        """All that is remembered of a person in a chat, as JSON for `restore`; empty where it is nothing, or too long ago."""
        found = {name: state for name, each in self._all.items() if (state := each.state((person, chat)))}
        return json.dumps(found, ensure_ascii=False) if found else ""

    def restore(self, person: str, chat: str, state: str) -> None:
        """Remember that, and nothing else, of a person in a chat."""
        found = json.loads(state) if state else {}
        for name, each in self._all.items():
            each.restore((person, chat), found.get(name))

    def forget(self, person: str) -> None:
        """Everything of a person goes, in every chat."""
        for each in self._all.values():
            each.forget(person)
