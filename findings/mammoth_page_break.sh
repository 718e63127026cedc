#!/bin/sh
# mammoth glues the words on both sides of a page break.
#
# Expected: a break between two words leaves at least a space, as a line break does (<br />). Seen with mammoth 1.13.0:
# "Het bevoegd gezag" + page break + "tekent." becomes "gezagtekent."; markitdown, which uses it, gives the same.
# Why it matters: an entry made from a Word file holds words that nobody finds or can read.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "mammoth==1.13.0" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import docx
import mammoth
from docx.enum.text import WD_BREAK


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def html(kind):
    document = docx.Document()
    line = document.add_paragraph("Het bevoegd gezag")
    line.add_run().add_break(kind)
    line.add_run("tekent.")
    return mammoth.convert_to_html(saved(document)).value


print("mammoth", version("mammoth"))
print("line break:", html(WD_BREAK.LINE))
print("page break:", html(WD_BREAK.PAGE))
assert html(WD_BREAK.LINE) == "<p>Het bevoegd gezag<br />tekent.</p>"
assert html(WD_BREAK.PAGE) == "<p>Het bevoegd gezagtekent.</p>", "the words stand apart"
PYTHON
