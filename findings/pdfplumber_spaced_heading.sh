#!/bin/sh
# pdfplumber reads a heading whose letters stand apart as letters: "ROUTE VMBO MBO" is "R O U T E V M B O M B O".
#
# Expected: three words, as pypdf and pypdfium2 read it, or at least a wider space between them. Seen with pdfplumber
# 0.11.10: with up to 2 points between letters it has the words, with 3 it breaks them somewhere ("ROUT E V MB O MBO"),
# and from 4 on each letter is a word and nothing tells where one ended; the spaces do stand among page.chars.
# Why it matters: flyers and school guides set their headings so; no word of them is found, and what is cut into parts
# by its headings loses them.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet \
    "pdfplumber==0.11.10" "pypdf==7.1.1" "pypdfium2==5.15.2" "fpdf2==2.8.9"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import pdfplumber
import pypdf
import pypdfium2
from fpdf import FPDF

seen = {}
for apart in (0, 1, 2, 3, 4, 5):
    writer = FPDF()
    writer.add_page()
    writer.set_font("helvetica", size=12)
    writer.set_char_spacing(apart)
    writer.cell(text="ROUTE VMBO MBO")
    made = bytes(writer.output())
    with pdfplumber.open(io.BytesIO(made)) as book:
        page = book.pages[0]
        seen[apart] = page.extract_text()
        letters = "".join(char["text"] for char in page.chars)
    others = (
        pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text(),
        pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range(),
    )
    print(apart, "points:", seen[apart], "letters:", letters, "pypdf, pypdfium2:", others)
    assert letters == "ROUTE VMBO MBO" and others == (letters, letters)
print("pdfplumber", version("pdfplumber"))
assert seen[0] == seen[1] == seen[2] == "ROUTE VMBO MBO"
assert seen[3] == "ROUT E V MB O MBO", "the words are there"
assert seen[4] == seen[5] == "R O U T E V M B O M B O", "the words are there"
PYTHON
