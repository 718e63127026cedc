#!/bin/sh
# polars leaves out a row of a sheet: the one that says "3 of 4" below a thousand rows with a number.
#
# Expected: the column becomes text, or an error says which cell doesn't fit. Seen with polars 2.1.0 and fastexcel
# 0.21.0: the first 1000 rows make it a column of numbers, the text below becomes nothing without a message, and a row
# with nothing else is then dropped as empty; beside a name it stays as None. With engine="openpyxl" the column is text.
# Why it matters: "n.v.t.", "3 of 4" and "zie boven" stand below in lists that grew over years; the table has fewer rows
# than the sheet, and nothing tells it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "polars==2.1.0" "fastexcel==0.21.0" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import openpyxl
import polars

book = openpyxl.Workbook()
levels, names = book.active, book.create_sheet("names")
levels.append(["niveau"])
names.append(["naam", "niveau"])
for row in range(1000):
    levels.append([row % 4 + 1])
    names.append([f"route {row}", row % 4 + 1])
levels.append(["3 of 4"])
names.append(["laatste", "3 of 4"])
file = io.BytesIO()
book.save(file)
seen = {}
for engine in ("calamine", "openpyxl"):
    for sheet in ("Sheet", "names"):
        table = polars.read_excel(file.getvalue(), sheet_name=sheet, engine=engine)
        seen[engine, sheet] = (table.height, *table.rows()[-1])
print("polars", version("polars"), "fastexcel", version("fastexcel"), seen)
assert seen["openpyxl", "Sheet"] == (1001, "3 of 4") and seen["openpyxl", "names"] == (1001, "laatste", "3 of 4")
assert seen["calamine", "Sheet"] == (1000, 4) and seen["calamine", "names"] == (1001, "laatste", None), "it is there"
PYTHON
