#!/bin/sh
# pyspellchecker corrects "één" (one) into "géén" (none).
#
# Expected: "één" is right; Dutch writes the number so wherever it could be read as the article "een". Seen with
# pyspellchecker 0.9.1, language="nl": its list of 343,585 words holds géén, iederéén and inéén and not één, so the only
# word it proposes is the opposite. It knows vmbo, coördinator and foto's.
# Why it matters: "één school tekent" (one of the schools signs) becomes "no school signs" wherever questions are
# corrected before they are searched.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pyspellchecker==0.9.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from spellchecker import SpellChecker

spelling = SpellChecker(language="nl")
print("pyspellchecker", version("pyspellchecker"), "words:", len(list(spelling.word_frequency.keys())))
unknown = spelling.unknown(["vmbo", "coördinator", "foto's", "één"])
corrected = " ".join(spelling.correction(word) for word in ("één", "school", "tekent"))
print("unknown:", unknown, "proposed:", spelling.candidates("één"), "->", corrected)
assert unknown == {"één"}
assert corrected == "géén school tekent", "één is known"
PYTHON
