#!/bin/sh
# xlsx2csv reads the word "dagen" in a number format as a date: 14 becomes 0" 13agen".
#
# Expected: a cell of 14 with the format 0" dagen" (shown as "14 dagen") gives 14 or "14 dagen"; what stands in
# quotation marks is text, ECMA-376 (18.8.31). Seen with xlsx2csv 0.8.6: the d is taken for a day, and 14 becomes the
# 13th, with the rest of the format around it; 0" uur" gives 5 for 5.
# Why it matters: terms in days are what a plan of agreements holds; another number stands in the result, in a text that
# looks like an accident of layout.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "xlsx2csv==0.8.6" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import io
import tempfile
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
days, hours = csv(14, '0" dagen"'), csv(5, '0" uur"')
print("14 dagen ->", days, "- 5 uur ->", hours)
assert hours == "5"
assert days == '"0"" 13agen"""', "the word is text"
PYTHON
