#!/bin/sh
# mammoth leaves out the words of a simple field: "per 1 augustus geldt" becomes "per  geldt".
#
# Expected: what Word shows, the result that the file holds; of the same field in its longer form (w:fldChar) the words
# come through. Seen with mammoth 1.13.0, w:fldSimple: nothing is left of it but a warning of an element that wasn't
# recognised. Word, LibreOffice and programs that fill in forms write either form.
# Why it matters: dates, names and references in a model agreement are fields; the sentence still reads like one, with
# the day or the party gone.
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
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SHOWN = "<w:r><w:t>1 augustus</w:t></w:r>"
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>DOCPROPERTY Begin</w:instrText></w:r>"
LONG = MARK.format("begin") + CODE + MARK.format("separate") + SHOWN + MARK.format("end")


def read(field):
    document, file = docx.Document(), io.BytesIO()
    line = document.add_paragraph("per ")
    for part in list(parse_xml(f"<w:p {nsdecls('w')}>{field}</w:p>")):
        line._p.append(part)
    line.add_run(" geldt")
    document.save(file)
    result = mammoth.convert_to_html(file)
    return result.value, result.messages


long, simple = read(LONG), read(f'<w:fldSimple w:instr="DOCPROPERTY Begin">{SHOWN}</w:fldSimple>')
print("mammoth", version("mammoth"), long, simple)
assert long[0] == "<p>per 1 augustus geldt</p>"
assert simple[0] == "<p>per  geldt</p>", "the words are there"
PYTHON
