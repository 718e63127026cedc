#!/bin/sh
# arrow takes 24 hours for a day: 24 hours before 10:00 on the morning of summer time is 10:00, 23 hours before.
#
# Expected: shift(hours=-24) goes 24 hours back and shift(days=-1) to the same hour of the day before, as whenever and
# pendulum have it. Seen with arrow 1.4.0: both give 10:00; hours are counted on the clock on the wall.
# Why it matters: "12 hours before the meeting" is sent an hour late or early on two days a year, and waiting times that
# are added up differ from those measured.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "arrow==1.4.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import arrow

meeting = arrow.get("2026-03-29T10:00", tzinfo="Europe/Amsterdam")
print("arrow", version("arrow"), "- meeting", meeting)
before = meeting.shift(hours=-24)
print("24 hours before:", before, "- really", meeting - before, "by the clock,", meeting.to("utc") - before.to("utc"), "passed")
assert (meeting.to("utc") - meeting.shift(days=-1).to("utc")).total_seconds() == 23 * 3600
assert (meeting.to("utc") - before.to("utc")).total_seconds() == 23 * 3600, "24 hours are 24 hours"
PYTHON
