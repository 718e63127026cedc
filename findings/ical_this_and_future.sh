#!/bin/sh
# ical moves one meeting where the calendar moved it and all that follow.
#
# Expected: a RECURRENCE-ID with RANGE=THISANDFUTURE (RFC 5545, 3.2.13) changes that meeting and the later ones, as
# recurring-ical-events and ical.js do. Seen with ical 14.3.1: the one meeting moves to Tuesday 09:00, the next is again
# on Monday at 14:00, without a word.
# Why it matters: from that week on everybody is reminded of the old day and hour.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "ical==14.3.1" "recurring-ical-events==3.8.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

zone = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


def event(*lines):
    head = ["BEGIN:VEVENT", "UID:overleg@example.org", "DTSTAMP:20260201T090000Z", "SUMMARY:Overleg leerroute"]
    return "\n".join([*head, *lines, "END:VEVENT"])


def calendar(*parts):
    whole = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//NL", *parts, "END:VCALENDAR", ""])
    return whole.replace("\n", "\r\n")


text = calendar(
    zone,
    event(
        "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
        "DTEND;TZID=Europe/Amsterdam:20260302T150000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
    ),
    event(
        "RECURRENCE-ID;TZID=Europe/Amsterdam;RANGE=THISANDFUTURE:20260316T140000",
        "DTSTART;TZID=Europe/Amsterdam:20260317T090000",
        "DTEND;TZID=Europe/Amsterdam:20260317T100000",
    ),
)
print("ical", version("ical"))
ours = [f"{each.dtstart:%d-%m %H:%M}" for each in IcsCalendarStream.calendar_from_ics(text).timeline]
found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(date(2026, 3, 1), date(2026, 4, 30))
other = [f"{each.start:%d-%m %H:%M}" for each in found]
print("ical:                 ", ours)
print("recurring-ical-events:", other)
assert other == ["02-03 14:00", "09-03 14:00", "17-03 09:00", "24-03 09:00"]
assert ours == ["02-03 14:00", "09-03 14:00", "17-03 09:00", "23-03 14:00"], "the later ones move too"
PYTHON
