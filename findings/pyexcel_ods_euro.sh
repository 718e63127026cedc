#!/bin/sh
# pyexcel-ods3 gives an amount of € 1.234,50 as the text '1234.5 EUR'.
#
# Expected: the number 1234.5, as it gives 0.5 for 50 % and 14 for "14 dagen", and as python-calamine reads the same
# file. Seen with pyexcel-ods3 0.6.1: text with the currency behind it, for cells that LibreOffice formats as money.
# Why it matters: what each school pays is a column of amounts; adding them up raises TypeError, and sorting puts 1234.5
# before 500.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pyexcel-ods3==0.6.1" "odfpy==1.4.1" "python-calamine==0.9.1"
"$home/venv/bin/python" - <<'PYTHON'
import tempfile
from importlib.metadata import version

import pyexcel_ods3
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

document, table, row = OpenDocumentSpreadsheet(), Table(name="Blad"), TableRow()
for shown, kind in {
    "€ 1.234,50": {"valuetype": "currency", "value": "1234.5", "currency": "EUR"},
    "50%": {"valuetype": "percentage", "value": "0.5"},
    "14 dagen": {"valuetype": "float", "value": "14"},
}.items():
    cell = TableCell(**kind)
    cell.addElement(P(text=shown))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
with tempfile.NamedTemporaryFile(suffix=".ods") as file:
    document.save(file.name)
    seen = pyexcel_ods3.get_data(file.name)["Blad"][0]
    other = CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python()[0]
print("pyexcel-ods3", version("pyexcel-ods3"), seen, "- python-calamine", other)
assert other == [1234.5, 0.5, 14.0]
assert seen == ["1234.5 EUR", 0.5, 14], "it is a number"
PYTHON
