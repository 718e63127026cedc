#!/bin/sh
# aniso8601 reads 11 March 24:00, the end of that day, as 11 March 00:00, its beginning.
#
# Expected: 12 March 00:00, the moment that 24:00 is in ISO 8601, and what dateutil makes of it. Seen with aniso8601 10.0.1:
# a day earlier, with and without an offset and in the form with weeks; "from 22:00 to 24:00" ends before it begins, and a
# whole day takes no time.
# Why it matters: "until 1 May 24.00 uur" is how terms are written, so that nobody doubts whether the day itself counts; one
# who hands in on that day is too late.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "aniso8601==10.0.1" "python-dateutil==2.9.0.post0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import aniso8601
from dateutil.parser import isoparse

MOMENTS = ("2026-03-11T24:00", "2026-12-31T24:00:00", "2026-03-11T24:00+01:00", "2026-W11-3T24:00")
print("aniso8601", version("aniso8601"), "- dateutil", version("python-dateutil"))
seen = {text: (aniso8601.parse_datetime(text), isoparse(text)) for text in MOMENTS}
for text, (ours, other) in seen.items():
    print(f"{text} -> aniso8601: {ours.isoformat()} - dateutil: {other.isoformat()}")
evening = aniso8601.parse_interval("2026-03-11T22:00/2026-03-11T24:00")
whole = aniso8601.parse_interval("2026-03-11T00:00/2026-03-11T24:00")
print("an evening:", *evening, "- a whole day:", *whole)
for ours, other in seen.values():
    assert other.hour == 0 and (other.replace(tzinfo=None) - ours.replace(tzinfo=None)).days == 1, "24:00 is the end of the day"
assert evening[0] > evening[1] and whole[0] == whole[1], "the evening ends after it begins"
PYTHON
