"""The room of upkeep: what is wrong in the folder, reading it anew, and erasing what has been kept long enough."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.conversation.cutting import cut
from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.reply import Attachment, Reply, Turn
from bot.conversation.room import Handler, Room, Said
from bot.conversation.runs import escape
from bot.folder.faults import fault
from bot.records.people import Role
from bot.when.clock import AMSTERDAM
from index.labels import long_date

LISTED = 20  # problems that an admin is shown at once
NAME_CHARS = 12  # of what an update goes by
FIRST_ERASING = timedelta(minutes=1)  # after the start, when whoever waited has been answered


class Upkeep(Room):
    """Keeps the house in order."""

    prefix = "upk"
    commands = (
        Command("problemen", "problems", ADMINS, 160, Role.ADMIN),
        Command("herlaad", "reload", ADMINS, 170, Role.ADMIN),
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._woke: datetime | None = None  # for the first time
        self._erased_on: date | None = None

    def handlers(self) -> Mapping[str, Handler]:
        return {"problemen": self._problems, "herlaad": self._reload}

    async def wakes(self, now: datetime) -> None:
        """Drafts that are over and what was said last go at once, what has been kept long enough once a day, where nobody doubts that day."""
        await self._house.records.drafts.sweep()
        await self._house.records.memories.sweep()
        self._woke = self._woke or now
        if now - self._woke >= FIRST_ERASING and self._erased_on != now.date() and self._house.is_sure_of(now):
            self._erased_on = now.date()
            await self._house.records.expire(self._house.retention_days)

    async def _problems(self, said: Said) -> Turn:
        reading = self._house.retriever.snapshot.reading
        unread = await self._unread(said.lang)
        if not reading.problems:
            return Turn((Reply(self._say("problems_none", said.lang, count=len(reading.entries))), *unread))
        lines = [fault(problem, said.lang) for problem in reading.problems[:LISTED]]
        head = self._say("problems_some", said.lang, count=len(reading.problems))
        return Turn((*(Reply(html) for html in cut("\n".join([head, *lines]))), *unread))

    async def _unread(self, lang: str) -> tuple[Reply, ...]:
        """Updates that could not be read, and what they look like; nothing where there are none."""
        count = await self._house.records.unreadable.count()
        if not count:
            return ()
        latest = await self._house.records.unreadable.latest()
        lines = [self._say("problems_unread", lang, count=count)]
        for one in latest:
            at = one.at.astimezone(AMSTERDAM)
            kind = one.kind or self._say("problems_unread_kind", lang)
            values = {"kind": escape(kind), "name": escape(one.name[:NAME_CHARS]), "why": escape(one.why)}
            lines.append(
                self._say("problems_unread_line", lang, date=long_date(at.date(), lang), time=f"{at:%H:%M}", **values)
            )
        shapes = "[\n" + ",\n".join(one.shape for one in latest) + "\n]\n"
        return (Reply("\n".join(lines), attachment=Attachment("updates.json", shapes.encode())),)

    async def _reload(self, said: Said) -> Turn:
        if self._house.reload is None:
            return await self._problems(said)
        report = await self._house.reload(said.asker.person, said.lang)
        await self._house.note(said.asker, "reloaded")
        return Turn.of(report)
