"""An overview of routes that an admin sends in; what it would change, its problems and *Plaatsen* out."""

import asyncio
import base64
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath

from bot.conversation.buttons import Buttons
from bot.conversation.compose import pieces
from bot.conversation.house import House
from bot.conversation.offers import Editing
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Document, FetchError, Pressed, Said
from bot.conversation.runs import escape
from bot.folder.faults import fault
from bot.records.people import Role
from bot.rooms.routes.words import card
from knowledge.changes.change import Change, EditError
from knowledge.changes.route_editing import place_routes
from knowledge.content_file import MAX_BYTES, sheet_text, today
from knowledge.documents.importing import read_sheets
from knowledge.entry import Problem
from knowledge.notices import Notice, Refused
from knowledge.routes import overview
from knowledge.routes.drifts import drifts, moved
from knowledge.routes.route import Route

SUFFIXES = ("", ".csv", ".txt", ".tsv")  # of what may be an overview; a phone may change it
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
LISTED = 10  # problems
SHOWN = 3  # routes


class Sheets:
    """Takes overviews."""

    def __init__(self, house: House, edits: Editing, button: Buttons, prefix: str) -> None:
        self._house, self._edits, self._button, self._prefix = house, edits, button, prefix
        self._say = house.wording.say

    async def receives(self, said: Said, document: Document) -> Turn | None:
        """None: it is no overview of routes, or nobody may place one."""
        if said.asker.role < Role.ADMIN or said.asker.is_group or not self._edits.folders:
            return None
        suffix = PurePath(document.name.lower()).suffix
        if suffix not in (*SUFFIXES, *WORKBOOKS) or document.size > MAX_BYTES:
            return None
        try:
            data = await document.fetch()
        except FetchError:
            return None  # whoever takes other documents says so
        if suffix in WORKBOOKS:
            return await self._look_at_workbook(said, data, document.name)
        text = sheet_text(data)
        if not overview.is_overview(text) and PurePath(document.name.lower()).name != overview.FILE:
            return None
        return await self._look(said, data)

    async def presses(self, pressed: Pressed) -> Turn | None:
        """Place what was looked at, or let go of it; None for a button that nobody had."""
        drafts, lang = self._house.records.drafts, pressed.lang
        if pressed.asker.role < Role.ADMIN or pressed.asker.is_group or not self._edits.folders:
            return None
        draft = await drafts.own(pressed.asker, self._prefix)
        body = json.loads(draft.body) if draft else {}
        if body.get("step") != "sheet":
            return Turn(toast=self._say("upl_old", lang))
        try:
            change = await self._change(base64.b64decode(body["data"]))
            if _fingerprint(change) != body["before"]:
                await drafts.end(pressed.asker)
                return Turn((Reply(self._say("routes_moved_on", lang)),), replaces=True)
            made = await self._edits.make(pressed.asker, change, "placed", lang)
        except EditError as error:
            return Turn((self._edits.refused(error, lang),), replaces=True)
        await drafts.end(pressed.asker)
        return Turn((made,), replaces=made.attachment is None)

    async def _look_at_workbook(self, said: Said, data: bytes, name: str) -> Turn | None:
        """The first sheet that has the columns of an overview; None: none has."""
        try:
            sheets, remarks = await read_sheets(data, name)
        except Refused:
            return None  # whoever takes other documents says why
        text = next((sheet for sheet in sheets if overview.is_overview(sheet)), None)
        return None if text is None else await self._look(said, text.encode(), remarks)

    async def _look(self, said: Said, data: bytes, remarks: Sequence[Notice] = ()) -> Turn:
        """remarks: what was left out before it came here."""
        lang = said.lang
        read = overview.read_routes(overview.FILE, sheet_text(data), today())
        if not read.sheet.is_whole:
            told = self._listed(read.problems, lang)
            return Turn.of(*pieces("\n".join([self._say("upl_faulty", lang), *told])))
        try:
            change = await self._change(data)
        except EditError as error:
            return Turn.of(self._edits.refused(error, lang))
        served = self._house.retriever.snapshot.reading.sheet
        blocks = [self._told(served.rows if served else (), read.sheet.rows, len(read.sheet.lost), lang)]
        if remarks:
            blocks.append("\n".join(f"⚠️ {escape(one.say(lang))}" for one in remarks))
        if read.problems:
            blocks.append("\n".join([self._say("routes_sheet_problems", lang), *self._listed(read.problems, lang)]))
        blocks += [card(route, self._house.wording, lang) for route in read.sheet.shown[:SHOWN]]
        if apart := drifts(read.sheet.shown):
            blocks.append(self._say("routes_sheet_apart", lang, count=len(apart)))
        body = {"step": "sheet", "data": base64.b64encode(data).decode(), "before": _fingerprint(change)}
        await self._house.records.drafts.keep(said.asker, self._prefix, json.dumps(body), waits=False)
        row = (self._button("upl_place", lang, "sheet"), self._button("upl_stop", lang, "stop"))
        return Turn.of(*pieces("\n\n".join(blocks), (row,)))

    def _told(self, before: Sequence[Route], after: Sequence[Route], lost: int, lang: str) -> str:
        """How many rows there will be, and how that differs from now."""
        came, gone = moved(before, after), moved(after, before)
        lines = [self._say("routes_sheet", lang, rows=len(after))]
        if came or gone:
            new, old = came.came if came else 0, gone.came if gone else 0
            lines.append(self._say("routes_sheet_differs", lang, came=new, gone=old))
        if lost:
            lines.append(self._say("routes_sheet_lost", lang, count=lost))
        return "\n".join(lines)

    def _listed(self, problems: Sequence[Problem], lang: str) -> list[str]:
        more = len(problems) - LISTED
        told = [fault(problem, lang) for problem in problems[:LISTED]]
        return [*told, *([self._say("folder_more", lang, count=more)] if more > 0 else [])]

    async def _change(self, data: bytes) -> Change:
        return await asyncio.to_thread(place_routes, self._edits.folders[-1], data)


def _fingerprint(change: Change) -> str:
    """What lay there when it was looked at."""
    return sha256(change.edits[0].before or b"").hexdigest()
