"""The room of passing on: a few words in, the entry that they ask for out, as plain text to paste into a mail."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.codes import code_of
from bot.conversation.compose import label
from bot.conversation.cutting import cut
from bot.conversation.heard import question_of
from bot.conversation.house import House
from bot.conversation.menus import DESK, Command
from bot.conversation.offers import PASSING
from bot.conversation.plain_answer import plain_answer
from bot.conversation.reply import Attachment, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.runs import escape, length
from bot.conversation.wording import LANGUAGES
from bot.records.drafts import Draft
from index.answer import OPTIONS, Answer, Outcome
from index.shown import Shown, named_of, part, shown
from knowledge.changes.places import slug
from knowledge.entry import Entry

LONG_UNITS = 3500  # of a text, from which it comes as a file besides, since it no longer fits into one message


class PassingOn(Room):
    """Makes texts of entries."""

    prefix = "pas"
    commands = (Command("deel", "share", DESK, 90),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        house.offers.give(PASSING, self._text)

    def handlers(self) -> Mapping[str, Handler]:
        return {"deel": self._ask}

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action, pressed.values:
            case "pick", (lang, code, _) if lang in LANGUAGES:
                entry = self._house.entry(code, lang)
                at = pressed.number(2)
                return Turn(self._text(entry, part(entry, at), lang)) if entry and at is not None else None
            case "stop", ():
                await self._house.records.drafts.end(pressed.asker)
                return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
            case _:
                return None

    def begun(self, draft: Draft) -> str:
        return "begun_passing"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        await self._house.records.drafts.end(said.asker)
        return await self._found(said)

    async def _ask(self, said: Said) -> Turn:
        """What the words ask for; without words the answer that the message is a reply to."""
        if said.text:
            return await self._found(said)
        title = said.around.answers.partition("\n")[0].strip()
        if title:
            return await self._found(replace(said, text=title))
        await self._house.records.drafts.keep(said.asker, self.prefix, "{}", waits=True)
        stop = self._button("pass_on_stop", said.lang, "stop")
        return Turn.of(Reply(self._say("pass_on_ask", said.lang), ((stop,),)))

    async def _found(self, said: Said) -> Turn:
        answer = await self._house.retriever.ask(await question_of(self._house, said))
        if answer.outcome is Outcome.ANSWERED:
            return Turn(self._text(answer.hits[0].entry, shown(answer.hits[0]), answer.lang), lang=answer.lang)
        if answer.outcome in (Outcome.LIKELY, Outcome.UNSURE):  # what is passed on has to be what was meant
            return Turn((self._options(answer),), lang=answer.lang)
        return Turn((self._house.composer.unknown("pass_on_none", answer.lang),), lang=answer.lang)

    def _options(self, answer: Answer) -> Reply:
        rows = [
            (self._button.labelled(label(named_of(hit)), "pick", answer.lang, code_of(hit.entry.id), shown(hit).at),)
            for hit in answer.hits[:OPTIONS]
        ]
        stop = (self._button("none_of_these", answer.lang, "stop"),)
        return Reply(self._say("unsure", answer.lang), (*rows, stop))

    def _address(self, entry: Entry, found: Shown) -> str:
        """Where whoever reads the mail finds the text: on the web where it is there, else in the bot."""
        composer = self._house.composer
        return composer.page(entry, found) or composer.link(entry.id)

    def _text(self, entry: Entry, found: Shown, lang: str) -> tuple[Reply, ...]:
        """The text alone, so that a tap copies nothing else; a long one in parts, and whole as a file. And the way to a chat."""
        text = plain_answer(entry, found, lang, self._house.today(), self._address(entry, found))
        html = escape(text)
        into = self._house.composer.into_a_chat(entry, lang)
        rows = (into,) if into else ()
        if length(html) <= LONG_UNITS:
            return (Reply(html, rows),)
        whole = Attachment(f"{slug(entry.title)[:60] or 'tekst'}.txt", text.encode("utf-8"))
        return (*map(Reply, cut(html)), Reply(self._say("pass_on_file", lang), rows, whole))
