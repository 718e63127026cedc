#!/bin/sh
# icalevents leaves out the days that a series names one by one (RDATE).
#
# Expected: a meeting on 2 March with RDATE on 5 and 6 March is three meetings, as RFC 5545 (3.8.5.2) has it and as
# recurring-ical-events reads it. Seen with icalevents 0.3.1: one, without a word about the others.
# Why it matters: meetings planned on loose days are not shown and nobody is reminded of them.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalevents==0.3.1" "recurring-ical-events==3.8.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timezone
from importlib.metadata import version

import icalendar
import recurring_ical_events
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


text = calendar(
    zone,
    event(
        "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
        "DTEND;TZID=Europe/Amsterdam:20260302T150000",
        "RDATE;TZID=Europe/Amsterdam:20260305T100000,20260306T100000",
    ),
)
print("icalevents", version("icalevents"))
start, end = datetime(2026, 3, 1, tzinfo=timezone.utc), datetime(2026, 3, 31, tzinfo=timezone.utc)
ours = [f"{each.start:%d-%m}" for each in events(string_content=text.encode(), start=start, end=end)]
other = [f"{each.start:%d-%m}" for each in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(start, end)]
print("icalevents:           ", ours)
print("recurring-ical-events:", other)
assert sorted(other) == ["02-03", "05-03", "06-03"]
assert ours == ["02-03"], "RDATE is read"
PYTHON
