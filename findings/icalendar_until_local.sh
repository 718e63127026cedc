#!/bin/sh
# icalendar writes the end of a series in local time, and dateutil, which reads series for most of Python, refuses it.
#
# Expected: an UNTIL with a time zone is written in UTC when DTSTART has a zone, which RFC 5545 (3.3.10) demands. Seen
# with icalendar 7.3.2: RRULE:FREQ=WEEKLY;UNTIL=20260330T140000, the zone dropped; python-dateutil 2.9.0.post0 raises
# ValueError on the two lines that icalendar wrote.
# Why it matters: a series of meetings that a coordinator exports cannot be read by the next program, or loses its last
# meeting there.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalendar==7.3.2" "python-dateutil==2.9.0.post0"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

amsterdam = ZoneInfo("Europe/Amsterdam")
meeting = icalendar.Event()
meeting.add("dtstart", datetime(2026, 3, 2, 14, tzinfo=amsterdam))
meeting.add("rrule", {"freq": "weekly", "until": datetime(2026, 3, 30, 14, tzinfo=amsterdam)})
lines = [line for line in meeting.to_ical().decode().splitlines() if line.startswith(("DTSTART", "RRULE"))]
print("icalendar", version("icalendar"), "- wrote", lines)
try:
    rrulestr("\n".join(lines))
    said = None
except ValueError as problem:
    said = str(problem)
print("dateutil", version("python-dateutil"), "- says:", said)
assert lines[1] == "RRULE:FREQ=WEEKLY;UNTIL=20260330T140000", "UNTIL is written another way"
assert said and "UTC" in said
PYTHON
