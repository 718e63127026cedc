#!/bin/sh
# mammoth shows text that Word hides.
#
# Expected: text with the font property "hidden" (w:vanish), which neither the screen nor the printer shows, is left out
# or marked. Seen with mammoth 1.13.0: it stands in the HTML like any other word and messages is empty.
# Why it matters: a remark that a school hid in its agreement is read out to everybody who asks.
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


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


document = docx.Document()
line = document.add_paragraph("Het bestuur tekent.")
line.add_run(" Alleen intern: eerst bellen.").font.hidden = True
result = mammoth.convert_to_html(saved(document))
print("mammoth", version("mammoth"), "-", result.value, result.messages)
assert result.value == "<p>Het bestuur tekent. Alleen intern: eerst bellen.</p>", "hidden text is left out"
assert result.messages == []
PYTHON
