#!/bin/sh
# pandoc leaves out what a field shows in a LibreOffice text: "tussen De Vlinder en" becomes "tussen en".
#
# Expected: the words that the page shows; the file holds them inside the field, and those of a reference or a number of
# a table come through. Seen with pandoc 3.9 (pypandoc_binary 1.17) and an .odt: what was filled in (text:text-input,
# text:placeholder), variables, dates, times and the title are gone without a warning; odfdo 3.27.3 gives them.
# Why it matters: a model agreement is filled in by fields; the names of the schools and the day on which it begins are
# missing, in sentences that still read like sentences.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pypandoc_binary==1.17" "odfdo==3.27.3"
"$home/venv/bin/python" - "$home/agreement.odt" <<'PYTHON'
import sys
from importlib.metadata import version

import pypandoc
from odfdo import Document, Element

FIELDS = {
    "filled in": '<text:text-input text:description="school">De Vlinder</text:text-input>',
    "to fill in": '<text:placeholder text:placeholder-type="text">De Vlinder</text:placeholder>',
    "variable": '<text:variable-get text:name="school">De Vlinder</text:variable-get>',
    "date": '<text:date text:date-value="2026-08-01">1 augustus 2026</text:date>',
    "time": "<text:time>14:30</text:time>",
    "title": "<text:title>Overeenkomst</text:title>",
    "reference": '<text:bookmark-ref text:ref-name="two">artikel 2</text:bookmark-ref>',
    "number": '<text:sequence text:name="Table">2</text:sequence>',
}
document = Document("text")
document.body.clear()
for field in FIELDS.values():
    document.body.append(Element.from_tag(f"<text:p>van {field} tot</text:p>"))
document.save(sys.argv[1])
lines = [line for line in pypandoc.convert_file(sys.argv[1], "plain").splitlines() if line]
other = [line for line in Document(sys.argv[1]).to_markdown().splitlines() if line]
print("pandoc", pypandoc.get_pandoc_version(), "- odfdo", version("odfdo"))
for name, line, shown in zip(FIELDS, lines, other, strict=True):
    print(f"{name:10} -> {line!r}, {shown!r}")
assert "van tot" not in " ".join(" ".join(other).split())
assert lines == ["van tot"] * 6 + ["van artikel 2 tot", "van 2 tot"], "the words of the field are there"
PYTHON
