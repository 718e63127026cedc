"""The room of reviews: what to look at this week in, a message to the admins on Monday out; and entries looked at by tap.

Entries that are due, sources that are dead, chats that take nothing, messages that could not be read.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial

from bot.conversation.codes import code_of
from bot.conversation.compose import label, pieces
from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.offers import DEAD_SINCE, EDITING
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.reviews.asking import Asking, may_ask
from bot.rooms.reviews.changing import TEXT, TITLE, Changing
from bot.rooms.reviews.due import YEAR, Due, ToLookAt, entries_due, files_of, line, report, sources_dead
from bot.rooms.reviews.records import RequestRecords
from bot.when.clock import AMSTERDAM
from index.labels import language_name, long_date
from knowledge.changes.change import EditError
from knowledge.changes.reviewing import checked
from knowledge.entry import Entry

AT = time(9)  # on Monday, Europe/Amsterdam
PAGE = 8  # entries of a list


class Reviews(Room):
    """Tells the admins once a week, and lets them look at entries one by one."""

    prefix = "rev"
    commands = (Command("herzien", "reviews", ADMINS, 145, Role.ADMIN, is_private=True),)
    shelves = (RequestRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._edits = house.offers.take(EDITING)
        self._asking = Asking(house, self._button, self.prefix)
        self._changing = Changing(house, self._edits, self._button, self.prefix)
        self._done = ""  # the week in which everybody has been told

    def handlers(self) -> Mapping[str, Handler]:
        return {"herzien": self._list}

    async def wakes(self, now: datetime) -> None:
        """Tell them on Monday at nine, or as soon after as the bot is there."""
        here = now.astimezone(AMSTERDAM)
        week = week_of(here)
        if week == self._done or self._house.admins is None:
            return
        if here.time() < AT and here.isoweekday() == 1:
            return
        reading, records = self._house.retriever.snapshot.reading, self._house.records
        key = f"reviews:{week}"
        if not await records.deliveries.is_claimed(key):
            found = ToLookAt(
                entries_due(reading, here.date()),
                sources_dead(reading, self._house.offers.take(DEAD_SINCE)),
                await records.chats.away(),
                await records.unreadable.count(),
            )
            if found.is_anything:
                await self._house.admins.tell_once(key, partial(self._report, found))
            await records.deliveries.claim(key)  # what comes up later in the week is for the next
        self._done = week

    def _report(self, found: ToLookAt, lang: str) -> Reply:
        row = (self._button("reviews_one_by_one", lang, "list", 0, count=len(found.due)),)
        return report(found, self._house.wording, lang, (row,))

    # --- the list, and an entry of it

    def _today(self) -> date:
        return self._house.clock().astimezone(AMSTERDAM).date()

    def _due(self) -> tuple[Due, ...]:
        return entries_due(self._house.retriever.snapshot.reading, self._today())

    async def _list(self, said: Said) -> Turn:
        return Turn(self._page(0, said.lang))

    def _page(self, at: int, lang: str) -> tuple[Reply, ...]:
        due = self._due()
        if not due:
            return (Reply(self._say("reviews_none", lang)),)
        at = min(at, (len(due) - 1) // PAGE)
        here = due[at * PAGE : (at + 1) * PAGE]
        rows: list[tuple[Button, ...]] = [
            (self._button.labelled(label(one.title), "card", code_of(one.entries[0].id)),) for one in here
        ]
        turns = [self._button("previous_page", lang, "list", at - 1)] if at > 0 else []
        if (at + 1) * PAGE < len(due):
            turns.append(self._button("next_page", lang, "list", at + 1))
        lines = [line(one, self._house.wording, lang) for one in here]
        head = self._say("reviews_due", lang, count=len(due))
        return pieces("\n".join([head, *lines]), (*rows, *([tuple(turns)] if turns else [])))

    async def presses(self, pressed: Pressed) -> Turn | None:
        if pressed.action in ("yes", "no"):
            return await self._asking.answered(pressed)
        if not may_ask(pressed.asker):
            return None
        match pressed.action:
            case "list":
                return Turn(self._page(pressed.number() or 0, pressed.lang), replaces=True)
            case "put" | "stop":
                return await self._on_draft(pressed)
            case _:
                return await self._on_entry(pressed)

    async def _on_entry(self, pressed: Pressed) -> Turn | None:
        code, wanted, *others = (*pressed.values, "", "")
        entry, lang = self._house.entry(code, wanted or pressed.lang), pressed.lang
        if entry is None:
            return Turn(toast=self._say("gone", lang))
        if pressed.action == "card":
            return self._card(entry, lang)
        if not self._edits.folders:
            return None
        match pressed.action:
            case "ok":
                return await self._confirmed(pressed.asker, entry, lang)
            case "title" | "text":
                return await self._changing.ask(pressed.asker, entry, pressed.action, lang)
            case "ask":
                return await self._asking.whom(entry, lang)
            case "to" if others[0].isdecimal():
                return await self._asking.asked(pressed.asker, entry, int(others[0]), lang)
            case _:
                return None

    def _due_with(self, entry: Entry) -> tuple[Entry, ...]:
        """The entry in each language in which it is due; in its own where it isn't."""
        found = next((one.entries for one in self._due() if one.entries[0].id == entry.id), ())
        return found or (entry,)

    def _card(self, entry: Entry, lang: str) -> Turn:
        """An entry as people see it, and what can be done with it."""
        due, code = self._due_with(entry), code_of(entry.id)
        since = min((one.review for one in due if one.review), default=None)
        when = self._say("reviews_since", lang, date=long_date(since, lang)) if since else ""
        dead = sources_dead(self._house.retriever.snapshot.reading, self._house.offers.take(DEAD_SINCE))
        blocks = [
            self._say(
                "reviews_still_right", lang, files=files_of([one.source for one in due], self._house.wording, lang)
            ),
            self._say("reviews_unchecked_yet", lang) if entry.checked is None else when,
            *(
                self._say("reviews_source_dead", lang, label=escape(one.label))
                for one in dead
                if entry.source in one.files
            ),
        ]
        values = (code, entry.lang)
        rows = [
            (self._button("reviews_ok", lang, "ok", *values, langs=", ".join(one.lang for one in due)),),
            (self._button("reviews_title", lang, TITLE, *values), self._button("reviews_text", lang, TEXT, *values)),
            (self._button("reviews_colleague", lang, "ask", *values), self._button("reviews_list", lang, "list", 0)),
        ]
        rows += [
            (self._button("reviews_in", lang, "card", code, one.lang, language=language_name(one.lang, lang)),)
            for one in due
            if one.lang != entry.lang
        ]
        shown = Reply(self._house.composer.shared(entry, lang).html)
        return Turn.of(shown, Reply("\n".join(block for block in blocks if block), tuple(rows)))

    async def _confirmed(self, asker: Asker, entry: Entry, lang: str) -> Turn:
        """It is still right: the days are written into its files, in each language in which it is due."""
        day = self._today()
        sources = [one.place for one in self._due_with(entry)]
        try:
            change = await asyncio.to_thread(partial(checked, self._edits.folders, sources, day=day, review=day + YEAR))
            made = await self._edits.make(asker, change, "checked", lang)
        except EditError as error:
            return Turn((self._edits.refused(error, lang),), replaces=True)
        if made.attachment:
            return Turn.of(made)
        rest = self._due()
        said = self._say("reviews_done", lang, title=escape(entry.title), date=long_date(day + YEAR, lang))
        row = (
            (self._button("reviews_next", lang, "card", code_of(rest[0].entries[0].id), count=len(rest)),)
            if rest
            else ()
        )
        return Turn((Reply(said, (row,) if row else ()),), replaces=True)

    # --- what was begun

    async def _on_draft(self, pressed: Pressed) -> Turn | None:
        body = await self._own_draft(pressed.asker)
        if pressed.action == "stop":
            if body is not None:
                await self._house.records.drafts.end(pressed.asker)
            return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
        if body is None or body["step"] != "put" or not self._edits.folders:
            return Turn(toast=self._say("reviews_old", pressed.lang))
        return await self._changing.put(pressed.asker, body, self._today(), pressed.lang)

    def begun(self, draft: Draft) -> str:
        return "begun_remark" if json.loads(draft.body)["step"] == "why" else "begun_rewriting"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        if json.loads(draft.body)["step"] == "why":
            return await self._asking.continues(said, draft)
        if not may_ask(said.asker):
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("draft_ended", said.lang)))
        return await self._changing.continues(said, draft, self._today())


def week_of(day: datetime) -> str:
    """The week in which it falls, which begins on Monday: "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
