"""The room of obstacles: anybody notes what stands in the way, coordinators take it up, and what helped is kept."""

import json
from collections.abc import Mapping
from datetime import datetime, time

from bot.conversation.compose import label
from bot.conversation.house import House
from bot.conversation.menus import COORDINATORS, EVERYWHERE, Command
from bot.conversation.new_entry import made_by, new_entry
from bot.conversation.offers import EDITING, IN_DIGEST, ROLE_GONE, Part, Week
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape
from bot.conversation.topics import topic_name
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.obstacles.records import Obstacle, ObstacleRecords, State
from bot.when.clock import AMSTERDAM
from index.answer import Question
from index.labels import long_date
from knowledge import catalog
from knowledge.changes.change import EditError

MOST_CHARS = 600  # of an obstacle, and of what helped
TOPICS = 3  # proposed for an obstacle
MOST_OPEN = 10  # of one person, so that nobody buries those of others
LISTED = 12  # shown at once
SOLVED = 6
SHOWN_CHARS = 120  # of each in a list, so that a list fits into one message; its card shows all
NOTED_CHARS = 60  # of an obstacle where it is written down that something was done to it
# What is begun, by the step of its draft; any other: an obstacle to be noted.
BEGUN = {"helped": "begun_solving", "title": "begun_entry", "place": "begun_entry"}
TOLD_AT = time(9)  # Europe/Amsterdam: when coordinators hear of what was noted since the day before


