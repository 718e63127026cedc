"""The room of handing over: a question goes to the coordinators, one answers through the bot, and neither sees who the other is."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.conversation.compose import label
from bot.conversation.house import House
from bot.conversation.menus import COORDINATORS, Command
from bot.conversation.new_entry import made_by, new_entry
from bot.conversation.offers import EDITING, HANDING, TO_HAND
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.records.deliveries import Delivery
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.handing.records import LASTS, Handed, HandedRecords, State
from bot.when.clock import AMSTERDAM
from bot.when.telling import in_words
from knowledge.changes.change import EditError

MOST_CHARS = 1500  # of a question, and of an answer
MOST_OPEN = 3  # of one person at a time
LISTED = 10  # shown at once
GOES_ON = {"take": "hand_take", "back": "hand_back"}  # what is said on a button, by what it does
# What is begun, by the step of its draft; any other: a question to be handed over.
BEGUN = {"answer": "begun_answer", "back": "begun_reaction", "title": "begun_entry", "place": "begun_entry"}
NOTED_CHARS = 60  # of a question where it is written down that it was answered


class Handing(Room):
    """Hands questions to people and answers back."""

    prefix = "hnd"
    commands = (Command("voorgelegd", "handed", COORDINATORS, 135, Role.COORDINATOR, is_private=True),)
    shelves = (HandedRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._edits, self._records = house.offers.take(EDITING), house.records.shelf(HandedRecords)
        house.offers.give(HANDING, self._row)

    def handlers(self) -> Mapping[str, Handler]:
        return {"voorgelegd": self._list}

    def _row(self, asker: Asker, lang: str) -> tuple[Button, ...]:
        """The way to a person; none where nobody would read it, or where nobody could be answered."""
        is_reachable = self._house.post is not None and asker.chat_number is not None and not asker.is_group
        if not is_reachable or not self._house.records.roles.is_any:
            return ()
        return (self._button("hand_begin", lang, "begin"),)

    # --- whoever asks

    async def _begin(self, pressed: Pressed) -> Turn:
        words = self._house.offers.take(TO_HAND)(pressed.asker)
        if await self._records.count_of(pressed.asker.person) >= MOST_OPEN:
            return Turn.of(Reply(self._say("hand_enough", pressed.lang, most=MOST_OPEN)))
        if words:
            return await self._confirm(pressed.asker, words, pressed.lang)
        return await self._ask_text(pressed.asker, pressed.lang)

    async def _ask_text(self, asker: Asker, lang: str) -> Turn:
        await self._keep_draft(asker, {"step": "text"}, waits=True)
        return Turn.of(Reply(self._say("hand_ask", lang), (self._stop(lang),)))

    async def _confirm(self, asker: Asker, text: str, lang: str) -> Turn:
        """Nothing goes to anybody before it has been seen."""
        if len(text) > MOST_CHARS:
            return await self._too_long(asker, {"step": "text"}, text, lang)
        await self._keep_draft(asker, {"step": "ask", "text": text}, waits=False)
        rows = (
            (self._button("hand_yes", lang, "yes"),),
            (self._button("hand_other_words", lang, "words"), *self._stop(lang)),
        )
        return Turn.of(Reply(self._say("hand_confirm", lang, text=escape(text)), rows))

    async def _too_long(self, asker: Asker, body: Mapping[str, object], text: str, lang: str) -> Turn:
        await self._keep_draft(asker, body, waits=True)
        said = self._say("hand_too_long", lang, most=MOST_CHARS, found=len(text))
        return Turn.of(Reply(said, (self._stop(lang),)))

    async def _hand(self, pressed: Pressed) -> Turn:
        asker, lang = pressed.asker, pressed.lang
        body = await self._own_draft(asker)
        if body is None or body["step"] != "ask" or not await self._house.records.drafts.end(asker):
            return Turn(toast=self._say("hand_old", lang))
        await self._house.records.chats.keep(asker, lang)
        one = await self._records.hand(asker, body["text"], lang)
        heard = [
            await self._tell(chat, f"handed:{one.number}:{chat}", "hand_new", one, "take", text=one.text)
            for chat in await self._house.records.roles.chats()
            if chat != asker.chat
        ]
        if not any(one in (Delivery.SENT, Delivery.AWAY) for one in heard):
            await self._records.drop(one.number)
            whom = self._house.composer.contact(lang)
            return Turn((Reply(self._say("hand_nobody", lang, contact=whom)),), replaces=True)
        return Turn((Reply(self._say("hand_done", lang, text=escape(body["text"]))),), replaces=True)

    # --- coordinators

    async def _list(self, said: Said) -> Turn:
        found = await self._records.listed()
        waiting = [one for one in found if one.state is State.OPEN]
        blocks = [self._say("hand_list" if waiting else "hand_list_none", said.lang, count=len(waiting))]
        rows: list[tuple[Button, ...]] = []
        for one in found[:LISTED]:
            mark = "❔" if one.state is State.OPEN else "✅"
            blocks.append(f"{mark} {one.number}. {escape(label(one.text))}")
            rows.append((self._button.labelled(label(f"{one.number}. {one.text}"), "card", one.number),))
        return Turn.of(Reply("\n".join(blocks), tuple(rows)))

    def _card(self, one: Handed, asker: Asker, lang: str) -> Reply:
        lines = [f"<b>{one.number}.</b> “{escape(one.text)}”"]
        if one.answer:
            lines.append(self._say("hand_was_answered", lang, answer=escape(one.answer)))
        rows: list[tuple[Button, ...]] = []
        if one.chat and one.taker in (None, asker.person):
            rows.append((self._button("hand_take", lang, "take", one.number),))
        if one.answer and asker.role >= Role.ADMIN and self._edits.folders:
            rows.append((self._button("hand_to_entry", lang, "entry", one.number),))
        return Reply("\n\n".join(lines), tuple(rows))

    async def _take(self, pressed: Pressed, one: Handed) -> Turn:
        if one.chat is None or one.taker not in (None, pressed.asker.person):
            return Turn(toast=self._say("hand_taken", pressed.lang))
        await self._keep_draft(pressed.asker, {"step": "answer", "number": one.number}, waits=True)
        asked = self._say("hand_ask_answer", pressed.lang, text=escape(one.text))
        return Turn.of(Reply(asked, (self._stop(pressed.lang),)))

    async def _look(self, said: Said, body: Mapping[str, object], key: str) -> Turn:
        """What is to be sent, before it is."""
        if len(said.text) > MOST_CHARS:
            return await self._too_long(said.asker, body, said.text, said.lang)
        await self._keep_draft(said.asker, {**body, "text": said.text, "is_seen": True}, waits=False)
        row = (self._button("hand_send", said.lang, "send"), *self._stop(said.lang))
        return Turn.of(Reply(self._say(key, said.lang, text=escape(said.text)), (row,)))

    async def _send(self, pressed: Pressed) -> Turn:
        asker, lang = pressed.asker, pressed.lang
        body = await self._own_draft(asker)
        is_seen = body is not None and body.get("is_seen") and await self._house.records.drafts.end(asker)
        one = await self._records.of(body["number"]) if body and is_seen else None
        if body is None or one is None or one.chat is None:
            return Turn((Reply(self._say("hand_over", lang)),), replaces=True)
        key = f"handed:{one.number}:{self._house.clock().isoformat()}"
        if body["step"] == "back":
            if asker.person != one.person or one.taker_chat is None:
                return Turn((Reply(self._say("hand_over", lang)),), replaces=True)
            await self._tell(one.taker_chat, key, "hand_reacts", one, "take", text=body["text"], asked=one.text)
            return Turn((Reply(self._say("hand_sent", lang)),), replaces=True)
        if asker.role < Role.COORDINATOR:
            return Turn((Reply(self._say("hand_over", lang)),), replaces=True)
        if not await self._records.answer(one.number, asker, body["text"]):
            return Turn((Reply(self._say("hand_taken", lang)),), replaces=True)
        await self._house.records.chats.keep(asker, lang)
        await self._tell(one.chat, key, "hand_answer", one, "back", text=body["text"], asked=one.text)
        await self._house.note(asker, "handed_answered", one.text[:NOTED_CHARS])
        return Turn((Reply(self._say("hand_sent", lang)),), replaces=True)

    async def _back(self, pressed: Pressed, one: Handed) -> Turn:
        """Whoever asked has something to say to the answer."""
        if one.person != pressed.asker.person or one.taker_chat is None:
            return Turn(toast=self._say("hand_over", pressed.lang))
        await self._keep_draft(pressed.asker, {"step": "back", "number": one.number}, waits=True)
        return Turn.of(Reply(self._say("hand_ask_back", pressed.lang), (self._stop(pressed.lang),)))

    async def _tell(self, chat: str, key: str, sentence: str, one: Handed, action: str, **said: str) -> Delivery:
        """Say something of it in a chat, with the button that goes on: "take" answers it, "back" reacts."""
        kept = await self._house.records.chats.of(chat)
        if self._house.post is None or kept is None:
            return Delivery.GONE
        until = (one.at + LASTS).astimezone(AMSTERDAM)
        day = in_words(until.date(), kept.lang)
        gaps = {name: escape(text) for name, text in said.items()}
        html = self._say(sentence, kept.lang, day=day, at=f"{until:%H:%M}", **gaps)
        row = (self._button(GOES_ON[action], kept.lang, action, one.number),)
        return await self._house.post.once(key, chat, Reply(html, (row,)), is_held=True)

    # --- buttons and texts

    async def presses(self, pressed: Pressed) -> Turn | None:
        if pressed.asker.is_group:
            return None
        match pressed.action:
            case "begin":
                return await self._begin(pressed)
            case "words":
                return await self._ask_text(pressed.asker, pressed.lang)
            case "yes":
                return await self._hand(pressed)
            case "send":
                return await self._send(pressed)
            case "stop":
                if await self._own_draft(pressed.asker) is None:
                    return Turn(toast=self._say("hand_old", pressed.lang))
                await self._house.records.drafts.end(pressed.asker)
                return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
            case "place":
                return await self._place(pressed)
            case _:
                return await self._on_one(pressed)

    async def _on_one(self, pressed: Pressed) -> Turn | None:
        number = pressed.number()
        one = await self._records.of(number) if number is not None else None
        if one is None:
            return Turn(toast=self._say("hand_over", pressed.lang))
        role = pressed.asker.role
        match pressed.action:
            case "back":
                return await self._back(pressed, one)
            case "take" if role >= Role.COORDINATOR:
                return await self._take(pressed, one)
            case "card" if role >= Role.COORDINATOR:
                return Turn.of(self._card(one, pressed.asker, pressed.lang))
            case "entry" if role >= Role.ADMIN and one.answer:
                await self._keep_draft(pressed.asker, {"step": "title", "number": one.number}, waits=True)
                return Turn.of(Reply(self._say("hand_ask_title", pressed.lang), (self._stop(pressed.lang),)))
            case _:
                return None

    def begun(self, draft: Draft) -> str:
        return BEGUN.get(json.loads(draft.body)["step"], "begun_handing")

    async def continues(self, said: Said, draft: Draft) -> Turn:
        body = json.loads(draft.body)
        match body["step"]:
            case "answer":
                return await self._look(said, body, "hand_look_answer")
            case "back":
                return await self._look(said, body, "hand_look_back")
            case "title":
                return await self._preview(said, body["number"])
            case _:
                return await self._confirm(said.asker, said.text, said.lang)

    # --- an answer becomes an entry

    async def _preview(self, said: Said, number: int) -> Turn:
        """The entry as people will see it, or why there can't be one."""
        one = await self._records.of(number)
        if said.asker.role < Role.ADMIN or one is None:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("hand_over", said.lang)))
        title = " ".join(said.text.split())
        try:
            change = await new_entry(self._edits.folders, one.lang, title, (), one.answer)
            entry = made_by(change, await self._edits.look(change))
        except EditError as error:
            return Turn.of(self._edits.refused(error, said.lang))  # the draft waits for another title
        shown = (Reply(self._house.composer.shared(entry, said.lang).html),) if entry else ()
        await self._keep_draft(said.asker, {"step": "place", "number": number, "title": title}, waits=False)
        row = (self._button("hand_place", said.lang, "place"), *self._stop(said.lang))
        source = escape(change.edits[0].source)
        return Turn((*shown, Reply(self._say("hand_entry_preview", said.lang, source=source), (row,))))

    async def _place(self, pressed: Pressed) -> Turn:
        body = await self._own_draft(pressed.asker)
        if (
            pressed.asker.role < Role.ADMIN
            or body is None
            or body["step"] != "place"
            or not await self._house.records.drafts.end(pressed.asker)
            or (one := await self._records.of(body["number"])) is None
        ):
            return Turn(toast=self._say("hand_old", pressed.lang))
        try:
            change = await new_entry(self._edits.folders, one.lang, body["title"], (), one.answer)
            made = await self._edits.make(pressed.asker, change, "drafted", pressed.lang)
        except EditError as error:
            made = self._edits.refused(error, pressed.lang)
        return Turn((made,), replaces=made.attachment is None)

    # --- by itself

    async def wakes(self, now: datetime) -> None:
        """After a day it ends; whoever got no answer hears that."""
        if self._house.post is None:
            return
        for one in await self._records.due():
            kept = await self._house.records.chats.of(one.chat) if one.chat and one.state is State.OPEN else None
            if kept:
                whom = self._house.composer.contact(kept.lang)
                said = self._say("hand_unanswered", kept.lang, text=escape(one.text), contact=whom)
                await self._house.post.once(f"handed:{one.number}:over", kept.chat, Reply(said), is_held=True)
            await self._records.end(one.number)

    def _stop(self, lang: str) -> tuple[Button, ...]:
        return (self._button("hand_stop", lang, "stop"),)
