#!/bin/sh
# odfpy reads a footnote and a colleague's comment out in the middle of the sentence: "12" + note 1 is "121Zie ...".
#
# Expected: extractText, whose help speaks of whitespace "represented properly", gives the sentence of the page; a note
# stands below and a comment beside it. Seen with odfpy 1.4.1: the number of the note, its text, the name of who made
# the comment, the moment and the comment are all glued to the words around them. odfdo 3.27.3 leaves both out of the
# sentence and gives them behind it.
# Why it matters: "12 weken" with a note reads as 121, and what a colleague asked in the margin of a draft is told to
# parents as if the school said it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "odfpy==1.4.1" "odfdo==3.27.3"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import odfdo
from odf import dc, teletype
from odf.office import Annotation
from odf.opendocument import OpenDocumentText
from odf.text import Note, NoteBody, NoteCitation, P

document = OpenDocumentText()
with_note = P(text="Het aantal weken is 12")
note = Note(noteclass="footnote", id="ftn1")
note.addElement(NoteCitation(text="1"))
body = NoteBody()
body.addElement(P(text="Zie artikel 3."))
note.addElement(body)
with_note.addElement(note)
with_note.addText(" in het eerste jaar.")
with_comment = P(text="De school betaalt")
comment = Annotation()
comment.addElement(dc.Creator(text="Piet Bakker"))
comment.addElement(dc.Date(text="2026-03-11T14:30:00"))
comment.addElement(P(text="klopt dit wel?"))
with_comment.addElement(comment)
with_comment.addText(" de reis.")
for paragraph in (with_note, with_comment):
    document.text.addElement(paragraph)
file = io.BytesIO()
document.write(file)
file.seek(0)

by_odfpy = [teletype.extractText(paragraph) for paragraph in (with_note, with_comment)]
by_odfdo = odfdo.Document(file).get_formatted_text()
print("odfpy", version("odfpy"))
print("\n".join(by_odfpy))
print("odfdo", version("odfdo"))
print(by_odfdo)
assert "12[1] in het eerste jaar." in by_odfdo and "De school betaalt[*] de reis." in by_odfdo
assert by_odfpy == [
    "Het aantal weken is 121Zie artikel 3. in het eerste jaar.",
    "De school betaaltPiet Bakker2026-03-11T14:30:00klopt dit wel? de reis.",
], "the sentence is left whole"
PYTHON
