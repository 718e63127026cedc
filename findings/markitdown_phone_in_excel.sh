#!/bin/sh
# markitdown writes the telephone number 0612345678 of a sheet as 612345678.0.
#
# Expected: a cell of text stays as it is. Seen with markitdown 0.1.9: where the column has an empty cell too, the text
# "0612345678" loses its zero and gains a decimal; python-calamine reads the same file as '0612345678'.
# Why it matters: a list of contacts handed in as a sheet shows numbers that cannot be called.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markitdown[xlsx]==0.1.9" "openpyxl==3.1.5" "python-calamine==0.9.1"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import openpyxl
from markitdown import MarkItDown
from python_calamine import CalamineWorkbook


def sheet():
    book = openpyxl.Workbook()
    for row in (["Rol", "Telefoon"], ["mentor", "0612345678"], ["decaan", None]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


text = MarkItDown().convert_stream(sheet(), file_extension=".xlsx").markdown
other = CalamineWorkbook.from_object(sheet()).get_sheet_by_index(0).to_python()[1]
print("markitdown", version("markitdown"))
print(text)
print("python-calamine", version("python-calamine"), other)
assert other == ["mentor", "0612345678"]
assert "| mentor | 612345678.0 |" in text, "the number is kept"
PYTHON
