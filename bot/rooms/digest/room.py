"""The room of the digest: on Mondays a chat that wants it hears how it stands, from each room that has something to say."""

from datetime import date, datetime, timedelta

from bot.conversation.house import House
from bot.conversation.offers import IN_DIGEST, Part, Week
from bot.conversation.reach import Post
from bot.conversation.reply import Reply
from bot.conversation.room import Room
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.rooms.digest.records import DigestRecords
from bot.when.reminding import LATE, digest_at

SINCE = timedelta(weeks=1)  # what the first digest of a chat looks back on


class Digest(Room):
    """Says on Mondays how it stands."""

    prefix = "dig"
    shelves = (DigestRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records = house.records.shelf(DigestRecords)
        self._said: set[tuple[str, date]] = set()  # chats and Mondays that need not be looked up again

    async def wakes(self, now: datetime) -> None:
        if self._house.post is None:
            return
        for kept in await self._house.records.chats.with_digest():
            now = self._house.clock()  # those before may have taken long to be told
            monday, at, until = digest_at(now, kept.remind_at)
            if at <= now < until and not kept.is_resting and (kept.chat, monday) not in self._said:
                late_at = kept.remind_at if now - at >= LATE else ""
                await self._digest(self._house.post, kept, monday, late_at, now)
        this_week = digest_at(now, "00:00")[0]
        self._said = {one for one in self._said if one[1] == this_week}

    async def _digest(self, post: Post, kept: KeptChat, monday: date, late_at: str, now: datetime) -> None:
        """late_at: when it should have been said: "09:00"; empty: it is in time."""
        week = Week(await self._records.last(kept.chat, monday) or now - SINCE, now)
        parts = [await part(kept, week) for part in self._house.offers.all(IN_DIGEST)]
        if not any(part.is_news for part in parts):
            self._said.add((kept.chat, monday))  # nothing to say, and what is agreed later today is no news on Monday
            return
        # The number of the row, not the chat, makes the key: a group may become another chat while it is told.
        number = await self._records.begin(kept.chat, monday)
        reply = self._reply(parts, monday, late_at, kept.lang)
        delivery = await post.once(f"digest:{number}", kept.chat, reply, thread=kept.thread)
        if delivery not in (Delivery.LATER, Delivery.AWAY):
            await self._records.said(number)
            self._said.add((kept.chat, monday))

    def _reply(self, parts: list[Part], monday: date, late_at: str, lang: str) -> Reply:
        blocks = [self._say("digest_title", lang, week=monday.isocalendar().week)]
        blocks += [part.html for part in parts if part.html]
        if late_at:
            blocks.append(self._say("digest_late", lang, at=late_at))
        return Reply("\n\n".join(blocks), tuple(part.row for part in parts if part.row))
