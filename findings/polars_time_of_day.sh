#!/bin/sh
# polars reads 14:30 in a sheet as half past two on 31 December 1899.
#
# Expected: a time of day, as openpyxl gives it. Seen with polars 2.1.0 and fastexcel 0.21.0: a moment with a
# day that isn't in the sheet; hours that add up beyond a day (26:30) do come as a length of time. With
# engine="openpyxl" 14:30 is a time of day.
# Why it matters: in a timetable hours meet days of another column, and are more than a hundred years apart from them;
# who shows what was read shows a lesson in 1899.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "polars==2.1.0" "fastexcel==0.21.0" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import datetime
import io
from importlib.metadata import version

import openpyxl
import polars

book = openpyxl.Workbook()
book.active.append(["begin", "samen"])
for hour in (9, 14):
    book.active.append([datetime.time(hour, 30), datetime.timedelta(hours=hour + 12, minutes=30)])
for row in (2, 3):
    book.active.cell(row, 2).number_format = "[h]:mm"
file = io.BytesIO()
book.save(file)
seen = {engine: polars.read_excel(file.getvalue(), engine=engine).rows()[1] for engine in ("openpyxl", "calamine")}
print("polars", version("polars"), "fastexcel", version("fastexcel"), seen)
together = datetime.timedelta(hours=26, minutes=30)
assert seen["openpyxl"] == (datetime.time(14, 30), together)
assert seen["calamine"] == (datetime.datetime(1899, 12, 31, 14, 30), together), "it is a time of day"
PYTHON
