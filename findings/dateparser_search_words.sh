#!/bin/sh
# dateparser finds a date in "Zo gaat het" (that is how it goes).
#
# Expected: nothing; Zo is "so" here, and as a day of the week (zondag) it would be written "zo." or with a date. Seen
# with dateparser 1.5.0, search_dates with languages=["nl"]: Sunday 8 March. "in mei" gives 11 May, with the day of
# today.
# Why it matters: "zo" is among the commonest words of Dutch; every third message seems to hold an appointment.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "dateparser==1.5.0"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from dateparser.search import search_dates

now = datetime(2026, 3, 11, 10)


def found(text):
    return [(part, f"{day:%Y-%m-%d}") for part, day in search_dates(text, languages=["nl"], settings={"RELATIVE_BASE": now}) or []]


print("dateparser", version("dateparser"), "- read on", now)
for text in ("Zo gaat het in de route.", "De route begint in mei."):
    print(text, found(text))
assert found("Zo gaat het in de route.") == [("Zo", "2026-03-08")], "it is a word"
assert found("De route begint in mei.") == [("in mei", "2026-05-11")]
PYTHON
