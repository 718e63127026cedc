#!/bin/sh
# kreuzberg glues the words on both sides of a tab in a Word file: "groep 4" + tab + "12" is "groep 412".
#
# Expected: a tab or a space, as mammoth 1.13.0 has it; a line break it does keep. Seen with kreuzberg 4.10.4: nothing
# stands between them, in plain text and in Markdown.
# Why it matters: forms and lists in Word are set with tabs; names run into dates and two numbers become one.
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


def read(document):
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        document.save(file.name)
        mine = kreuzberg.extract_file_sync(file.name).content.strip()
        return mine, mammoth.extract_raw_text(file).value.strip()


print("kreuzberg", version("kreuzberg"), "- mammoth", version("mammoth"))
document = docx.Document()
document.add_paragraph("groep 4\t12")
document.add_paragraph("groep 4\n12")
mine, other = (text.split("\n\n") for text in read(document))
print(mine, "-", other)
assert other[0] == "groep 4\t12" and mine[1] == "groep 4\n12"
assert mine[0] == "groep 412", "they stand apart"
PYTHON
