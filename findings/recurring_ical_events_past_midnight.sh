#!/bin/sh
# recurring-ical-events, asked for a day by its date, leaves out what began the evening before and goes on past midnight.
#
# Expected: a day is a day, given as datetime.date(2027, 3, 22) or as (2027, 3, 22); the package names both as ways to
# say it. Seen with recurring-ical-events 3.8.2: from 23:00 to 01:00 is found on the second day for the tuple, for "20270322"
# and for two datetimes, and not for two dates; neither is 26 hours from 23:00 on its third day. A date less two hours is
# the same date in Python, so that the search begins too late. Three days from 09:00 to 16:00 are found on each of them.
# Why it matters: dates are what a program has when it lists what is on today; the last morning of a school's camp or of a
# journey by night isn't there, and nothing is refused.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "recurring-ical-events==3.8.2" "icalendar==7.3.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime, timedelta
from importlib.metadata import version

import recurring_ical_events
from icalendar import Calendar

SPANS = {  # begin, end, the last day of the meeting in March 2027
    "two hours past midnight": ("20270321T230000", "20270322T010000", 22),
    "26 hours past midnight": ("20270321T230000", "20270323T010000", 23),
    "three days": ("20270321T090000", "20270323T160000", 23),
}
print("recurring-ical-events", version("recurring-ical-events"))
seen = {}
for name, (begin, end, day) in SPANS.items():
    meeting = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20270101T000000Z", f"DTSTART:{begin}", f"DTEND:{end}", "END:VEVENT"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *meeting, "END:VCALENDAR", ""]
    ask = recurring_ical_events.of(Calendar.from_ical("\r\n".join(lines)))
    days = date(2027, 3, day), date(2027, 3, day) + timedelta(days=1)
    moments = [datetime(one.year, one.month, one.day) for one in days]
    ways = ask.between(*days), ask.at(days[0]), ask.between(*moments), ask.at((2027, 3, day)), ask.at(f"202703{day}")
    seen[name] = [len(found) for found in ways]
    print(f"{name}, on {days[0]} -> dates, date: {seen[name][:2]} - datetimes, tuple, text: {seen[name][2:]}")
assert seen["three days"] == [1, 1, 1, 1, 1]
for name in ("two hours past midnight", "26 hours past midnight"):
    assert seen[name] == [0, 0, 1, 1, 1], "it is found by the date"
PYTHON
