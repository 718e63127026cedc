#!/bin/sh
# kreuzberg drops <, > and & out of a Word file: "leerlingen < 16 jaar" is read as "leerlingen 16 jaar".
#
# Expected: the text as Word shows it, which mammoth 1.13.0 gives. Seen with kreuzberg 4.10.4: the three marks are gone
# without a word, in plain text and in Markdown; "R&D" is "RD" and "vmbo -> mbo" is "vmbo - mbo".
# Why it matters: a rule for those under sixteen becomes one for those of sixteen; nothing in the text shows that a sign
# is missing.
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
document.add_paragraph("leerlingen < 16 jaar, vmbo -> mbo, R&D")
mine, other = read(document)
print(repr(mine), "-", repr(other))
assert other == "leerlingen < 16 jaar, vmbo -> mbo, R&D"
assert mine == "leerlingen  16 jaar, vmbo - mbo, RD", "the marks are there"
PYTHON
