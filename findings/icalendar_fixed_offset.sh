#!/bin/sh
# icalendar forgets the offset of a moment that it wrote itself.
#
# Expected: 14:00+02:00 survives writing and reading. Seen with icalendar 7.3.2: written as DTSTART;TZID="UTC+02:00", a
# zone that the file does not define and nobody knows, and read back by icalendar as 14:00 without any zone.
# Why it matters: a time that came in with an offset (an API, a form, ISO 8601) goes to colleagues as a floating time,
# which each calendar places in its own zone.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "icalendar==7.3.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import icalendar

meeting = icalendar.Event()
moment = datetime.fromisoformat("2026-03-30T14:00:00+02:00")
meeting.add("dtstart", moment)
written = meeting.to_ical()
again = icalendar.Event.from_ical(written).start
print("icalendar", version("icalendar"))
print("put in:  ", moment)
print("written: ", written.decode().splitlines()[1])
print("read:    ", again)
assert again.replace(tzinfo=None) == moment.replace(tzinfo=None)
assert again.utcoffset() is None, "the offset survives"
PYTHON
