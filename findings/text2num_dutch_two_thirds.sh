#!/bin/sh
# text2num makes "twee derde" (two thirds) into "twee 3e" (two third).
#
# Expected: "2/3", or the words left as they are. Seen with text2num 3.1.0, alpha2digit(..., "nl"): "twee 3e van de
# lessen"; the fraction becomes the third one. "half drie" (half past two) becomes "half 3".
# Why it matters: "twee derde van de lessen op het mbo" is a usual term in an agreement; behind this step neither a
# person nor a search finds it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "text2num==3.1.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from text_to_num import alpha2digit

print("text2num", version("text2num"))
seen = [alpha2digit(text, "nl") for text in ("twee derde van de lessen", "om half drie", "drieëntwintig leerlingen")]
print(seen)
assert seen[2] == "23 leerlingen"
assert seen[:2] == ["twee 3e van de lessen", "om half 3"], "fractions are known"
PYTHON
