"""The room of announcements: who wants to hear of news says so, an admin writes them, and each is told once."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from bot.conversation.house import House
from bot.conversation.menus import ADMINS, ALONE, Command
from bot.conversation.reach import Post, late
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.runs import escape, length
from bot.conversation.wording import LANGUAGES
from bot.records.deliveries import Delivery
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.announcements.records import Announcement, AnnouncementRecords, Progress, State

MOST_UNITS = 3500  # of what an admin writes, so that what stands around it fits into the message too
APART_S = 0.1  # one chat after another, so many a second that answers to questions find room between them


class Announcements(Room):
    """Tells everybody who wants to hear it.

    A process that is killed while it tells a chat leaves that one chat perhaps untold rather than told twice: the key of
    each message is written down before it is sent, and one at a time is on its way.
    """

    prefix = "ber"
    commands = (
        Command("meldingen", "notices", ALONE, 920, is_private=True, needs_chat=True),
        Command("bericht", "announce", ADMINS, 200, Role.ADMIN, is_private=True),
    )
    shelves = (AnnouncementRecords,)

    def __init__(self, house: House, *, apart_s: float = APART_S) -> None:
        super().__init__(house)
        self._records = house.records.shelf(AnnouncementRecords)
        self._apart_s = apart_s

    def handlers(self) -> Mapping[str, Handler]:
        return {"meldingen": self._subscription, "bericht": self._begin}

    # --- who wants to hear

    async def _subscription(self, said: Said) -> Turn:
        if is_in := await self._records.is_subscribed(said.asker.chat):
            await self._house.records.chats.keep(said.asker, said.lang)  # it is to be told in the language of today
        return Turn.of(self._choice(said.lang, is_in=is_in))

    def _choice(self, lang: str, *, is_in: bool) -> Reply:
        state = self._say("notices_on" if is_in else "notices_off", lang)
        button = self._button("notices_out", lang, "out") if is_in else self._button("notices_in", lang, "in")
        return Reply(f"{self._say('notices', lang)}\n\n{state}", ((button,),))

    # --- writing one

    async def _begin(self, said: Said) -> Turn:
        if said.text:
            return await self._preview(said)
        await self._keep(said.asker, "", waits=True)
        row = (self._button("announce_stop_writing", said.lang, "drop"),)
        return Turn.of(Reply(self._say("announce_ask", said.lang), (row,)))

    def begun(self, draft: Draft) -> str:
        return "begun_announcement"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        if said.asker.role < Role.ADMIN:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("draft_ended", said.lang)))
        return await self._preview(said)

    async def _preview(self, said: Said) -> Turn:
        """Exactly what people will get, and to how many it goes."""
        if length(escape(said.text)) > MOST_UNITS:
            await self._keep(said.asker, "", waits=True)
            text = self._say("announce_too_long", said.lang, most=MOST_UNITS, found=length(escape(said.text)))
            return Turn.of(Reply(text, ((self._button("announce_stop_writing", said.lang, "drop"),),)))
        token = await self._keep(said.asker, said.text, waits=False)
        count = await self._records.count()
        rows = [(self._button("announce_change", said.lang, "change", token),)]
        if count:
            rows.insert(0, (self._button("announce_send", said.lang, "send", token, count=count),))
        rows.append((self._button("announce_stop_writing", said.lang, "drop"),))
        key = "announce_preview" if count else "announce_nobody"
        return Turn((self._message(said.text, said.lang), Reply(self._say(key, said.lang, count=count), tuple(rows))))

    def _message(self, text: str, lang: str) -> Reply:
        command = "/" + self._house.commands.called("meldingen", lang)
        return Reply(f"{escape(text)}\n\n<i>{self._say('announce_foot', lang, command=command)}</i>")

    async def _keep(self, asker: Asker, text: str, *, waits: bool) -> str:
        """The draft's token: an old card's button does nothing to a newer text."""
        token = secrets.token_hex(8)
        await self._keep_draft(asker, {"token": token, "text": text}, waits=waits)
        return token

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        if asker.is_group:
            return None
        match pressed.action:
            case "in":
                await self._house.records.chats.keep(asker, lang)
                await self._records.subscribe(asker.chat)
                return Turn((self._choice(lang, is_in=True),), replaces=True)
            case "out":
                await self._records.unsubscribe(asker.chat)
                return Turn((self._choice(lang, is_in=False),), replaces=True)
            case _ if asker.role < Role.ADMIN:
                return None
            case "send" | "change" | "drop":
                return await self._on_draft(pressed)
            case "how":
                number = pressed.number()
                return await self._how(number, lang) if number is not None else None
            case "stop":
                return await self._stop(pressed)
            case _:
                return None

    async def _on_draft(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        draft = await self._house.records.drafts.own(asker, self.prefix)
        if draft is None:
            return Turn(toast=self._say("announce_old", lang))
        if pressed.action == "drop":
            await self._house.records.drafts.end(asker)
            return Turn((Reply(self._say("draft_ended", lang)),), replaces=True)
        body = json.loads(draft.body)
        if pressed.values[:1] != (body["token"],) or not body["text"]:
            return Turn(toast=self._say("announce_old", lang))
        if pressed.action == "change":
            await self._keep(pressed.asker, "", waits=True)
            row = (self._button("announce_stop_writing", lang, "drop"),)
            return Turn.of(Reply(self._say("announce_ask", lang), (row,)))
        await self._house.records.chats.keep(asker, lang)  # to say how it went
        number = await self._records.announce(body["token"], body["text"], asker.chat)
        await self._house.records.drafts.end(asker)
        if number is None:
            return Turn(toast=self._say("announce_old", lang))
        await self._house.note(asker, "announced", body["text"][:60])
        return Turn((self._state(number, await self._records.progress(number), lang),), replaces=True)

    async def _how(self, number: int, lang: str) -> Turn | None:
        if await self._records.of(number) is None:
            return None
        return Turn((self._state(number, await self._records.progress(number), lang),), replaces=True)

    async def _stop(self, pressed: Pressed) -> Turn | None:
        number = pressed.number()
        if number is None or await self._records.of(number) is None:
            return None
        if await self._records.stop(number):
            await self._house.note(pressed.asker, "announcement_stopped")
        return await self._how(number, pressed.lang)

    def _state(self, number: int, progress: Progress, lang: str) -> Reply:
        text = self._figures(progress, lang)
        if not progress.waiting:
            return Reply(text)
        row = (
            self._button("announce_how", lang, "how", number),
            self._button("announce_stop", lang, "stop", number),
        )
        return Reply(text, (row,))

    def _figures(self, progress: Progress, lang: str) -> str:
        key = "announce_state" if progress.waiting else "announce_done"
        lines = [self._say(key, lang, sent=progress.sent, waiting=progress.waiting)]
        others = {
            "announce_gone": progress.gone,
            "announce_away": progress.away,
            "announce_failed": progress.failed,
            "announce_unsure": progress.unsure,
            "announce_stopped": progress.stopped,
        }
        return "\n".join([*lines, *(self._say(name, lang, count=count) for name, count in others.items() if count)])

    # --- by itself

    async def wakes(self, now: datetime) -> None:
        """Go on telling; one chat after another, so that answers to questions pass in between."""
        if self._house.post is None:
            return
        for announcement in await self._records.open():
            while chat := await self._records.next(announcement.number):
                if not await self._tell(self._house.post, announcement, chat):
                    return  # Telegram is away, or the bot stops
                await asyncio.sleep(self._apart_s)
            progress = await self._records.progress(announcement.number)
            kept = await self._house.records.chats.of(announcement.chat)
            if kept:
                text = Reply(self._figures(progress, kept.lang))
                key = f"announcement:{announcement.number}:done"
                await self._house.post.once(key, announcement.chat, text, is_held=True)
            await self._records.close(announcement.number)
        for number, chat in await self._records.missed():
            missed = await self._records.of(number)
            if missed and not await self._tell(self._house.post, missed, chat, is_late=True):
                return

    async def _tell(self, post: Post, announcement: Announcement, chat: str, *, is_late: bool = False) -> bool:
        """Whether it went on: False where it has to be tried again."""
        kept = await self._house.records.chats.of(chat)
        lang = kept.lang if kept else LANGUAGES[0]
        reply = self._message(announcement.text, lang)
        if is_late:
            reply = Reply(f"{late(self._house.wording, announcement.at, lang)}\n\n{reply.html}")
        key = f"announcement:{announcement.number}:{chat}"
        match await post.once(key, chat, reply):
            case Delivery.SENT:
                state = State.SENT
            case Delivery.ALREADY:
                state = State.UNSURE
            case Delivery.GONE:
                state = State.GONE
            case Delivery.AWAY:
                state = State.AWAY
            case Delivery.REFUSED:
                state = State.FAILED
            case Delivery.LATER:
                return False
        await self._records.told(announcement.number, chat, state)
        return True
