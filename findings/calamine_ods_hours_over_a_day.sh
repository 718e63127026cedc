#!/bin/sh
# python-calamine gives 26 hours and a half in a LibreOffice sheet as the text 'PT26H30M00S'.
#
# Expected: a timedelta of 1 day, 2:30:00, which it gives for the same cell in Excel's format. Seen with python-calamine
# 0.9.1 and an .ods: 14:30 is a time, and from 24 hours on the cell is text, as the file has it (office:time-value).
# Why it matters: hours of lessons add up beyond a day; in one column some cells are times and some are words in a code
# that nobody reads, and whoever adds them up fails or leaves them out.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "python-calamine==0.9.1" "odfpy==1.4.1" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import datetime
import tempfile
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def sheet(value, shown):
    document, table, row = OpenDocumentSpreadsheet(), Table(name="Blad"), TableRow()
    cell = TableCell(valuetype="time", timevalue=value)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    return document


def excel(hours):
    book = openpyxl.Workbook()
    book.active["A1"] = hours
    book.active["A1"].number_format = "[h]:mm"
    return book


def read(document, suffix):
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        document.save(file.name)
        return CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python()[0][0]


print("python-calamine", version("python-calamine"))
long = datetime.timedelta(hours=26, minutes=30)
seen = [read(excel(long), ".xlsx"), read(sheet("PT14H30M00S", "14:30"), ".ods"), read(sheet("PT26H30M00S", "26:30"), ".ods")]
print(seen)
assert seen[:2] == [long, datetime.time(14, 30)]
assert seen[2] == "PT26H30M00S", "it is a length of time"
PYTHON
