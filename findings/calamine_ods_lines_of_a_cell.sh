#!/bin/sh
# python-calamine glues the lines of a cell in a LibreOffice sheet: "12" and "14" are '1214'.
#
# Expected: '12\n14', which it gives for the same cell in Excel's format, and for two paragraphs. Seen with
# python-calamine 0.9.1 and an .ods in which the lines are set apart by a line break (text:line-break, ODF 1.3, 6.1.5):
# it is dropped, a tab too; pyexcel-ods3 keeps both.
# Why it matters: addresses, names and points stand on lines of their own in a cell; words run together and numbers
# become others, depending on the program the sheet was made with.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "python-calamine==0.9.1" "odfpy==1.4.1" "openpyxl==3.1.5"
"$home/venv/bin/python" - <<'PYTHON'
import tempfile
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P


def paragraph(*parts):
    made = P()
    for part in parts:
        made.addText(part) if isinstance(part, str) else made.addElement(part)
    return made


def sheet(*paragraphs):
    document, table, row, cell = OpenDocumentSpreadsheet(), Table(name="Blad"), TableRow(), TableCell(valuetype="string")
    for each in paragraphs:
        cell.addElement(each)
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    return document


def excel():
    book = openpyxl.Workbook()
    book.active["A1"] = "12\n14"
    return book


def read(document, suffix):
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        document.save(file.name)
        return CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python()[0][0]


print("python-calamine", version("python-calamine"))
seen = [
    read(excel(), ".xlsx"),
    read(sheet(paragraph("12"), paragraph("14")), ".ods"),
    read(sheet(paragraph("12", LineBreak(), "14")), ".ods"),
]
print(seen)
assert seen[:2] == ["12\n14", "12\n14"]
assert seen[2] == "1214", "the lines stand apart"
PYTHON
