"""A document comes in, what an admin sees of it goes out: what was made of it, or what has to be known first."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.conversation.buttons import Buttons
from bot.conversation.compose import label, pieces
from bot.conversation.house import House
from bot.conversation.offers import Editing
from bot.conversation.reply import Attachment, Button, Reply, Turn
from bot.conversation.room import Pressed
from bot.conversation.runs import escape
from bot.conversation.wording import LANGUAGES
from bot.records.people import Asker
from bot.rooms.uploads.kept import MOST_BYTES, Batch, Paper, keep
from bot.rooms.uploads.records import UploadRecords
from bot.when.clock import AMSTERDAM
from index.labels import language_name
from knowledge.changes.change import EditError
from knowledge.changes.editing import Additions, add_files
from knowledge.documents.drafts import Imported, shown_name
from knowledge.documents.importing import import_document
from knowledge.documents.sheets import Column, Unclear
from knowledge.notices import Notice, Refused

LISTED = 20  # titles, problems and remarks
ATTACHED = 5  # drafts up to which each is handed out as a file
COLUMNS = 12  # of a table that are asked about
IN_A_ROW = 4  # buttons with a letter
LANGS = 3  # languages that a document may be said to be in instead
_COLUMNS = re.compile(r"[A-Z],[A-Z]|text")


def paper_of(name: str, data: bytes, caption: str) -> Paper:
    """A document as it came; its caption may say which language it is in, and which columns hold what."""
    words = caption.replace(", ", ",").split()
    lang = next((word.lower() for word in words if word.lower() in LANGUAGES), "")
    columns = next((word for word in map(_column_word, words) if _COLUMNS.fullmatch(word)), "")
    return Paper(name, data, lang, columns)


def _column_word(word: str) -> str:
    return "text" if word.lower() in ("text", "tekst") else word.upper()


class Papers:
    """Reads documents, and shows what became of them."""

    def __init__(self, house: House, edits: Editing, records: UploadRecords, button: Buttons) -> None:
        self._house, self._edits, self._records, self._button = house, edits, records, button
        self._say = house.wording.say

    async def read(self, asker: Asker, paper: Paper, lang: str) -> Turn:
        """What becomes of a document, or what has to be known first."""
        day = self._house.clock().astimezone(AMSTERDAM).date()
        importing = partial(import_document, paper.data, paper.name, day=day, columns=paper.columns)
        main = next(iter(self._house.retriever.snapshot.spoken), "")
        try:
            imported = await importing(lang=paper.lang)
            if not paper.lang and not imported.told_lang and main and main != imported.lang:
                imported = await importing(lang=main)
        except Refused as refused:
            return Turn.of(Reply(escape(refused.notice.say(lang))))
        except Unclear as unclear:
            return await self._ask_for_columns(asker, paper, unclear.columns[:COLUMNS], lang)
        others = (*LANGUAGES, *self._house.retriever.snapshot.spoken, imported.told_lang)
        langs = tuple(dict.fromkeys(other for other in others if other and other != imported.lang))
        batch = Batch(replace(paper, lang=imported.lang), imported.drafts, langs[:LANGS])
        return await self._show(asker, batch, imported, lang, is_told=not paper.lang)

    async def pressed(self, pressed: Pressed, number: int, kept: Paper | Batch) -> Turn | None:
        """A button under a document; None for one that was never there."""
        lang, value = pressed.lang, pressed.values[1] if len(pressed.values) > 1 else ""
        match pressed.action, kept:
            case "lang", Batch(paper=paper, langs=langs) if value in langs and paper.data:
                again = replace(paper, lang=value)
            case "columns", Paper(data=data) if data and _COLUMNS.fullmatch(value.replace("-", ",")):
                again = replace(kept, columns=value.replace("-", ","))
            case "questions", Paper(data=data) if data and re.fullmatch("[A-Z]", value):
                return replace(self._ask_for_answers(number, value, pressed.values[2:], lang), replaces=True)
            case _:
                return None
        turn = await self.read(pressed.asker, again, lang)
        await self._records.end(pressed.asker, number)
        return replace(turn, replaces=True)

    # --- which column holds what

    async def _ask_for_columns(self, asker: Asker, paper: Paper, columns: Sequence[Column], lang: str) -> Turn:
        """Which column of a table holds the questions; with what stands in each."""
        told = [self._say("upl_columns", lang, name=escape(shown_name(paper.name)))]
        for column in columns:
            texts = " | ".join(text for text in (column.name, *column.samples) if text)
            told.append(f"<b>{escape(column.letter)}</b>: {escape(label(texts))}")
        if len(paper.data) > MOST_BYTES:
            return Turn.of(*pieces("\n".join([*told, "", self._say("upl_columns_caption", lang)])))
        number = await keep(self._records, asker, paper)
        letters = "".join(column.letter for column in columns if len(column.letter) == 1)
        buttons = [self._button("upl_column", lang, "questions", number, one, letters, letter=one) for one in letters]
        rows = (
            *_in_rows(buttons),
            (self._button("upl_as_text", lang, "columns", number, "text"),),
            self.stop(number, lang),
        )
        return Turn.of(*pieces("\n".join([*told, "", self._say("upl_question_column", lang)]), rows))

    def _ask_for_answers(self, number: int, question: str, letters: Sequence[str], lang: str) -> Turn:
        """Which column of a table holds the answers, now that the one with questions is known."""
        others = [one for one in "".join(letters[:1]) if one.isalpha() and one.isupper() and one != question]
        buttons = [
            self._button("upl_column", lang, "columns", number, f"{question}-{one}", letter=one) for one in others
        ]
        text = self._say("upl_answer_column", lang, letter=question)
        return Turn.of(Reply(text, (*_in_rows(buttons), self.stop(number, lang))))

    # --- what was made of it

    async def added(self, batch: Batch) -> Additions:
        """What placing the drafts would add. Raises EditError."""
        files = [(draft.source, draft.text) for draft in batch.drafts]
        summary = f"from {shown_name(batch.paper.name)}"
        return await asyncio.to_thread(add_files, self._edits.folders, files, summary)

    def nothing_new(self, added: Additions, lang: str) -> str:
        """What is said where all of a document's questions stand in the folder already, some with another text perhaps."""
        if not added.differing:
            return self._say("upl_all_known", lang, count=len(added.known))
        return "\n\n".join(self._there(added, lang))

    def _there(self, added: Additions, lang: str) -> Iterator[str]:
        """Which questions stand in the folder already, with the same text and with another."""
        if added.known:
            yield self._say("upl_known", lang, titles=escape(", ".join(added.known[:LISTED])))
        if added.differing:
            more = "…" if len(added.differing) > LISTED else ""
            yield self._say("upl_differ", lang, sources=escape(", ".join(added.differing[:LISTED]) + more))

    async def _show(self, asker: Asker, batch: Batch, imported: Imported, lang: str, *, is_told: bool) -> Turn:
        """What a document became, the first of it as people will see it, and what it does to known questions."""
        try:
            added = await self.added(batch)
            if added.change is None:
                return Turn.of(Reply(self.nothing_new(added, lang)))
            reading = await self._edits.look(added.change)
        except EditError as error:
            return Turn.of(self._edits.refused(error, lang))
        effects = await self._edits.effects(reading, lang)
        number = await keep(self._records, asker, batch)
        sources = [edit.source for edit in added.change.edits]
        titles = {one.place: one for one in reading.entries}
        lines = [f"• {escape(titles[one].title) if one in titles else escape(one)}" for one in sources]
        head = self._say("upl_drafts", lang, name=escape(shown_name(batch.paper.name)), count=len(sources))
        blocks = ["\n".join([head, *self._few(lines, lang)])]
        if is_told:
            blocks.append(self._language(batch, lang))
        blocks += self._there(added, lang)
        blocks += self._listed("upl_lost", imported.problems, lang)
        blocks += self._listed("upl_remarks", imported.remarks, lang)
        blocks += [self._say("upl_unconfirmed", lang), effects]
        others = [
            self._button("upl_in_language", lang, "lang", number, other, language=language_name(other, lang))
            for other in (batch.langs if len(batch.paper.data) <= MOST_BYTES else ())
        ]
        place = (self._button("upl_place_all", lang, "all", number), *self.stop(number, lang))
        first = next((titles[one] for one in sources if one in titles), None)
        preview = [Reply(self._house.composer.shared(first, lang).html)] if first else []
        files = [
            Reply("", attachment=Attachment(edit.source.rpartition("/")[2], edit.after or b""))
            for edit in (added.change.edits if len(sources) <= ATTACHED else ())
        ]
        rows = (place, *((other,) for other in others))
        return Turn((*preview, *files, *pieces("\n\n".join(blocks), rows)))

    def _language(self, batch: Batch, lang: str) -> str:
        """Which language a document was taken to be in, and how to name another."""
        said = self._say("upl_language", lang, language=language_name(batch.paper.lang, lang))
        if len(batch.paper.data) <= MOST_BYTES:
            return said
        return f"{said} {self._say('upl_language_caption', lang, code=next(iter(batch.langs), ''))}"

    def _listed(self, key: str, notices: Sequence[Notice], lang: str) -> Iterator[str]:
        if notices:
            told = [f"• {escape(one.say(lang))}" for one in notices]
            yield "\n".join([self._say(key, lang), *self._few(told, lang)])

    def _few(self, lines: Sequence[str], lang: str) -> list[str]:
        more = [self._say("folder_more", lang, count=len(lines) - LISTED)] if len(lines) > LISTED else []
        return [*lines[:LISTED], *more]

    def stop(self, number: int, lang: str) -> tuple[Button, ...]:
        """The row that lets go of it."""
        return (self._button("upl_stop", lang, "stop", number),)


def _in_rows(buttons: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    for at in range(0, len(buttons), IN_A_ROW):
        yield tuple(buttons[at : at + IN_A_ROW])
