#!/bin/sh
# docx2md leaves out the words of a link: "zie de wet voor meer" becomes "zie voor meer".
#
# Expected: "zie [de wet](https://example.org) voor meer", or at least its words. Seen with docx2md 1.0.5: link and
# words are gone, without a message; bold words are there, without their stars.
# Why it matters: the words that are linked are the ones that name the law, the form or the person; the sentence goes on
# as if they had never been there.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "docx2md==1.0.5" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import tempfile
from importlib.metadata import version

import docx
import docx2md
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
line = document.add_paragraph("zie ")
target = document.part.relate_to("https://example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
line._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"><w:r><w:t>de wet</w:t></w:r></w:hyperlink>'))
line.add_run(" voor meer")
with tempfile.NamedTemporaryFile(suffix=".docx") as file:
    document.save(file.name)
    seen = docx2md.do_convert(file.name)
print("docx2md", version("docx2md"), repr(line.text), "->", repr(seen))
assert line.text == "zie de wet voor meer"
assert "wet" not in seen and seen.split() == ["zie", "voor", "meer"], "the words are there"
PYTHON
