#!/bin/sh
# pandas cannot read a LibreOffice sheet in which one cell holds 26:30, hours that add up beyond a day.
#
# Expected: a length of time, or the text; 14:30 is read as a time. Seen with pandas 3.1.1 and odfpy 1.4.1,
# read_excel(engine="odf"): DateParseError "hour must be in 0..23: 26:30", and nothing of the sheet. [HH]:MM is
# LibreOffice's own format for such a cell, and it stores PT26H30M00S.
# Why it matters: tables of hours of lessons hold their sum in the last row; the whole table is refused for it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pandas==3.1.1" "odfpy==1.4.1"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def read(**hours):
    document, table = OpenDocumentSpreadsheet(), Table(name="Blad")
    for shown, value in hours.items():
        row, cell = TableRow(), TableCell(valuetype="time", timevalue=value)
        cell.addElement(P(text=shown.strip("_").replace("_", ":")))
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    try:
        return [str(value) for value in pandas.read_excel(file, engine="odf", header=None)[0]]
    except ValueError as problem:
        return str(problem)


print("pandas", version("pandas"))
seen = [read(_14_30="PT14H30M00S"), read(_14_30="PT14H30M00S", _26_30="PT26H30M00S")]
print(seen)
assert seen[0] == ["14:30:00"]
assert "hour must be in 0..23" in seen[1], "it is read"
PYTHON
