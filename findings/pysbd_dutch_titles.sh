#!/bin/sh
# pysbd ends a Dutch sentence behind "Dhr.", "mevr." and "Drs.".
#
# Expected: Segmenter(language="nl") knows the usual titles, as its English knows Mr. Seen with pysbd 0.3.4: "Dhr.
# Jansen en mevr. De Vries komen." is three sentences; "Mr. Jones and Mrs. Brown come." in English is one.
# Why it matters: an answer cut to its first sentence is "Dhr."; search over sentences holds names without what they do.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pysbd==0.3.4"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pysbd

print("pysbd", version("pysbd"))
dutch = pysbd.Segmenter(language="nl", clean=False).segment("Dhr. Jansen en mevr. De Vries komen.")
drs = pysbd.Segmenter(language="nl", clean=False).segment("Drs. Jansen tekent namens het mbo.")
english = pysbd.Segmenter(language="en", clean=False).segment("Mr. Jones and Mrs. Brown come.")
print(dutch, drs, english, sep="\n")
assert len(english) == 1
assert [text.strip() for text in dutch] == ["Dhr.", "Jansen en mevr.", "De Vries komen."], "titles are known"
assert len(drs) == 2
PYTHON
