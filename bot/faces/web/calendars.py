"""Requests of calendars in, what is planned out: at an address that nobody guesses, and that says nothing of whose it is."""

import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from bot.conversation.house import House
from bot.conversation.offers import CALENDARS, Calendar
from bot.faces.web.door import Handler

CALENDAR = "text/calendar; charset=utf-8"
AGAIN_S = 1800  # how long what was fetched will do


class Calendars:
    """Knows where calendars are to be had, once the rooms are open."""

    def __init__(self) -> None:
        self._find: Callable[[str], Awaitable[Calendar | None]] | None = None

    def open(self, house: House) -> None:
        """Answer from now on."""
        self._find = next(iter(house.offers.all(CALENDARS)), None)

    @property
    def is_open(self) -> bool:
        return self._find is not None

    async def at(self, token: str) -> Calendar | None:
        """None: nothing is there."""
        return await self._find(token) if self._find else None


class CalendarHandler(Handler):
    """A calendar."""

    def initialize(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def compute_etag(self) -> None:
        """It is set with what is sent."""

    async def get(self, token: str) -> None:
        if not self._calendars.is_open:
            self.set_header("Retry-After", "30")
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        found = await self._calendars.at(token)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        etag = f'"{hashlib.sha256(found.data).hexdigest()[:32]}"'
        self.set_header("Cache-Control", f"private, max-age={AGAIN_S}")
        self.set_header("ETag", etag)
        self.set_header("X-Robots-Tag", "noindex")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        if etag in self.request.headers.get("If-None-Match", ""):
            self.set_status(HTTPStatus.NOT_MODIFIED)
            self.clear_header("Content-Type")
            return
        self.set_header("Content-Type", CALENDAR)
        self.set_header("Content-Disposition", 'inline; filename="agenda.ics"')
        self.write(found.data)

    head = get


def routes(calendars: Calendars) -> list[Any]:
    """What calendars ask for, for the door."""
    return [(r"/agenda/([0-9a-f]{40})\.ics", CalendarHandler, {"calendars": calendars})]
