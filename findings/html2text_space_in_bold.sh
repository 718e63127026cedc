#!/bin/sh
# html2text glues "gezag<b> tekent</b>" into "gezagtekent", and tears "<b>samen</b>werking" apart.
#
# Expected: "gezag **tekent**", the space moved out of the bold, and "**samen**werking", which is how the text reads in
# a browser; its own italics keep the space. Seen with html2text 2025.4.15: "gezag**tekent**" and "**samen** werking".
# Why it matters: editors and Word put a space into the bold all the time; the words run together in an entry and are
# found by nobody.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "html2text==2025.4.15"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import html2text

print("html2text", version("html2text"))
texts = ("het gezag<i> tekent</i> dit", "het gezag<b> tekent</b> dit", "het gezag<b> tekent </b>dit", "de <b>samen</b>werking")
seen = [html2text.html2text(f"<p>{text}</p>").strip() for text in texts]
for text, markdown in zip(texts, seen):
    print(text, "->", markdown)
assert seen[0] == "het gezag _tekent_ dit"
assert seen[1] == seen[2] == "het gezag**tekent** dit", "the words stand apart"
assert seen[3] == "de **samen** werking", "the word is whole"
PYTHON
