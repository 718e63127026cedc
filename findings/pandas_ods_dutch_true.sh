#!/bin/sh
# pandas reads "WAAR" (true) in a sheet that a Dutch LibreOffice wrote as False.
#
# Expected: True, as for the same cell written by an English LibreOffice: the file keeps the value apart from what is
# shown (office:boolean-value="true"), and only the shown word is Dutch. Seen with pandas 3.1.1 and odfpy 1.4.1: pandas
# compares the shown word with "TRUE", so that every WAAR and every ONWAAR is False. pyexcel-ods3 0.6.1 reads the value.
# Why it matters: a column "signed: yes or no" comes in as all no, without a warning, for a Dutch school only.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pandas==3.1.1" "odfpy==1.4.1" "pyexcel-ods3==0.6.1"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import pandas
import pyexcel_ods3
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

ROWS = [("Dutch", "true", "WAAR"), ("Dutch", "false", "ONWAAR"), ("English", "true", "TRUE"), ("English", "false", "FALSE")]
document = OpenDocumentSpreadsheet()
sheet = Table(name="Blad1")
for language, value, shown in ROWS:
    row = TableRow()
    name = TableCell(valuetype="string")
    name.addElement(P(text=language))
    signed = TableCell(valuetype="boolean", booleanvalue=value)
    signed.addElement(P(text=shown))
    row.addElement(name)
    row.addElement(signed)
    sheet.addElement(row)
document.spreadsheet.addElement(sheet)
file = io.BytesIO()
document.write(file)

file.seek(0)
by_pandas = [bool(value) for value in pandas.read_excel(file, engine="odf", header=None)[1]]
file.seek(0)
by_pyexcel = [row[1] for row in pyexcel_ods3.get_data(file)["Blad1"]]
print("pandas", version("pandas"), "- odfpy", version("odfpy"), "- pyexcel-ods3", version("pyexcel-ods3"))
for (language, value, shown), pandas_has, pyexcel_has in zip(ROWS, by_pandas, by_pyexcel):
    print(f"{language:8} {value:6} shown as {shown:7} -> pandas {pandas_has}, pyexcel-ods3 {pyexcel_has}")
assert by_pyexcel == [True, False, True, False]
assert by_pandas == [False, False, True, False], "WAAR is true"
PYTHON
