"""Meetings in, the bytes of an .ics file out that calendars take from a chat or fetch by themselves (RFC 5545).

The file is published (METHOD:PUBLISH), not a request: a request needs attendees with mail addresses (RFC 5546, 3.2.2), whom
the bot doesn't know and phones would write to. Calendars put a published event in, and know a later file by its UID and its
higher SEQUENCE.

Times are on the clocks of Amsterdam, with the zone as two rules that every reader knows: a zone whose changes are listed
one by one (RDATE), as icalendar makes it, is read wrongly by calendars that know rules alone, and icalendar 7.3.2 has summer
begin an hour late. The hour that the clocks show twice is told in UTC: of the two the zone can only mean the first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.cleaning import clean
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.series import Once, Series
from bot.when.clock import AMSTERDAM
from bot.when.series import by_rule, end_of, of_parts, parts_of, why_not

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

PRODUCT = "-//Verbinder//Verbinder//NL"
# Who publishes it has to be said (RFC 5546, 3.2.1 and 3.2.5), by an address: one to which no mail can ever go (RFC 6761, 6.4).
ORGANIZER = "mailto:noreply@verbinder.invalid"
ALARM_OF_A_DAY = timedelta(hours=15)  # … of whole days: at nine in the morning of the day before
ALARM = timedelta(minutes=15)  # before it begins; the chat hears an hour before
MOST_CHARS = 1000  # of one text in it
AHEAD = timedelta(days=730)  # for how long it is told what is left out of what comes back
FETCHED = timedelta(hours=1)  # how often calendars are asked to look again
_ADDRESS = re.compile(r"https?://[!-~]+")  # without white space and all that isn't ASCII
# How the clocks change there since 1996, as in tzdata; a test holds it against that for the years to come.
_CHANGES = (
    ("DAYLIGHT", "CEST", datetime(1996, 3, 31, 2), 1, 2, 3),  # noqa: DTZ001, on the clock before it changes
    ("STANDARD", "CET", datetime(1996, 10, 27, 3), 2, 1, 10),  # noqa: DTZ001
)


@dataclass(frozen=True, slots=True)
class Issue:
    """Which version of a meeting's file it is."""

    uid: str  # the same in each version, and no other meeting's anywhere
    sequence: int  # higher in each version
    at: datetime  # when it is made, with its zone
    by: str  # what the bot goes by, which publishes it
    is_cancelled: bool = False
    series: Series | None = None  # that the meeting is the next of; None: it doesn't come back


def calendar_file(meeting: Meeting, issue: Issue, agenda_title: str = "") -> bytes:
    """agenda_title: stands above the items of the agenda. Whatever the texts hold, the file keeps its form."""
    issue = _ended_or_cancelled(issue)
    calendar = _calendar("CANCEL" if issue.is_cancelled else "PUBLISH")
    calendar.add_component(_zone())
    for event in _events(meeting, issue, agenda_title):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def calendar_feed(meetings: Iterable[tuple[Meeting, Issue]], name: str, agenda_title: str = "") -> bytes:
    """What a calendar fetches by itself, time and again; what is cancelled isn't in it. name: what it calls that."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)  # RFC 7986, 5.1; the next is what calendars read before that
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for meeting, version in meetings:
        issue = _ended_or_cancelled(version)
        events = _past(meeting, issue) if issue.is_cancelled else _events(meeting, issue, agenda_title)
        for event in events:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _ended_or_cancelled(issue: Issue) -> Issue:
    """Of what came back and is cancelled for good those that have been stay in calendars: it ends, and isn't cancelled."""
    been = issue.series.been if issue.is_cancelled and issue.series else None
    return replace(issue, is_cancelled=False, series=been) if been else issue


def _calendar(method: str) -> "Calendar":
    from icalendar import Calendar  # slow to load, and few messages are invitations

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _events(meeting: Meeting, issue: Issue, agenda_title: str) -> Iterator["Event"]:
    """The meeting; of what comes back all that is known."""
    series = issue.series
    if series is None or issue.is_cancelled:
        yield _event(meeting, issue, agenda_title)
        return
    yield from _past(meeting, issue)
    yield from _repeated(meeting, issue, agenda_title, series)


