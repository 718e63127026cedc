#!/bin/sh
# ics reads 14:00 in the zone that the file describes as 14:00 UTC.
#
# Expected: a TZID that the file defines (VTIMEZONE) is applied, also under the name Outlook gives to Amsterdam's time,
# "W. Europe Standard Time". Seen with ics 0.7.3: 14:00+00:00, without a word; with TZID=Europe/Amsterdam the offset is
# right.
# Why it matters: a meeting taken over from Outlook stands an hour (in summer two) too late, and so does the reminder.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "ics==0.7.3"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import ics

zone = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
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


print("ics", version("ics"))
seen = {}
for name in ("W. Europe Standard Time", "Europe/Amsterdam"):
    times = event(f"DTSTART;TZID={name}:20260330T140000", f"DTEND;TZID={name}:20260330T150000")
    (meeting,) = ics.Calendar(calendar(zone.replace("W. Europe Standard Time", name), times)).events
    seen[name] = str(meeting.begin)
    print(f"{name:24} -> {seen[name]}")
assert seen["Europe/Amsterdam"] == "2026-03-30T14:00:00+02:00"
assert seen["W. Europe Standard Time"] == "2026-03-30T14:00:00+00:00", "the zone of the file is applied"
PYTHON
