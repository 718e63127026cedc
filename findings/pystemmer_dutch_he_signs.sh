#!/bin/sh
# PyStemmer keeps "tekent" (he signs) apart from "tekenen" (to sign), and "getekend" (signed) from both.
#
# Expected: the third person and the past participle of a regular verb share the stem of the infinitive, as "loopt" and
# "gelopen" do with "lopen". Seen with PyStemmer 3.1.0, "dutch": tekent, tekeen and teek; betaalt, betaal and betaald.
# Three forms, three stems.
# Why it matters: "wie tekent" is how people ask and "tekenen" how the heading puts it; word search sees nothing in
# common.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "PyStemmer==3.1.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import Stemmer

dutch = Stemmer.Stemmer("dutch")
print("PyStemmer", version("PyStemmer"))
seen = {forms: dutch.stemWords(forms.split()) for forms in ("lopen loopt gelopen", "tekenen tekent getekend", "betalen betaalt betaald")}
for forms, stems in seen.items():
    print(forms, "->", stems)
assert len(set(seen["lopen loopt gelopen"])) == 1
assert seen["tekenen tekent getekend"] == ["tekeen", "tekent", "teek"], "the forms come together"
assert len(set(seen["betalen betaalt betaald"])) == 3
PYTHON
