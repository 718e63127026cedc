#!/bin/sh
# kreuzberg reads a sentence twice that was moved while changes were being followed: where it was and where it is.
#
# Expected: it stands where it was moved to, as mammoth 1.13.0 has it; what was struck (w:del) is left out. Seen with
# kreuzberg 4.10.4: w:moveFrom is read as plain text.
# Why it matters: an agreement in which a clause was moved to another school's duties names both schools as the ones
# that pay.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "kreuzberg==4.10.4" "mammoth==1.13.0" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import tempfile
from importlib.metadata import version

import docx
import kreuzberg
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def read(document):
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        document.save(file.name)
        mine = kreuzberg.extract_file_sync(file.name).content.strip()
        return mine, mammoth.extract_raw_text(file).value.strip()


print("kreuzberg", version("kreuzberg"), "- mammoth", version("mammoth"))
document = docx.Document()
for name, change in (("vmbo:", "moveFrom"), ("mbo:", "moveTo")):
    line = document.add_paragraph(name)
    text = '<w:r><w:t xml:space="preserve"> betaalt</w:t></w:r>'
    line._p.append(parse_xml(f'<w:{change} {nsdecls("w")} w:id="1" w:author="A">{text}</w:{change}>'))
mine, other = (text.split("\n\n") for text in read(document))
print(mine, "-", other)
assert other == ["vmbo:", "mbo: betaalt"]
assert mine == ["vmbo: betaalt", "mbo: betaalt"], "it is read once"
PYTHON
