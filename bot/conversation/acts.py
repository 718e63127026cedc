"""An act and who says it in, the turn that it leads to out: what it is about is looked up, and acting.py says the rest."""

from bot.conversation.acting import IN_LANGUAGE, TO_A_PERSON, Acting, Before
from bot.conversation.handover import Handover
from bot.conversation.house import House
from bot.conversation.leaning import Leaning
from bot.conversation.memory import Memory
from bot.conversation.reply import Turn
from bot.conversation.room import Said


class Acts:
    """Takes them."""

    def __init__(self, house: House, memory: Memory, acting: Acting, leaning: Leaning, handover: Handover) -> None:
        self._retriever, self._memory, self._acting = house.retriever, memory, acting
        self._leaning, self._handover = leaning, handover

    async def acted(self, said: Said, act: str) -> Turn | None:
        """None: it says nothing to the bot, as most acts in a group don't."""
        if said.asker.is_group and not self._acting.is_about_an_answer(act):
            return None
        own = self._memory.entry_of(said.asker.person, said.asker.chat)
        name = await self._leaning.replied(said.asker, said.around) or own
        snapshot = self._retriever.snapshot
        entry = snapshot.show(name, said.lang) if name else None
        number = self._memory.number_of(said.asker.person, said.asker.chat) if name == own else None
        is_open = number is not None and not own  # the last question got options, of which none was chosen
        replies = self._acting.said_to(act, Before(said.lang, snapshot, entry, number, is_open=is_open))
        turn = Turn(replies, lang=IN_LANGUAGE.get(act, said.lang))
        if act not in TO_A_PERSON:
            return turn
        # The last question, which is the former where the bot knew nothing about it.
        words = self._memory.taken_to_hand(said.asker.person, said.asker.chat) or (
            self._memory.words_of(said.asker.person, said.asker.chat, number) if number else None
        )
        return self._handover.under(turn, said.asker, words or "", said.lang)
