"""What a person asked and was shown last, kept for ten minutes, so that "en bij kader?" is understood.

In memory alone; where a person's next message may come to another process, between messages in the records (recalling.py).
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

PIECE_S = 8  # between two messages that may be pieces of one
KEPT_S = 600  # how long a question can be asked on
Choices = tuple[tuple[str, str], ...]  # buttons under a message: (what is on it, what it hands back), in their order
MOST = 10_000  # people remembered at once; the longest silent are forgotten first


@dataclass(frozen=True, slots=True)
class _Last:
    said: str  # as typed
    understood: str  # as searched, with what it leant on
    number: int  # of its record
    at_s: float
    entry: str = ""  # id of the one that was shown; empty: none was


@dataclass(frozen=True, slots=True)
class Piece:
    """A message that may go on in the next."""

    text: str
    number: int | None  # under which it was noted as a question; None: it wasn't


class Memory:
    """The last question of each person in each chat."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._last: OrderedDict[tuple[str, str], _Last] = OrderedDict()
        self._offered: OrderedDict[tuple[str, str], tuple[Choices, float]] = OrderedDict()
        self._pieces: OrderedDict[tuple[str, str], tuple[Piece, float]] = OrderedDict()
        self._rest: OrderedDict[tuple[str, str], tuple[int, tuple[str, ...], float]] = OrderedDict()
        self._aside: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()
        self._to_hand: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()
        self._all = (self._last, self._offered, self._pieces, self._rest, self._aside, self._to_hand)

    def keep(self, person: str, chat: str, *, said: str, understood: str, number: int, entry: str = "") -> None:
        """Remember a question in place of the one before; entry: the id of what it was answered with."""
        self._last.pop((person, chat), None)
        self._to_hand.pop((person, chat), None)
        self._last[person, chat] = _Last(said, understood, number, self._clock_s(), entry)
        while self._last and (len(self._last) > MOST or self._is_old(next(iter(self._last.values())))):
            self._last.popitem(last=False)

    def before(self, person: str, chat: str) -> str:
        """The question before, as it was understood; empty where there is none or it is too long ago."""
        last = self._last.get((person, chat))
        return last.understood if last and not self._is_old(last) else ""

    def shown(self, person: str, chat: str, entry: str) -> None:
        """An entry was chosen of those that were offered for the question."""
        if last := self._last.get((person, chat)):
            self._last[person, chat] = replace(last, entry=entry)

    def entry_of(self, person: str, chat: str) -> str:
        """The id of the entry that was shown last; empty where there is none or it is too long ago."""
        last = self._last.get((person, chat))
        return last.entry if last and not self._is_old(last) else ""

    def number_of(self, person: str, chat: str) -> int | None:
        """The number of the last question; None where there is none, it was not noted, or it is too long ago."""
        last = self._last.get((person, chat))
        return (last.number or None) if last and not self._is_old(last) else None

    def words_of(self, person: str, chat: str, number: int) -> str | None:
        """What was typed for a question, where it was the last one."""
        last = self._of(person, chat, number)
        return last.said if last else None

    def understood_of(self, person: str, chat: str, number: int) -> str | None:
        """The same with what it leant on, as it was searched."""
        last = self._of(person, chat, number)
        return last.understood if last else None

    def offer(self, person: str, chat: str, choices: Choices) -> None:
        """Remember the buttons under what was said last in place of those before; none: nothing is to be chosen any more."""
        self._offered.pop((person, chat), None)
        if choices:
            self._offered[person, chat] = choices, self._clock_s()
        while len(self._offered) > MOST:
            self._offered.popitem(last=False)

    def offered(self, person: str, chat: str) -> Choices:
        """The buttons under what was said last; none where it is too long ago."""
        choices, at_s = self._offered.get((person, chat), ((), 0.0))
        return choices if self._clock_s() - at_s <= KEPT_S else ()

    def keep_piece(self, person: str, chat: str, piece: Piece | None) -> None:
        """Remember a message that may go on in the next; None: the last doesn't."""
        self._pieces.pop((person, chat), None)
        if piece:
            self._pieces[person, chat] = piece, self._clock_s()
        while len(self._pieces) > MOST:
            self._pieces.popitem(last=False)

    def piece_before(self, person: str, chat: str) -> Piece | None:
        """What was said just before and may go on; None: nothing, or longer ago than people take between two pieces."""
        piece, at_s = self._pieces.get((person, chat), (None, 0.0))
        return piece if self._clock_s() - at_s <= PIECE_S else None

    def keep_rest(self, person: str, chat: str, number: int, texts: tuple[str, ...]) -> None:
        """Remember the questions that stood beside the one of that number in a message, and of which nothing was told."""
        self._rest.pop((person, chat), None)
        self._rest[person, chat] = number, texts, self._clock_s()
        while len(self._rest) > MOST:
            self._rest.popitem(last=False)

    def rest_of(self, person: str, chat: str, number: int) -> tuple[str, ...]:
        """Those questions; none where there was another such message since, or it is too long ago."""
        kept, texts, at_s = self._rest.get((person, chat), (number, (), 0.0))
        return texts if kept == number and self._clock_s() - at_s <= KEPT_S else ()

    def set_aside(self, person: str, chat: str, text: str) -> None:
        """Remember what was taken for a question in the middle of something else."""
        self._aside.pop((person, chat), None)
        self._aside[person, chat] = text, self._clock_s()
        while len(self._aside) > MOST:
            self._aside.popitem(last=False)

    def taken_aside(self, person: str, chat: str) -> str:
        """That text, once; empty where there is none or it is too long ago."""
        text, at_s = self._aside.pop((person, chat), ("", 0.0))
        return text if self._clock_s() - at_s <= KEPT_S else ""

    def keep_to_hand(self, person: str, chat: str, text: str) -> None:
        """Remember the question that the button under what was said last hands to a person; empty: it is still to be typed."""
        self._to_hand.pop((person, chat), None)
        if text:
            self._to_hand[person, chat] = text, self._clock_s()
        while len(self._to_hand) > MOST:
            self._to_hand.popitem(last=False)

    def taken_to_hand(self, person: str, chat: str) -> str:
        """That question, once; empty where there is none or it is too long ago."""
        text, at_s = self._to_hand.pop((person, chat), ("", 0.0))
        return text if self._clock_s() - at_s <= KEPT_S else ""

    def state(self, person: str, chat: str) -> str:
        """All that is remembered of a person in a chat, as JSON for `restore`; empty where it is nothing, or too long ago."""
        key, now_s = (person, chat), self._clock_s()
        kept = {
            "offered": self._offered.get(key),
            "rest": self._rest.get(key),
            "aside": self._aside.get(key),
            "to_hand": self._to_hand.get(key),
        }
        found: dict[str, object] = {name: told for name, told in kept.items() if told and now_s - told[-1] <= KEPT_S}
        if (last := self._last.get(key)) and not self._is_old(last):
            found["last"] = asdict(last)
        if (piece := self._pieces.get(key)) and now_s - piece[1] <= PIECE_S:
            found["piece"] = [asdict(piece[0]), piece[1]]
        return json.dumps(found, ensure_ascii=False) if found else ""

    def restore(self, person: str, chat: str, state: str) -> None:
        """Remember that, and nothing else, of a person in a chat."""
        key = (person, chat)
        for kept in self._all:
            kept.pop(key, None)
        found = json.loads(state) if state else {}
        if last := found.get("last"):
            self._last[key] = _Last(**last)
        if offered := found.get("offered"):
            self._offered[key] = tuple((said, data) for said, data in offered[0]), offered[1]
        if rest := found.get("rest"):
            self._rest[key] = rest[0], tuple(rest[1]), rest[2]
        if aside := found.get("aside"):
            self._aside[key] = aside[0], aside[1]
        if to_hand := found.get("to_hand"):
            self._to_hand[key] = to_hand[0], to_hand[1]
        if piece := found.get("piece"):
            self._pieces[key] = Piece(**piece[0]), piece[1]

    def forget(self, person: str) -> None:
        """Everything of a person goes, in every chat."""
        for kept in self._all:
            for key in [key for key in kept if key[0] == person]:
                del kept[key]

    def _of(self, person: str, chat: str, number: int) -> _Last | None:
        last = self._last.get((person, chat))
        return last if last and last.number == number and not self._is_old(last) else None

    def _is_old(self, last: _Last) -> bool:
        return self._clock_s() - last.at_s > KEPT_S
