#!/bin/sh
# pymupdf4llm reads "2026-" at the end of a line and "2027" on the next as 20262027, and "vmbo-" and "mbo" as "vmbombo".
#
# Expected: a hyphen goes where a word was broken at the end of a line (samen-werking) and stays where the word has one;
# between two numbers it always stays. Seen with pymupdf4llm 2.0, with its layout or without: each goes, so that "art.
# 2.102-2.104" is 2.1022.104. PyMuPDF's own get_text keeps hyphens and lines, unless TEXT_DEHYPHENATE is asked for.
# Why it matters: school years, articles of the law and the subject itself, vmbo-mbo, hold a hyphen; text that is right
# on one line is another number or a word that doesn't exist where the page happened to be full.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pymupdf4llm==2.0" "pymupdf==2.0" "fpdf2==2.8.9"
HOME=$home "$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pymupdf
import pymupdf4llm
from fpdf import FPDF

LINES = [
    "De doorlopende leerroute is een route die van de start tot het eind van de samen-",
    "werking tussen de twee scholen is afgesproken. Hij loopt zonder breuk van vmbo-",
    "mbo tot en met het diploma en begint in het schooljaar dat wij kennen als 2026-",
    "2027, zoals dat ook volgt uit wat er in de wet staat onder artikel 2.102-",
    "2.104 en wat de scholen samen hebben besloten.",
]
paper = FPDF()
paper.add_page()
paper.set_font("Helvetica", size=12)
for line in LINES:
    paper.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
pymupdf4llm.use_layout(False)
document = pymupdf.open(stream=bytes(paper.output()), filetype="pdf")
plain = document[0].get_text().strip()
seen = pymupdf4llm.to_markdown(document).strip()
print("PyMuPDF", version("pymupdf"), repr(plain))
print("pymupdf4llm", version("pymupdf4llm"), repr(seen))
assert plain == "\n".join(LINES)
assert seen == "".join(line.removesuffix("-") for line in LINES), "a hyphen stays"
for glued in ("samenwerking", "vmbombo", "20262027", "2.1022.104"):
    assert glued in seen
PYTHON
