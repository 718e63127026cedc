#!/bin/sh
# docx2txt makes "vmbo-mbo" into "vmbombo" where the hyphen may not break.
#
# Expected: Word's no-break hyphen (Ctrl+Shift+_) is a hyphen. Seen with docx2txt 0.9: it is dropped and the parts are
# glued; mammoth 1.13.0 keeps it.
# Why it matters: the subject itself, "vmbo-mbo", is what people keep on one line this way; behind this step no search
# for vmbo or mbo finds it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "docx2txt==0.9" "mammoth==1.13.0" "python-docx==1.2.0"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


document = docx.Document()
line = document.add_paragraph("route vmbo")
line.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
line.add_run("mbo")
ours = docx2txt.process(saved(document))
other = mammoth.extract_raw_text(saved(document)).value.strip()
print("docx2txt", version("docx2txt"), repr(ours), "- mammoth", version("mammoth"), repr(other))
assert other == "route vmbo\u2011mbo"
assert ours == "route vmbombo", "the hyphen is kept"
PYTHON
