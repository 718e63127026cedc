#!/bin/sh
# sentencex leaves the apostrophe of "'s Middags" behind in the sentence before.
#
# Expected: a sentence may begin with 's or 't, which is how Dutch writes "in the afternoon" at its head. Seen with
# sentencex 1.0.32, language nl: "... om 8.30 uur. '" and "s Middags is er vrij."; and it ends a sentence behind "o.a."
# (among others), before a small letter.
# Why it matters: entries cut into sentences get a stray mark and a word that doesn't exist, in the text that is to be
# shown word for word.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "sentencex==1.0.32"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import sentencex

print("sentencex", version("sentencex"))
afternoon = list(sentencex.segment("nl", "De les begint om 8.30 uur. 's Middags is er vrij."))
among = list(sentencex.segment("nl", "Dit geldt o.a. voor het vmbo."))
print(afternoon, among, sep="\n")
assert [text.strip() for text in afternoon] == ["De les begint om 8.30 uur. '", "s Middags is er vrij."], "'s is known"
assert [text.strip() for text in among] == ["Dit geldt o.a.", "voor het vmbo."], "o.a. is known"
PYTHON
