#!/bin/sh
# simplemma finds "wat is dit" wholly English, wholly German and wholly Dutch.
#
# Expected: Dutch ahead of the others. Seen with simplemma 2.0.0: langdetect gives 1.0 for nl, en and de alike, so the
# order in which the languages were named decides; and "was ist das" is Dutch for 1.0. Its word lists hold words of the
# neighbours, so that a share of known words tells little on a short question.
# Why it matters: choosing the first of the list answers a Dutch question in English, or the other way round, by the
# order of a setting.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "simplemma==2.0.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import simplemma

print("simplemma", version("simplemma"))
seen = {}
for text in ("wat is dit", "was ist das", "waar is het gebouw"):
    seen[text] = dict(simplemma.langdetect(text, lang=("nl", "en", "de")))
    print(text, "->", seen[text])
assert seen["waar is het gebouw"]["nl"] > seen["waar is het gebouw"]["en"]
assert [seen["wat is dit"][language] for language in ("nl", "en", "de")] == [1.0, 1.0, 1.0], "one stands out"
assert seen["was ist das"]["nl"] == 1.0
PYTHON