class Obstacles(Room):
    """Gets obstacles out of the way."""

    prefix = "hin"
    commands = (
        Command("hindernis", "obstacle", EVERYWHERE, 120, needs_chat=True),
        Command("hindernissen", "obstacles", COORDINATORS, 130, Role.COORDINATOR, is_private=True),
    )
    shelves = (ObstacleRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._edits, self._records = house.offers.take(EDITING), house.records.shelf(ObstacleRecords)
        house.offers.give(IN_DIGEST, self._in_digest)
        house.offers.give(ROLE_GONE, self._records.let_go_of)

    def handlers(self) -> Mapping[str, Handler]:
        return {"hindernis": self._begin, "hindernissen": self._list}

    # --- noting one

    async def _begin(self, said: Said) -> Turn:
        if text := said.text or said.around.answers:
            return await self._confirm(said, text)
        await self._keep_draft(said.asker, {"step": "text"}, waits=True)
        return Turn.of(self._ask(said.lang))

    def begun(self, draft: Draft) -> str:
        return BEGUN.get(json.loads(draft.body)["step"], "begun_obstacle")

    async def continues(self, said: Said, draft: Draft) -> Turn:
        body = json.loads(draft.body)
        match body["step"]:
            case "helped":
                return await self._helped(said, body["number"])
            case "title":
                return await self._preview(said, body["number"])
            case _:
                return await self._confirm(said, said.text)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting | None:
        body = json.loads(draft.body)
        if body["step"] == "text":
            return Waiting(self._ask(lang), takes_links=True)
        one = await self._records.of(body["number"]) if body["step"] == "helped" else None
        return Waiting(self._ask_helped(one, lang), takes_links=True) if one else None

    def _ask(self, lang: str) -> Reply:
        return Reply(self._say("obstacle_ask", lang), (self._stop_row(lang),))

    def _ask_helped(self, one: Obstacle, lang: str) -> Reply:
        row = (self._button("obstacle_skip", lang, "skip"), *self._stop_row(lang))
        return Reply(self._say("obstacle_ask_helped", lang, text=escape(one.text)), (row,))

    async def _confirm(self, said: Said, text: str) -> Turn:
        """Nothing is kept before somebody has seen it, and said what it is about."""
        text = " ".join(text.split())
        if len(text) > MOST_CHARS:
            await self._keep_draft(said.asker, {"step": "text"}, waits=True)
            too_long = self._say("obstacle_too_long", said.lang, most=MOST_CHARS, found=len(text))
            return Turn.of(Reply(too_long, (self._stop_row(said.lang),)))
        if await self._records.count_open(said.asker.person) >= MOST_OPEN:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("obstacle_enough", said.lang, most=MOST_OPEN)))
        await self._keep_draft(said.asker, {"step": "topic", "text": text}, waits=False)
        answer = await self._house.retriever.ask(Question(text, said.lang))
        near = [hit.entry.topics[0] for hit in answer.hits if hit.entry.topics and not answer.off_topic]
        codes = [code for code in dict.fromkeys(near) if code in catalog.topics()][:TOPICS]
        rows: list[tuple[Button, ...]] = [
            (self._button.labelled(label(topic_name(code, said.lang)), "note", code),) for code in codes
        ]
        key = "obstacle_without_topic" if codes else "obstacle_note"
        rows.append((self._button(key, said.lang, "note", "none"),))
        rows.append(self._stop_row(said.lang))
        key = "obstacle_confirm" if codes else "obstacle_confirm_plain"
        return Turn.of(Reply(self._say(key, said.lang, text=escape(text)), tuple(rows)))

    async def _note(self, pressed: Pressed) -> Turn | None:
        body = await self._own_draft(pressed.asker)
        topic = pressed.values[0] if pressed.values else ""
        if body is None or body["step"] != "topic":
            return Turn(toast=self._say("obstacle_old", pressed.lang))
        if topic != "none" and topic not in catalog.topics():
            return None
        records = self._house.records
        await records.origins.led(await records.drafts.own(pressed.asker, self.prefix), pressed.asker)
        if not await records.drafts.end(pressed.asker):
            return Turn(toast=self._say("obstacle_old", pressed.lang))
        await self._records.note(pressed.asker, body["text"], "" if topic == "none" else topic)
        key = "obstacle_noted"
        if not pressed.asker.is_group and self._house.post:
            await self._house.records.chats.keep(pressed.asker, pressed.lang)
            key = "obstacle_noted_alone"
        return Turn((Reply(self._say(key, pressed.lang, text=escape(body["text"]))),), replaces=True)

    # --- coordinators

    async def _list(self, said: Said) -> Turn:
        if said.asker.role is Role.COORDINATOR:  # who blocked the bot and is back is to hear of new ones again
            await self._house.records.chats.keep(said.asker, said.lang)
        return Turn.of(await self._overview(said.lang))

    async def _overview(self, lang: str) -> Reply:
        found = await self._records.unsolved()
        blocks = [self._say("obstacles" if found else "obstacles_none", lang, count=len(found))]
        rows = []
        for one in found[:LISTED]:
            mark = self._say("obstacle_mark_taken" if one.state is State.TAKEN else "obstacle_mark_open", lang)
            blocks.append(f"{mark} {one.number}. {_short(one.text)}")
            rows.append((self._button.labelled(label(f"{one.number}. {one.text}"), "card", one.number),))
        if len(found) > LISTED:
            blocks.append(self._say("obstacles_more", lang, count=len(found) - LISTED))
        if await self._records.solved(1):
            rows.append((self._button("obstacles_solved_button", lang, "solved"),))
        return Reply("\n".join(blocks), tuple(rows))

    async def _solved(self, lang: str) -> Reply:
        found = await self._records.solved(SOLVED)
        blocks, rows = [self._say("obstacles_solved", lang)], []
        for one in found:
            helped = self._say("obstacle_helped", lang, helped=_short(one.helped)) if one.helped else ""
            blocks.append("\n".join(line for line in (f"✅ {one.number}. {_short(one.text)}", helped) if line))
            rows.append((self._button.labelled(label(f"{one.number}. {one.text}"), "card", one.number),))
        rows.append((self._button("back", lang, "list"),))
        return Reply("\n\n".join(blocks), tuple(rows))

    def _card(self, one: Obstacle, asker: Asker, lang: str) -> Reply:
        lines = [f"<b>{one.number}.</b> {escape(one.text)}"]
        day = long_date(one.at.astimezone(AMSTERDAM).date(), lang)
        topic = topic_name(one.topic, lang) if one.topic in catalog.topics() else ""
        lines.append(f"<i>{escape(', '.join(part for part in (topic, day) if part))}</i>")
        rows: list[tuple[Button, ...]] = []
        match one.state:
            case State.OPEN:
                rows.append((self._button("obstacle_take", lang, "take", one.number),))
            case State.TAKEN:
                key = "obstacle_taken_by_you" if one.taker == asker.person else "obstacle_taken"
                lines.append(self._say(key, lang))
                rows.append((self._button("obstacle_let_go", lang, "letgo", one.number),))
            case State.SOLVED:
                lines.append(self._say("obstacle_is_solved", lang))
                if one.helped:
                    lines.append(self._say("obstacle_helped", lang, helped=escape(one.helped)))
                if asker.role >= Role.ADMIN and self._edits.folders:
                    rows.append((self._button("obstacle_to_entry", lang, "entry", one.number),))
            case State.VOID:
                lines.append(self._say("obstacle_is_void", lang))
        if one.state in (State.OPEN, State.TAKEN):
            rows.append(
                (
                    self._button("obstacle_solve", lang, "solve", one.number),
                    self._button("obstacle_drop", lang, "drop", one.number),
                )
            )
        rows.append((self._button("back", lang, "list"),))
        return Reply("\n".join(lines), tuple(rows))

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action:
            case "note":
                return await self._note(pressed)
            case "stop":
                if await self._own_draft(pressed.asker) is None:
                    return Turn(toast=self._say("obstacle_old", pressed.lang))
                await self._house.records.drafts.end(pressed.asker)
                return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
            case _ if pressed.asker.role < Role.COORDINATOR or pressed.asker.is_group:
                return None
            case "list":
                return Turn((await self._overview(pressed.lang),), replaces=True)
            case "solved":
                return Turn((await self._solved(pressed.lang),), replaces=True)
            case "skip":
                body = await self._own_draft(pressed.asker)
                return await self._solve(pressed, body["number"], "") if body and body["step"] == "helped" else None
            case "entry" | "place" if pressed.asker.role < Role.ADMIN:
                return None
            case "place":
                return await self._place(pressed)
            case _:
                return await self._on_card(pressed)

    async def _on_card(self, pressed: Pressed) -> Turn | None:
        number, asker, lang = pressed.number(), pressed.asker, pressed.lang
        one = await self._records.of(number) if number is not None else None
        if number is None or one is None:
            return Turn(toast=self._say("obstacle_gone", lang))
        match pressed.action:
            case "card":
                pass
            case "take":
                if one.state is State.OPEN and await self._records.become(number, State.TAKEN, asker.person):
                    await self._house.note(asker, "obstacle_taken", one.text[:NOTED_CHARS])
                    await self._tell(one, "obstacle_yours_taken", "taken")
            case "letgo":
                if one.state is State.TAKEN:
                    await self._records.become(number, State.OPEN, None)
            case "drop":
                if await self._records.become(number, State.VOID, one.taker):
                    await self._house.note(asker, "obstacle_dropped", one.text[:NOTED_CHARS])
            case "solve" if one.state in (State.OPEN, State.TAKEN):
                await self._keep_draft(pressed.asker, {"step": "helped", "number": number}, waits=True)
                return Turn.of(self._ask_helped(one, lang))
            case "solve":
                pass
            case "entry" if one.state is State.SOLVED:
                await self._keep_draft(pressed.asker, {"step": "title", "number": number}, waits=True)
                return Turn.of(Reply(self._say("obstacle_ask_title", lang), (self._stop_row(lang),)))
            case _:
                return None
        now = await self._records.of(number)
        return Turn((self._card(now or one, asker, lang),), replaces=True)

    async def _helped(self, said: Said, number: int) -> Turn:
        helped = " ".join(said.text.split())
        if len(helped) > MOST_CHARS:
            too_long = self._say("obstacle_too_long", said.lang, most=MOST_CHARS, found=len(helped))
            return Turn.of(Reply(too_long, (self._stop_row(said.lang),)))
        return await self._solve(said, number, helped)

    async def _solve(self, by: Said | Pressed, number: int, helped: str) -> Turn:
        await self._house.records.drafts.end(by.asker)
        one = await self._records.of(number)
        if by.asker.role < Role.COORDINATOR or one is None:
            return Turn.of(Reply(self._say("obstacle_gone", by.lang)))
        if await self._records.become(number, State.SOLVED, one.taker or by.asker.person, helped):
            await self._house.note(by.asker, "obstacle_solved", one.text[:NOTED_CHARS])
            await self._tell(one, "obstacle_yours_solved", "solved", helped=helped)
            return Turn.of(Reply(self._say("obstacle_well_done", by.lang, text=escape(one.text))))
        return Turn.of(self._card(one, by.asker, by.lang))  # somebody was first

    async def _tell(self, one: Obstacle, key: str, what: str, helped: str = "") -> None:
        """Tell whoever noted it, where they did so alone."""
        if self._house.post is None or one.chat is None:
            return
        kept = await self._house.records.chats.of(one.chat)
        if kept is None:
            return
        lines = [self._say(key, kept.lang, text=escape(one.text))]
        if helped:
            lines.append(self._say("obstacle_helped", kept.lang, helped=escape(helped)))
        await self._house.post.once(f"obstacle:{one.number}:{what}", one.chat, Reply("\n".join(lines)), is_held=True)

    # --- what helped becomes an entry

    async def _preview(self, said: Said, number: int) -> Turn:
        """The entry as people will see it, or why there can't be one."""
        one = await self._records.of(number)
        if said.asker.role < Role.ADMIN or one is None:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("obstacle_gone", said.lang)))
        title = " ".join(said.text.split())
        try:
            change = await new_entry(self._edits.folders, said.lang, title, (), one.helped)
            reading = await self._edits.look(change)
        except EditError as error:
            return Turn.of(self._edits.refused(error, said.lang))  # the draft waits for another title
        entry = made_by(change, reading)
        shown = (Reply(self._house.composer.shared(entry, said.lang).html),) if entry else ()
        await self._keep_draft(
            said.asker, {"step": "place", "number": number, "title": title, "lang": said.lang}, waits=False
        )
        key = "obstacle_entry_preview" if entry else "obstacle_entry_empty"
        row = (self._button("obstacle_place", said.lang, "place"), *self._stop_row(said.lang))
        return Turn((*shown, Reply(self._say(key, said.lang, source=escape(change.edits[0].source)), (row,))))

    async def _place(self, pressed: Pressed) -> Turn | None:
        body = await self._own_draft(pressed.asker)
        if body is None or body["step"] != "place" or not await self._house.records.drafts.end(pressed.asker):
            return Turn(toast=self._say("obstacle_entry_old", pressed.lang))
        one = await self._records.of(body["number"])
        if one is None:
            return Turn(toast=self._say("obstacle_gone", pressed.lang))
        try:
            change = await new_entry(self._edits.folders, body["lang"], body["title"], (), one.helped)
            made = await self._edits.make(pressed.asker, change, "drafted", pressed.lang)
        except EditError as error:
            made = self._edits.refused(error, pressed.lang)
        return Turn((made,), replaces=made.attachment is None)

    # --- by itself

    async def wakes(self, now: datetime) -> None:
        """Tell coordinators at nine, in one message, what was noted before."""
        local = now.astimezone(AMSTERDAM)
        if self._house.post is None or local.time() < TOLD_AT:
            return
        today_at = datetime.combine(local.date(), TOLD_AT, AMSTERDAM)
        new = await self._records.untold(today_at)
        if not new:
            return
        key, is_heard = f"obstacles:{local.date()}", False
        for chat in await self._house.records.roles.chats():
            if kept := await self._house.records.chats.of(chat):
                news = self._news(new, kept.lang)
                delivery = await self._house.post.once(f"{key}:{chat}", chat, news, is_held=True)
                is_heard = is_heard or delivery in (Delivery.SENT, Delivery.ALREADY)
        if not is_heard and self._house.admins:
            await self._house.admins.tell_once(key, lambda lang: self._news(new, lang))
        for one in new:
            await self._records.told(one.number)

    def _news(self, new: tuple[Obstacle, ...], lang: str) -> Reply:
        lines = [self._say("obstacles_new", lang, count=len(new)), *(f"• {_short(one.text)}" for one in new[:LISTED])]
        if len(new) > LISTED:
            lines.append(self._say("obstacles_more", lang, count=len(new) - LISTED))
        return Reply("\n".join(lines), ((self._button("obstacles_see", lang, "list"),),))

    async def _in_digest(self, kept: KeptChat, week: Week) -> Part:
        """How it stands."""
        counts = await self._records.counts(week.since)
        if not (counts.open or counts.taken or counts.solved):
            return Part()
        values = {"open": counts.open, "taken": counts.taken, "solved": counts.solved}
        return Part(self._say("obstacles_digest", kept.lang, **values), is_news=True)

    # --- buttons

    def _stop_row(self, lang: str) -> tuple[Button, ...]:
        return (self._button("obstacle_stop", lang, "stop"),)


def _short(text: str) -> str:
    return escape(text if len(text) <= SHOWN_CHARS else f"{text[: SHOWN_CHARS - 1].rstrip()}…")
