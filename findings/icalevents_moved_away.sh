#!/bin/sh
# icalevents still gives the old moment of a meeting that was moved to a day outside the days asked for.
#
# Expected: a weekly series whose meeting of 9 March was moved to 10 June (RECURRENCE-ID) gives 2 and 16 March when
# March is asked. Seen with icalevents 0.3.1: 2, 9 and 16 March. Where the new day lies within the days asked for, the
# old one is left out as it should be.
# Why it matters: a coordinator who asks for the meetings of this month is told of one that was put off, and colleagues
# are reminded of it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalevents==0.3.1"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timezone
from importlib.metadata import version

from icalevents.icalevents import events

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


series = event(
    "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
    "DTEND;TZID=Europe/Amsterdam:20260302T150000",
    "RRULE:FREQ=WEEKLY;COUNT=3",
)
moved = event(
    "RECURRENCE-ID;TZID=Europe/Amsterdam:20260309T140000",
    "DTSTART;TZID=Europe/Amsterdam:20260610T090000",
    "DTEND;TZID=Europe/Amsterdam:20260610T100000",
)
text = calendar(zone, series, moved).encode()


def days(until):
    found = events(string_content=text, start=datetime(2026, 3, 1, tzinfo=timezone.utc), end=until)
    return sorted(f"{each.start:%d-%m %H:%M}" for each in found)


print("icalevents", version("icalevents"))
march = days(datetime(2026, 3, 31, tzinfo=timezone.utc))
to_july = days(datetime(2026, 7, 1, tzinfo=timezone.utc))
print("asked for March:        ", march)
print("asked for March to June:", to_july)
assert march == ["02-03 14:00", "09-03 14:00", "16-03 14:00"], "9 March is no longer given"
assert to_july == ["02-03 14:00", "10-06 09:00", "16-03 14:00"]
PYTHON
