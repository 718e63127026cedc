"""Calendar files: held against the rules of RFC 5545 and 5546, and read by four libraries."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from bot.rooms.invitations.calendar_file import Issue, calendar_feed, calendar_file
from bot.rooms.invitations.meeting import Meeting
from bot.when.clock import AMSTERDAM
from tests.calendar_rules import strictly

MEETING = Meeting(
    "Overleg techniek",
    datetime(2027, 1, 12, 14, tzinfo=AMSTERDAM),
    90,
    "mbo-locatie, lokaal 2.15",
    ("stageplekken", "PTA; wie, wat"),
)
ISSUE = Issue("0f3c@verbinder", 0, datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "Verbinder")
NASTY = (
    "a\r\nBEGIN:VALARM\r\nX:1",
    "b\nEND:VEVENT",
    "c;d,e\\n\\",
    "f\x00\x07\x1b[2J\x7f\x85g",
    "h\u202egnp.exe\u2028i\u2029j",
    "k\ud83dl",
    "👩‍👩‍👧‍👦" * 60,
    "🇳🇱" * 90,
    "e\u0301" * 200,
    '"quoted":;=',
    "ĳ" * 900,
    "x" * 5000,
    "",
    " ",
)


def opened(data: bytes) -> Any:
    """The event, by the library; nothing in it may be broken."""
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    return event


def test_file_says_what_the_meeting_is() -> None:
    [event] = strictly(calendar_file(MEETING, ISSUE, "Agenda:"))

    assert event == {
        "UID": "0f3c@verbinder",
        "ORGANIZER;CN=Verbinder": "mailto:noreply@verbinder.invalid",
        "DTSTAMP": "20261124T093000Z",
        "SEQUENCE": "0",
        "DTSTART;TZID=Europe/Amsterdam": "20270112T140000",
        "DTEND;TZID=Europe/Amsterdam": "20270112T153000",
        "SUMMARY": "Overleg techniek",
        "STATUS": "CONFIRMED",
        "LOCATION": "mbo-locatie\\, lokaal 2.15",
        "DESCRIPTION": "Agenda:\\n- stageplekken\\n- PTA\\; wie\\, wat",
    }


def test_file_is_published_and_names_nobody() -> None:
    calendar = Calendar.from_ical(calendar_file(MEETING, ISSUE))

    assert str(calendar["METHOD"]) == "PUBLISH"
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]


def test_calendar_warns_before_it_begins_unless_it_is_off() -> None:
    def alarms(issue: Issue) -> list[tuple[str, timedelta]]:
        found = Calendar.from_ical(calendar_file(MEETING, issue)).walk("VALARM")
        return [(str(one["DESCRIPTION"]), one["TRIGGER"].dt) for one in found]

    assert alarms(ISSUE) == [("Overleg techniek", -timedelta(minutes=15))]
    assert alarms(replace(ISSUE, is_cancelled=True)) == []


def test_cancelled_meeting_has_the_same_uid_and_a_higher_sequence() -> None:
    data = calendar_file(MEETING, replace(ISSUE, sequence=3, is_cancelled=True))

    [event] = strictly(data)
    assert str(Calendar.from_ical(data)["METHOD"]) == "CANCEL"
    assert [event[name] for name in ("UID", "SEQUENCE", "STATUS")] == ["0f3c@verbinder", "3", "CANCELLED"]


def test_address_of_a_video_call_can_be_opened() -> None:
    address = "https://meet.example.org/abc?x=1,2;3&y=" + "z" * 150

    [event] = strictly(calendar_file(replace(MEETING, place=address), ISSUE))

    assert event["URL"] == address
    assert event["LOCATION"] == address.replace(",", "\\,").replace(";", "\\;")


@pytest.mark.parametrize(
    "place", ["javascript:alert(1)", "https://a b", "http://é.nl", "zie https://a.nl", "file:///etc/passwd"]
)
def test_nothing_but_an_address_is_one(place: str) -> None:
    [event] = strictly(calendar_file(replace(MEETING, place=place), ISSUE))

    assert "URL" not in event
    assert event["LOCATION"] == place


@pytest.mark.parametrize("nasty", NASTY, ids=[str(number) for number in range(len(NASTY))])
@pytest.mark.parametrize("field", ["what", "place", "agenda"])
def test_hostile_text_stays_within_its_value(field: str, nasty: str) -> None:
    values: Any = {field: (nasty, nasty) if field == "agenda" else nasty}
    data = calendar_file(replace(MEETING, **values), ISSUE, "Agenda:")

    strictly(data)
    event = opened(data)

    text = str(event.get({"what": "SUMMARY", "place": "LOCATION", "agenda": "DESCRIPTION"}[field], ""))
    lines = text.split("\n")
    assert len(lines) == (3 if field == "agenda" else 1)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ud800-\udfff]", text)
    assert [component.name for component in event.walk()] == ["VEVENT", "VALARM"]


def test_emoji_come_back_whole() -> None:
    what = "👩‍👩‍👧‍👦 overleg " * 12

    assert str(opened(calendar_file(replace(MEETING, what=what), ISSUE))["SUMMARY"]) == what.strip()


# The hours around a change of the clocks, the weeks behind it in which readers that know no RDATE are an hour off, and a day
# in summer and winter.
STARTS = [
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    datetime(2027, 3, 29, 12, tzinfo=UTC),
    datetime(2027, 4, 20, 12, tzinfo=UTC),
    datetime(2027, 7, 1, 12, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    datetime(2027, 11, 1, 13, tzinfo=UTC),
    datetime(2027, 12, 1, 13, tzinfo=UTC),
]


def by_icalendar(text: str) -> tuple[datetime, datetime]:
    event = opened(text.encode())
    return event["DTSTART"].dt, event["DTEND"].dt


def by_vobject(text: str) -> tuple[datetime, datetime]:
    event = vobject.readOne(text).vevent
    return event.dtstart.value, event.dtend.value


def by_ical(text: str) -> tuple[datetime, datetime]:
    [event] = IcsCalendarStream.calendar_from_ics(text).events
    return event.dtstart, event.dtend


@pytest.mark.parametrize("reader", [by_icalendar, by_vobject, by_ical])
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_every_reader_finds_the_same_moment(
    start: datetime, reader: Callable[[str], tuple[datetime, datetime]]
) -> None:
    """Of meetings within weeks of a change of the clocks some found an hour more or less."""
    data = calendar_file(replace(MEETING, start=start.astimezone(AMSTERDAM)), ISSUE)

    begins, ends = reader(data.decode())

    assert begins.utcoffset() is not None
    assert (begins.astimezone(UTC), ends.astimezone(UTC)) == (start, start + timedelta(minutes=90))


def changes_in(zone: str, year: int) -> list[tuple[datetime, timedelta]]:
    """(when in UTC, the offset from then on) of each change of a zone of tzdata in a year."""
    found, at = [], datetime(year, 1, 1, tzinfo=UTC)
    before = at.astimezone(ZoneInfo(zone)).utcoffset()
    while at.year == year:
        at += timedelta(minutes=30)
        offset = at.astimezone(ZoneInfo(zone)).utcoffset()
        if offset != before:
            found.append((at, offset or timedelta()))
        before = offset
    return found


def test_zone_in_the_file_is_that_of_tzdata() -> None:
    """Each change of the next twenty years, by the rules in the file; the onset is told on the clock before it."""
    [zone] = Calendar.from_ical(calendar_file(MEETING, ISSUE)).walk("VTIMEZONE")
    told = []
    for change in zone.subcomponents:
        rule = rrulestr(change["RRULE"].to_ical().decode(), dtstart=change["DTSTART"].dt)
        since = change["TZOFFSETFROM"].td
        for onset in rule.between(datetime(2026, 1, 1), datetime(2046, 1, 1)):  # noqa: DTZ001
            told.append(((onset - since).replace(tzinfo=UTC), change["TZOFFSETTO"].td))

    assert str(zone["TZID"]) == "Europe/Amsterdam"
    assert sorted(told) == [one for year in range(2026, 2046) for one in changes_in("Europe/Amsterdam", year)]


def test_hour_that_the_clocks_show_twice_is_told_in_utc() -> None:
    start = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    [event] = strictly(calendar_file(replace(MEETING, start=start), ISSUE))

    assert (event["DTSTART"], event["DTEND;TZID=Europe/Amsterdam"]) == ("20271031T013000Z", "20271031T040000")


def test_feed_has_all_meetings_and_says_when_to_look_again() -> None:
    data = calendar_feed([(MEETING, ISSUE), (MEETING, replace(ISSUE, uid="1@verbinder", sequence=4))], "Verbinder")

    assert [(event["UID"], event["SEQUENCE"]) for event in strictly(data)] == [
        ("0f3c@verbinder", "0"),
        ("1@verbinder", "4"),
    ]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in data
    assert len(IcsCalendarStream.calendar_from_ics(data.decode()).events) == 2
    assert strictly(calendar_feed([], "Verbinder")) == []


def test_file_stays_small() -> None:
    assert len(calendar_file(MEETING, ISSUE)) < 2000
