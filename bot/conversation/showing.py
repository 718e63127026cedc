"""What a button or a link names in, the turn that shows it out: an entry, a part of it, or the way there by topics."""

from dataclasses import replace

from bot.conversation.callback_data import Press
from bot.conversation.codes import code_of
from bot.conversation.house import House
from bot.conversation.memory import Memory
from bot.conversation.noting import note, opened
from bot.conversation.offers import PASSING
from bot.conversation.reply import Reply, Told, Turn
from bot.conversation.topics import Topics
from bot.records.people import Asker
from bot.records.questions import Where
from index.shown import part
from knowledge.entry import Entry


class Showing:
    """Shows it, as the folder is now."""

    def __init__(self, house: House, memory: Memory) -> None:
        self._house, self._retriever, self._compose = house, house.retriever, house.composer
        self._say, self._memory, self._topics = house.wording.say, memory, Topics(house.wording)

    async def open(self, asker: Asker, code: str, lang: str, where: Where) -> Turn:
        """An entry that was asked for by name: from a link, a related entry, a topic."""
        entry = self._house.entry(code, lang)
        if entry is None:
            return self.gone(lang)
        number = await note(self._house.records, opened(asker, entry, lang, where))
        self._memory.keep(
            asker.person, asker.chat, said=entry.title, understood=entry.title, number=number or 0, entry=entry.id
        )
        return replace(self.entry(entry, 0, lang, number), asked=number)

    def entry(self, entry: Entry, at: int, lang: str, number: int | None = None) -> Turn:
        """An entry, or its section at that position; number None: there is nothing to judge."""
        found = part(entry, at)
        replies = self._compose.entry(entry, found, lang, self._retriever.snapshot, number)
        return Turn(replies, tells=(Told(lang, number, (entry, found)),))

    def section(self, press: Press, lang: str) -> Turn:
        """A section of a guideline."""
        entry = self._house.entry(press.code, press.of or lang)
        return self.entry(entry, press.number, lang) if entry else self.gone(lang)

    def contents(self, press: Press, lang: str) -> Turn:
        """The sections of a guideline, to choose from."""
        entry = self._house.entry(press.code, lang)
        return Turn.of(self._compose.contents(entry, lang)) if entry else self.gone(lang)

    def passed_on(self, press: Press, lang: str) -> Turn:
        """An entry, or a part of it, as text for elsewhere."""
        entry = self._house.entry(press.code, press.of or lang)
        if entry is None:
            return self.gone(lang)
        given = self._house.offers.all(PASSING)
        said = given[0](entry, part(entry, press.number), lang) if given else (self._compose.shared(entry, lang),)
        return Turn(said)

    def groups(self, lang: str, page: int) -> Reply:
        """A page of the groups of topics."""
        return self._topics.groups(self._retriever.snapshot, lang, page)

    def group(self, press: Press, lang: str) -> Turn:
        """The topics of a group."""
        page = self._topics.group(self._retriever.snapshot, lang, press.number, press.page)
        return Turn((page,), replaces=True) if page else Turn(toast=self._say("old_button", lang))

    async def topic(self, asker: Asker, code: str, lang: str, where: Where) -> Turn:
        """The entries of a topic to choose from; of a topic that has one, that one."""
        entries = self._topics.entries(self._retriever.snapshot, lang, code)
        if not entries:
            return self.gone(lang)
        if len(entries) == 1:
            return await self.open(asker, code_of(entries[0].id), lang, where)
        return Turn.of(self._topics.choice(code, entries, lang))

    def gone(self, lang: str) -> Turn:
        """That what was named is no longer there."""
        return Turn.of(Reply(self._say("gone", lang), (self._compose.topics_row(lang),)))
