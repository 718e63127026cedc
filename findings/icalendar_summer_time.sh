#!/usr/bin/env bash
# icalendar 7.3.2: `Calendar.add_missing_timezones()` writes that summer time begins an hour late.
#
# Expected: the onset of a change is told in the local time before it (RFC 5545, 3.6.5: "MUST be interpreted as a local
# time", with TZOFFSETFROM), so DTSTART:20260329T020000 for Europe/Amsterdam, as the system's zones have it. Seen:
# DTSTART:20260329T030000. The change back, 20261025T030000, is right.
# Why it matters: a calendar that goes by the zone in the file reads a moment in the first hour of summer time an hour off.
# Besides, the zone has each change as one observance of its own and no rule, so a reader that knows rules alone has none
# of them. A file with times in UTC has no such trouble.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 tzdata
seen=$(venv/bin/python - <<'PY'
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

calendar, event = Calendar(), Event()
event.add("dtstart", datetime(2026, 3, 29, 14, tzinfo=ZoneInfo("Europe/Amsterdam")))
calendar.add_component(event)
calendar.add_missing_timezones(first_date=date(2026, 1, 1), last_date=date(2027, 1, 1))
lines = calendar.to_ical().decode().splitlines()
print(lines[lines.index("BEGIN:DAYLIGHT") + 1], any(line.startswith("RRULE") for line in lines))
PY
)
echo "summer time begins in the file: $seen (with a rule or not); expected DTSTART:20260329T020000"
[ "$seen" = "DTSTART:20260329T030000 False" ] || { echo "the behaviour has changed"; exit 1; }
