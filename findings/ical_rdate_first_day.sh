#!/bin/sh
# ical leaves out the first meeting of a series that names its other days one by one (RDATE).
#
# Expected: DTSTART is the first of the set (RFC 5545, 3.8.5.2), so a meeting on 2 March with RDATE on 5 and 6 March is
# three. Seen with ical 14.3.1: only 5 and 6 March; with an RRULE beside the RDATE the first day is there.
# Why it matters: the meeting that the others were planned from is not in the list; nobody is reminded of it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "ical==14.3.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

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


def days(*rules):
    text = calendar(
        zone,
        event(
            "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
            "DTEND;TZID=Europe/Amsterdam:20260302T150000",
            *rules,
        ),
    )
    return [f"{each.dtstart:%d-%m}" for each in IcsCalendarStream.calendar_from_ics(text).timeline]


loose = "RDATE;TZID=Europe/Amsterdam:20260305T100000,20260306T100000"
print("ical", version("ical"))
only, both = days(loose), days("RRULE:FREQ=WEEKLY;COUNT=1", loose)
print("RDATE alone:      ", only)
print("RDATE beside RRULE:", both)
assert both == ["02-03", "05-03", "06-03"]
assert only == ["05-03", "06-03"], "the first day is given"
PYTHON
