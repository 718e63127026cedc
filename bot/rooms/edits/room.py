"""The room of edits: a change to the folder is looked at before it is made, made, and taken back; other rooms bring them."""

import asyncio
import os
import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.offers import EDITING, TAKEN_BACK
from bot.conversation.reply import Attachment, Reply, Turn
from bot.conversation.room import Handler, Room, Said
from bot.conversation.runs import escape
from bot.conversation.wording import LANGUAGES
from bot.folder.effects import effects_text
from bot.folder.refresh import known_questions
from bot.records.people import Asker, Role
from index import rehearsal
from knowledge.changes.change import Change, EditError
from knowledge.changes.editing import preview
from knowledge.changes.writing import UNDO, Applied, apply, is_writable, undo
from knowledge.entry import Reading
from knowledge.passed_over import printable

EFFECTS_S = 8.0  # that known questions are asked again for while an admin waits for a preview


class Edits(Room):
    """Makes changes, one at a time."""

    prefix = "edt"
    commands = (Command("ongedaan", "undo", ADMINS, 150, Role.ADMIN, is_private=True),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._history = house.var_dir / "history"
        house.offers.give(EDITING, self)
        self._busy = asyncio.Lock()
        self._is_looked_at = False  # whether the folder can be written to

    @property
    def folders(self) -> tuple[Path, ...]:
        """Earliest first; the last is the one that is written to."""
        return self._house.folders

    def handlers(self) -> Mapping[str, Handler]:
        return {"ongedaan": self._undo}

    async def wakes(self, now: datetime) -> None:
        """Tell the admins once where what they place would come back as a patch."""
        if self._is_looked_at or not self.folders or self._house.admins is None:
            return
        folder = self.folders[-1]
        if not await asyncio.to_thread(is_writable, folder):
            shown = escape(printable(str(folder)))
            key = f"closed:{sha256(os.fsencode(folder)).hexdigest()[:16]}"
            await self._house.admins.tell_once(key, lambda lang: Reply(self._say("edit_closed", lang, folder=shown)))
        self._is_looked_at = True

    async def look(self, change: Change) -> Reading:
        """What would be read if the change were made. Raises EditError."""
        return await asyncio.to_thread(preview, change, self.folders)

    async def effects(self, reading: Reading, lang: str) -> str:
        """What it would do to known questions if that were read, as HTML."""
        retriever = self._house.retriever
        if retriever.is_coming:  # building would make all vectors a second time, and words are nothing to compare with
            return self._say("edit_effects_later", lang)
        before, after = retriever.snapshot, await retriever.build(reading)
        questions = await known_questions(self._house.records)
        until_s = time.monotonic() + EFFECTS_S
        found = await rehearsal.effects(
            *(retriever, before, after, questions),
            still=rehearsal.STILL,
            is_over=lambda: time.monotonic() > until_s,
        )
        if not (found.asked or found.moves or found.twins):
            return self._say("edit_effects_later", lang)
        return effects_text(found, self._house.wording, lang)

    async def make(self, asker: Asker, change: Change, action: str, lang: str) -> Reply:
        """Make a change, and say what came of it; action: as House.note has it. Raises EditError, with nothing changed."""
        async with self._busy:
            applied = await self._applied(change)
        if not applied.is_written:
            return self._patch(applied, lang)
        await self._house.note(asker, action, ", ".join(edit.source for edit in change.edits)[:120])
        await self._reload()
        files = self._files(applied.change, lang)
        return Reply(
            self._made(
                self._say("edit_made", lang, files=files, what=self._say(f"action_{action}", lang)), applied, lang
            )
        )

    async def _undo(self, said: Said) -> Turn:
        if not self.folders:
            return Turn.of(Reply(self._say("undo_nothing", said.lang)))
        try:
            async with self._busy:
                applied = await self._undone()
        except EditError as error:
            return Turn.of(self.refused(error, said.lang))
        if applied is None:
            return Turn.of(Reply(self._say("undo_nothing", said.lang)))
        if not applied.is_written:
            return Turn.of(self._patch(applied, said.lang))
        for reopen in self._house.offers.all(TAKEN_BACK):
            await reopen(applied.change.summary.removeprefix(UNDO))
        await self._house.note(said.asker, "undone", ", ".join(edit.source for edit in applied.change.edits)[:120])
        await self._reload()
        files = self._files(applied.change, said.lang)
        return Turn.of(Reply(self._made(self._say("undo_made", said.lang, files=files), applied, said.lang)))

    async def _applied(self, change: Change) -> Applied:
        if self._house.keeper:
            return await self._house.keeper.apply(change)
        return await asyncio.to_thread(partial(apply, change, history=self._history))

    async def _undone(self) -> Applied | None:
        if self._house.keeper:
            return await self._house.keeper.undo()
        return await asyncio.to_thread(partial(undo, self.folders[-1], history=self._history))

    def refused(self, error: EditError, lang: str) -> Reply:
        """Why a change can't be made."""
        return Reply(self._say("edit_refused", lang, reason=escape(error.notice.say(lang))))

    def _files(self, change: Change, lang: str) -> str:
        first, *others = (escape(edit.source) for edit in change.edits)
        more = f" {self._say('edit_and_more', lang, count=len(others))}" if others else ""
        return f"<code>{first}</code>{more}"

    @staticmethod
    def _made(html: str, applied: Applied, lang: str) -> str:
        return f"{html}\n<i>{escape(applied.remark.say(lang))}</i>" if applied.remark else html

    def _patch(self, applied: Applied, lang: str) -> Reply:
        """The same as a file, for a folder that can't be written to."""
        return Reply(self._say("edit_patch", lang), attachment=Attachment("verbinder.patch", applied.patch))

    async def _reload(self) -> None:
        """Serve it at once, also where the folder isn't watched; all admins hear of it in one message."""
        if self._house.reload:
            await self._house.reload("", LANGUAGES[0])
