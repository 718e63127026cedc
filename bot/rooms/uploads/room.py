"""The room of files: a document that an admin sends is checked, looked at, and placed in the folder or let go of."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.conversation.compose import label, pieces
from bot.conversation.house import House
from bot.conversation.offers import EDITING
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Document, FetchError, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.conversation.wording import LANGUAGES
from bot.folder.faults import fault
from bot.records.people import Asker, Role
from bot.rooms.uploads.kept import Batch, File, Paper, keep, kept_of
from bot.rooms.uploads.papers import LISTED, Papers, paper_of
from bot.rooms.uploads.records import UploadRecords
from index.shown import part
from knowledge.changes.change import Change, EditError
from knowledge.changes.editing import place
from knowledge.changes.places import check_size, slug
from knowledge.content_file import MAX_BYTES
from knowledge.documents.drafts import is_entry, shown_name
from knowledge.documents.reading import Limits
from knowledge.entry import Problem, Reading
from knowledge.entry_file import SUFFIXES
from knowledge.notices import Refused
from knowledge.spoken import language_of

MOST_BYTES = Limits().max_bytes  # that a bot can get from Telegram, and that is read
OFFERED = 4  # files that another may take the place of
TEXTS = ("", *SUFFIXES, ".txt")  # suffixes of what may be an entry's file; a phone may change it
_PLACE = re.compile(
    r"\S+/\S+\.(?:md|markdown|mdx)", re.IGNORECASE
)  # a caption that names a place; whether it can be one is checked later


class Uploads(Room):
    """Takes documents of admins."""

    prefix = "upl"
    shelves = (UploadRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._edits, self._records = house.offers.take(EDITING), house.records.shelf(UploadRecords)
        self._papers = Papers(house, self._edits, self._records, self._button)
        self._reading = asyncio.Lock()  # one file in memory, and one document read, at a time

    async def wakes(self, now: datetime) -> None:
        await self._records.sweep()

    async def lets_be(self, said: Said) -> Turn | None:
        """A file is let go of in words too."""
        if said.asker.role < Role.ADMIN or said.asker.is_group or not await self._records.end(said.asker):
            return None
        name = self._say("begun_file", said.lang)
        return Turn.of(Reply(self._say("draft_left", said.lang, what=name)))

    # --- a file comes in

    async def receives(self, said: Said, document: Document) -> Turn | None:
        if said.asker.role < Role.ADMIN or said.asker.is_group or not self._edits.folders:
            return None
        if document.size > MOST_BYTES:
            return self._refused(_too_big(document.size), said.lang)
        if self._reading.locked():
            await self._tell_to_wait(said)
        async with self._reading:
            try:
                data = await document.fetch()
            except FetchError as error:
                return Turn.of(Reply(self._say("upl_not_fetched", said.lang, reason=escape(str(error)))))
            if len(data) > MOST_BYTES:
                return self._refused(_too_big(len(data)), said.lang)
            if await asyncio.to_thread(_is_entry, document.name, data, said.text):
                return await self._take_entry(said, document.name, data)
            return await self._papers.read(said.asker, paper_of(document.name, data, said.text), said.lang)

    async def _tell_to_wait(self, said: Said) -> None:
        """Another document is being read, which takes half a minute at most; of ten sent together it is told once."""
        if self._house.post:
            await self._house.records.chats.keep(said.asker, said.lang)
            key = f"{self.prefix}:{said.asker.chat}:{self._house.clock():%Y-%m-%dT%H:%M}"
            await self._house.post.once(key, said.asker.chat, Reply(self._say("upl_wait", said.lang)))

    def _refused(self, refused: Refused, lang: str) -> Turn:
        return Turn.of(Reply(escape(refused.notice.say(lang))))

    # --- an entry's file

    async def _take_entry(self, said: Said, name: str, data: bytes) -> Turn:
        file = File(slug(_stem(name)), data)
        try:
            check_size(shown_name(name), data)
        except EditError as error:
            return Turn.of(self._edits.refused(error, said.lang))
        if _PLACE.fullmatch(said.text):
            return await self._look(said.asker, replace(file, source=said.text), said.lang)
        return await self._ask_where(said.asker, file, said.lang)

    async def _ask_where(self, asker: Asker, file: File, lang: str) -> Turn:
        """Where it is to be placed: over a file of that name, or as a new one."""
        snapshot = self._house.retriever.snapshot
        entries = snapshot.reading.entries
        told = language_of(_text(file.data))
        langs = sorted(dict.fromkeys((*LANGUAGES, *snapshot.spoken)), key=lambda spoken: spoken != told)
        named = [one for one in entries if one.id.rpartition("/")[2] == file.name]
        found = [one.place for one in sorted(named, key=lambda one: one.lang != lang)]
        kinds = {
            "faq": self._say("upl_faq", lang),
            "guidelines": self._say("upl_guidelines", lang),
            "activities": self._say("upl_activities", lang),
        }
        new = {
            f"{spoken}/{section}/{file.name}.md": f"{kind} ({spoken})"
            for section, kind in kinds.items()
            for spoken in langs
        }
        labels = {source: self._say("upl_over", lang, source=source) for source in found[:OFFERED]}
        labels |= {source: name for source, name in new.items() if source not in found}
        number = await keep(self._records, asker, replace(file, choices=tuple(labels)))
        rows = tuple((self._button.labelled(label(name), "at", number, at),) for at, name in enumerate(labels.values()))
        text = self._say("upl_where", lang, name=escape(file.name))
        return Turn.of(Reply(text, (*rows, self._papers.stop(number, lang))))

    async def _look(self, asker: Asker, file: File, lang: str) -> Turn:
        """What is wrong with it, or what it will be."""
        try:
            change = await asyncio.to_thread(place, self._edits.folders[-1], file.source, file.data)
            reading = await self._edits.look(change)
        except EditError as error:
            return Turn.of(self._edits.refused(error, lang))
        problems = self._new_problems(reading, file.source)
        entry = next((one for one in (*reading.entries, *reading.points) if one.place == file.source), None)
        if entry is None and problems:
            return Turn(pieces(f"{self._say('upl_faulty', lang)}\n{_listed(problems, lang)}"))
        effects = await self._edits.effects(reading, lang)
        [edit] = change.edits
        number = await keep(self._records, asker, replace(file, before=_fingerprint(edit.before)))
        composer, snapshot = self._house.composer, self._house.retriever.snapshot
        # An earlier folder's entry is shown no more either.
        is_new = all(one.place != file.source for one in (*snapshot.reading.entries, *snapshot.reading.points))
        shown = composer.entry(entry, part(entry, 0), lang, snapshot) if entry else ()
        if entry is None:
            head = self._say("upl_hides", lang, source=escape(file.source))
        elif is_new and edit.before is None:
            head = self._say("upl_new", lang, source=escape(file.source))
        else:
            head = self._say("upl_instead", lang, source=escape(file.source))
        blocks = [head]
        if problems:
            blocks.append(f"{self._say('upl_problems', lang)}\n{_listed(problems, lang)}")
        row = (self._button("upl_place", lang, "place", number), *self._papers.stop(number, lang))
        return Turn((*(Reply(one.html) for one in shown), *pieces("\n\n".join([*blocks, effects]), (row,))))

    def _new_problems(self, reading: Reading, source: str) -> tuple[Problem, ...]:
        """What is wrong in that file, and what it makes wrong elsewhere."""
        known = set(self._house.retriever.snapshot.reading.problems)
        return tuple(problem for problem in reading.problems if problem.source.endswith(source) or problem not in known)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        number, lang = pressed.number(), pressed.lang
        if pressed.asker.role < Role.ADMIN or pressed.asker.is_group or number is None or not self._edits.folders:
            return None
        kept = await kept_of(self._records, pressed.asker, number)
        if kept is None:
            return Turn(toast=self._say("upl_old", lang))
        match pressed.action, kept:
            case "stop", _:
                await self._records.end(pressed.asker, number)
                return Turn((Reply(self._say("draft_ended", lang)),), replaces=True)
            case "at", File():
                at = pressed.number(1)
                if at is None or at >= len(kept.choices):
                    return None
                turn = await self._look(pressed.asker, replace(kept, source=kept.choices[at]), lang)
                await self._records.end(pressed.asker, number)
                return replace(turn, replaces=True)
            case "place", File(source=source) if source:
                return await self._place(pressed.asker, number, kept, lang)
            case "all", Batch():
                return await self._place_all(pressed.asker, number, kept, lang)
            case _, Paper() | Batch():
                async with self._reading:
                    return await self._papers.pressed(pressed, number, kept)
            case _:
                return None

    async def _place(self, asker: Asker, number: int, file: File, lang: str) -> Turn:
        """Place it, unless the folder is another by now: then it is looked at once more."""
        try:
            change = await asyncio.to_thread(place, self._edits.folders[-1], file.source, file.data)
            if _fingerprint(change.edits[0].before) != file.before:
                await self._records.end(asker, number)
                turn = await self._look(asker, file, lang)
                return Turn((Reply(self._say("upl_moved_on", lang)), *turn.replies), replaces=True)
            return await self._make(asker, number, change, "placed", lang)
        except EditError as error:
            return Turn((self._edits.refused(error, lang),), replaces=True)

    async def _place_all(self, asker: Asker, number: int, batch: Batch, lang: str) -> Turn:
        try:
            added = await self._papers.added(batch)
            if added.change is None:
                await self._records.end(asker, number)
                return replace(Turn.of(Reply(self._papers.nothing_new(added, lang))), replaces=True)
            return await self._make(asker, number, added.change, "imported", lang)
        except EditError as error:
            return Turn((self._edits.refused(error, lang),), replaces=True)

    async def _make(self, asker: Asker, number: int, change: Change, action: str, lang: str) -> Turn:
        """Let go of the file once it is placed: a process that is killed in between is asked again, and finds it there."""
        reply = await self._edits.make(asker, change, action, lang)
        await self._records.end(asker, number)
        return Turn((reply,), replaces=reply.attachment is None)


def _is_entry(name: str, data: bytes, caption: str) -> bool:
    """Whether it is an entry's file rather than a document to make entries of."""
    if _PLACE.fullmatch(caption):
        return True
    suffix = re.search(r"(\.[a-z]{1,8})?$", name.lower())
    if (suffix[0] if suffix else "") not in TEXTS:
        return False
    return is_entry(_text(data))


def _text(data: bytes) -> str:
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data[:MAX_BYTES].decode(coding, "replace")


def _stem(name: str) -> str:
    """A file's name without folders and suffix: it only gives a name, and is no path."""
    return re.sub(r"\.[A-Za-z]{1,8}$", "", re.split(r"[/\\]", name)[-1])


def _fingerprint(data: bytes | None) -> str:
    return "" if data is None else sha256(data).hexdigest()


def _too_big(size: int) -> Refused:
    return Refused("too_big", size_mb=f"{size / 1e6:,.1f}", max_mb=f"{MOST_BYTES / 1e6:,.0f}")


def _listed(problems: Sequence[Problem], lang: str) -> str:
    return "\n".join(fault(problem, lang) for problem in problems[:LISTED])
