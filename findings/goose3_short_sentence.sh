#!/bin/sh
# goose3 leaves out "Dat mag niet na 1 mei.", a sentence of its own between two long ones, and the short step of a list.
#
# Expected: what stands between two paragraphs of the text is text, however short. Seen with goose3 3.1.22: a paragraph
# or a step with fewer than three of the words that the package calls stop words is gone without a message; of three
# numbered steps two are left, as points without numbers. A Dutch sentence of six words can do without such words.
# Why it matters: the short sentence is the one with the date or the "niet"; what is left reads as if it were complete.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "goose3==3.1.22"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from goose3 import Goose

FIRST = "Het bestuur van de school tekent de overeenkomst met de ouders en met de leerling voordat het schooljaar begint."
LAST = "De mentor van de leerling bespreekt de overeenkomst met de ouders en legt uit wat er in staat en waarom dat zo is."
STEPS = """<ol><li>De school meldt het aan DUO en bewaart een afschrift van de overeenkomst.</li>
<li>De inspectie kijkt.</li><li>De ouders krijgen een afschrift van de overeenkomst van de school.</li></ol>"""


def text(middle):
    page = f'<html lang="nl"><head><title>Tekenen</title></head><body><article><p>{FIRST}</p>{middle}<p>{LAST}</p></article></body></html>'
    return Goose({"target_language": "nl", "use_meta_language": False}).extract(raw_html=page).cleaned_text.split("\n")


print("goose3", version("goose3"))
sentence, steps = ([line for line in text(middle) if line] for middle in ("<p>Dat mag niet na 1 mei.</p>", STEPS))
print(*sentence, "", *steps, sep="\n")
assert sentence[0] == steps[0] == FIRST and sentence[-1] == steps[-1] == LAST
assert sentence == [FIRST, LAST], "the short sentence is there"
assert [line[:12] for line in steps[1:-1]] == ["• De school ", "• De ouders "], "all steps are there"
PYTHON
