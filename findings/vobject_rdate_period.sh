#!/bin/sh
# vobject makes a series empty when its other days come with their own length (RDATE;VALUE=PERIOD).
#
# Expected: RFC 5545 (3.8.5.2) lets RDATE give a period, "5 March 10:00, two hours"; the meeting of 2 March and that of
# 5 March are a set of two. Seen with vobject 0.9.9: rruleset has no members at all, not even the first, and no error.
# Why it matters: a calendar that was read without complaint has lost the whole series of meetings.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "vobject==0.9.9"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import vobject

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


def days(rule):
    text = calendar(
        zone,
        event(
            "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
            "DTEND;TZID=Europe/Amsterdam:20260302T150000",
            rule,
        ),
    )
    return [f"{each:%d-%m %H:%M}" for each in vobject.readOne(text).vevent.rruleset]


print("vobject", version("vobject"))
period = days("RDATE;VALUE=PERIOD;TZID=Europe/Amsterdam:20260305T100000/PT2H")
moment = days("RDATE;TZID=Europe/Amsterdam:20260305T100000")
print("RDATE with a period:", period)
print("RDATE with a moment:", moment)
assert "05-03 10:00" in moment
assert period == [], "the period is read"
PYTHON
