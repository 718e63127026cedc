#!/bin/sh
# lingua, choosing between Dutch and English alone, calls "wat is dit" English.
#
# Expected: DUTCH; all three words are among the commonest of Dutch and two are no English. Seen with
# lingua-language-detector 2.1.1, built for DUTCH and ENGLISH: ENGLISH; with Afrikaans and German beside it AFRIKAANS.
# "mag dit" is Dutch in the first and Afrikaans in the second.
# Why it matters: people ask a bot in three words; the answer comes in the wrong language.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "lingua-language-detector==2.1.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from lingua import Language, LanguageDetectorBuilder

two = LanguageDetectorBuilder.from_languages(Language.DUTCH, Language.ENGLISH).build()
four = LanguageDetectorBuilder.from_languages(
    Language.DUTCH, Language.ENGLISH, Language.AFRIKAANS, Language.GERMAN
).build()
print("lingua", version("lingua-language-detector"))
seen = {}
for text in ("wat is dit", "mag dit", "wie tekent de overeenkomst"):
    seen[text] = two.detect_language_of(text).name, four.detect_language_of(text).name
    print(f"{text!r}: of two {seen[text][0]}, of four {seen[text][1]}")
assert seen["wie tekent de overeenkomst"] == ("DUTCH", "DUTCH")
assert seen["wat is dit"] == ("ENGLISH", "AFRIKAANS"), "it is Dutch"
PYTHON
