"""A turn in, the same with the way to have a person answer under it out; and the question that goes that way."""

from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.offers import HANDING, TO_HAND
from bot.conversation.reply import Turn
from bot.records.people import Asker


class Handover:
    """Offers it where a room of the house takes such questions."""

    def __init__(self, house: House, memory: Memory) -> None:
        self._offers, self._memory = house.offers, memory
        house.offers.give(TO_HAND, lambda asker: memory.taken_to_hand(asker.person, asker.chat))

    def under(self, turn: Turn, asker: Asker, words: str, lang: str) -> Turn:
        """With the way to a person under its last message; words: of the question, empty: to be typed."""
        rows = tuple(row for given in self._offers.all(HANDING) if (row := given(asker, lang)))
        if not rows or not turn.replies:
            return turn
        self._memory.keep_to_hand(asker.person, asker.chat, words)
        return turn.offering(*rows)
