#!/bin/sh
# Importing icalevents changes how icalendar works in the whole program: summer time then shifts its ends by an hour.
#
# Expected: an import of one library leaves another alone. Seen with icalevents 0.3.1: it calls icalendar.use_pytz()
# when it is imported. From then on icalendar 7.3.2 and recurring-ical-events 3.8.2 end an event of three days
# (DURATION:P3D from Friday 27 March 14:00) on Monday at 15:00 in place of 14:00, since days are added to a pytz zone,
# which keeps winter time.
# Why it matters: a placement or a trip ends an hour late in one part of the program because another part reads
# calendars too.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalevents==0.3.1" "recurring-ical-events==3.8.2" "icalendar==7.3.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

import icalendar
import recurring_ical_events

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


text = calendar(zone, event("DTSTART;TZID=Europe/Amsterdam:20260327T140000", "DURATION:P3D"))


def end():
    (given,) = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(date(2026, 3, 1), date(2026, 4, 30))
    return str(given.end)


before = end()
import icalevents.icalevents  # noqa: E402, F401

behind = end()
print("icalevents", version("icalevents"), "- end before the import:", before, "- behind it:", behind)
assert before == "2026-03-30 14:00:00+02:00"
assert behind == "2026-03-30 15:00:00+02:00", "the import changes nothing"
PYTHON