def _past(meeting: Meeting, issue: Issue) -> Iterator["Event"]:
    """What has been of it before it became otherwise for good: by a UID of its own, or the new rule would take its place."""
    for number, series in enumerate(issue.series.past if issue.series else (), 1):
        own = replace(issue, uid=f"{number}-{issue.uid}", is_cancelled=False)
        yield from _repeated(replace(meeting, agenda=()), own, "", series)


def _repeated(meeting: Meeting, issue: Issue, agenda_title: str, series: Series) -> Iterator["Event"]:
    """The rule first, then those that aren't as usual."""
    from icalendar import vRecur

    usual = replace(meeting, start=series.first, minutes=series.minutes, place=series.place, agenda=())
    rule = _event(usual, issue, agenda_title)
    rule.add("rrule", vRecur.from_ical(_ended(series, meeting)))
    if off := sorted({*series.off, *_closed(series, issue.at)}):
        rule.add("exdate", [_told(series.usual(day), meeting) for day in off])
    yield rule
    others = {day: once for day, once in series.others.items() if once}
    if meeting.agenda and series.is_on(series.day):
        others.setdefault(series.day, Once(meeting.start, meeting.minutes, meeting.place))
    for day, once in sorted(others.items()):
        agenda = meeting.agenda if day == series.day else ()
        one = replace(meeting, start=once.start, minutes=once.minutes, place=once.place, agenda=agenda)
        event = _event(one, issue, agenda_title)
        event.add("recurrence-id", _told(series.usual(day), meeting))
        yield event


def _ended(series: Series, meeting: Meeting) -> str:
    """Its rule; the end as RFC 5545, 3.3.10, has it: of the same type as the beginning, a time in UTC."""
    last = end_of(series.rule)
    if last is None:
        return series.rule
    told = f"{last:%Y%m%d}" if meeting.days else f"{series.usual(last).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return of_parts(parts_of(series.rule) | {"UNTIL": told})


def _closed(series: Series, now: datetime) -> Iterator[date]:
    """The days by its rule on which schools are closed, as far as calendars look ahead."""
    last = max(now.astimezone(AMSTERDAM).date(), series.first.date()) + AHEAD
    days = takewhile(lambda day: day <= last, by_rule(series.rule, series.first.date()))
    return (day for day in days if why_not(series.rule, day, "nl"))


def _event(meeting: Meeting, issue: Issue, agenda_title: str) -> "Event":
    from icalendar import Alarm, Event

    what = clean(meeting.what, MOST_CHARS) or issue.by  # neither an event nor its alarm may say nothing
    event = Event()
    event.add("uid", issue.uid)
    event.add("dtstamp", issue.at.astimezone(UTC))
    event.add("sequence", issue.sequence)
    event.add("organizer", ORGANIZER, parameters={"CN": issue.by})
    event.add("dtstart", _told(meeting.start, meeting))
    event.add("dtend", _told(meeting.end, meeting))
    event.add("summary", what)
    event.add("status", "CANCELLED" if issue.is_cancelled else "CONFIRMED")
    if place := clean(meeting.place, MOST_CHARS):
        event.add("location", place)
        if _ADDRESS.fullmatch(place):
            event.add("url", place)
    if items := [f"- {clean(item, MOST_CHARS)}" for item in meeting.agenda]:
        event.add("description", "\n".join([agenda_title, *items] if agenda_title else items))
    if not issue.is_cancelled:  # RFC 5546, 3.2.5: none there
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", what)
        alarm.add("trigger", -(ALARM_OF_A_DAY if meeting.days else ALARM))
        event.add_component(alarm)
    return event


def _told(moment: datetime, meeting: Meeting) -> datetime | date:
    """As it is written."""
    local = moment.astimezone(AMSTERDAM)
    if meeting.days:
        return local.date()
    return local.astimezone(UTC) if local.fold else local


def _zone() -> "Timezone":
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", AMSTERDAM.key)
    for kind, name, since, before_h, behind_h, month in _CHANGES:
        change = TimezoneDaylight() if kind == "DAYLIGHT" else TimezoneStandard()
        change.add("tzname", name)
        change.add("dtstart", since)
        change.add("tzoffsetfrom", timedelta(hours=before_h))
        change.add("tzoffsetto", timedelta(hours=behind_h))
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(change)
    return zone
