#!/bin/sh
# dateparser reads a Dutch time of day as a distance back from now.
#
# "14.30 uur" is half past two. dateparser takes "uur" (o'clock) for hours and the figures for how many, so it answers with
# a moment 14.3 hours ago, on the day before; "om 9 uur" is nine hours ago. It gives no sign of doubt.
# Why it matters: a note "overleg om 9 uur" becomes a moment in the night, and a reminder for it goes out at once.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "dateparser==1.5.0"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from dateparser import parse

now = datetime(2026, 3, 11, 10)
print("dateparser", version("dateparser"), "- read on", now)
seen = {}
for text in ("14.30 uur", "14u30", "om 9 uur", "12 uur", "14:30"):
    seen[text] = parse(text, languages=["nl"], settings={"RELATIVE_BASE": now})
    print(f"{text!r:14} -> {seen[text]}")
meant = {"14.30 uur": (14, 30), "om 9 uur": (9, 0), "12 uur": (12, 0)}
wrong = [text for text, clock in meant.items() if seen[text] and (seen[text].hour, seen[text].minute) != clock]
assert wrong == list(meant), f"no longer wrong: {sorted(set(meant) - set(wrong))}"
assert (seen["14:30"].hour, seen["14:30"].minute) == (14, 30)
PYTHON
