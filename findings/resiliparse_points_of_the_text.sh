#!/bin/sh
# resiliparse, asked for the main content, leaves out every list of points; numbered lists it keeps.
#
# Expected: a list between two paragraphs of an <article> is part of its text. Seen with resiliparse 2.0.1,
# extract_plain_text(main_content=True): it is gone, however long its sentences are; the same list as <ol>, or the whole
# page without main_content, has it.
# Why it matters: what to bring, who may come and what it costs are lists of points on most pages of schools; the text
# around them reads well, "Neem mee:" and then the next heading.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "resiliparse==2.0.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from resiliparse.extract.html2text import extract_plain_text

text = "<p>" + "Deze route is voor leerlingen van het vmbo, die in twee jaar verder gaan. " * 6 + "</p>"
points = (
    "<li>Neem een pen mee, want in het eerste uur schrijven we een brief van een bladzijde aan de gemeente.</li>"
    "<li>Kom op tijd, want de deur gaat om half negen dicht en blijft dicht tot de eerste pauze.</li>"
)
kept = {}
for outer in ("article", "main", "div"):
    for kind in ("ul", "ol"):
        page = f"<html><body><{outer}><h1>Route</h1>{text}<{kind}>{points}</{kind}>{text}</{outer}></body></html>"
        main, whole = extract_plain_text(page, main_content=True), extract_plain_text(page)
        assert main.count("leerlingen van het vmbo") == whole.count("leerlingen van het vmbo") == 12
        kept[outer, kind] = ("pen mee" in main, "pen mee" in whole)
print("resiliparse", version("resiliparse"), "main content, whole page:", kept)
assert all(kept[outer, "ol"] == (True, True) for outer in ("article", "main", "div"))
assert all(kept[outer, "ul"] == (False, True) for outer in ("article", "main", "div")), "the points are there"
PYTHON
