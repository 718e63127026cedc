"""The calendar file, opened by a strict parser: the raw bytes by the letter of RFC 5545, the values by the library."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from bot.rooms.invitations.calendar_file import Issue, calendar_file
from bot.rooms.invitations.records import Meeting
from bot.when.clock import AMSTERDAM

MEETING = Meeting(
    "Overleg techniek",
    datetime(2027, 1, 12, 14, tzinfo=AMSTERDAM),
    90,
    "mbo-locatie, lokaal 2.15",
    ("stageplekken", "PTA; wie, wat"),
)
ISSUE = Issue("0f3c@verbinder", 0, datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
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
_LINE = re.compile(
    r"(?P<name>[A-Z-]+)(?P<options>(?:;[A-Z-]+=(?:[^\x00-\x1f\x7f\";:,]+|\"[^\x00-\x1f\x7f\"]*\"))*):(?P<value>.*)"
)
_ESCAPED = re.compile(r"(?:[^\\,;\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*")  # TEXT, RFC 5545 3.3.11
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "UID", "COMMENT", "TZNAME", "TZID", "PRODID"}
ONCE = {
    "VCALENDAR": {"VERSION", "PRODID", "METHOD", "CALSCALE"},
    "VEVENT": {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"),
        *("STATUS", "LOCATION", "URL", "DESCRIPTION"),
    },
}
NEEDED = {"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}, "VTIMEZONE": {"TZID"}}


def strictly(data: bytes) -> dict[str, str]:
    """The properties of the event, options and all, as they stand; fails where the file isn't as RFC 5545 says."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines), "a bare line end"
    assert max(len(line) for line in lines) <= 75, "a line of more than 75 octets"
    unfolded: list[bytes] = []
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            assert line
            unfolded.append(line)
    return _checked([line.decode("utf-8") for line in unfolded])


def _checked(lines: list[str]) -> dict[str, str]:
    opened: list[str] = []
    found: dict[str, list[str]] = {}
    event: dict[str, str] = {}
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        match name:
            case "BEGIN":
                opened.append(value)
                found[value] = []
            case "END":
                assert opened.pop() == value
                names = found[value]
                assert NEEDED.get(value, set()) <= set(names)
                assert value not in ONCE or (set(names) <= ONCE[value] and len(names) == len(set(names)))
            case _:
                found[opened[-1]].append(name)
                if name in TEXTS:
                    assert _ESCAPED.fullmatch(value), line
                if opened[-1] == "VEVENT":
                    event[name + match["options"]] = value
    assert opened == []
    return event


def opened(data: bytes) -> Any:
    """The event, by the library; nothing in it may be broken."""
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    return event


def test_file_says_what_the_meeting_is() -> None:
    assert strictly(calendar_file(MEETING, ISSUE, "Agenda:")) == {
        "UID": "0f3c@verbinder",
        "DTSTAMP": "20261124T093000Z",
        "SEQUENCE": "0",
        "DTSTART": "20270112T130000Z",
        "DTEND": "20270112T143000Z",
        "SUMMARY": "Overleg techniek",
        "STATUS": "CONFIRMED",
        "LOCATION": "mbo-locatie\\, lokaal 2.15",
        "DESCRIPTION": "Agenda:\\n- stageplekken\\n- PTA\\; wie\\, wat",
    }


def test_file_is_published_and_names_nobody() -> None:
    calendar = Calendar.from_ical(calendar_file(MEETING, ISSUE))

    assert str(calendar["METHOD"]) == "PUBLISH"
    assert [name for name in calendar.walk("VEVENT")[0] if name in ("ORGANIZER", "ATTENDEE")] == []


def test_cancelled_meeting_has_the_same_uid_and_a_higher_sequence() -> None:
    data = calendar_file(MEETING, replace(ISSUE, sequence=3, is_cancelled=True))

    event = strictly(data)
    assert str(Calendar.from_ical(data)["METHOD"]) == "CANCEL"
    assert [event[name] for name in ("UID", "SEQUENCE", "STATUS")] == ["0f3c@verbinder", "3", "CANCELLED"]


def test_address_of_a_video_call_can_be_opened() -> None:
    address = "https://meet.example.org/abc?x=1,2;3&y=" + "z" * 150

    event = strictly(calendar_file(replace(MEETING, place=address), ISSUE))

    assert event["URL"] == address
    assert event["LOCATION"] == address.replace(",", "\\,").replace(";", "\\;")


@pytest.mark.parametrize(
    "place", ["javascript:alert(1)", "https://a b", "http://é.nl", "zie https://a.nl", "file:///etc/passwd"]
)
def test_nothing_but_an_address_is_one(place: str) -> None:
    event = strictly(calendar_file(replace(MEETING, place=place), ISSUE))

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
    assert [component.name for component in event.walk()] == ["VEVENT"]


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


def test_file_needs_no_time_zone_to_be_read() -> None:
    """Whoever knows no RDATE, or takes the first hour of summer for winter, has nothing to get wrong."""
    text = calendar_file(MEETING, ISSUE).decode()

    assert not re.search("VTIMEZONE|TZID|RDATE|RRULE", text)
    assert re.findall(r"^DT(?:START|END).*", text, re.MULTILINE) == [
        "DTSTART:20270112T130000Z\r",
        "DTEND:20270112T143000Z\r",
    ]


def test_file_stays_small() -> None:
    assert len(calendar_file(MEETING, ISSUE)) < 2000
