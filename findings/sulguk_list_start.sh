#!/bin/sh
# sulguk begins a numbered list at 1 whatever its start says.
#
# Expected: <ol start="3"> gives 3. and 4.; the value of an item and "reversed" are followed. Seen with sulguk 0.12.0:
# 1. and 2., while <li value="3"> gives 3.
# Why it matters: "see step 4" in an entry points at another step in the chat than on the page.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "sulguk==0.12.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from sulguk import transform_html

print("sulguk", version("sulguk"))
start = transform_html('<ol start="3"><li>tekenen</li><li>delen</li></ol>').text
value = transform_html('<ol><li value="3">tekenen</li><li>delen</li></ol>').text
print(repr(start), repr(value))
assert value.split() == ["3.", "tekenen", "4.", "delen"]
assert start.split() == ["1.", "tekenen", "2.", "delen"], "start is followed"
PYTHON
