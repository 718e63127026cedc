"""A route that a coordinator proposes, cell by cell or in one message; a row of the overview out, once an admin says so."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.conversation.buttons import Buttons
from bot.conversation.compose import label
from bot.conversation.house import House
from bot.conversation.offers import Editing
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Pressed, Said, Waiting
from bot.conversation.runs import escape
from bot.records.deliveries import Delivery
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.routes.records import Proposal, ProposalRecords, State
from bot.rooms.routes.words import card
from knowledge.changes.change import EditError
from knowledge.changes.route_editing import add_route, row_of
from knowledge.documents.sheets import letter
from knowledge.entry_file import normal
from knowledge.notices import Notice
from knowledge.routes.drifts import moved
from knowledge.routes.overview import COLUMNS
from knowledge.routes.route import RouteKind, profiles

FIELDS = tuple(field for field in COLUMNS if field != "is_example")
MAY_BE_EMPTY = ("since", "contact")
NAMES = 8  # of mbos and regions that are offered to be pressed
LEAST_PARTS = 8  # of a message with ; between them, from which it is a whole row
# What stands in the other cells while one is looked at: a row in which nothing is against anything else.
STAND_IN = {
    "school": "a",
    "mbo": "b",
    "region": "c",
    "profile": "PIE",
    "pathways": "basis",
    "programme": "d",
    "level": "2",
    "kind": "zonder",
    "is_registered": "nee",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "profile": tuple(profiles()),
    "pathways": ("basis", "kader", "basis, kader", "gemengd", "theoretisch", "gemengd, theoretisch"),
    "level": ("1", "2", "3", "4"),
    "kind": tuple(RouteKind),
    "is_registered": ("ja", "nee"),
}
# What two cells say against each other: told under the card, since it may be meant.
BETWEEN_CELLS = ("registered_without", "since_unregistered", "level_too_low", "glr_odd")


class Proposing:
    """Takes proposals, and decides on them."""

    def __init__(self, house: House, edits: Editing, button: Buttons, prefix: str) -> None:
        self._house, self._edits, self._button, self._prefix = house, edits, button, prefix
        self._say, self._records = house.wording.say, house.records.shelf(ProposalRecords)

    def row(self, asker: Asker, lang: str) -> tuple[Button, ...]:
        """The button by which somebody begins; empty for whoever may not."""
        return (self._button("route_new", lang, "new"),) if self._may(asker) else ()

    def _may(self, asker: Asker) -> bool:
        return asker.role >= Role.COORDINATOR and not asker.is_group and bool(self._edits.folders)

    # --- cell by cell

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action:
            case "place" | "decline":
                return await self._decided(pressed)
            case _ if not self._may(pressed.asker):
                return None
            case "new":
                return await self._ask(pressed.asker, {}, pressed.lang)
        body = await self._draft(pressed.asker)
        if body is None:
            return Turn(toast=self._say("route_old", pressed.lang))
        field = _next(body["cells"])
        match pressed.action:
            case "pick" if (
                (at := pressed.number()) is not None and at < len(body["options"]) and field == body["field"]
            ):
                return await self._answered(pressed.asker, body, body["options"][at], pressed.lang)
            case "skip" if field in MAY_BE_EMPTY:
                return await self._answered(pressed.asker, body, "", pressed.lang)
            case "send" if not field:
                return await self._sent(pressed, body["cells"])
            case _:
                return Turn(toast=self._say("route_old", pressed.lang))

    async def continues(self, said: Said, draft: Draft) -> Turn:
        """What was typed is a cell, or a whole row."""
        body = json.loads(draft.body)
        if not self._may(said.asker) or body.get("step") != "cells":
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("draft_ended", said.lang)))
        parts = [part.strip() for part in said.text.replace("\t", ";").split(";")]
        if len(parts) >= LEAST_PARTS:
            cells = dict.fromkeys(FIELDS, "") | dict(zip(FIELDS, map(_plain, parts), strict=False))
            return await self._whole(said.asker, cells, said.lang)
        return await self._answered(said.asker, body, _plain(said.text), said.lang)

    async def _ask(self, asker: Asker, cells: Mapping[str, str], lang: str, fault: str = "") -> Turn:
        """Ask for the next cell; fault: what was wrong with what was said there, as HTML."""
        field = _next(cells)
        body = {"step": "cells", "cells": dict(cells), "field": field, "options": self._options(field)}
        await self._house.records.drafts.keep(asker, self._prefix, json.dumps(body), waits=True)
        return replace(Turn.of(self._cell(cells, lang, fault)), is_unread=bool(fault))

    async def waiting(self, draft: Draft, lang: str) -> Waiting | None:
        """What a draft waits for; None: it is none of a route that is told cell by cell."""
        body = json.loads(draft.body)
        return Waiting(self._cell(body["cells"], lang)) if body.get("step") == "cells" else None

    def _cell(self, cells: Mapping[str, str], lang: str, fault: str = "") -> Reply:
        field = _next(cells)
        options = self._options(field)
        buttons = [
            self._button.labelled(label(self._shown(field, one, lang)), "pick", at) for at, one in enumerate(options)
        ]
        size = 5 if field in ("profile", "level") else 2
        rows = [tuple(buttons[at : at + size]) for at in range(0, len(buttons), size)]
        if field in MAY_BE_EMPTY:
            rows.append((self._button("route_skip", lang, "skip"),))
        rows.append((self._button("routes_stop", lang, "stop"),))
        asked = self._say(f"route_ask_{field}", lang)
        at = self._say("route_at", lang, at=FIELDS.index(field) + 1, count=len(FIELDS))
        first = [self._say("route_how", lang)] if not cells and not fault else []
        return Reply("\n\n".join([*([fault] if fault else []), *first, f"<i>{at}</i>\n{asked}"]), tuple(rows))

    def _options(self, field: str) -> list[str]:
        """What can be pressed: what there is to choose from, or names that stand in the overview already."""
        if field in CHOICES:
            return [str(one) for one in CHOICES[field]]
        if field not in ("mbo", "region"):
            return []
        rows = self._house.retriever.snapshot.reading.routes
        names = {normal(name): name for row in reversed(rows) if not row.is_example for name in [getattr(row, field)]}
        return sorted(names.values(), key=normal)[:NAMES]

    def _shown(self, field: str, value: str, lang: str) -> str:
        if field == "kind" and value == RouteKind.WITHOUT:
            return self._say("routes_without", lang)
        if field == "is_registered":
            return self._say("routes_registered" if value == "ja" else "routes_not_registered", lang)
        return value

    async def _answered(self, asker: Asker, body: Mapping[str, Any], text: str, lang: str) -> Turn:
        cells, field = dict(body["cells"]), body["field"]
        if not field:  # the card is there: what is typed is neither a cell nor a question
            return await self._whole(asker, cells, lang)
        if text or field not in MAY_BE_EMPTY:
            faults = _faults(field, text)
            if faults:
                told = "\n".join(f"⚠️ {escape(one.say(lang))}" for one in faults)
                return await self._ask(asker, cells, lang, told)
        cells[field] = text
        if field == "is_registered" and not row_of({**STAND_IN, **cells, "contact": ""}).sheet.rows[0].is_registered:
            cells["since"] = ""
        return await self._ask(asker, cells, lang) if _next(cells) else await self._whole(asker, cells, lang)

    async def _whole(self, asker: Asker, cells: Mapping[str, str], lang: str) -> Turn:
        """A row to be looked at before it is sent; what is missing or wrong in it is asked once more."""
        for field in FIELDS:
            if (cells[field] or field not in MAY_BE_EMPTY) and (faults := _faults(field, cells[field])):
                told = "\n".join(f"⚠️ {escape(one.say(lang))}" for one in faults)
                kept = {other: cells[other] for other in FIELDS if other != field and not _faults_of(other, cells)}
                return await self._ask(asker, kept, lang, told)
        body = {"step": "cells", "cells": dict(cells), "field": "", "options": []}
        await self._house.records.drafts.keep(asker, self._prefix, json.dumps(body), waits=False)
        is_admin = asker.role is Role.ADMIN
        rows = (
            (self._button("route_place" if is_admin else "route_send", lang, "send"),),
            (self._button("route_again", lang, "new"), self._button("routes_stop", lang, "stop")),
        )
        key = "route_look_admin" if is_admin else "route_look"
        return Turn.of(Reply("\n\n".join([self._say(key, lang), self._card(cells, lang)]), rows))

    def _card(self, cells: Mapping[str, str], lang: str) -> str:
        """A row as it will be shown, with what it says against itself, and whether it is there already."""
        read = row_of(cells)
        if not read.sheet.rows:  # the rules changed since it was sent
            return "\n".join(escape(problem.said.say(lang)) for problem in read.problems)
        blocks = [card(read.sheet.rows[0], self._house.wording, lang)]
        blocks += [f"⚠️ {escape(problem.said.say(lang))}" for problem in read.problems]
        served = [row for row in self._house.retriever.snapshot.reading.routes if not row.is_example]
        if served and moved(served, [*served, *read.sheet.rows]) is None:
            blocks.append(self._say("route_there", lang))
        return "\n\n".join(blocks)

    async def _draft(self, asker: Asker) -> dict[str, Any] | None:
        draft = await self._house.records.drafts.own(asker, self._prefix)
        body: dict[str, Any] = json.loads(draft.body) if draft else {}
        return body if body.get("step") == "cells" else None

    # --- sent, and decided on

    async def _sent(self, pressed: Pressed, cells: Mapping[str, str]) -> Turn:
        """An admin places it; a coordinator's goes to the admins."""
        asker, lang = pressed.asker, pressed.lang
        if asker.role is Role.ADMIN:
            made = await self._placed(asker, cells, lang)
            await self._house.records.drafts.end(asker)
            return Turn((made[0],), replaces=made[0].attachment is None)
        await self._house.records.chats.keep(asker, lang)
        await self._records.add(asker, cells)
        await self._house.records.drafts.end(asker)
        text = "\n\n".join([self._say("route_sent", lang), self._card(cells, lang)])
        return Turn((Reply(text),), replaces=True)

    async def _placed(self, asker: Asker, cells: Mapping[str, str], lang: str) -> tuple[Reply, bool]:
        """(what came of it, whether the overview has it)."""
        try:
            change = await asyncio.to_thread(add_route, self._edits.folders, cells)
            made = await self._edits.make(asker, change, "route_added", lang)
        except EditError as error:
            return self._edits.refused(error, lang), False
        return made, made.attachment is None

    async def _decided(self, pressed: Pressed) -> Turn | None:
        asker, lang, number = pressed.asker, pressed.lang, pressed.number()
        if asker.role < Role.ADMIN or asker.is_group or number is None or not self._edits.folders:
            return None
        proposal = await self._records.of(number)
        if proposal is None or proposal.state is not State.WAITING:
            return Turn((Reply(self._say("route_decided", lang)),), replaces=True)
        if pressed.action == "decline":
            if await self._records.decide(number, State.DECLINED):
                await self._house.note(asker, "route_declined")
            text = "\n\n".join([self._say("route_declined", lang), self._card(proposal.cells, lang)])
            return Turn((Reply(text),), replaces=True)
        # Of two who press at once, the second finds the folder changed or the row there, and hears so.
        made, is_placed = await self._placed(asker, proposal.cells, lang)
        if is_placed:
            await self._records.decide(number, State.PLACED)
        return Turn((made,), replaces=is_placed)

    async def tell(self) -> None:
        """Whoever has to hear of a proposal, or of what became of it, does."""
        for proposal in await self._records.untold():
            if await self._told(proposal):
                await self._records.told(proposal)

    async def _told(self, proposal: Proposal) -> bool:
        """False: to be tried again."""
        key = f"route:{proposal.number}:{proposal.state}"
        if proposal.state is State.WAITING:
            if self._house.admins is None:
                return False
            await self._house.admins.tell_once(key, partial(self._asked, proposal))
            return True
        kept = await self._house.records.chats.of(proposal.chat)
        if kept is None or self._house.post is None:
            return True
        said = self._say(f"route_your_{proposal.state}", kept.lang)
        reply = Reply("\n\n".join([said, self._card(proposal.cells, kept.lang)]))
        return await self._house.post.once(key, proposal.chat, reply, is_held=True) is not Delivery.LATER

    def _asked(self, proposal: Proposal, lang: str) -> Reply:
        row = (
            self._button("route_place", lang, "place", proposal.number),
            self._button("route_decline", lang, "decline", proposal.number),
        )
        return Reply("\n\n".join([self._say("route_proposed", lang), self._card(proposal.cells, lang)]), (row,))


def _next(cells: Mapping[str, str]) -> str:
    """The first cell that nobody has filled; empty: all are."""
    return next((field for field in FIELDS if field not in cells), "")


def _plain(text: str) -> str:
    """On one line, and nothing that a spreadsheet would reckon with."""
    return " ".join(text.split()).lstrip("=+-@ ")


def _faults(field: str, text: str) -> Sequence[Notice]:
    """What is wrong with a cell by itself."""
    others = STAND_IN | ({"is_registered": "ja", "kind": "DLR"} if field == "since" else {})
    column = letter(FIELDS.index(field))
    return [
        problem.said
        for problem in row_of({**others, field: text}).problems
        if problem.cell.startswith(column) and problem.said.key not in BETWEEN_CELLS
    ]


def _faults_of(field: str, cells: Mapping[str, str]) -> Sequence[Notice]:
    return _faults(field, cells[field]) if cells[field] or field not in MAY_BE_EMPTY else ()
