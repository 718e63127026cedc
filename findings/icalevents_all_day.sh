#!/bin/sh
# icalevents ends a whole day at the moment it begins.
#
# Expected: an event with only a date (DTSTART;VALUE=DATE, no DTEND, no DURATION) lasts that day, RFC 5545 (3.6.1). Seen
# with icalevents 0.3.1: start and end are both midnight, so that it lasts no time at all; with a DTEND of the next day
# it lasts one day. Both ways of writing mean the same.
# Why it matters: a day off or a study day does not stand in the way of a meeting: nothing overlaps an event of no
# length.
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

def event(*lines):
    head = ["BEGIN:VEVENT", "UID:overleg@example.org", "DTSTAMP:20260201T090000Z", "SUMMARY:Overleg leerroute"]
    return "\n".join([*head, *lines, "END:VEVENT"])


def calendar(*parts):
    whole = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//NL", *parts, "END:VCALENDAR", ""])
    return whole.replace("\n", "\r\n")


print("icalevents", version("icalevents"))
seen = []
for lines in (["DTSTART;VALUE=DATE:20260402"], ["DTSTART;VALUE=DATE:20260402", "DTEND;VALUE=DATE:20260403"]):
    text = calendar(event(*lines)).encode()
    start, end = datetime(2026, 4, 1, tzinfo=timezone.utc), datetime(2026, 4, 30, tzinfo=timezone.utc)
    (day,) = events(string_content=text, start=start, end=end)
    print(lines, "-> whole day:", day.all_day, "- from", day.start, "to", day.end)
    seen.append((day.all_day, (day.end - day.start).total_seconds() / 3600))
assert seen == [(True, 0.0), (True, 24.0)], seen
PYTHON
