#!/bin/sh
# odfdo writes the numbered steps of a LibreOffice text as points without a number.
#
# Expected: "1. " and "2. ", as the page shows them and as pandoc 3.9 has it; the style of the list, in the same file,
# says that it is numbered. Seen with odfdo 3.27.3, to_markdown: every list gets " - ", and a second paragraph of a step
# becomes a step of its own.
# Why it matters: "zie stap 2" points at nothing, and the order in which schools sign is lost.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pypandoc_binary==1.17" "odfdo==3.27.3"
"$home/venv/bin/python" - "$home/steps.odt" <<'PYTHON'
import sys
from importlib.metadata import version

import pypandoc
from odfdo import Document, Element

STYLE = """<text:list-style style:name="Steps">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>"""
STEPS = """<text:list text:style-name="Steps">
<text:list-item><text:p>Het bestuur tekent.</text:p></text:list-item>
<text:list-item><text:p>De school meldt het.</text:p><text:p>Dat kan tot 1 mei.</text:p></text:list-item></text:list>"""
document = Document("text")
document.body.clear()
document.insert_style(Element.from_tag(STYLE), automatic=True)
document.body.append(Element.from_tag(STEPS))
document.save(sys.argv[1])
seen = [line.strip() for line in Document(sys.argv[1]).to_markdown().splitlines() if line.strip()]
other = [line.strip() for line in pypandoc.convert_file(sys.argv[1], "gfm").splitlines() if line.strip()]
print("odfdo", version("odfdo"), seen)
print("pandoc", pypandoc.get_pandoc_version(), other)
assert other == ["1.  Het bestuur tekent.", "2.  De school meldt het.", "Dat kan tot 1 mei."]
assert seen == ["-  Het bestuur tekent.", "-  De school meldt het.", "-  Dat kan tot 1 mei."], "the steps are numbered"
PYTHON
