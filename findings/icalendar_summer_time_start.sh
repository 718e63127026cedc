#!/bin/sh
# icalendar writes a VTIMEZONE for Amsterdam in which summer time begins an hour late.
#
# Expected: the onset is local time before the change (RFC 5545, 3.6.5), so summer time of 29 March 2026 begins at
# 020000 with TZOFFSETFROM +0100. Seen with icalendar 7.3.2, Calendar.add_missing_timezones(): 030000 with TZOFFSETFROM
# +0100; winter time's 030000 with +0200 is right. A reader that goes by the file counts 03:00 to 04:00 that night as
# not there.
# Why it matters: an invitation carries a wrong rule; a calendar that believes it places what is planned in that hour of
# the night an hour off.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalendar==7.3.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import icalendar

whole, meeting = icalendar.Calendar(), icalendar.Event()
meeting.add("dtstart", datetime(2026, 3, 30, 14, tzinfo=ZoneInfo("Europe/Amsterdam")))
whole.add_component(meeting)
whole.add_missing_timezones()
print("icalendar", version("icalendar"))
seen = {}
for part in whole.walk("DAYLIGHT") + whole.walk("STANDARD"):
    rows = part["RDATE"] if isinstance(part.get("RDATE"), list) else [part["RDATE"]] if "RDATE" in part else []
    for moment in (day.dt for row in rows for day in row.dts):
        if moment.year == 2026:
            seen[part.name] = (f"{moment:%Y%m%dT%H%M%S}", str(part["TZOFFSETFROM"].td), str(part["TZOFFSETTO"].td))
for name, (onset, before, behind) in seen.items():
    print(f"{name}: begins {onset}, offset {before} before and {behind} behind it")
assert seen["STANDARD"] == ("20261025T030000", "2:00:00", "1:00:00")
assert seen["DAYLIGHT"] == ("20260329T030000", "1:00:00", "2:00:00"), "summer time begins at another hour"
PYTHON
