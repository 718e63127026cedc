"""A meeting in, the bytes of an .ics file out that a phone's calendar takes from a chat (RFC 5545).

The file is published (METHOD:PUBLISH), not a request: a request needs an organiser and attendees with mail addresses
(RFC 5546, 3.2.2), whom the bot doesn't know and phones would write to. Calendars put a published event in, and know a
later file by its UID and its higher SEQUENCE.

Times are in UTC, and no time zone is written: each reader shows them on its own clock. A zone whose changes are listed one by
one (RDATE) is read wrongly by calendars that know rules alone, and a meeting is then an hour off.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cleaning import clean
from bot.rooms.invitations.records import Meeting

PRODUCT = "-//Verbinder//Verbinder//NL"
MOST_CHARS = 1000  # of one text in it
_ADDRESS = re.compile(r"https?://[!-~]+")  # without white space and all that isn't ASCII


@dataclass(frozen=True, slots=True)
class Issue:
    """Which version of a meeting's file it is."""

    uid: str  # the same in each version, and no other meeting's anywhere
    sequence: int  # higher in each version
    at: datetime  # when it is made, with its zone
    is_cancelled: bool = False


def calendar_file(meeting: Meeting, issue: Issue, agenda_title: str = "") -> bytes:
    """agenda_title: stands above the items of the agenda. Whatever the texts hold, the file keeps its form."""
    from icalendar import Calendar, Event  # slow to load, and few messages are invitations

    event = Event()
    event.add("uid", issue.uid)
    event.add("dtstamp", issue.at.astimezone(UTC))
    event.add("sequence", issue.sequence)
    event.add("dtstart", meeting.start.astimezone(UTC))
    event.add("dtend", meeting.end.astimezone(UTC))
    event.add("summary", clean(meeting.what, MOST_CHARS))
    event.add("status", "CANCELLED" if issue.is_cancelled else "CONFIRMED")
    if place := clean(meeting.place, MOST_CHARS):
        event.add("location", place)
        if _ADDRESS.fullmatch(place):
            event.add("url", place)
    if items := [f"- {clean(item, MOST_CHARS)}" for item in meeting.agenda]:
        event.add("description", "\n".join([agenda_title, *items] if agenda_title else items))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if issue.is_cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
