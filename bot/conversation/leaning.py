"""A message in, what it leans on out: what is quoted, the answer it is a reply to, the question or the piece before it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.room import Around, Said
from bot.records.failing import kept
from bot.records.people import Asker
from index.answer import Answer, Outcome, Question
from index.plain import plain, words_of
from index.subject import is_near


class Leaning:
    """Finds it in what is remembered, and in the records of what was answered."""

    def __init__(self, house: House, memory: Memory) -> None:
        self._retriever, self._records, self._wording = house.retriever, house.records, house.wording
        self._memory = memory

    async def before(self, asker: Asker, lang: str, around: Around) -> str:
        """What a question may lean on: what is quoted, the answer that it is a reply to, whoever asked for that, or what
        the same person asked before."""
        if around.quote:
            return around.quote
        before = self._memory.before(asker.person, asker.chat)
        name = await self.replied(asker, around)
        if not name or name == self._memory.entry_of(asker.person, asker.chat):
            return before
        entry = self._retriever.snapshot.show(name, lang)
        return entry.title if entry else before

    async def replied(self, asker: Asker, around: Around) -> str:
        """The id of the entry that the message which is replied to shows; empty: it is no reply, or to something else."""
        if around.answers_id is None:
            return ""
        return await kept(self._records.questions.entry_under(asker.chat, around.answers_id), None) or ""

    async def points(self, said: Said) -> bool:
        """Whether it points at the answer before: "deel dit met mijn collega"."""
        if self._wording.words("pointing_words").isdisjoint(words_of(plain(said.text))):
            return False
        own = self._memory.entry_of(said.asker.person, said.asker.chat)
        return bool(own or await self.replied(said.asker, said.around))

    def follows(self, asker: Asker, text: str, before: str) -> bool:
        """Whether it goes on about what was asked before, which was near our subject: "en als ze ziek zijn?"."""
        words = words_of(text)
        if not words or words[0] not in self._wording.words("following_words"):
            return False
        return bool(before) or is_near(self._memory.to_hand(asker.person, asker.chat))

    async def joined(
        self, asker: Asker, question: Question, alone: Sequence[Answer]
    ) -> tuple[tuple[Answer, ...], int | None] | None:
        """(the answer to a message with the one just before it, the number of that one), where they are one question.

        None: there was none, or together they are answered no better.
        """
        piece = self._memory.piece_before(asker.person, asker.chat)
        if piece is None or alone[0].outcome is Outcome.ANSWERED:
            return None
        both = await self._retriever.ask(replace(question, text=f"{piece.text} {question.text}"))
        is_better = both.outcome is Outcome.ANSWERED or (both.outcome.shows_entry and not alone[0].outcome.shows_entry)
        return ((both,), piece.number) if is_better else None
