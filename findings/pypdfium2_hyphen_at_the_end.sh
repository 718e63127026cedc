#!/bin/sh
# pypdfium2 puts U+FFFE, which is no character, where a line ends with a hyphen: "vmbo-" and "mbo" are "vmbo\ufffembo".
#
# Expected: the hyphen and the end of the line, or the word joined. Seen with pypdfium2 5.15.2: get_text_range() has
# U+FFFE there and get_text_bounded() U+0002, neither of which is shown as a hyphen; behind a figure ("2026-", "B1-")
# the hyphen and the end of the line are there.
# Why it matters: neither "vmbo", "mbo", "groep 8" nor the word that was broken is found in such a text, and a program
# that takes out what is no character makes it "vmbombo" and "groep8".
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pypdfium2==5.15.2" "fpdf2==2.8.9"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pypdfium2
from fpdf import FPDF

seen = {}
for lines in ("vmbo-\nmbo", "leer-\nroute", "groep-\n8", "2026-\n2027", "B1-\nexamen"):
    writer = FPDF()
    writer.add_page()
    writer.set_font("helvetica", size=12)
    writer.multi_cell(80, 6, lines)
    page = pypdfium2.PdfDocument(bytes(writer.output()))[0].get_textpage()
    seen[lines] = (page.get_text_range(), page.get_text_bounded())
print("pypdfium2", version("pypdfium2"), ascii(seen))
assert seen["2026-\n2027"] == ("2026-\r\n2027",) * 2 and seen["B1-\nexamen"] == ("B1-\r\nexamen",) * 2
assert seen["vmbo-\nmbo"] == ("vmbo\ufffembo", "vmbo\x02mbo"), "the hyphen is there"
assert seen["leer-\nroute"] == ("leer\uffferoute", "leer\x02route") and seen["groep-\n8"] == ("groep\ufffe8", "groep\x028")
PYTHON
