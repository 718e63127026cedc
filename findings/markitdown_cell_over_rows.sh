#!/bin/sh
# markitdown moves a value to the wrong column under a cell that spans two rows.
#
# Expected: the second row keeps its place: an empty first cell, or the sector again. Seen with markitdown 0.1.9: "|
# tweede taak |", one cell in a table of two columns, so the task stands under "Sector".
# Why it matters: tables of who does what usually span rows; a search for a sector finds a task, and the task has no
# sector.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markitdown[docx]==0.1.9" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import docx
from markitdown import MarkItDown


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


document = docx.Document()
table = document.add_table(3, 2)
for row, texts in enumerate((("Sector", "Taak"), ("vmbo", "eerste taak"), ("", "tweede taak"))):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
table.cell(1, 0).merge(table.cell(2, 0))
text = MarkItDown().convert_stream(saved(document), file_extension=".docx").markdown
print("markitdown", version("markitdown"))
print(text)
assert text.splitlines()[-1] == "| tweede taak |", "the row keeps its place"
PYTHON
