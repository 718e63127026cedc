"""What somebody thinks of an answer in, noted; what is said to that out. Only who asked has a say."""

from dataclasses import replace

from bot.conversation.acting import REASONS
from bot.conversation.callback_data import Kind, Press
from bot.conversation.handover import Handover
from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.offers import WHY_WRONG
from bot.conversation.reply import Reply, Turn
from bot.conversation.showing import Showing
from bot.records.failing import kept
from bot.records.people import Asker


class Verdicts:
    """Takes them."""

    def __init__(self, house: House, memory: Memory, handover: Handover, showing: Showing) -> None:
        self._house, self._questions, self._say = house, house.records.questions, house.wording.say
        self._memory, self._handover, self._showing = memory, handover, showing

    async def picked(self, asker: Asker, press: Press, lang: str) -> Turn:
        """One of the options of a question was meant."""
        entry = self._house.entry(press.code, press.of or lang)
        if entry is None:
            return self._showing.gone(lang)
        is_own = await kept(self._questions.chose(press.number, asker.person, entry.id), False)
        self._memory.shown(asker.person, asker.chat, entry.id)
        return self._showing.entry(entry, press.page, lang, press.number if is_own else None)

    async def none_of_these(self, asker: Asker, press: Press, lang: str) -> Turn:
        """None of them was."""
        await kept(self._questions.chose(press.number, asker.person, None), False)
        words = self._memory.words_of(asker.person, asker.chat, press.number) or ""
        turn = Turn.of(self._house.composer.unknown("none_chosen", lang))
        return self._handover.under(turn, asker, words, lang)

    async def judged(self, asker: Asker, press: Press, lang: str) -> Turn:
        """👍 or 👎."""
        is_good = press.kind is Kind.GOOD
        words_of = self._memory.understood_of if is_good else self._memory.words_of
        words = words_of(asker.person, asker.chat, press.number)
        is_counted = await self._questions.judged(press.number, asker.person, is_good=is_good, words=words)
        key = "verdict_not_yours" if not is_counted else "thanks_good" if is_good else "thanks_bad"
        return Turn(toast=self._say(key, lang))

    async def wrong(self, asker: Asker, press: Press, lang: str) -> Turn:
        """Why an answer is no good, which is 👎 as well."""
        if press.page >= len(REASONS):
            return Turn(toast=self._say("old_button", lang))
        judged = await self.judged(asker, replace(press, kind=Kind.BAD), lang)
        if judged.toast != self._say("thanks_bad", lang):
            return judged
        reason = REASONS[press.page]
        said = [await given(press.number, reason, lang) for given in self._house.offers.all(WHY_WRONG)]
        words = self._memory.words_of(asker.person, asker.chat, press.number) or ""
        turn = Turn(tuple(said) or (Reply(self._say("thanks_bad", lang)),))
        return self._handover.under(turn, asker, words, lang)
