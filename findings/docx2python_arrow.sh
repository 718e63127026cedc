#!/bin/sh
# docx2python puts HTML into plain text where Word has an arrow.
#
# Expected: the arrow that Word makes of "-->" (a w:sym in Wingdings) comes out as an arrow, or not at all, in text that
# is otherwise plain. Seen with docx2python: "vmbo <span style=font-family:Wingdings>&#x00E0;</span> mbo", with
# html=False, the default; & and < elsewhere stay plain, so the text cannot be read as HTML either.
# Why it matters: "vmbo --> mbo" is how teachers write a route; readers of the entry get markup in their chat.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "docx2python==3.7.1" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx2python import docx2python


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


document = docx.Document()
line = document.add_paragraph("R&D: vmbo ")
arrow = OxmlElement("w:sym")
arrow.set(qn("w:font"), "Wingdings")
arrow.set(qn("w:char"), "F0E0")
line.add_run()._r.append(arrow)
line.add_run(" mbo")
text = docx2python(saved(document)).text
print("docx2python", version("docx2python"), repr(text))
assert "R&D" in text
assert "<span style=font-family:Wingdings>&#x00E0;</span>" in text, "the text is plain"
PYTHON
