"""An entry of which an admin types another title or text in; how it will be, and *Plaatsen*, out."""

import asyncio
import json
from datetime import date
from functools import partial
from typing import Any

from bot.conversation.buttons import Buttons
from bot.conversation.codes import code_of
from bot.conversation.compose import with_lines
from bot.conversation.house import House
from bot.conversation.offers import Editing
from bot.conversation.reply import Attachment, Button, Reply, Turn
from bot.conversation.room import Said
from bot.conversation.runs import escape, length
from bot.folder.faults import fault
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.rooms.reviews.due import YEAR
from knowledge.changes.change import Change, EditError
from knowledge.changes.reviewing import rewritten, text_of
from knowledge.entry import Entry

SHOWN_UNITS = 3000  # of a text that is quoted to be copied; a longer one goes as a file
TITLE, TEXT = "title", "text"


class Changing:
    """Changes titles and texts."""

    def __init__(self, house: House, edits: Editing, button: Buttons, prefix: str) -> None:
        self._house, self._edits, self._button, self._prefix = house, edits, button, prefix
        self._say = house.wording.say

    async def ask(self, asker: Asker, entry: Entry, what: str, lang: str) -> Turn:
        """Ask for a new title or text; the one that is there is shown, to be copied."""
        body = {"step": what, "source": entry.place, "entry": entry.id, "lang": entry.lang}
        try:
            now = entry.title if what == TITLE else await asyncio.to_thread(text_of, self._edits.folders, entry.place)
        except EditError as error:
            return Turn.of(self._edits.refused(error, lang))
        await self._house.records.drafts.keep(asker, self._prefix, json.dumps(body), waits=True)
        asked = self._say(f"reviews_ask_{what}", lang, title=escape(entry.title), source=escape(entry.place))
        quoted = f"<code>{escape(now)}</code>"
        if length(quoted) <= SHOWN_UNITS:
            return Turn.of(Reply(f"{asked}\n\n{quoted}", (self._stop(lang),)))
        file = Attachment(entry.place.rpartition("/")[2], now.encode())
        return Turn.of(Reply(asked, (self._stop(lang),)), Reply("", attachment=file))

    async def continues(self, said: Said, draft: Draft, today: date) -> Turn:
        """What was typed, as it will be shown."""
        body = json.loads(draft.body)
        typed = {**body, "step": "put", "what": body["step"], "typed": said.text}
        try:
            change = await self._change(typed, today)
            reading = await self._edits.look(change)
        except EditError as error:
            return Turn.of(self._edits.refused(error, said.lang), Reply(self._say("reviews_once_more", said.lang)))
        source = body["source"]
        entry = next((one for one in reading.entries if one.place == source), None)
        problems = [fault(one, said.lang) for one in reading.problems if one.source.endswith(source)]
        if entry is None:
            told = "\n".join(problems) or escape(source)
            return Turn.of(Reply(told), Reply(self._say("reviews_once_more", said.lang)))
        effects = await self._edits.effects(reading, said.lang)
        await self._house.records.drafts.keep(said.asker, self._prefix, json.dumps(typed), waits=False)
        code = code_of(entry.id)
        rows = (
            (
                self._button("reviews_put", said.lang, "put"),
                self._button("reviews_again", said.lang, typed["what"], code, entry.lang),
            ),
            self._stop(said.lang),
        )
        blocks = [self._say("reviews_preview", said.lang, source=escape(source)), *problems]
        shown = Reply(self._house.composer.shared(entry, said.lang).html)
        return Turn((shown, *with_lines([Reply("\n\n".join(blocks), rows)], effects)))

    async def put(self, asker: Asker, body: dict[str, Any], today: date, lang: str) -> Turn:
        """Place what was looked at."""
        try:
            made = await self._edits.make(asker, await self._change(body, today), "rewritten", lang)
        except EditError as error:
            return Turn((self._edits.refused(error, lang),), replaces=True)
        await self._house.records.drafts.end(asker)
        return Turn((made,), replaces=made.attachment is None)

    async def _change(self, body: dict[str, Any], today: date) -> Change:
        what = {"title": body["typed"]} if body["what"] == TITLE else {"body": body["typed"]}
        making = partial(rewritten, self._edits.folders, body["source"], day=today, review=today + YEAR, **what)
        return await asyncio.to_thread(making)

    def _stop(self, lang: str) -> tuple[Button, ...]:
        return (self._button("reviews_stop", lang, "stop"),)
