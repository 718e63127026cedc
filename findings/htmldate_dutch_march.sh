#!/bin/sh
# htmldate reads "Laatst gewijzigd op 12 maart 2026" as 1 January 2026.
#
# Expected: 12 March, as it reads "12 mei 2026", "12 april 2026" and others rightly. Seen with htmldate 1.11.0: maart
# and augustus, two Dutch months whose names are neither English nor German, are not known; only the year is taken and a
# day is made up, without a sign of doubt.
# Why it matters: "checked on" and "changed on" tell a reader whether a rule may be out of date; a page changed in
# August counts as seven months older.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "htmldate==1.11.0" "lxml_html_clean==0.4.6"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from htmldate import find_date


def changed(day):
    return find_date(
        f'<html lang="nl"><body><article><h1>Route</h1><p>Over de route.</p><p>Laatst gewijzigd op {day}</p></article></body></html>'
    )


print("htmldate", version("htmldate"))
seen = {day: changed(day) for day in ("12 mei 2026", "12 april 2026", "12 maart 2026", "12 augustus 2025")}
for day, date in seen.items():
    print(f"{day:16} -> {date}")
assert seen["12 mei 2026"] == "2026-05-12" and seen["12 april 2026"] == "2026-04-12"
assert seen["12 maart 2026"] == "2026-01-01", "maart is known"
assert seen["12 augustus 2025"] == "2025-01-01", "augustus is known"
PYTHON
