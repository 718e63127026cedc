#!/bin/sh
# xlsx2csv gives 26 hours and a half as 1.104167.
#
# Expected: a cell with [h]:mm, Excel's own format for hours that add up, shows 26:30. Seen with xlsx2csv 0.8.6: the
# fraction of days behind it, while h:mm gives 14:30.
# Why it matters: hours of lessons per week and per period add up beyond a day; a table of agreements shows a number
# nobody knows.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "xlsx2csv==0.8.6" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import io
import tempfile
from datetime import time, timedelta
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv


def csv(value, number_format):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = number_format
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book.save(file.name)
        text = io.StringIO()
        Xlsx2csv(file.name).convert(text)
        return text.getvalue().strip()


print("xlsx2csv", version("xlsx2csv"))
total, clock = csv(timedelta(hours=26, minutes=30), "[h]:mm"), csv(time(14, 30), "h:mm")
print("26:30 ->", total, "- 14:30 ->", clock)
assert clock == "14:30"
assert total == "1.104167", "the hours are given"
PYTHON
