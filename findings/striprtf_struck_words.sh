#!/bin/sh
# striprtf reads out the words that were struck from a text while changes were being followed.
#
# Expected: {\deleted ...}, which no reader shows once the changes are accepted, is left out or marked. Seen with
# striprtf 0.0.35: "de oudenieuwe tekst", the old word and the new one, without a space between them.
# Why it matters: an agreement handed in as RTF says what was agreed and what was struck from it, in one sentence.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "striprtf==0.0.35"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
noted = rtf_to_text(head + r"per 1 juli{\*\annotation klopt dit?} geldt}")
struck = rtf_to_text(head + r"per {\deleted 1 juli}{\revised 1 augustus} geldt}")
print("striprtf", version("striprtf"), repr(noted), repr(struck))
assert noted == "per 1 juli geldt"
assert struck == "per 1 juli1 augustus geldt", "what was struck is out"
PYTHON
