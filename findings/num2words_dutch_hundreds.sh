#!/bin/sh
# num2words says "duizendhonderd" for 1100 in Dutch, and writes years apart: "negentien honderd".
#
# Expected: elfhonderd, vijftienhonderd and negentienhonderdvijfennegentig; Dutch counts in hundreds up to 9900 and
# writes such a number as one word. Seen with num2words 0.5.14, lang="nl": "duizendhonderd", "duizendvijfhonderd", and
# with to="year" "negentien honderd vijfennegentig".
# Why it matters: amounts and years written out for an agreement read as a translation machine's, and hours or euros
# said aloud aren't understood.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "num2words==0.5.14"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from num2words import num2words

print("num2words", version("num2words"))
seen = {
    "1100": num2words(1100, lang="nl"),
    "1500": num2words(1500, lang="nl"),
    "year 1995": num2words(1995, lang="nl", to="year"),
}
for what, text in seen.items():
    print(f"{what:10} -> {text}")
assert list(seen.values()) == ["duizendhonderd", "duizendvijfhonderd", "negentien honderd vijfennegentig"]
PYTHON
