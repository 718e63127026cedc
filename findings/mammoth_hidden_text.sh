#!/usr/bin/env bash
# mammoth 1.13.0: text that Word hides (w:vanish) is shown, and words on both sides of a page break are glued together.
#
# Expected: HTML that holds what the document shows. Seen: a hidden remark stands in it as ordinary text, and
# "gezag", a page break, "tekent" is "gezagtekent"; no message says so (mammoth's `messages` is empty).
# Why it matters: a lawyer's hidden remark lands in a published answer, and a glued word is found by no search.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0
"$folder/venv/bin/python" - "$folder/a.docx" <<'PY'
import sys
from importlib.metadata import version

import docx
import mammoth
from docx.enum.text import WD_BREAK

document = docx.Document()
paragraph = document.add_paragraph("Het gezag")
paragraph.add_run().add_break(WD_BREAK.PAGE)
paragraph.add_run("tekent.")
paragraph.add_run(" Intern: bel Jansen.").font.hidden = True
document.save(sys.argv[1])
with open(sys.argv[1], "rb") as file:
    found = mammoth.convert_to_html(file)
print("mammoth", version("mammoth"), found.value, found.messages)
sys.exit(0 if "gezagtekent" in found.value and "Intern: bel Jansen." in found.value and not found.messages else 1)
PY
