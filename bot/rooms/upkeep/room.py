"""The room of upkeep: what is wrong in the folder, reading it anew, and erasing what has been kept long enough."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.conversation.cutting import cut
from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Room, Said
from bot.folder.faults import fault
from bot.records.people import Role

LISTED = 20  # problems that an admin is shown at once
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
        """Drafts that are over go at once, what has been kept long enough once a day."""
        await self._house.records.drafts.sweep()
        self._woke = self._woke or now
        if now - self._woke >= FIRST_ERASING and self._erased_on != now.date():
            self._erased_on = now.date()
            await self._house.records.expire(self._house.retention_days)

    async def _problems(self, said: Said) -> Turn:
        reading = self._house.retriever.snapshot.reading
        if not reading.problems:
            return Turn.of(Reply(self._say("problems_none", said.lang, count=len(reading.entries))))
        lines = [fault(problem, said.lang) for problem in reading.problems[:LISTED]]
        head = self._say("problems_some", said.lang, count=len(reading.problems))
        return Turn(tuple(Reply(html) for html in cut("\n".join([head, *lines]))))

    async def _reload(self, said: Said) -> Turn:
        if self._house.reload is None:
            return await self._problems(said)
        report = await self._house.reload(said.asker.person, said.lang)
        await self._house.note(said.asker, "reloaded")
        return Turn.of(report)
