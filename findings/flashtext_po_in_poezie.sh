#!/bin/sh
# flashtext finds "po" in "poëzie", where a word goes on with a letter that has dots.
#
# Expected: whole words only, which is what it is for. Seen with flashtext 2.7: only a to z, figures and "_" are part of
# a word, so that ë, ï and é end one; "po" is found in "poëzie" and "ego" in "egoïsme", and not in "pop" and "lego".
# flashtext2 1.1.0 finds neither.
# Why it matters: po (primair onderwijs) and vo are words of the field; a lesson in poetry is then marked as one of
# primary school, and English tests of the list don't show it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "flashtext==2.7" "flashtext2==1.1.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import flashtext
import flashtext2

texts = ["van po naar vo", "les in poëzie", "over egoïsme", "een popgroep", "van lego"]
seen = {}
for library in (flashtext, flashtext2):
    words = library.KeywordProcessor(case_sensitive=False)
    for word in ("po", "vo", "ego"):
        words.add_keyword(word, word)
    seen[library.__name__] = {text: words.extract_keywords(text) for text in texts}
print("flashtext", version("flashtext"), "flashtext2", version("flashtext2"), seen)
assert list(seen["flashtext2"].values()) == [["po", "vo"], [], [], [], []]
assert list(seen["flashtext"].values()) == [["po", "vo"], ["po"], ["ego"], [], []], "a word ends where it ends"
PYTHON
