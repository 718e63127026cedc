#!/bin/sh
# marko, writing Markdown back, takes a link apart whose file has a space in its name.
#
# Expected: what is read as a link is written as a link; an address with a space stands in < > (CommonMark 0.31, 6.3),
# and to keep those is all there is to do. Seen with marko 2.2.4, marko.md_renderer: [formulier](<aanvraag vmbo.pdf>)
# becomes [formulier](aanvraag vmbo.pdf), which marko itself reads as plain words with brackets; an address with one
# bracket that was written \( loses its backslash in the same way.
# Why it matters: the renderer is there to change one thing in a text and keep the rest; each save breaks the links to
# forms, and nobody touched them.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "marko==2.2.4"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

import marko
from marko.md_renderer import MarkdownRenderer

TEXTS = ("[formulier](<aanvraag vmbo.pdf>)", r"[de wet](https://wet.nl/art_\(7)", "[de wet](https://wet.nl/art_(7))")
back = marko.Markdown(renderer=MarkdownRenderer)
print("marko", version("marko"))
seen = {}
for text in TEXTS:
    written = back(text).strip()
    seen[text] = (written, "<a " in marko.convert(text), "<a " in marko.convert(written))
    print(f"{text:34} -> {written:34} a link before: {seen[text][1]}, after: {seen[text][2]}")
assert seen[TEXTS[2]] == (TEXTS[2], True, True)
assert seen[TEXTS[0]] == ("[formulier](aanvraag vmbo.pdf)", True, False), "the link is kept"
assert seen[TEXTS[1]] == ("[de wet](https://wet.nl/art_(7)", True, False)
PYTHON
