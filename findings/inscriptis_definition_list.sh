#!/bin/sh
# inscriptis glues the questions and answers of a definition list together.
#
# Expected: <dt> and <dd> begin a line of their own, as in a browser and as headings do here. Seen with inscriptis: "Wie
# tekent?Het bestuur.Wie betaalt?De scholen." on one line, without so much as a space.
# Why it matters: <dl> is how many pages write their frequently asked questions; taken over this way, words run together
# and questions are lost in the answers.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "inscriptis==2.7.6"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from inscriptis import get_text

print("inscriptis", version("inscriptis"))
page = "<html><body><dl><dt>Wie tekent?</dt><dd>Het bestuur.</dd><dt>Wie betaalt?</dt><dd>De scholen.</dd></dl></body></html>"
text = get_text(page).strip()
print(repr(text))
print(repr(get_text("<html><body><h2>Wie tekent?</h2><p>Het bestuur.</p></body></html>").strip()))
assert text == "Wie tekent?Het bestuur.Wie betaalt?De scholen.", "they stand apart"
PYTHON
