#!/bin/sh
# icalevents drops the time zone of a series where the file brings its own zone under a name of its own.
#
# Expected: a TZID that the file itself defines (VTIMEZONE, with the rule for summer time) is applied, whatever it is
# called; Outlook calls it "Customized Time Zone" when the user's settings differ. Seen with icalevents 0.3.1: the
# meetings of a series come without any zone (a single meeting keeps its own). recurring-ical-events reads the same file
# with +01:00 and +02:00.
# Why it matters: a server that runs in UTC takes 14:00 without a zone for 14:00 UTC, and reminds people one or two
# hours late.
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
TZID:Customized Time Zone
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
        "DTSTART;TZID=Customized Time Zone:20260316T140000",
        "DTEND;TZID=Customized Time Zone:20260316T150000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",
    ),
)
print("icalevents", version("icalevents"))
start, end = datetime(2026, 3, 1, tzinfo=timezone.utc), datetime(2026, 4, 30, tzinfo=timezone.utc)
ours = [each.start for each in events(string_content=text.encode(), start=start, end=end)]
other = [each.start for each in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(start, end)]
print("icalevents:           ", *ours, sep="  ")
print("recurring-ical-events:", *other, sep="  ")
assert [str(each.utcoffset()) for each in other] == ["1:00:00", "2:00:00"]
assert [each.utcoffset() for each in ours] == [None, None], "the zone is kept"
PYTHON
