#!/bin/sh
# Babel counts the weeks of 2027 one way for "nl" and another way for "nl_NL".
#
# Expected: both count as the Netherlands does (ISO 8601), so 4 January 2027 lies in week 1. Seen with Babel 2.19.0:
# format_date(day, "w") gives week 2 for "nl" and week 1 for "nl_NL"; all of 2027 differs, while 2026 agrees, so that a
# test of this year passes. A language alone brings no country's rule for the first week.
# Why it matters: schools plan in week numbers; a bot that speaks "nl" names the wrong week for a whole year.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "Babel==2.19.0"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

from babel.dates import format_date

print("Babel", version("babel"))
seen = {}
for day in (date(2026, 3, 11), date(2027, 1, 4), date(2027, 6, 16)):
    seen[day] = [format_date(day, "w", locale=locale) for locale in ("nl", "nl_NL")] + [str(day.isocalendar().week)]
    print(f"{day}: nl {seen[day][0]}, nl_NL {seen[day][1]}, ISO {seen[day][2]}")
assert seen[date(2026, 3, 11)] == ["11", "11", "11"]
assert seen[date(2027, 1, 4)] == ["2", "1", "1"], "nl counts another way"
assert seen[date(2027, 6, 16)] == ["25", "24", "24"], "nl counts another way"
PYTHON
