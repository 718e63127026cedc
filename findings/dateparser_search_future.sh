#!/bin/sh
# dateparser finds "over 2 weken" (in two weeks) in a text and puts it two weeks back.
#
# Expected: 25 March, read on 11 March, which is what its own parse() gives for the same words. Seen with dateparser
# 1.5.0, search_dates with languages=["nl"]: it leaves off "over", takes "2 weken" for the past and answers 25 February.
# Why it matters: a promise in a note ("we tekenen over 2 weken") becomes a date gone by; parse() and search_dates()
# cannot be swapped.
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
from dateparser.search import search_dates

now = datetime(2026, 3, 11, 10)


def found(text):
    return [(part, f"{day:%Y-%m-%d}") for part, day in search_dates(text, languages=["nl"], settings={"RELATIVE_BASE": now}) or []]


print("dateparser", version("dateparser"), "- read on", now)
alone = parse("over 2 weken", languages=["nl"], settings={"RELATIVE_BASE": now})
print("parse:", alone, "- search_dates:", found("over 2 weken"))
assert alone == datetime(2026, 3, 25, 10)
assert found("over 2 weken") == [("2 weken", "2026-02-25")], "it lies ahead"
PYTHON
